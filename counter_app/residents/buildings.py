"""Who is registered in a building, and which building of the register an address means."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import chain, islice

from sqlalchemy import ColumnElement, TextClause, func, or_, text
from sqlmodel import Session, col, select

from counter_app.residents import centres, codes, names
from counter_app.residents.places import (
    INNER,
    Place,
    area_words,
    key_of,
    place_of,
    places,
    shown,
)
from counter_app.residents.terms import place_term
from db import search as index
from db.identity import IdKind
from db.residents import AddressRow, ResidentRow

_LAST = "\uffff"
_SPARE = 4
"""Times as many rows are read as are wanted: what differs in its brackets alone is one address."""
_MANY = 2_000
"""People of one house, road or quarter who are looked at."""
_ALIKE = 0.7
"""How much of a road's name two spellings of it share; so `와우산노` leads to `와우산로`."""
_KEYLESS = text("place = ''")
"""In so many letters, or the index of just these is not used."""
_ROADS = text(
    "WITH RECURSIVE road (name) AS ("
    " SELECT min(place) FROM address WHERE moved_out IS NULL"
    " UNION ALL SELECT (SELECT min(place) FROM address WHERE moved_out IS NULL"
    " AND place > substr(name, 1, instr(name, ' ')) || char(65535))"
    " FROM road WHERE name IS NOT NULL)"
    " SELECT substr(name, 1, instr(name, ' ') - 1) FROM road WHERE name LIKE '% %'"
)
"""Every road of the register, from each to the next without reading what lies between."""


_STILL = text(
    "address.id IN (SELECT old.id FROM address AS now JOIN address AS old USING (resident_id)"
    " WHERE now.moved_out IS NULL AND now.reported_on IS NULL AND old.moved_out IS NOT NULL"
    " AND old.reported_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM address AS later"
    " WHERE later.resident_id = old.resident_id AND later.reported_on IS NOT NULL"
    " AND later.moved_in > old.moved_in))"
)
"""Left without a word: until the move is reported somebody is registered where they were."""


@dataclass(frozen=True, slots=True)
class Occupant:
    """Somebody registered at an address; those of one `household` share its number."""

    name_roman: str
    name_hangul: str
    citizen: bool
    household: int
    moved_in: date
    restricted: bool


@dataclass(frozen=True, slots=True)
class Meant:
    """What an address means. `address`: as the register writes it, "" where nobody is registered
    or several could be meant; `near`: what the register has that is like it, best first."""

    address: str
    near: tuple[str, ...]
    several: bool = False


def meant(session: Session, address: str, most: int = 5) -> Meant:
    """The building or room of the register that an address means, however it is written."""
    held = _held(session, address)
    areas = {place_of(_key(row)).area for row in held}
    widest = max(areas, key=len, default=())
    several = any(area != widest[len(widest) - len(area) :] for area in areas)
    if held and not several:
        return Meant(_written(held, next(_holding(address, held))), ())
    near = dict.fromkeys(chain(_buildings(held), _near(session, address, most)))
    return Meant("", tuple(near)[:most], several)


