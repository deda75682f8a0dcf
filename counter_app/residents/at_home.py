"""The steps by a building's name, or a house, with the room there."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from sqlmodel import col, select

from counter_app.residents.asked import Home, Kind, Query
from counter_app.residents.look import (
    Look,
    any_of,
    begun,
    indexed,
    inside,
    living_at,
    named,
    readings,
)
from counter_app.residents.places import INNER, place_of
from db import search as index
from db.residents import AddressRow

_HOUSES = 16
"""Houses of one name in which a room is looked for by its key."""


def by_street(look: Look) -> Iterable[int]:
    """Everybody in a house, and what else was said of them."""
    query = look.query
    alone = query.kind is Kind.ADDRESS and not (query.born or query.birth or query.phone)
    return living_at(look) if alone else ()


def by_house(look: Look) -> Iterable[int]:
    """Everybody else in it, where a room was said."""
    whole = replace(look.query, rooms=())
    return by_street(look.about(whole)) if look.query.rooms else ()


def at_home(look: Look) -> Iterable[int]:
    """Who lives in the building or house that the whole text may mean, and in the room there."""
    return [id_ for home in look.query.homes for id_ in _in(look, home)]


def at_home_nearly(look: Look) -> Iterable[int]:
    """The same of a building whose name has a typing error, and whoever of the names beside it."""
    nearly = replace(look, misplaced=True)
    found = list(at_home(nearly)) if _buildings_only(look.query) else []
    meanings = [
        (name, places)
        for name, places in readings(look.query)
        if places and all(map(nearly.buildings, places))
    ]
    return [*found, *(named(nearly, begun(look.query.words), meanings) if meanings else ())]


def _buildings_only(query: Query) -> bool:
    return any(home.building for home in query.homes)


def _in(look: Look, home: Home) -> Iterable[int]:
    if home.street:
        if look.misplaced:
            return ()
        meant = Query(Kind.ADDRESS, street=home.street, area=home.area, rooms=home.rooms)
        return living_at(look.about(meant))
    if not (terms := look.buildings(home.building)):
        return ()
    there = look.about(Query(Kind.ADDRESS, rooms=home.rooms))
    living = list(indexed(there, any_of(map(index.whole, terms))))
    if not home.rooms:
        return living
    return dict.fromkeys((*_by_key(look, living, home.rooms), *inside(there, living)))


def _by_key(look: Look, living: list[int], rooms: tuple[str, ...]) -> Iterator[int]:
    """Of a building with more people than are read, who is in the room by its whole key."""
    chosen = select(AddressRow.place).where(
        col(AddressRow.resident_id).in_(living[:_HOUSES]), col(AddressRow.moved_out).is_(None)
    )
    houses = dict.fromkeys(place_of(k).building for k in look.session.exec(chosen) if INNER in k)
    keys = [f"{house}{','.join(rooms)}" for house in islice(houses, _HOUSES)]
    there = select(AddressRow.resident_id).where(
        col(AddressRow.place).in_(keys), col(AddressRow.moved_out).is_(None)
    )
    yield from look.session.exec(there)
