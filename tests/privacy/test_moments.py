"""A clock that was set back dates nothing until two have looked at it."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from counter_app.certificates.requests import Request, Tray
from counter_app.clock import FixedClock
from counter_app.doctor import examine
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.second import Second
from tests import people
from tests.asking import Sql, refusal
from tests.conftest import PASSWORD, SECOND

Issue = Callable[[str], object]


@pytest.fixture
def wanted(home: Path) -> Request:
    return Request(people.registered_foreigner(home), "은행 제출")


@pytest.fixture
def issue(counter: Counter, clerk: Actor, wanted: Request) -> Issue:
    return lambda action: counter.certificates.issue(clerk, wanted, action_id=action)


@pytest.mark.parametrize(
    ("back", "told"),
    [(timedelta(minutes=11), True), (timedelta(days=400), True), (timedelta(minutes=9), False)],
)
def test_nothing_is_issued_by_a_clock_set_back(
    counter: Counter,
    clerk: Actor,
    clock: FixedClock,
    wanted: Request,
    issue: Issue,
    home: Path,
    back: timedelta,
    told: bool,
) -> None:
    issue("before")
    clock.at -= back
    counter.clerks.sign_in("jihun", PASSWORD, 4)  # what comes after hides nothing
    assert counter.moments.behind() == back
    assert counter.moments.doubted() is told
    assert not next(one for one in examine(home, clock, "ko") if one.name == "clock").ok
    if not told:
        issue("after")
        return
    tray = partial(counter.trays.issue, clerk, Tray((wanted,)), action_id="tray")
    for act in (partial(issue, "after"), tray):
        assert refusal(act) == "certificates.clock_back"


def test_once_two_have_looked_it_goes_on(
    counter: Counter, clerk: Actor, clock: FixedClock, issue: Issue, sql: Sql
) -> None:
    issue("before")
    clock.at -= timedelta(days=400)
    confirm = counter.moments.confirm
    for second, code in (
        (Second("minseo", PASSWORD), "certificates.same_person"),
        (Second("jihun", PASSWORD), "certificates.no_second"),
        (Second("sujin", "wrong"), "clerks.wrong_password"),
    ):
        assert refusal(partial(confirm, clerk, second)) == code
    confirm(clerk, SECOND)
    issue("after")
    ((said,),) = sql("SELECT detail FROM audit WHERE action = 'clock.confirmed'")
    assert json.loads(str(said))["second"] == "sujin"
    clock.at -= timedelta(days=1)
    assert refusal(partial(issue, "again")) == "certificates.clock_back"


def test_who_puts_it_right_again_is_not_asked(
    counter: Counter, clerk: Actor, clock: FixedClock, issue: Issue
) -> None:
    issue("before")
    clock.at -= timedelta(days=2)
    assert counter.moments.doubted()
    clock.at += timedelta(days=2)
    issue("after")
    assert counter.moments.behind() == timedelta(0)
