"""Which centre takes a report about an address: told by the table, else chosen by the clerk."""

from datetime import date

from sqlmodel import Session, col, select

from counter_app.errors import Refusal
from counter_app.residents import codes
from counter_app.residents.centres import beyond, elsewhere, of_address
from counter_app.residents.jurisdiction import search
from counter_app.words import Twice
from db.residents import AddressRow, ResidentRow

UNKNOWN = "unknown"
"""Instead of the code of an old centre."""


def centre_of(session: Session, address: str, said: str, own: str, on: date) -> str:
    """The 행정동 code of the centre in charge. `said`: as the clerk has settled it where the table
    leaves several or none, "" if not; `own`: this centre.

    Raises Refusal matters.which_centre, .no_centre, .beyond: the table does not go so far.
    """
    found = of_address(address, on)
    if said and said not in codes.centres():
        raise Refusal("matters.no_centre", centre=said[:20])
    if len(found) == 1 and not elsewhere(address):
        return found[0]
    if not found and (area := beyond(address)):
        raise Refusal("matters.beyond", area=area)
    if said and (said in found or not found):
        return said
    known = search(session, address, on)
    if len(found) == 1 and not known.elsewhere:
        return found[0]
    offered = [code for code in known.centres if not found or code in found] or found or (own,)
    named = [(codes.centre_name(code), code) for code in offered]
    ko, en = (
        ", ".join(f"{name.said(language)} {code}" for name, code in named)
        for language in ("ko", "en")
    )
    raise Refusal("matters.which_centre", centres=Twice(ko, ko, en), codes=" ".join(offered))


def old_centre(session: Session, person: ResidentRow, on: date) -> str:
    """The centre of what was reported last; UNKNOWN where that cannot be told."""
    chosen = select(AddressRow.text_ko).where(
        AddressRow.resident_id == person.id,
        AddressRow.moved_in <= on,
        col(AddressRow.reported_on).is_not(None),
    )
    newest_first = col(AddressRow.moved_in).desc(), col(AddressRow.id).desc()
    home = session.exec(chosen.order_by(*newest_first)).first()
    found = of_address(home, on) if home else ()
    if person.centre in found:
        return person.centre
    return found[0] if len(found) == 1 else UNKNOWN
