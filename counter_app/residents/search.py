"""Finds residents for a query, best first.

Steps from the surest to the loosest run until there is enough: exact through ordinary indexes,
then the search index by whole words, by beginnings and by look-alike spellings. Within a step
the own centre's people come first. No step reads more than FETCH entries, so that a search for
one letter costs no more than one for a whole name.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from counter_app.residents import names
from counter_app.residents.query import Kind, Query
from counter_app.residents.terms import centre_term, joined_term
from db import search as index
from db.residents import ResidentRow

FETCH = 200

_ALIKE = (
    ("BAE", "PAE"),
    ("BAEK", "BAIK", "PAEK"),
    ("CHO", "JO"),
    ("CHOE", "CHOI"),
    ("CHONG", "CHUNG", "JEONG", "JUNG"),
    ("CHUN", "JEON", "JUN"),
    ("GANG", "KANG"),
    ("GIM", "KIM"),
    ("GU", "KOO", "KU"),
    ("I", "LEE", "RHEE", "RI", "YI"),
    ("IM", "LIM", "RIM", "YIM"),
    ("NO", "NOH", "ROH"),
    ("PAK", "PARK", "BAK"),
    ("RYU", "YOO", "YU"),
    ("SEO", "SUH"),
    ("SHIN", "SIN"),
)
"""Spellings that Koreans use for one surname."""
_SPELLINGS = {word: group for group in _ALIKE for word in group}


@dataclass(frozen=True, slots=True)
class Match:
    resident: ResidentRow
    matched: str
    """How it was found: number, name, initials, passport, birth, mrz or similar."""


Step = Callable[[Session, Query, str], Iterable[int]]


def search(session: Session, query: Query, centre: str, limit: int) -> tuple[list[Match], bool]:
    """The best `limit` residents and whether there are more. `centre`: the own 행정동 code."""
    found: dict[int, tuple[int, str]] = {}
    for place, (matched, step) in enumerate(_STEPS[query.kind]):
        for resident_id in step(session, query, centre):
            found.setdefault(resident_id, (place, matched))
        if len(found) > limit:
            break
    ranked = _ranked(session, query, centre, {id_: place for id_, (place, _) in found.items()})
    best = ranked[:limit]
    rows = session.exec(select(ResidentRow).where(col(ResidentRow.id).in_(best)))
    by_id = {row.id: row for row in rows}
    return [Match(by_id[id_], found[id_][1]) for id_ in best], len(ranked) > limit


def _ranked(session: Session, query: Query, centre: str, places: dict[int, int]) -> list[int]:
    """By step, then Hangul names that start as typed, then own people, then the name."""
    chosen = select(
        ResidentRow.id, ResidentRow.name_roman, ResidentRow.name_hangul, ResidentRow.centre
    ).where(col(ResidentRow.id).in_(places))
    ranks = []
    for id_, roman, hangul, of in session.exec(chosen):
        inside = not hangul.startswith(query.hangul)
        ranks.append((places[id_ or 0], inside, of != centre, roman, id_ or 0))
    return [rank[-1] for rank in sorted(ranks)]


def _by_columns(session: Session, centre: str, *conditions: ColumnElement[bool]) -> Iterator[int]:
    """Own people first; the two index lookups replace a sort of everyone of a common name."""
    for own in (col(ResidentRow.centre) == centre, col(ResidentRow.centre) != centre):
        chosen = select(ResidentRow.id).where(own, *conditions).limit(FETCH)
        yield from (row or 0 for row in session.exec(chosen))


def _by_number(session: Session, query: Query, centre: str) -> Iterable[int]:
    if not query.number:
        return ()
    number = col(ResidentRow.number)
    first, last = query.number.ljust(13, "0"), query.number.ljust(13, "9")
    return _by_columns(session, centre, number.between(first, last))


def _by_passport(session: Session, query: Query, centre: str) -> Iterable[int]:
    if not query.passport:
        return ()
    return _by_columns(session, centre, col(ResidentRow.passport_number) == query.passport)


def _by_birth(session: Session, query: Query, centre: str) -> Iterable[int]:
    if query.born:
        return _by_columns(session, centre, col(ResidentRow.birth_date).in_(query.born))
    return _indexed(session, centre, _birth(query))


def _by_whole_name(session: Session, query: Query, centre: str) -> Iterable[int]:
    conditions = []
    if query.words:
        conditions.append(col(ResidentRow.name_key) == names.key(query.words))
    if query.hangul:
        conditions.append(col(ResidentRow.name_hangul) == query.hangul)
    if query.born:
        conditions.append(col(ResidentRow.birth_date).in_(query.born))
    elif len(query.birth) == 4:
        year = int(query.birth)
        first, last = date(max(year, 1), 1, 1), date(max(year, 1), 12, 31)
        conditions.append(col(ResidentRow.birth_date).between(first, last))
    elif query.birth:
        return ()
    return _by_columns(session, centre, *conditions)


def _by_zone_name(session: Session, query: Query, centre: str) -> Iterable[int]:
    """A passport's second line alone has no name, and a birth date is no person."""
    return _by_whole_name(session, query, centre) if query.words and query.born else ()


