"""Saturdays, Sundays and the public holidays of Korea (관공서의 공휴일에 관한 규정)."""

import json
from datetime import date
from functools import cache

from counter_app.resources import RESOURCES

_SATURDAY = 5


def day_off(day: date) -> bool:
    """Whether offices are closed on it by law, as far as resources/rules/days_off.json knows."""
    return day.weekday() >= _SATURDAY or day in _holidays()


@cache
def _holidays() -> frozenset[date]:
    table = json.loads((RESOURCES / "rules" / "days_off.json").read_text("utf-8"))
    return frozenset(
        date.fromisoformat(f"{year}-{day}") for year, days in table.items() for day in days
    )
