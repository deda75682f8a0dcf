"""Where a visitor goes on: immigration, or the centre of a new address."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from counter_app.matters.procedures import FOLDER
from counter_app.matters.views import MatterView
from counter_app.residents import centres, codes
from counter_app.residents.alerts import present
from counter_app.residents.views import Resident
from counter_app.rules import Rules

OPENS, CLOSES = "09:00", "18:00"
"""Of centres (민원처리법 시행령 §8의3) and of the offices people are sent on to."""


@dataclass(frozen=True, slots=True)
class Destination:
    """`address`, `phone` and `site` are "" where not known; hours are of working days.
    `phone_ko`, `phone_en`: who answers, where that is not the office itself. `ask`: the sentence
    (matter_words) of whom to ask, where the address is not known to the house number."""

    ko: str
    en: str
    address: str = ""
    phone: str = ""
    site: str = ""
    ask: str = ""
    opens: str = OPENS
    closes: str = CLOSES
    phone_ko: str = ""
    phone_en: str = ""


def destination(
    view: MatterView, resident: Resident | None, rules: Rules, on: date
) -> Destination | None:
    """Where this matter leads; None where it is done here."""
    if view.office == "new_centre" and "centre" in view.facts:
        return _answered(_centre(view.facts["centre"], on))
    if view.office not in _known():
        return None
    there = Destination(**_known()[view.office])
    if view.office == "immigration":
        there = _immigration(_lives(view, resident, on), rules, on) or there
    return _answered(there)


def _immigration(address: str, rules: Rules, on: date) -> Destination | None:
    """The office whose 시군구 an address is in (rule `immigration.PROVINCE.DISTRICT`); None where
    the rules do not say it, for a wrong address is worse than a telephone."""
    try:
        code = rules.text(f"immigration.{centres.district_of(address, on)}", on)
    except KeyError:
        return None
    name, found = codes.immigration().get(code), centres.office(code, on)
    if name is None or found is None:
        return None
    site = _known()["immigration"]["site"]
    return Destination(name.ko, name.en, found.address, found.phone, site)


def _lives(view: MatterView, resident: Resident | None, on: date) -> str:
    """The address that was told, else the present one of the register; "" without either."""
    home = present(resident.addresses, on) if resident else None
    return view.facts.get("address") or (home.text_ko if home else "")


def _centre(code: str, on: date) -> Destination:
    """Where its house is not known, its quarter is said, and whom to ask."""
    found, name = centres.office(code, on), codes.centres()[code]
    address, phone = (found.address, found.phone) if found else ("", "")
    ko, en = f"{name.ko} 주민센터", f"{name.en} Community Centre"
    if address:
        return Destination(ko, en, address, phone)
    quarter = " ".join((*centres.district_of(name.ko, on).split("."), name.ko))
    asked = phone or _known()["new_centre"]["phone"]
    return Destination(ko, en, quarter.strip(), asked, ask="ask_place")


def _answered(there: Destination) -> Destination:
    """A number that many offices share says whose it is."""
    line = codes.lines().get(there.phone)
    return replace(there, phone_ko=line.ko, phone_en=line.en) if line else there


@cache
def _known() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((FOLDER / "offices.toml").read_text("utf-8"))
