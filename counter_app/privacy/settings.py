"""[privacy] of counter.toml."""

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from counter_app.checked import between, flag, table


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From how many on something is unusual, of a clerk and a day (`same_surname`: of a month);
    0 turns a rule off. `grace_minutes`: before and after the office's hours, still usual."""

    no_ticket: int = 5
    no_act: int = 10
    colleague: int = 1
    same_surname: int = 3
    out_of_hours: int = 1
    grace_minutes: int = 60

    @property
    def grace(self) -> timedelta:
        return timedelta(minutes=self.grace_minutes)


def read_clerk_names(data: dict[str, Any]) -> bool:
    """Whether a record of accesses that is given out names the clerks.

    By default it does: who acted in an office is public (정보공개법 제9조 제1항 제6호 라목). An
    office that shields its staff leaves the names out; then the window stands for them.

    Raises Refusal config.wrong_type.
    """
    found = table(data, "privacy") if "privacy" in data else {}
    return flag(found, "clerk_names", True, "privacy")


def read_thresholds(data: dict[str, Any]) -> Thresholds:
    """[privacy.review]: from how many on an access is unusual, 0 for never.

    Raises Refusal config.wrong_type, config.out_of_range.
    """
    found = table(data, "privacy") if "privacy" in data else {}
    given = table(found, "review", "privacy") if "review" in found else {}
    known = [name.name for name in fields(Thresholds) if name.name in given]
    return Thresholds(**{key: between(given, key, 0, 10_000, "privacy.review") for key in known})
