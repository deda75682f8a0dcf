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


def birthday(born: date, age: int) -> date:
    """The day on which somebody is `age` full years old (행정기본법 §7의2); who was born on 29
    February is so on 1 March of a year without it."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)
