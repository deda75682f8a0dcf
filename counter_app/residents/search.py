"""Finds residents for a query, best first, and says by what.

The steps (steps.py) run from the surest to the loosest until there is enough. What was found
exactly comes first; within a step the own centre's people do.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from counter_app.errors import GivenUp
from counter_app.residents import names, ranking
from counter_app.residents.asked import Kind, Query
from counter_app.residents.at_home import at_home
from counter_app.residents.look import Look, dials, holding
from counter_app.residents.places import key_of, place_of, road_of
from counter_app.residents.steps import LAST, by_told, by_told_alike, steps
from counter_app.residents.terms import buildings, place_term, places
from db import search as index
from db.residents import ResidentRow


@dataclass(frozen=True, slots=True)
class Match:
    resident: ResidentRow
    matched: str
    """How it was found: number, former_number, name, initials, passport, birth, mrz, phone,
    address, building, similar (another spelling) or typo (one sign differs)."""
    also: tuple[str, ...] = ()
    """What else of the query fits: birth, birth_year, phone, address, building, room."""
    address: str = ""
    """The newest that is known."""


_OF_DIGITS = (Kind.NUMBER, Kind.PASSPORT, Kind.PHONE)
"""Whoever has such a number is meant; nobody is looked for who has nearly this one."""


def never() -> bool:
    return False


def search(
    session: Session,
    query: Query,
    centre: str,
    limit: int,
    given_up: Callable[[], bool] = never,
) -> tuple[list[Match], bool]:
    """The best `limit` residents and whether there are more. `centre`: the own 행정동 code.

    Raises GivenUp soon after `given_up`, asked from time to time, says so.
    """
    with index.interruptible(session, given_up):
        return _search(session, query, centre, limit, given_up)


def _search(
    session: Session, query: Query, centre: str, limit: int, given_up: Callable[[], bool]
) -> tuple[list[Match], bool]:
    look, exact, told = Look(session, query, centre), False, False
    found: dict[int, tuple[int, str]] = {}
    for place, (matched, step) in enumerate(steps(query)):
        if given_up():
            raise GivenUp
        late = step in LAST and found and not (told and step is by_told_alike)
        if late or (matched == "typo" and exact):
            continue
        for resident_id in holding(look, step(look)):
            found.setdefault(resident_id, (place, matched))
        told = told or (step is by_told and bool(found))
        sure = place == 0 or step is at_home or query.kind in _OF_DIGITS
        exact = exact or told or (bool(found) and sure)
        if len(found) > limit:
            break
    places_of = {id_: place for id_, (place, _) in found.items()}
    ranked = ranking.ranked(session, query, centre, places_of)
    best = ranked[:limit]
    rows = session.exec(select(ResidentRow).where(col(ResidentRow.id).in_(best)))
    by_id = {row.id: row for row in rows}
    newest, homes = dict[int, str](), dict[int, str]()
    for id_, address, now in index.lived(session, best):
        newest[id_] = address
        if now:
            homes[id_] = address
    matches = []
    for id_ in best:
        row, home = by_id[id_], homes.get(id_, "")
        where = _where(query, row, home)
        matched = _how(query, found[id_][1], where)
        also = _also(query, row, (*where, *_inside(query, home)), matched)
        matches.append(Match(row, matched, also, newest.get(id_, "")))
    return matches, len(ranked) > limit


def _how(query: Query, matched: str, where: tuple[str, ...]) -> str:
    """Initials are no name, whatever else was said beside them."""
    if matched == "name" and any(map(names.typed_initials, query.words)):
        return "initials"
    return where[0] if matched == "address" and where else matched


def _where(query: Query, row: ResidentRow, home: str) -> tuple[str, ...]:
    """What a part of the query is of where somebody lives: a building, a road or quarter."""
    parts = [
        *query.parts,
        *(home.building for home in query.homes if home.building),
        *([query.hangul] if len(query.parts) > 1 else []),
    ]
    parts = [part for part in parts if part not in row.name_hangul]
    begun = tuple(map(place_term, filter(None, (*parts, road_of(query.street)))))
    named = (*begun, *(part for part in parts if len(part) > 1))
    houses = buildings(home)
    facts = {
        "building": any(one in house for one in named for house in houses),
        "address": any(term.startswith(begun) for term in places(home) if term not in houses),
    }
    return tuple(fact for fact, fits in facts.items() if fits)


def _inside(query: Query, home: str) -> tuple[str, ...]:
    """Whether the room that was said is theirs."""
    there = set(place_of(key_of(home)).rooms)
    said = (query.rooms, *(home.rooms for home in query.homes))
    return ("room",) if any(rooms and set(rooms) <= there for rooms in said) else ()


def _also(query: Query, row: ResidentRow, where: tuple[str, ...], matched: str) -> tuple[str, ...]:
    """What fits beside what the step looked for."""
    year = len(query.birth) == 4 and f"{row.birth_date:%Y}" == query.birth
    day = f"{row.birth_date:%Y%m%d}"
    begun = bool(query.birth) and not year and query.birth in (day[: len(query.birth)], day[2:])
    facts = {
        "birth": row.birth_date in query.born or begun,
        "birth_year": year,
        "phone": dials(query, row.phone),
    }
    fitting = (*(fact for fact, fits in facts.items() if fits), *where)
    return tuple(fact for fact in fitting if fact != matched)
