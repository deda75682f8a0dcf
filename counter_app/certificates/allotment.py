"""[numbers] of counter.toml: the numbers this PC may give while no district hands out blocks."""

from dataclasses import dataclass
from typing import Any

from counter_app.checked import between, table

MOST = 999_999
"""A number has six digits on paper."""


@dataclass(frozen=True, slots=True)
class Allotment:
    """The range each series of a year begins with, and the rest at which it is called low. Several
    PCs of one office have ranges apart from each other."""

    first: int = 1
    last: int = MOST
    low: int = 100


def read_numbers(data: dict[str, Any]) -> Allotment:
    """Raises Refusal config.wrong_type, config.out_of_range."""
    usual = {"first": 1, "last": MOST, "low": 100}
    set_ = usual | (table(data, "numbers") if "numbers" in data else {})
    found = {f"[numbers] {key}": value for key, value in set_.items()}
    first = between(found, "[numbers] first", 1, MOST)
    last = between(found, "[numbers] last", first, MOST)
    return Allotment(first, last, between(found, "[numbers] low", 0, MOST))
