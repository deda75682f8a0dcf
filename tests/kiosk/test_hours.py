"""When numbers are given: working days, hours, lunch, the office's own days off."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.clock import SEOUL
from counter_app.kiosk.hours import Hours, Standing

LUNCH = (time(12), time(13))
SHUT_AT_LUNCH = Hours(lunch=LUNCH)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31))  # noqa: DTZ001 - Seoul below


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("moment", "standing"),
    [
        ("2026-11-16 08:59:59", Standing.CLOSED),
        ("2026-11-16 09:00", Standing.OPEN),
        ("2026-11-16 11:59:59", Standing.OPEN),
        ("2026-11-16 12:00", Standing.LUNCH),
        ("2026-11-16 13:00", Standing.OPEN),
        ("2026-11-16 17:59:59", Standing.OPEN),
        ("2026-11-16 18:00", Standing.CLOSED),
        ("2026-11-21 10:00", Standing.DAY_OFF),  # Saturday
        ("2026-11-22 10:00", Standing.DAY_OFF),
        ("2026-05-01 10:00", Standing.DAY_OFF),  # a public holiday from 2026
        ("2026-09-25 10:00", Standing.DAY_OFF),  # Chuseok
    ],
)
def test_what_the_office_is(moment: str, standing: Standing) -> None:
    assert SHUT_AT_LUNCH.standing(at(moment)) == standing


def test_where_windows_eat_in_turns_lunch_is_open() -> None:
    assert Hours().standing(at("2026-11-16 12:30")) == Standing.OPEN


def test_the_offices_own_days_off() -> None:
    hours = Hours(closed_days=frozenset({date(2026, 11, 16)}))
    assert hours.standing(at("2026-11-16 10:00")) == Standing.DAY_OFF
    assert hours.reopens(at("2026-11-16 10:00")) == at("2026-11-17 09:00")


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-16 07:00", "2026-11-16 09:00"),
        ("2026-11-16 12:30", "2026-11-16 13:00"),
        ("2026-11-16 18:00", "2026-11-17 09:00"),
        ("2026-11-20 18:30", "2026-11-23 09:00"),
        ("2026-09-23 18:30", "2026-09-28 09:00"),  # over Chuseok and a weekend
    ],
)
def test_when_it_opens_again(moment: str, opens: str) -> None:
    assert SHUT_AT_LUNCH.reopens(at(moment)) == at(opens)


def test_nobody_says_when_an_office_opens_that_is_closed_for_months() -> None:
    first = date(2026, 11, 16)
    hours = Hours(closed_days=frozenset(first + timedelta(days=n) for n in range(200)))
    assert hours.reopens(at("2026-11-16 10:00")) is None


@given(MOMENTS)
def test_it_is_open_at_the_moment_named_and_not_before(naive: datetime) -> None:
    now = naive.replace(tzinfo=SEOUL)
    opens = SHUT_AT_LUNCH.reopens(now)
    assert opens is not None
    assert opens > now
    assert SHUT_AT_LUNCH.standing(opens) == Standing.OPEN
    if SHUT_AT_LUNCH.standing(now) != Standing.OPEN:
        just_before = max(now, opens - timedelta(microseconds=1))
        assert SHUT_AT_LUNCH.standing(just_before) != Standing.OPEN
