"""What is certified besides the record itself: addresses and crossings; and namesakes."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, select

from counter_app.residents.views import Address, Resident
from db.records import Crossing
from db.residents import AddressRow, ResidentRow

_TAIL = 7
"""Digits of a number that the person's card shows and a birth date does not."""


def addresses_of(session: Session, resident_id: int | None) -> tuple[Address, ...]:
    """From the newest on."""
    newest_first = (col(AddressRow.moved_in).desc(), col(AddressRow.id).desc())
    chosen = select(AddressRow).where(AddressRow.resident_id == resident_id)
    return tuple(
        Address(row.moved_in, row.moved_out, row.reported_on, row.text_ko)
        for row in session.exec(chosen.order_by(*newest_first))
    )


def crossings(session: Session, resident_id: int, since: date, until: date) -> Iterable[Crossing]:
    """From the newest on."""
    chosen = select(Crossing).where(
        Crossing.resident_id == resident_id, col(Crossing.day).between(since, until)
    )
    return session.exec(chosen.order_by(col(Crossing.day).desc(), col(Crossing.id).desc())).all()


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
