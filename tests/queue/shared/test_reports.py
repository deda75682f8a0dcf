"""Reports of a shared queue are those of a queue of one's own; every clerk has the own figures,
whichever number each PC gave the account."""

from datetime import timedelta

import pytest

from counter_app.clock import FixedClock
from counter_app.main import Counter
from tests.asking import Sql
from tests.conftest import PASSWORD
from tests.queue.test_reports import *  # noqa: F403


@pytest.fixture
def sql(local: Sql) -> Sql:
    """Who exported what is on record at the PC where they did."""
    return local


def test_clerks_of_two_pcs_are_told_apart(
    counter: Counter,
    other: Counter,
    clock: FixedClock,
    local: Sql,
) -> None:
    minseo = counter.clerks.sign_in("minseo", PASSWORD, 3)
    jihun = other.clerks.sign_in("jihun", PASSWORD, 4)
    sujin = counter.clerks.sign_in("sujin", PASSWORD)
    for n, (pc, clerk) in enumerate(((counter, minseo), (other, jihun), (other, jihun))):
        pc.tickets.take("A", action_id=f"take-{n}")
        clock.at += timedelta(minutes=3)
        pc.tickets.call_next(clerk, action_id=f"call-{n}")
    local("UPDATE clerk SET login = 'hyeonu' WHERE login = 'jihun'")
    seen = counter.reports.day(sujin).clerks
    assert [(group.key, group.name, group.visitors) for group in seen] == [
        ("jihun", "", 2),  # who has no account here has no name here
        ("minseo", "김민서", 1),
    ]
    assert [(group.key, group.visitors) for group in other.reports.day(jihun).clerks] == [
        ("jihun", 2)
    ]
    assert [group.key for group in counter.reports.day(minseo).clerks] == ["minseo"]