def occupants(session: Session, address: str) -> tuple[Occupant, ...]:
    """Everybody registered at a building, or at a room of it, by household and its oldest entry.

    `서울특별시 마포구 와우산로 94` is the whole building, `…, 302호` one room of it.
    """
    ids = [row.id for row in _held(session, address)]
    chosen = (
        select(ResidentRow, AddressRow)
        .join(AddressRow, col(AddressRow.resident_id) == ResidentRow.id)
        .where(col(AddressRow.id).in_(ids))
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


def restricted_at(session: Session, address: str) -> bool:
    """Whether somebody who must not be found lives at its street and number or is registered
    there, in whatever area or room: of an address that the register does not know as it is
    written."""
    streets = {meaning.street for meaning in places(address) if meaning.street}
    chosen = (
        select(AddressRow)
        .join(ResidentRow, col(AddressRow.resident_id) == ResidentRow.id)
        .where(col(ResidentRow.restricted).is_not(None))
        .where(or_(col(AddressRow.moved_out).is_(None), _STILL))
    )
    return any(place_of(_key(row)).street in streets for row in session.exec(chosen))


def addresses(session: Session, written: str, most: int) -> tuple[str, ...]:
    """Buildings where somebody is registered whose address has every word of `written` in its
    order, the shortest first; rooms of them once there is a comma. Road, quarter or house begin
    as one of the words does. Nobody is told of who lives there."""
    begun = "," if written.rstrip().endswith(",") else ""
    words = f"{shown(written)}{begun}".split()
    whole = col(AddressRow.text_ko)
    place = whole if "," in written else func.substr(whole, 1, func.instr(whole + ",", ",") - 1)
    like = "%".join(word.replace("!", "!!").replace("%", "!%").replace("_", "!_") for word in words)
    fits = place.like(f"%{like}%", escape="!")
    found = dict[str, None]()

    def look(*where: ColumnElement[bool] | TextClause) -> None:
        chosen = select(place).where(*where, fits).distinct().order_by(func.length(place), place)
        found.update(dict.fromkeys(session.exec(chosen.limit(most * _SPARE))))

    for where in _beginning(session, words):
        look(where, *registered())
        if len(found) >= most * _SPARE:
            break
    look(_KEYLESS, *registered())
    look(_STILL)
    ranked = sorted(found, key=lambda one: (len(one), one))
    return tuple(dict.fromkeys(map(shown, ranked)))[:most]


def _beginning(session: Session, words: list[str]) -> Iterator[ColumnElement[bool]]:
    """Where an address may be that has these words, by the index, the narrowest first."""
    plain = [unicodedata.normalize("NFKC", word).upper() for word in words]
    for at in range(len(plain)):
        if start := " ".join(plain[at:]).partition(",")[0].strip():
            yield starting(start)
    for word in (one.strip(",") for one in plain):
        if word and not (area_words(word) or word[0].isdecimal()):
            yield starting(word)
            term = index.starting(place_term(re.sub(r"\W", "", names.fold(word))))
            yield col(AddressRow.resident_id).in_(index.matches(session, term, _MANY))


_GIVE_KEY = text("UPDATE address SET place = :place WHERE id = :id")


def lack_keys(session: Session) -> bool:
    """Whether an address has no key yet."""
    return session.exec(select(AddressRow.id).where(_KEYLESS).limit(1)).first() is not None


def fill_keys(session: Session, at_once: int = 5_000) -> bool:
    """Gives addresses that came without a key theirs, so many at a time; whether there are more."""
    chosen = select(AddressRow.id, AddressRow.text_ko).where(_KEYLESS).limit(at_once)
    rows = session.exec(chosen).all()
    if rows:
        keys = [{"id": id_, "place": key_of(said)} for id_, said in rows]
        session.connection().execute(_GIVE_KEY, keys)
    return len(rows) == at_once


def _held(session: Session, address: str) -> list[AddressRow]:
    """Where somebody is registered now that is this place or a room of it."""
    found: dict[int | None, AddressRow] = {}
    left = session.exec(select(AddressRow).where(_STILL)).all()
    for meaning in places(address):
        start = starting(f"{meaning.street}{INNER}") if meaning.street else _is(meaning.key)
        rows = session.exec(select(AddressRow).where(start, *registered())).all()
        fresh = session.exec(select(AddressRow).where(_KEYLESS, *registered())).all()
        found |= {row.id: row for row in (*rows, *fresh, *left) if _holds(meaning, _key(row))}
    return list(found.values())


def _holding(address: str, held: list[AddressRow]) -> Iterator[Place]:
    """What the address means of its meanings that hold something."""
    return (one for one in places(address) if any(_holds(one, _key(row)) for row in held))


def _key(row: AddressRow) -> str:
    """Also of an address that was put in since the store was opened."""
    return row.place or key_of(row.text_ko)


def _holds(meaning: Place, key: str) -> bool:
    return meaning.key == key or meaning.holds(place_of(key))


def _written(held: list[AddressRow], meaning: Place) -> str:
    """As the register writes it most fully; only what it writes of rooms is left out or kept."""
    texts = sorted({shown(row.text_ko) for row in held}, key=lambda one: (-len(one), one))
    if not meaning.street:
        return texts[0]
    exact = [one for one in texts if place_of(key_of(one)).rooms == meaning.rooms]
    parts = [one.partition(",")[0] for one in texts]
    whole = [one for one in parts if not place_of(key_of(one)).rooms]
    building = next(iter(whole), f"{' '.join(meaning.area)} {meaning.street}")
    inside = f"{building}, {' '.join(meaning.rooms)}" if meaning.rooms else building
    return next(iter(exact), inside)


def _near(session: Session, address: str, most: int) -> Iterator[str]:
    """Rooms of the same building, the same number in other areas, what has the same words, the
    same road's other numbers, roads that are called nearly so."""
    meanings = [meaning for meaning in places(address) if meaning.street]
    for meaning in meanings:
        there = _of_street(session, meaning.street)
        rooms = [row for row in there if meaning.rooms and meaning.beside(place_of(row.place))]
        yield from _closest(meaning, rooms)
        yield from _buildings(there)
    yield from addresses(session, address, most)
    for meaning in meanings:
        road, _, number = meaning.street.rpartition(" ")
        yield from _on_road(session, road, number, most)
        for alike in get_close_matches(road, roads(session), 3, _ALIKE):
            yield from _on_road(session, alike, number, most)


def roads(session: Session) -> list[str]:
    """Every road on which somebody lives, and every quarter with a lot, by name."""
    return [str(name) for (name,) in session.connection().execute(_ROADS) if name]


def known_places(session: Session) -> set[str]:
    """Names that an address in Roman letters may be made of."""
    return centres.known_names() | set(codes.districts()) | set(roads(session))


def _of_street(session: Session, street: str) -> list[AddressRow]:
    start = starting(f"{street}{INNER}")
    return list(session.exec(select(AddressRow).where(start, *registered()).limit(500)))


def _on_road(session: Session, road: str, number: str, most: int) -> Iterator[str]:
    """Buildings of a road, those with a number like this one first."""
    rows = session.exec(select(AddressRow).where(starting(f"{road} "), *registered()).limit(2000))
    found = {row.place: row for row in rows}
    numbers = {key: place_of(key).street.rpartition(" ")[2] for key in found}
    close = get_close_matches(number, sorted(set(numbers.values())), most, 0)
    ranked = sorted(
        (key for key in found if numbers[key] in close), key=lambda key: close.index(numbers[key])
    )
    return islice(_buildings([found[key] for key in ranked]), most)


def _closest(meaning: Place, rows: list[AddressRow]) -> list[str]:
    said, named = "".join(meaning.rooms), {shown(row.text_ko): row.place for row in rows}
    return sorted(named, key=lambda one: _distance(said, "".join(place_of(named[one]).rooms)))


def _distance(said: str, room: str) -> tuple[float, str]:
    from difflib import SequenceMatcher  # noqa: PLC0415 - only where nothing was found

    return -SequenceMatcher(None, said, room).ratio(), room


def _buildings(rows: list[AddressRow]) -> Iterator[str]:
    """Each of their buildings once, as it is written."""
    return iter(dict.fromkeys(shown(row.text_ko).partition(",")[0] for row in rows))


def registered() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Of an address: it is lived at and that was reported."""
    return col(AddressRow.moved_out).is_(None), col(AddressRow.reported_on).is_not(None)


def _is(key: str) -> ColumnElement[bool]:
    return col(AddressRow.place) == key


def starting(start: str) -> ColumnElement[bool]:
    """Of an address: its key begins so, by the index of keys."""
    return col(AddressRow.place).between(start, start + _LAST)
