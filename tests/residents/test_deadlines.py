"""Days are counted as the civil code has it."""

from datetime import date

import pytest

from counter_app.residents.deadlines import birthday, due


@pytest.mark.parametrize(
    ("start", "days", "deadline"),
    [
        ("2026-03-02", 90, "2026-06-01"),
        ("2026-03-02", 15, "2026-03-17"),
        ("2026-03-02", 14, "2026-03-16"),
        ("2026-02-02", 15, "2026-02-19"),
        ("2026-09-10", 15, "2026-09-28"),
        ("2026-04-16", 15, "2026-05-04"),
        ("2026-07-02", 15, "2026-07-20"),
        ("2024-02-14", 15, "2024-02-29"),  # a leap day is a day
        ("2023-02-14", 15, "2023-03-02"),  # 1 March is a holiday
        ("2024-02-15", 14, "2024-02-29"),
        ("2026-12-11", 14, "2026-12-28"),  # Christmas on a Friday, then a weekend
        ("2026-12-18", 14, "2027-01-04"),  # New Year on a Friday
        ("2025-09-19", 14, "2025-10-10"),  # the longest row of days off there was
        ("2026-11-23", 0, "2026-11-23"),
    ],
)
def test_days_are_counted_as_the_civil_code_has_it(start: str, days: int, deadline: str) -> None:
    assert due(date.fromisoformat(start), days) == date.fromisoformat(deadline)


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [
        ("2008-02-29", 17, "2025-03-01"),
        ("2008-02-29", 18, "2026-03-01"),
        ("2008-02-29", 20, "2028-02-29"),
        ("2008-02-28", 18, "2026-02-28"),
        ("2009-11-23", 17, "2026-11-23"),
    ],
)
def test_a_birthday_that_a_year_does_not_have_is_the_day_after(
    born: str, age: int, day: str
) -> None:
    assert birthday(date.fromisoformat(born), age) == date.fromisoformat(day)
