"""On what grounds a fee is waived: resources/rules/waivers.json, each with its law."""

import json
from dataclasses import dataclass
from functools import cache

from counter_app.errors import Refusal
from counter_app.resources import RESOURCES


@dataclass(frozen=True, slots=True)
class Ground:
    """`fees` are the fee rules it waives; with `statuses` the record itself is the proof."""

    code: str
    ko: str
    en: str
    law: str
    fees: tuple[str, ...]
    statuses: tuple[str, ...]


@cache
def grounds() -> dict[str, Ground]:
    rows = json.loads((RESOURCES / "rules" / "waivers.json").read_text("utf-8"))
    made = [
        Ground(**{**row, "fees": tuple(row["fees"]), "statuses": tuple(row["statuses"])})
        for row in rows
    ]
    return {found.code: found for found in made}


def grounds_for(fee_rule: str) -> tuple[Ground, ...]:
    return tuple(found for found in grounds().values() if fee_rule in found.fees)


def ground(code: str) -> Ground:
    """Raises Refusal till.no_ground."""
    if code not in grounds():
        raise Refusal("till.no_ground", codes=", ".join(grounds()))
    return grounds()[code]
