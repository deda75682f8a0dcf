"""What a text was taken for, part by part, in one line; told where nobody is found by it."""

from collections.abc import Iterator
from datetime import date

from counter_app.residents.asked import Home, Kind, Query
from counter_app.residents.identity_numbers import formatted
from counter_app.residents.views import Found
from counter_app.words import Twice, say

NOBODY_WITH = "residents.nobody_with"
OF_ITS_OWN = ("residents.lot", "residents.number_front", "residents.birth_turned")
"""What says of itself for what the text was taken, and what to do."""
_YEAR = 4
_WHOLE = 13
Part = tuple[str, str | date]
"""What a part was taken for, as residents.taken.* says it, and the part."""


def understood(query: Query) -> Twice | None:
    """In both languages; None where the text is one thing, of which its own sentence is told."""
    found = tuple(_parts(query)) if query.kind in (Kind.MIXED, Kind.ADDRESS) else ()
    if len(found) < 2:
        return None
    both = (", ".join(_said(part, language) for part in found) for language in ("ko", "en"))
    return Twice("; ".join(f"{code} {said}" for code, said in found), *both)


def told(found: Found, language: str) -> tuple[str, ...]:
    """The sentences about what was found: that nobody was, and what to know of the text."""
    code, nobody = found.warning, "residents.none_found"
    if code == NOBODY_WITH:
        return (say(code, language, parts=found.understood),)
    codes = dict.fromkeys((*(() if found.hits else (nobody,)), code))
    return tuple(say(one, language) for one in codes if one)


def _said(part: Part, language: str) -> str:
    return say(f"residents.taken.{part[0]}", language, said=part[1])


def _parts(query: Query) -> Iterator[Part]:
    home = next((one for one in query.homes if one.rooms), Home())
    plainly = len(home.rooms) > 1 or home.rooms[:1] > ("가",)
    if plainly:  # block and room, or a basement, are nothing else
        yield "place", home.building or home.street
        yield "room", " ".join(home.rooms)
        return
    if query.words:
        yield "name", " ".join(query.words)
    if query.parts:
        yield "name_or_place", " ".join(query.parts)
    if query.street:
        yield "place", query.street
    if query.rooms:
        yield "room", " ".join(query.rooms)
    yield from _digits(query, "_or_room" if home.rooms else "")
    beside = {"passport": query.passport, "status": query.status, "area": " ".join(query.area)}
    yield from ((code, said) for code, said in beside.items() if said)


def _digits(query: Query, more: str) -> Iterator[Part]:
    if query.number:
        yield "number", formatted(query.number) if len(query.number) == _WHOLE else query.number
    for day in query.born:
        yield "born", day
    if query.either:
        yield f"year_or_phone{more}", query.birth
    else:
        if query.birth:
            code = "year" if len(query.birth) == _YEAR else "begun"
            yield f"{code}{more}", query.birth
        if query.phone:
            yield "phone", query.phone
