"""Where somebody whose stay is over may turn, beside immigration (referrals.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache

from counter_app.resources import RESOURCES


@dataclass(frozen=True, slots=True)
class Referral:
    """`purpose`: a word of matter_words.json for what it helps with; `source`: who says that the
    number is theirs."""

    purpose: str
    ko: str
    en: str
    phone: str
    source: str


@cache
def referrals() -> tuple[Referral, ...]:
    """In the order in which they are told."""
    said = tomllib.loads((RESOURCES / "matters" / "referrals.toml").read_text("utf-8"))
    return tuple(
        Referral(one["for"], *(one[key] for key in ("ko", "en", "phone", "source")))
        for one in said["referral"]
    )
