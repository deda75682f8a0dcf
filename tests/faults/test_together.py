"""Windows of one PC that issue at the same moment, and a clock that was set wrong."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.words import catalogue
from db.clerks import Role
from tests.asking import NewAction
from tests.conftest import MORNING, PASSWORD, SECOND
from tests.people import registered_foreigner

DAY = MORNING.date()
EACH = 6
APART = multiprocessing.get_context("spawn")


def window(home: Path, number: int, login: str, begin: Any, answers: Any) -> None:
    """One program: signs in, waits for the others, issues as fast as it can."""
    counter = open_counter(home, FixedClock(MORNING))
    try:
        clerk = counter.clerks.sign_in(login, PASSWORD, number)
        request = Request(registered_foreigner(home), "은행 제출")
        counter.certificates.preview(clerk, request)
        begin.wait()
        issued = [
            counter.certificates.issue(clerk, request, action_id=f"{number}-{n}")
            for n in range(EACH)
        ]
        answers.put([view.problem and view.problem.code for view in issued])
    finally:
        counter.close()


def test_two_windows_at_once_give_every_number_once(home: Path, counter: Counter) -> None:
    begin, answers = APART.Barrier(2), APART.Queue()
    programs = [
        APART.Process(target=window, args=(home, number, login, begin, answers))
        for number, login in ((3, "minseo"), (4, "jihun"))
    ]
    for program in programs:
        program.start()
    problems = [problem for _ in programs for problem in answers.get(timeout=120)]
    for program in programs:
        program.join()
    assert problems == [None] * 2 * EACH
    views = counter.archive.of_day(DAY)
    assert [int(view.issue_number[-6:]) for view in views] == list(range(1, 2 * EACH + 1))
    receipts = sorted(int(view.receipt_number[-6:]) for view in views)
    assert receipts == list(range(1, 2 * EACH + 1))
    summary = counter.archive.day(DAY)
    assert (summary.issued, summary.collected) == (2 * EACH, 2 * EACH * 1_000)
    assert summary.sheets == counter.stationery.stock().issued == 2 * EACH
    assert len(list((home / "prints").glob("*.pdf"))) == 4 * EACH
    assert counter.till.reconcile(DAY).disagreement is None
    assert verify(counter.engine).ok


def test_14_twenty_windows_call_every_number_once(home: Path, counter: Counter) -> None:
    """Each with a connection of its own, as every program has one."""
    windows, visitors = 20, 60
    for n in range(visitors):
        counter.tickets.take("E", action_id=f"take-{n}")
    begin = Barrier(windows)

    def call_all(number: int) -> list[int]:
        own = open_counter(home, FixedClock(MORNING))
        actor = Actor(clerk_id=1, login="minseo", name="", role=Role.CLERK, window=number)
        called: list[int] = []
        begin.wait()
        try:
            while True:
                action = f"{number}-{len(called)}"
                called.append(own.tickets.call_next(actor, action_id=action).id)
        except Refusal as refusal:
            assert refusal.code == "queue.empty"
        finally:
            own.close()
        return called

    with ThreadPoolExecutor(windows) as threads:
        called = [n for window in threads.map(call_all, range(1, windows + 1)) for n in window]
    assert sorted(called) == sorted(view.id for view in counter.tickets.today())
    assert len(called) == visitors
    assert verify(counter.engine).ok


def whole(counter: Counter, count: int) -> None:
    """So many documents, each numbered once and paid once, on whatever day."""
    days = {DAY + timedelta(days=n) for n in (-40, -1, 0, 1, 30)}
    views = [view for day in sorted(days) for view in counter.archive.of_day(day)]
    assert len({view.issue_number for view in views}) == len(views) == count
    assert len({view.receipt_number for view in views}) == count
    for day in days:
        assert counter.till.reconcile(day).disagreement is None
    assert verify(counter.engine).ok


@pytest.mark.parametrize("days", [-40, -1, 1, 30])
def test_a_clock_that_is_set_doubles_nothing(
    counter: Counter, clerk: Actor, clock: FixedClock, home: Path, action: NewAction, days: int
) -> None:
    request = Request(registered_foreigner(home), "은행 제출")
    first = counter.certificates.issue(clerk, request, action_id=action())
    clock.at = MORNING + timedelta(days=days)
    other = replace(request, purpose="학교 제출")
    done = 1
    try:
        second = counter.certificates.issue(clerk, other, action_id=action())
    except Refusal as refusal:
        assert refusal.code in catalogue("ko")
    else:
        done = 2
        assert second.issue_number != first.issue_number
        again = counter.certificates.issue(clerk, other, action_id="action-2")
        assert again.issue_number == second.issue_number
    counter.certificates.hand_over(clerk, first.id, action_id=action())
    clock.at = MORNING
    if counter.moments.doubted():  # it had been ahead
        counter.moments.confirm(clerk, SECOND)
    third = counter.certificates.issue(clerk, request, action_id=action())
    assert third.issue_number not in {first.issue_number}
    whole(counter, done + 1)


def test_years_ahead_no_key_signs_and_nothing_is_issued(
    counter: Counter, clerk: Actor, clock: FixedClock, home: Path
) -> None:
    clock.at = MORNING + timedelta(days=366 * 25)
    request = Request(registered_foreigner(home), "은행 제출", referred=True)
    with pytest.raises(Refusal, match=r"proof\.key_expired"):
        counter.certificates.issue(clerk, request, action_id="a")
    clock.at = MORNING
    issued = counter.certificates.issue(clerk, request, action_id="a")
    assert issued.issue_number.endswith("000001")
    whole(counter, 1)
