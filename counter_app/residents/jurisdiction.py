"""Asking which centre is in charge of a building, a road address, a 법정동 or a 행정동."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from counter_app.residents import centres, codes
from counter_app.residents.places import INNER, key_of, place_of, places
from db.engine import transaction
from db.residents import AddressRow

LONGEST = 200
MOST = 500
_LAST = "\uffff"


@dataclass(frozen=True, slots=True)
class InCharge:
    """A centre that may be in charge; `address` and `phone` "" where not known."""

    code: str
    ko: str
    en: str
    address: str
    phone: str
    own: bool


@dataclass(frozen=True, slots=True)
class Found:
    """`certain`: there is but one, and the table or the building itself says so. `source`: table,
    building (by who is registered there) or road (by others on it)."""

    candidates: tuple[InCharge, ...]
    certain: bool
    source: str


class Jurisdiction:
    """`centre`: the 행정동 code of the centre this program serves."""

    def __init__(self, engine: Engine, clock: Clock, centre: str) -> None:
        self._engine = engine
        self._clock = clock
        self._centre = centre

    def find(self, actor: Actor, text: str, on: date | None = None) -> Found:
        """All that may be in charge, on a day or today; on record without the address.

        Raises Refusal centres.*, clerks.not_permitted and clerks.suspended.
        """
        asked = " ".join(unicodedata.normalize("NFC", text).split())
        if not any(c.isalnum() for c in asked):
            raise Refusal("centres.empty")
        if len(asked) > LONGEST:
            raise Refusal("centres.long", longest=LONGEST)
        day = on or self._clock.now().date()
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            source, found = _search(session, asked, day)
            detail = {"centres": found, "source": source}
            record(session, self._clock, actor, "centre.asked", "centre", detail)
        if not found:
            raise Refusal("centres.none")
        certain = len(found) == 1 and source != "road"
        return Found(tuple(self._view(code, day) for code in found), certain, source)

    def _view(self, code: str, day: date) -> InCharge:
        known, office = codes.centres().get(code), centres.office(code, day)
        return InCharge(
            code,
            known.ko if known else code,
            known.en if known else code,
            office.address if office else "",
            office.phone if office else "",
            code == self._centre,
        )


def _search(session: Session, text: str, on: date) -> tuple[str, tuple[str, ...]]:
    """The table first; what it does not know, the addresses of the register tell by the 법정동
    written with them."""
    if found := centres.of_address(text, on):
        return "table", found
    meanings = [meaning for meaning in places(text) if meaning.street]
    for source in ("building", "road"):
        written = [
            row.text_ko
            for meaning in meanings
            for row in _there(session, meaning.street, source)
            if set(meaning.area) <= set(place_of(row.place or key_of(row.text_ko)).area)
        ]
        if found := _of_all(written, on):
            return source, found
    return "table", ()


def _there(session: Session, street: str, source: str) -> Iterable[AddressRow]:
    start = f"{street}{INNER}" if source == "building" else f"{street.rpartition(' ')[0]} "
    chosen = select(AddressRow).where(
        col(AddressRow.place).between(start, start + _LAST), col(AddressRow.moved_out).is_(None)
    )
    return session.exec(chosen.limit(MOST)).all()


def _of_all(written: Iterable[str], on: date) -> tuple[str, ...]:
    found = [code for text in dict.fromkeys(written) for code in centres.of_address(text, on)]
    return tuple(dict.fromkeys(found))
