"""Counting days as 민법 §157, §159 and §161 have it, for reports due at the counter."""

from datetime import date, timedelta
from functools import cache
from typing import Any

_SATURDAY = 5


def due(start: date, days: int) -> date:
    """The last day of a period of `days`: the first day is not counted, and an end on a
    Saturday, Sunday or public holiday moves to the next working day."""
    last = start + timedelta(days=days)
    while last.weekday() >= _SATURDAY or last in _holidays():
        last += timedelta(days=1)
    return last


def warm_up() -> None:
    """Load the calendar before the first person with a move to report is opened."""
    _holidays()


@cache
def _holidays() -> Any:
    # Half a second to load, and only a person with a move to report needs it.
    from holidays import country_holidays  # noqa: PLC0415

    return country_holidays("KR")
