"""Which rule is in force on a day."""

from datetime import date

import pytest

from counter_app.rules import Rule, Rules

FIRST, LATER = date(2026, 1, 1), date(2026, 7, 1)


def rule(key: str, value: int, since: date, basis: str = "guide") -> Rule:
    return Rule(key, value, basis, since, "test")


def test_the_newest_by_that_day_counts_and_of_one_day_the_districts() -> None:
    asked = []

    def synced() -> tuple[Rule, ...]:
        asked.append(1)
        return (
            rule("x.b", 2, LATER),
            rule("x.b", 1, FIRST),
            rule("x.b", 9, FIRST),
            rule("x.a", 5, FIRST),
            rule("x.c", 7, FIRST, "statute"),
        )

    rules = Rules("guide", synced)
    assert [rules.number("x.b", day) for day in (FIRST, LATER)] == [1, 2]
    asked.clear()
    found = rules.in_force("x.", LATER)
    assert [(one.key, one.value) for one in found] == [("x.a", 5), ("x.b", 2)]
    assert len(asked) == 1
    with pytest.raises(KeyError):
        rules.rule("x.c", LATER)
    with pytest.raises(KeyError):
        rules.rule("x.a", date(2025, 12, 31))
