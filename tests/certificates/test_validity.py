"""A temporary confirmation is good for its days: past them it is told so wherever it turns up."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from counter_app.certificates.requests import Applicant, IssuedView, Request
from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests.asking import Sql, refusal
from tests.certificates.counts import DAY
from tests.people import one

LAST = DAY + timedelta(days=29)
PASSPORT = Applicant("self", "passport")
LOST = "card_lost_on IS NOT NULL AND passport_number IS NOT NULL AND centre = '1144066000'"


@pytest.fixture
def issued(counter: Counter, clerk: Actor, home: Path) -> IssuedView:
    asked = Request(one(home, LOST), "신분 확인", "temporary-registration", applicant=PASSPORT)
    return counter.certificates.issue(clerk, asked, action_id="issue")


def turn_to(clock: FixedClock, day: date) -> None:
    clock.at = clock.at.replace(year=day.year, month=day.month, day=day.day)


def test_it_says_its_last_day(counter: Counter, issued: IssuedView) -> None:
    assert issued.valid_until == LAST
    assert counter.archive.numbered(issued.issue_number) == issued
    assert [issued.past(LAST + timedelta(days=days)) for days in (0, 1)] == [False, True]


def test_nothing_is_printed_of_it_afterwards(
    counter: Counter, clerk: Actor, clock: FixedClock, issued: IssuedView, sql: Sql
) -> None:
    again = partial(counter.reprinting.reprint, clerk, issued.id, "훼손")
    turn_to(clock, LAST)
    assert again(action_id="good").reprint == 1
    turn_to(clock, LAST + timedelta(days=1))
    assert refusal(partial(again, action_id="past")) == "certificates.validity_past"
    print_again = partial(counter.certificates.print_again, clerk, issued.id)
    assert refusal(print_again) == "certificates.validity_past"
    assert sql("SELECT count(*) FROM certificate_reprint") == [(1,)]


def test_what_is_good_for_ever_has_no_last_day(
    counter: Counter, clerk: Actor, request_: Request
) -> None:
    issued = counter.certificates.issue(clerk, request_, action_id="issue")
    assert issued.valid_until is None
    assert not issued.past(date.max)
