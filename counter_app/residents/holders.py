"""The steps by what is nearly one person's own: numbers, passports, telephones, birth dates.

Exact ones go through ordinary indexes; what has one slip is compared with what it may be.
"""

from collections.abc import Callable, Iterable

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from counter_app.residents import mistakes
from counter_app.residents.digits import NUMBER
from counter_app.residents.look import FETCH, Look, birth, dialled, indexed
from counter_app.residents.terms import former_term, phone_term
from db import search as index
from db.residents import ResidentRow


def by_columns(look: Look, *conditions: ColumnElement[bool]) -> list[int]:
    """Where there are more than are read, own people first; the second lookup replaces a sort of
    everyone of a common name."""
    connection = look.session.connection()
    chosen = select(ResidentRow.id).where(*conditions).limit(FETCH)
    everybody = connection.execute(chosen).scalars().all()
    if len(everybody) < FETCH:
        return list(everybody)
    own = connection.execute(chosen.where(col(ResidentRow.centre) == look.centre)).scalars().all()
    return list(dict.fromkeys((*own, *everybody)))


def by_number(look: Look) -> Iterable[int]:
    number = look.query.number
    if not number:
        return ()
    first, last = number.ljust(13, "0"), number.ljust(13, "9")
    return by_columns(look, col(ResidentRow.number).between(first, last))


def by_former_number(look: Look) -> Iterable[int]:
    number = look.query.number
    return indexed(look, index.starting(former_term(number))) if number else ()


def by_number_nearly(look: Look) -> Iterable[int]:
    """A whole number, or one that cannot be: with a digit too few, too many, or a wrong one."""
    query = look.query
    number = query.nearly or query.number
    if not NUMBER - 1 <= len(number) <= NUMBER + 1:
        return ()
    return by_columns(look, col(ResidentRow.number).in_(mistakes.of_number(number, NUMBER)))


def by_passport(look: Look) -> Iterable[int]:
    if not look.query.passport:
        return ()
    return by_columns(look, col(ResidentRow.passport_number) == look.query.passport)


def by_passport_nearly(look: Look) -> Iterable[int]:
    return by_passports(look, mistakes.of_passport)


def by_passport_cut(look: Look) -> Iterable[int]:
    return by_passports(look, mistakes.of_passport_cut)


def by_passports(look: Look, meant: Callable[[str], list[str]]) -> Iterable[int]:
    if look.query.unless_found or not look.query.passport:
        return ()  # it is rather a mistaken date
    return by_columns(look, col(ResidentRow.passport_number).in_(meant(look.query.passport)))


def by_birth(look: Look) -> Iterable[int]:
    if look.query.born:
        return by_columns(look, col(ResidentRow.birth_date).in_(look.query.born))
    return indexed(look, birth(look.query))


def by_phone(look: Look) -> Iterable[int]:
    """Those whose last digits are the same; longer numbers are compared with all."""
    if not look.query.phone:
        return ()
    query = look.query
    parts = [index.whole(phone_term(query.phone))]
    if query.born or (query.birth and not query.either):
        parts.append(birth(query))
    return dialled(look, indexed(look, *parts))
