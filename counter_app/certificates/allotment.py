"""[numbers] of counter.toml: the numbers this PC may give while no district hands out blocks."""

from dataclasses import asdict, dataclass
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
    usual = asdict(Allotment())
    found = usual | (table(data, "numbers") if "numbers" in data else {})
    first = between(found, "first", 1, MOST, "numbers")
    last = between(found, "last", first, MOST, "numbers")
    return Allotment(first, last, between(found, "low", 0, MOST, "numbers"))
