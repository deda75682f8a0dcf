"""One search under way: what was typed as an expression for the search index."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from sqlmodel import Session, col, select

from counter_app.residents import names, spellings
from counter_app.residents.asked import Query
from counter_app.residents.places import INNER, place_of, road_of
from counter_app.residents.terms import centre_term, is_building, phone_term, place_term
from db import search as index
from db.residents import AddressRow, ResidentRow

FETCH = 200
"""Entries that one step reads at most, so that one letter costs no more than a whole name."""
MANY = 2_000
"""The same where a room is said, for many may live in a building, or what only narrows."""
_LONG = re.compile(rf'"([^"]{{{index.BEGINNING + 1},}})"\*')
_FEW_WORDS = 16
_LAST = "\uffff"
WHOLE = 8
"""Digits of a telephone number that has no area's number before it."""


@dataclass(slots=True)
class Look:
    """One search under way. `centre`: the own 행정동 code."""

    session: Session
    query: Query
    centre: str
    among: tuple[int, ...] | None = None
    """Whose number or passport was said beside a name; None where none was."""
    _alike: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    _begun: dict[str, str] = field(default_factory=dict)
    _places: dict[str, str] = field(default_factory=dict)
    misplaced: bool = False
    """Whether buildings are looked for that are written nearly so."""

    def about(self, query: Query, among: tuple[int, ...] | None = None) -> "Look":
        """The same search for what else was meant; what it has learnt of words stays."""
        return replace(self, query=query, among=among)

    def spelt(self, word: str) -> tuple[str, ...]:
        """The word's other spellings in the register."""
        return self._known(word)[0]

    def mistyped(self, word: str) -> tuple[str, ...]:
        """Words of the register from which it differs by one typing error."""
        return self._known(word)[1]

    def _known(self, word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if word not in self._alike:
            self._alike[word] = spellings.known_alike(self.session, word)
        return self._alike[word]

    def place(self, name: str) -> str:
        """A road, quarter or building that begins so, or a building with an end that does."""
        if self.misplaced:
            return any_of(map(index.whole, self.buildings(name)))
        if name not in self._places:
            ends = map(index.whole, spellings.ending(self.session, name))
            self._places[name] = any_of((index.starting(place_term(name)), *ends))
        return self._places[name]

    def buildings(self, name: str) -> list[str]:
        """Terms of the buildings that begin or end so, as far as they are few; or are written
        nearly so."""
        if self.misplaced:
            return spellings.buildings_alike(self.session, name)
        begun = index.begun(self.session, place_term(name), _FEW_WORDS) if len(name) > 1 else []
        return [*filter(is_building, begun), *spellings.ending(self.session, name)]

    def laid_out(self, expression: str) -> str:
        """With the words themselves in place of long beginnings, as far as they are few: FTS5
        gathers everybody who has a word that begins so before it compares the first of them, and
        on one road thousands live."""
        return _LONG.sub(lambda said: self._words(said[1]), expression)

    def _words(self, start: str) -> str:
        if start not in self._begun:
            words = index.begun(self.session, start, _FEW_WORDS + 1) or [start]
            few = len(words) <= _FEW_WORDS
            self._begun[start] = any_of(map(index.whole, words)) if few else index.starting(start)
        return self._begun[start]


Reading = tuple[str, tuple[str, ...]]
"""Of what was typed in Hangul: a name, and roads or quarters."""


def readings(query: Query) -> list[Reading]:
    """What the Hangul parts can mean, the whole as a name first."""
    parts = query.parts
    found: dict[Reading, None] = {}
    for at in range(len(parts), -1, -1):
        front, back = len(parts) - at, parts[at:]
        for name, places in ((parts[:at], back), (parts[front:], parts[:front])):
            found["".join(name), places] = None
            if len(places) > 1:  # the name of a building in two words
                found["".join(name), ("".join(places),)] = None
    return list(found)


def named(look: Look, roman: list[str], meanings: list[Reading]) -> list[int]:
    """Those whose names have these parts, and everything else that was typed beside them."""
    query = look.query
    parts = [*roman]
    beside_roads = defaultdict[tuple[str, ...], list[str]](list)
    for name, places in meanings:
        beside_roads[places].append(name)
    told = []
    for places, said in beside_roads.items():  # a road is looked up once for all names beside it
        roads = [look.place(place) for place in places]
        told.append([any_of(map(index.starting, said)), *roads] if all(said) else roads)
    if any(told):
        parts.append(alternatives(one for one in told if one))
    if query.initials:
        parts.append(index.starting(query.initials))
    parts += beside(query)
    if not parts:
        return []
    found: Iterable[int] = indexed(look, *parts)
    if query.phone and not query.either:
        found = dialled(look, found)
    if query.street:
        there = set(living_at(look, 5_000))
        found = [id_ for id_ in found if id_ in there]
    elif query.area or query.rooms:
        found = inside(look, found)
    return list(found)


def beside(query: Query) -> list[str]:
    """A birth date, a telephone number, a road. Four digits are a year or the end of a number."""
    phone = index.whole(phone_term(query.phone)) if query.phone else ""
    born = birth(query) if query.born or query.birth else ""
    digits = [any_of((born, phone))] if query.either else [phone, born]
    road = index.starting(place_term(road_of(query.street))) if road_of(query.street) else ""
    return [part for part in (*digits, road) if part]


def birth(query: Query) -> str:
    if query.born:
        return born(query)
    year = len(query.birth) == 4
    return index.whole(query.birth) if year else index.starting(query.birth)


def born(query: Query) -> str:
    return any_of(index.whole(f"{day:%Y%m%d}") for day in query.born)


def indexed(look: Look, *parts: str) -> Iterator[int]:
    expression = look.laid_out(" AND ".join(parts))
    if look.among is not None:
        yield from index.matches_among(look.session, expression, look.among)
        return
    query = look.query
    most = MANY if query.rooms or query.status or query.nationality else FETCH
    everybody = index.matches(look.session, expression, most)
    if len(everybody) == most:  # the own centre's may be beyond them
        centre = index.whole(centre_term(look.centre))
        own = index.matches(look.session, f"{centre} AND {expression}", most)
        yield from own
        everybody = everybody if len(own) < most else []
    yield from everybody


def dialled(look: Look, ids: Iterable[int]) -> Iterable[int]:
    """Of these, whose telephone ends as it was typed."""
    wanted = list(dict.fromkeys(ids))
    chosen = select(ResidentRow.id, ResidentRow.phone).where(col(ResidentRow.id).in_(wanted))
    fitting = {id_ for id_, phone in look.session.exec(chosen) if dials(look.query, phone)}
    return [id_ for id_ in wanted if id_ in fitting]


def dials(query: Query, phone: str | None) -> bool:
    """Whether a telephone number, however the register writes it, ends as was typed; a whole one
    may be there with the country's number in place of the first 0."""
    typed = query.phone.removeprefix("0") if len(query.phone) > WHOLE else query.phone
    return bool(typed) and re.sub("[^0-9]", "", phone or "").endswith(typed)


def living_at(look: Look, most: int = 2 * FETCH) -> list[int]:
    """Who lives in the building, and in the room if one was said."""
    query = look.query
    street = query.street
    chosen = select(AddressRow.resident_id, AddressRow.place).where(
        col(AddressRow.place).between(f"{street}|", f"{street}|{_LAST}"),
        col(AddressRow.moved_out).is_(None),
    )
    if query.area or query.rooms:
        return [id_ for id_, key in look.session.exec(chosen.limit(MANY)) if _there(query, key)]
    return [id_ for id_, _ in look.session.exec(chosen.limit(most))]


def inside(look: Look, ids: Iterable[int]) -> list[int]:
    """Of these, who lives in the district and room that were said."""
    wanted = list(dict.fromkeys(ids))
    part = max((*look.query.rooms, *look.query.area), key=len, default="")
    there = index.inside(look.session, wanted, part)
    fitting = {id_ for id_, key in there if _there(look.query, key)}
    return [id_ for id_ in wanted if id_ in fitting]


def holding(look: Look, ids: Iterable[int]) -> Iterable[int]:
    """Of these, who has the status of stay and nationality that were said."""
    query = look.query
    if not (query.status or query.nationality):
        return ids
    wanted = list(dict.fromkeys(ids))
    chosen = select(ResidentRow.id, ResidentRow.status_of_stay, ResidentRow.nationality)
    rows = look.session.exec(chosen.where(col(ResidentRow.id).in_(wanted)))
    fitting = {
        id_
        for id_, status, nationality in rows
        if f"{status}-".startswith(f"{query.status}-" if query.status else "")
        and query.nationality in ("", nationality)
    }
    return [id_ for id_ in wanted if id_ in fitting]


def _there(query: Query, key: str) -> bool:
    if INNER not in key:
        return False
    home = place_of(key)
    return set(query.area) <= set(home.area) and set(query.rooms) <= set(home.rooms)


def begun(words: tuple[str, ...]) -> list[str]:
    """The last word may be unfinished, and one letter is an initial: `E.TEMUULEN`."""
    before = (index.starting(one) if len(one) == 1 else whole(one) for one in words[:-1])
    return [*before, *map(index.starting, words[-1:])]


def whole(word: str) -> str:
    """Initials typed beside something else begin a name; they are seldom all of it."""
    return index.starting(word) if names.typed_initials(word) else index.whole(word)


def any_of(parts: Iterable[str]) -> str:
    return "(" + " OR ".join(parts) + ")"


def alternatives(every: Iterable[list[str]]) -> str:
    return any_of(" AND ".join(one) for one in every)
