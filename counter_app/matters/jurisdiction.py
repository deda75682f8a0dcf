"""Which centre an address belongs to, as far as the register tells."""

from sqlmodel import Session, col, select

from counter_app.errors import Refusal
from counter_app.residents import codes
from counter_app.residents.places import INNER, places
from db.residents import AddressRow, ResidentRow

_LAST = "\uffff"


def candidates(session: Session, address: str) -> tuple[str, ...]:
    """The 행정동 codes of the centres in charge of those registered at its street and number, or
    else on its road; several where that does not settle it."""
    meant = next(places(address))
    for start in (f"{meant.street}{INNER}", f"{meant.street.rpartition(' ')[0]} "):
        chosen = (
            select(ResidentRow.centre)
            .join(AddressRow, col(AddressRow.resident_id) == ResidentRow.id)
            .where(
                col(AddressRow.place).between(start, start + _LAST),
                col(AddressRow.moved_out).is_(None),
                col(AddressRow.reported_on).is_not(None),
            )
            .distinct()
        )
        if found := session.exec(chosen).all():
            return tuple(sorted(found))
    return ()


def centre_of(session: Session, address: str, said: str, own: str) -> str:
    """The centre in charge; `said`: as the clerk has settled it, "" if not.

    Raises Refusal matters.other_centre, matters.which_centre, matters.no_centre.
    """
    found = candidates(session, address)
    centre = said or (found[0] if len(found) == 1 else "")
    if centre and centre not in codes.centres():
        raise Refusal("matters.no_centre", centre=centre[:20])
    if not centre:
        offered = ", ".join(f"{codes.centre_name(code)} {code}" for code in found)
        raise Refusal("matters.which_centre", centres=offered or f"{codes.centre_name(own)} {own}")
    return centre
