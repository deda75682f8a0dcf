"""What is certified besides the record itself: crossings, who lives at an address, namesakes."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from counter_app.residents.views import Resident
from db.identity import IdKind
from db.records import Crossing
from db.residents import AddressRow, ResidentRow

_INSIDE = re.compile(r"\s*\(.*\)\s*$")
_LAST = "\uffff"
_SPARE = 4
"""Times as many rows are read as are wanted: what differs in its brackets alone is one address."""
_TAIL = 7
"""Digits of a number that the person's card shows and a birth date does not."""


@dataclass(frozen=True, slots=True)
class Occupant:
    """Somebody registered at an address; those of one `household` share its number."""

    name_roman: str
    name_hangul: str
    citizen: bool
    household: int
    moved_in: date
    restricted: bool


def crossings(session: Session, resident_id: int, since: date, until: date) -> Iterable[Crossing]:
    """From the newest on."""
    chosen = select(Crossing).where(
        Crossing.resident_id == resident_id, col(Crossing.day).between(since, until)
    )
    return session.exec(chosen.order_by(col(Crossing.day).desc(), col(Crossing.id).desc())).all()


def occupants(session: Session, address: str) -> tuple[Occupant, ...]:
    """Everybody registered at a building, or at a room of it, by household and its oldest entry.

    `address` without what stands in brackets: `서울특별시 마포구 와우산로 94` is the whole
    building, `…, 302호` one room of it.
    """
    place = address_key(address)
    starts = or_(
        col(AddressRow.text_ko) == place,
        _starting(f"{place},"),
        _starting(f"{place} ("),
    )
    chosen = (
        select(ResidentRow, AddressRow)
        .join(AddressRow, col(AddressRow.resident_id) == ResidentRow.id)
        .where(starts, col(AddressRow.moved_out).is_(None))
        .where(col(AddressRow.reported_on).is_not(None))
        .order_by(col(ResidentRow.household), col(ResidentRow.id))
    )
    return tuple(
        Occupant(
            row.name_roman,
            row.name_hangul,
            row.id_kind is IdKind.RRN,
            row.household,
            address.moved_in,
            row.restricted is not None,
        )
        for row, address in session.exec(chosen)
    )


def addresses(session: Session, text: str, most: int) -> tuple[str, ...]:
    """Buildings whose address has every word of `text` in its order, the shortest first; rooms of
    them once `text` has a comma. Nobody is told of who lives there."""
    words = address_key(text).split()
    whole = col(AddressRow.text_ko)
    place = whole if "," in text else func.substr(whole, 1, func.instr(whole + ",", ",") - 1)
    like = "%".join(word.replace("!", "!!").replace("%", "!%").replace("_", "!_") for word in words)
    chosen = select(place).where(place.like(f"%{like}%", escape="!")).distinct()
    found = session.exec(chosen.order_by(func.length(place), place).limit(most * _SPARE))
    return tuple(dict.fromkeys(map(address_key, found)))[:most]


def address_key(text: str) -> str:
    """An address as it begins in the register: composed, single spaces, nothing in brackets."""
    return _INSIDE.sub("", " ".join(unicodedata.normalize("NFC", text).split()))


def namesakes(session: Session, resident: Resident) -> int:
    """How many others have the same name and birth date."""
    same = ResidentRow.birth_date == resident.birth_date
    chosen = select(ResidentRow.id, ResidentRow.name_roman, ResidentRow.name_hangul).where(same)
    return sum(
        1
        for other, roman, hangul in session.exec(chosen)
        if other != resident.id
        and (roman == resident.name_roman or (hangul and hangul == resident.name_hangul))
    )


def belongs_to(session: Session, seen: str, resident_id: int) -> bool:
    """Whether it is the person's number, its last digits or the passport's; the record in hand
    may be masked."""
    chosen = select(ResidentRow.number, ResidentRow.passport_number)
    found = session.exec(chosen.where(ResidentRow.id == resident_id)).one()
    return seen in {*found, found[0][-_TAIL:]}


def _starting(text: str) -> ColumnElement[bool]:
    return col(AddressRow.text_ko).between(text, text + _LAST)