def _by_words(session: Session, query: Query, centre: str) -> Iterable[int]:
    parts = [_whole(word) for word in query.words]
    return _indexed(session, centre, *parts, *_beside_words(query))


def _by_beginnings(session: Session, query: Query, centre: str) -> Iterable[int]:
    parts = [_whole(word) for word in query.words[:-1]]
    parts += map(index.starting, query.words[-1:])
    return _indexed(session, centre, *parts, *_beside_words(query))


def _by_look(session: Session, query: Query, centre: str) -> Iterable[int]:
    """Words parted or joined elsewhere, and other spellings of a Korean surname."""
    words = query.words
    if not words:
        return ()
    readings = [[_any(map(index.whole, _SPELLINGS.get(word, (word,)))) for word in words]]
    readings += (
        [
            *map(index.whole, words[:at]),
            _joined(words[at] + words[at + 1]),
            *map(index.whole, words[at + 2 :]),
        ]
        for at in range(len(words) - 1)
    )
    readings.append([index.starting(joined_term("".join(words)))])
    expression = _any(" AND ".join(reading) for reading in readings)
    return _indexed(session, centre, expression, *_beside_words(query))


def _whole(word: str) -> str:
    """Initials typed beside something else begin a name; they are seldom all of it."""
    return index.starting(word) if names.typed_initials(word) else index.whole(word)


def _joined(word: str) -> str:
    return _any((index.whole(word), index.whole(joined_term(word))))


def _any(parts: Iterable[str]) -> str:
    return "(" + " OR ".join(parts) + ")"


def _beside_words(query: Query) -> list[str]:
    parts = [index.starting(text) for text in (query.hangul, query.initials) if text]
    return [*parts, _birth(query)] if query.birth or query.born else parts


def _birth(query: Query) -> str:
    if query.born:
        return _any(index.whole(f"{day:%Y%m%d}") for day in query.born)
    year = len(query.birth) == 4
    return index.whole(query.birth) if year else index.starting(query.birth)


def _indexed(session: Session, centre: str, *parts: str) -> Iterator[int]:
    expression = " AND ".join(parts)
    own = index.matches(session, f"{index.whole(centre_term(centre))} AND {expression}", FETCH)
    yield from own
    if len(own) < FETCH:
        yield from index.matches(session, expression, FETCH)


_NAME: tuple[tuple[str, Step], ...] = (
    ("name", _by_whole_name),
    ("name", _by_words),
    ("name", _by_beginnings),
    ("similar", _by_look),
)
_STEPS: dict[Kind, tuple[tuple[str, Step], ...]] = {
    Kind.NUMBER: (("number", _by_number),),
    Kind.PASSPORT: (("passport", _by_passport), ("number", _by_number)),
    Kind.MRZ: (("mrz", _by_passport), ("mrz", _by_zone_name)),
    Kind.BIRTH: (("passport", _by_passport), ("birth", _by_birth)),
    Kind.INITIALS: (("initials", _by_words),),
    Kind.HANGUL: (("name", _by_whole_name), ("name", _by_words)),
    Kind.ROMAN: _NAME,
    Kind.MIXED: _NAME,
}
