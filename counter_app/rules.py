"""Fees, deadlines and titles that differ between guide and statute, in one versioned table."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import Any, Self

from counter_app.resources import RESOURCES

PROFILES = ("guide", "statute")


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

    @classmethod
    def from_json(cls, text: str) -> Self:
        return cls.from_row(json.loads(text))

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> Self:
        return cls(**{**row, "effective_from": date.fromisoformat(row["effective_from"])})


def _none() -> tuple[Rule, ...]:
    return ()


class Rules:
    """The rules of one profile: "guide" or "statute".

    `synced`: those that the district has given by now; of one day they count before the ones that
    came with the program.
    """

    def __init__(self, profile: str, synced: Callable[[], tuple[Rule, ...]] = _none) -> None:
        self.profile = profile
        self._synced = synced

    @property
    def version(self) -> object:
        """Another as soon as the district has given other rules."""
        return self._synced()

    def rule(self, key: str, on: date) -> Rule:
        """The rule in force on a day. Raises KeyError for a key without one."""
        return self._in_force(on, self.profile)[key]

    def statute(self, key: str, on: date) -> Rule:
        """What the law says, whatever the profile; where it says nothing, the profile's.

        Raises KeyError for a key without either.
        """
        return self._in_force(on, "statute").get(key) or self.rule(key, on)

    def in_force(self, prefix: str, on: date) -> tuple[Rule, ...]:
        """All rules of keys that begin so, by key."""
        found = self._in_force(on, self.profile)
        return tuple(found[key] for key in sorted(found) if key.startswith(prefix))

    def number(self, key: str, on: date) -> int:
        """A fee in won or a period in days."""
        return int(self.rule(key, on).value)

    def text(self, key: str, on: date) -> str:
        return str(self.rule(key, on).value)

    def _in_force(self, on: date, basis: str) -> dict[str, Rule]:
        """By key: the newest by that day, of one day the first."""
        found: dict[str, Rule] = {}
        for rule in (*self._synced(), *_table()):
            if rule.basis == basis and rule.effective_from <= on:
                before = found.setdefault(rule.key, rule)
                if before.effective_from < rule.effective_from:
                    found[rule.key] = rule
        return found


@cache
def shipped() -> frozenset[str]:
    """The keys of resources/rules/rules.json that either profile has a rule for."""
    keys = ({rule.key for rule in _table() if rule.basis == basis} for basis in PROFILES)
    return frozenset.intersection(*map(frozenset, keys))


@cache
def _table() -> tuple[Rule, ...]:
    rows = json.loads((RESOURCES / "rules" / "rules.json").read_text("utf-8"))
    return tuple(Rule.from_row(row) for row in rows)
