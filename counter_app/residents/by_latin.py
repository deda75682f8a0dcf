"""The step by roads and quarters in Roman letters."""

from collections.abc import Iterable
from dataclasses import replace

from counter_app.residents import buildings, latin
from counter_app.residents.look import Look, begun, living_at, named
from counter_app.residents.places import is_road, real_area

_SIGNS = ("RO", "GIL", "DONG", "GA")
"""How places in Roman letters end."""
_LONGEST_HOUSE = 3
"""Digits beside a road that are its house number rather than the beginning of a birth date."""


def by_latin(look: Look) -> Iterable[int]:
    """Where some of the words are a road or quarter in Roman letters, as known here."""
    query = look.query
    if not any(word.endswith(_SIGNS) for word in query.words):
        return ()
    left, found = latin.named(query.words, buildings.known_places(look.session))
    area = [one for name in found for one in real_area(name)]
    places = tuple(name for name in found if not real_area(name))
    road = next(filter(is_road, places), "")
    if not places or (query.house and not road):
        return ()
    birth = query.birth if len(query.birth) > _LONGEST_HOUSE else ""
    house = query.house or (query.birth if road and not birth else "")
    street = f"{road} {house}" if house else ""
    meant = replace(query, words=tuple(left), street=street, birth=birth, area=(*query.area, *area))
    there = look.about(meant, look.among)
    if street and not (left or query.born or birth or query.phone):
        return living_at(there)
    return named(there, begun(meant.words), [("", places)])
