"""Saturdays, Sundays and the public holidays of Korea (관공서의 공휴일에 관한 규정)."""

from datetime import date
from functools import cache
from typing import Any

_SATURDAY = 5


def day_off(day: date) -> bool:
    """Whether offices are closed on it by law."""
    return day.weekday() >= _SATURDAY or day in _holidays()


def warm_up() -> None:
    """Load the calendar before somebody waits for it."""
    _holidays()


@cache
def _holidays() -> Any:
    from holidays import country_holidays  # noqa: PLC0415 - half a second to load

    return country_holidays("KR")
