"""What residents are found by, made anew for a store that an older program indexed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from counter_app.residents import spellings
from counter_app.residents.terms import buildings, terms
from db import replica, search
from db.residents import ResidentRow, SearchLagRow

AT_ONCE = 2_000


def words_of(resident: Mapping[str, Any], addresses: Sequence[Mapping[str, Any]]) -> str:
    """The words of the search index for a resident's facts; addresses oldest first."""
    return terms(
        resident["name_roman"],
        resident["name_original"],
        resident["name_hangul"],
        str(resident["birth_date"]),
        resident["centre"],
        phone=resident["phone"],
        former_numbers=resident["former_numbers"],
        address=present(addresses),
    )


def spelt_of(resident: Mapping[str, Any], addresses: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """The words of the resident's name that may be mistyped, and the building's name, of which
    people say the end."""
    named = spellings.vocabulary(
        resident["name_roman"], resident["name_original"], resident["name_hangul"]
    )
    houses = buildings(present(addresses))
    return named | houses if houses else named


def present(addresses: Sequence[Mapping[str, Any]]) -> str:
    """Where somebody lives now."""
    for address in reversed(addresses):
        if address["moved_out"] is None:
            return str(address["text_ko"])
    return ""


def index(session: Session, ids: Sequence[int]) -> None:
    """Indexes residents as their rows and addresses are now."""
    spelt = set[str]()
    for resident, addresses, _ in replica.found(session, ids):
        search.put(session, resident["id"], words_of(resident, addresses))
        spelt |= spelt_of(resident, addresses)
    spellings.learn(session, spelt)


def lags(session: Session) -> bool:
    """Whether an older program indexed some residents."""
    return session.exec(select(SearchLagRow)).first() is not None


def catch_up(session: Session, at_once: int = AT_ONCE) -> bool:
    """Indexes so many of them anew; whether there are more."""
    lag = session.exec(select(SearchLagRow)).first()
    if lag is None:
        return False
    later = select(ResidentRow.id).where(col(ResidentRow.id) > lag.after)
    ids = [id_ or 0 for id_ in session.exec(later.order_by(col(ResidentRow.id)).limit(at_once))]
    index(session, ids)
    session.delete(lag)
    session.flush()
    if len(ids) == at_once:
        session.add(SearchLagRow(after=ids[-1]))
    return len(ids) == at_once
