"""Where a visitor goes on: immigration, or the centre of a new address."""

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from counter_app.matters.procedures import FOLDER
from counter_app.matters.views import MatterView
from counter_app.residents import centres, codes

OPENS, CLOSES = "09:00", "18:00"
"""Of centres (민원처리법 시행령 §8의3)."""


@dataclass(frozen=True, slots=True)
class Destination:
    """`address`, `phone` and `site` are "" where not known; hours are of working days.
    `phone_ko`, `phone_en`: who answers, where that is not the office itself."""

    ko: str
    en: str
    address: str
    phone: str
    opens: str
    closes: str
    site: str
    phone_ko: str = ""
    phone_en: str = ""


def destination(view: MatterView, on: date) -> Destination | None:
    """Where this matter leads; None where it is done here."""
    if view.office == "new_centre" and "centre" in view.facts:
        return _centre(view.facts["centre"], on)
    known = _known()
    return _answered(Destination(**known[view.office])) if view.office in known else None


def _centre(code: str, on: date) -> Destination:
    found, name = centres.office(code, on), codes.centres()[code]
    address, phone = (found.address, found.phone) if found else ("", "")
    ko, en = f"{name.ko} 주민센터", f"{name.en} Community Centre"
    return _answered(Destination(ko, en, address, phone, OPENS, CLOSES, ""))


def _answered(there: Destination) -> Destination:
    """A number that many offices share says whose it is."""
    line = _known()["lines"].get(there.phone, {})
    return replace(there, phone_ko=line.get("ko", ""), phone_en=line.get("en", ""))


@cache
def _known() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "offices.toml").read_text("utf-8"))
