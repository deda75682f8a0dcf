"""[stationery] in counter.toml: whether the office prints on secure paper."""

from dataclasses import dataclass
from typing import Any

from counter_app.checked import between, flag, table


@dataclass(frozen=True, slots=True)
class StationerySettings:
    """`low`: with so many sheets or fewer the office is told to fetch more. `alone`: so many sheets
    of a day one clerk writes off without another person."""

    used: bool = False
    low: int = 50
    alone: int = 5


def read_stationery(data: dict[str, Any]) -> StationerySettings:
    """Off where the table is missing. Raises Refusal config.wrong_type, config.out_of_range."""
    if "stationery" not in data:
        return StationerySettings()
    found, usual = table(data, "stationery"), StationerySettings()
    low, alone = (
        between(found, key, 0, 5_000, "stationery") if key in found else getattr(usual, key)
        for key in ("low", "alone")
    )
    return StationerySettings(flag(found, "used", False, "stationery"), low, alone)
