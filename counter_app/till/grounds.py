"""On what grounds a fee is waived: resources/rules/waivers.json, each with its law."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from counter_app.certificates.kinds import Paper, Words
from counter_app.errors import Refusal
from counter_app.resources import RESOURCES


@dataclass(frozen=True, slots=True)
class Ground:
    """`fees` are the fee rules it waives; with `statuses` the record itself is the proof, else one
    of `papers` is. Where none is listed the clerk says in words of their own why. For those of the
    fees that are `reissues` the document is named that was wrong."""

    code: str
    ko: str
    en: str
    law: str
    fees: tuple[str, ...]
    statuses: tuple[str, ...]
    papers: tuple[Paper, ...]
    reissues: tuple[str, ...] = ()


@cache
def grounds() -> dict[str, Ground]:
    rows = json.loads((RESOURCES / "rules" / "waivers.json").read_text("utf-8"))
    return {row["code"]: _ground(row) for row in rows}


def _ground(row: dict[str, Any]) -> Ground:
    papers = tuple(Paper(Words(*names), numbered=False) for names in row["papers"])
    told = {"fees": tuple(row["fees"]), "statuses": tuple(row["statuses"]), "papers": papers}
    told["reissues"] = tuple(row.get("reissues", ()))
    return Ground(**{**row, **told})


def grounds_for(fee_rule: str) -> tuple[Ground, ...]:
    return tuple(found for found in grounds().values() if fee_rule in found.fees)


def ground(code: str) -> Ground:
    """Raises Refusal till.no_ground."""
    if code not in grounds():
        raise Refusal("till.no_ground", codes=", ".join(grounds()))
    return grounds()[code]
