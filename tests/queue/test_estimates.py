"""How long a visitor will wait, asked of a real store."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from counter_app.clock import FixedClock
from counter_app.demo.month import Visitor, month
from counter_app.demo.past_queue import put_day
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.estimates import Estimates, Wait
from counter_app.queue.moves import Move
from counter_app.queue.order import Fairness
from db import queue_past
from db.acts import looking
from db.queue import Priority
from tests.asking import NewAction

MONDAY = date(2026, 10, 19)
NOBODY = Wait(0, 0, 0, 1)


@pytest.fixture
def estimates(counter: Counter) -> Estimates:
    return Estimates(counter.queue.engine, counter.clock, counter.config.queue)


@pytest.fixture(scope="module")
def days() -> list[list[Visitor]]:
    return list(month(MONDAY, 4, Fairness(), lambda _: None))


@pytest.fixture
def busy(counter: Counter, clock: FixedClock, days: list[list[Visitor]]) -> datetime:
    """Four weeks have been worked; on the last Monday, it is now ten and many wait."""
    for visitors in days:
        at = visitors[0].head.taken_at
        now = at.replace(hour=10, minute=0, second=0, microsecond=0)
        today = at.date() == MONDAY + timedelta(weeks=3)
        put_day(
            counter.queue.engine,
            visitors,
            counter.config.queue.categories,
            until=now if today else None,
        )
        if today:
            break
    clock.at = now
    return now


def test_who_comes_first_waits_for_nobody(estimates: Estimates) -> None:
    assert estimates.wait("A") == NOBODY
    assert set(estimates.waits().values()) == {NOBODY}


def test_those_of_the_category_who_came_before_are_ahead(
    counter: Counter, estimates: Estimates, action: NewAction
) -> None:
    tickets = [counter.tickets.take(code, action_id=action()) for code in "AABA"]
    assert [estimates.of(ticket.id).ahead for ticket in tickets] == [0, 1, 0, 2]
    assert [wait.ahead for wait in estimates.waits().values()] == [3, 1, 0, 0, 0]
    assert estimates.wait("A") == estimates.waits()["A"]


def test_priority_numbers_are_called_before(
    counter: Counter, estimates: Estimates, action: NewAction
) -> None:
    first = counter.tickets.take("A", action_id=action())
    urgent = counter.tickets.take("A", priority=Priority.SENIOR, action_id=action())
    assert [estimates.of(ticket.id).ahead for ticket in (first, urgent)] == [1, 0]
    assert estimates.of(urgent.id).likely < estimates.of(first.id).likely


def test_more_people_ahead_wait_no_less(
    counter: Counter, estimates: Estimates, action: NewAction
) -> None:
    for _ in range(4):
        counter.tickets.take("A", action_id=action())
    waits = [estimates.wait("A", ahead=ahead) for ahead in range(20)]
    assert [wait.ahead for wait in waits] == list(range(20))
    for ranked in zip(*((w.low, w.likely, w.high) for w in waits), strict=True):
        assert list(ranked) == sorted(ranked)
    assert replace(waits[4], waiting=4) == estimates.wait("A")
    assert waits[-1].likely > waits[4].likely


def test_a_second_window_shortens_the_wait(
    counter: Counter, clerk: Actor, colleague: Actor, estimates: Estimates, action: NewAction
) -> None:
    for _ in range(12):
        counter.tickets.take("A", action_id=action())
    counter.tickets.call_next(clerk, action_id=action())
    alone = estimates.wait("A", ahead=8).likely
    counter.tickets.call_next(colleague, action_id=action())
    assert estimates.wait("A", ahead=8).likely < 0.7 * alone


def test_what_the_day_teaches_is_used(
    counter: Counter, clock: FixedClock, clerk: Actor, estimates: Estimates, action: NewAction
) -> None:
    for _ in range(40):
        counter.tickets.take("A", action_id=action())
    before = estimates.wait("A", ahead=10).likely
    for _ in range(25):
        called = counter.tickets.call_next(clerk, action_id=action())
        clock.at += timedelta(minutes=2)
        counter.tickets.move(
            clerk, called.id, Move.FINISH, version=called.version, action_id=action()
        )
    after = estimates.wait("A", ahead=10).likely
    assert after < 0.7 * before


def test_what_the_weeks_before_teach_is_used(
    counter: Counter, estimates: Estimates, busy: datetime
) -> None:
    long, short = (estimates.wait(code, ahead=5) for code in "DA")
    assert long.likely > 1.5 * short.likely
    assert sum(wait.ahead for wait in estimates.waits().values()) > 0


def test_an_unknown_category_is_refused(estimates: Estimates) -> None:
    with pytest.raises(Refusal) as caught:
        estimates.wait("Z")
    assert caught.value.code == "queue.no_category"


def test_a_number_that_no_longer_waits_is_refused(
    counter: Counter, clerk: Actor, estimates: Estimates, action: NewAction
) -> None:
    counter.tickets.take("A", action_id=action())
    called = counter.tickets.call_next(clerk, action_id=action())
    with pytest.raises(Refusal) as caught:
        estimates.of(called.id)
    assert caught.value.code == "queue.no_ticket"


@pytest.mark.parametrize("back", [timedelta(minutes=1), timedelta(hours=1), timedelta(hours=11)])
def test_a_clock_set_back_changes_little(
    counter: Counter,
    clock: FixedClock,
    clerk: Actor,
    estimates: Estimates,
    action: NewAction,
    back: timedelta,
) -> None:
    for _ in range(5):
        counter.tickets.take("A", action_id=action())
    counter.tickets.call_next(clerk, action_id=action())
    before = estimates.wait("A")
    clock.at -= back
    after = estimates.wait("A")
    assert after.ahead == before.ahead == 4
    assert abs(after.likely - before.likely) <= 5


def test_yesterdays_numbers_are_not_ahead(
    counter: Counter, clock: FixedClock, estimates: Estimates, action: NewAction
) -> None:
    old = counter.tickets.take("A", action_id=action())
    clock.at += timedelta(days=1)
    assert estimates.wait("A").ahead == 0
    with pytest.raises(Refusal):
        estimates.of(old.id)
    counter.tickets.take("A", action_id=action())
    assert estimates.wait("A").ahead == 1


def test_a_question_is_two_indexed_statements_however_long_the_day(
    counter: Counter, estimates: Estimates, busy: datetime, clock: FixedClock
) -> None:
    engine = counter.queue.engine
    estimates.waits()
    asked: list[str] = []
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
    driver.set_trace_callback(asked.append)
    clock.at = busy + timedelta(seconds=5)
    estimates.waits()
    driver.set_trace_callback(None)
    assert len([said for said in asked if said.lstrip().startswith("SELECT")]) == 2


def test_no_statement_reads_a_whole_table(counter: Counter, busy: datetime) -> None:
    for statement, values in (
        (queue_past.WAITING_LANES, ()),
        (queue_past.DESKS, ()),
        (queue_past.NEWER, (5, "2026-11-09")),
    ):
        with looking(counter.queue.engine) as sql:
            plan = [row[3] for row in sql.all(f"EXPLAIN QUERY PLAN {statement}", *values)]
        assert not [step for step in plan if step in ("SCAN ticket", "SCAN t", "SCAN e")], plan
