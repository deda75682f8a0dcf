"""Dates as people write them, and lengths of time as a clock."""

from datetime import date

import pytest

from ui.base.wording import read_date
from ui.day.words import clocked

TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-11-16", TODAY),
        ("20261116", TODAY),
        ("2026. 11. 16.", TODAY),
        ("1116", TODAY),
        ("11/16", TODAY),
        ("1-2", date(2026, 1, 2)),
        ("1231", date(2025, 12, 31)),
        ("0229", None),
        ("20261301", None),
        ("116", None),
        ("1", None),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, found: date | None) -> None:
    assert read_date(text, TODAY) == found


@pytest.mark.parametrize(
    ("today", "found"),
    [
        (date(2028, 3, 1), date(2028, 2, 29)),
        (date(2028, 2, 1), None),
        (date(2029, 1, 15), date(2028, 2, 29)),
        (date(2029, 3, 15), None),
    ],
)
def test_the_day_of_leap_years_is_read_within_twelve_months(
    today: date, found: date | None
) -> None:
    assert read_date("0229", today) == found


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (59, "0:59"), (200, "3:20"), (3900, "1:05:00")]
)
def test_lengths_of_time_are_read_as_a_clock(seconds: int, text: str) -> None:
    assert clocked(seconds) == text
