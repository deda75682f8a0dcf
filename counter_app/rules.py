"""Fees, deadlines and titles that differ between guide and statute, in one versioned table."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache

from counter_app.resources import RESOURCES


@dataclass(frozen=True, slots=True)
class Rule:
    """One value (won, days or a text), on which basis, since when and according to what."""

    key: str
    value: int | str
    basis: str
    effective_from: date
    source: str

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, default=str)


class Rules:
    """The rules of one profile: "guide" or "statute"."""

    def __init__(self, profile: str) -> None:
        self.profile = profile

    def rule(self, key: str, on: date) -> Rule:
        """The rule in force on a day. Raises KeyError for a key without one."""
        in_force = [
            rule
            for rule in _table()
            if rule.key == key and rule.basis == self.profile and rule.effective_from <= on
        ]
        if not in_force:
            raise KeyError(key)
        return max(in_force, key=lambda rule: rule.effective_from)

    def number(self, key: str, on: date) -> int:
        """A fee in won or a period in days."""
        return int(self.rule(key, on).value)

    def text(self, key: str, on: date) -> str:
        return str(self.rule(key, on).value)


@cache
def _table() -> tuple[Rule, ...]:
    rows = json.loads((RESOURCES / "rules" / "rules.json").read_text("utf-8"))
    return tuple(
        Rule(**{**row, "effective_from": date.fromisoformat(row["effective_from"])}) for row in rows
    )
