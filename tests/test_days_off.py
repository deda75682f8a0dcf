"""The table of days off is what a calendar of others knows."""

from datetime import date, timedelta

import pytest
from holidays import country_holidays

from counter_app.days_off import day_off


def test_sixty_years_of_public_holidays() -> None:
    known = country_holidays("KR", years=range(1990, 2051))
    days = (date(1990, 1, 1) + timedelta(n) for n in range(61 * 365 + 15))
    wrong = [day for day in days if day_off(day) != (day in known or day.weekday() > 4)]
    assert wrong == []


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2026, 5, 1), True),  # since 2026, as 17 July
        (date(2026, 7, 17), True),
        (date(2025, 7, 17), False),
        (date(2026, 9, 25), True),  # 추석
        (date(2026, 11, 27), False),
        (date(2026, 11, 28), True),
    ],
)
def test_days_that_the_law_names(day: date, *, closed: bool) -> None:
    assert day_off(day) == closed
