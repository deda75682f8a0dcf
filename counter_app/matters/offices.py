"""Where a visitor goes on: immigration, or the centre of a new address."""

import tomllib
from dataclasses import dataclass
from datetime import date

from counter_app.matters.procedures import FOLDER
from counter_app.matters.views import MatterView
from counter_app.residents import centres, codes

OPENS, CLOSES = "09:00", "18:00"
"""Of centres (민원처리법 시행령 §8의3)."""


@dataclass(frozen=True, slots=True)
class Destination:
    """`address`, `phone` and `site` are "" where not known; hours are of working days."""

    ko: str
    en: str
    address: str
    phone: str
    opens: str
    closes: str
    site: str


def destination(view: MatterView, on: date) -> Destination | None:
    """Where this matter leads; None where it is done here."""
    if view.office == "new_centre" and "centre" in view.facts:
        return _centre(view.facts["centre"], on)
    known = tomllib.loads((FOLDER / "offices.toml").read_text("utf-8"))
    return Destination(**known[view.office]) if view.office in known else None


def _centre(code: str, on: date) -> Destination:
    found, name = centres.office(code, on), codes.centres()[code]
    address, phone = (found.address, found.phone) if found else ("", "")
    ko, en = f"{name.ko} 주민센터", f"{name.en} Community Centre"
    return Destination(ko, en, address, phone, OPENS, CLOSES, "")
