"""Counting days as 민법 §157, §159 and §161 have it, for reports due at the counter."""

from datetime import date, timedelta

from counter_app.days_off import day_off


def due(start: date, days: int) -> date:
    """The last day of a period of `days`: the first day is not counted, and an end on a
    Saturday, Sunday or public holiday moves to the next working day."""
    last = start + timedelta(days=days)
    while day_off(last):
        last += timedelta(days=1)
    return last
