"""The steps of a search, each of which yields ids of residents: where there are more than it reads,
the own centre's first.

Exact ones go through ordinary indexes; the others through the search index, by whole words, by
beginnings, by other spellings and with one typing error.
"""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import pairwise

from sqlalchemy import ColumnElement
from sqlmodel import col

from counter_app.residents import names, spellings, surnames, told
from counter_app.residents.asked import Kind, Query
from counter_app.residents.at_home import at_home, at_home_nearly, by_house, by_street
from counter_app.residents.by_latin import by_latin
from counter_app.residents.holders import (
    by_birth,
    by_columns,
    by_former_number,
    by_number,
    by_number_nearly,
    by_passport,
    by_passport_cut,
    by_passport_nearly,
    by_phone,
)
from counter_app.residents.look import (
    FETCH,
    Look,
    alternatives,
    any_of,
    begun,
    holding,
    indexed,
    named,
    readings,
    whole,
)
from counter_app.residents.terms import joined_term
from db import search as index
from db.residents import ResidentRow

Step = Callable[[Look], Iterable[int]]
_FEW = 50
"""People of whom the rest is asked one by one."""


def _by_whole_name(look: Look) -> Iterable[int]:
    query, conditions = look.query, list[ColumnElement[bool]]()
    if (query.phone and not query.either) or query.street or query.area or query.rooms:
        return ()
    if query.words:
        said = {names.key(words) for words in names.regrouped(query.words)}
        conditions.append(col(ResidentRow.name_key).in_(said))
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
    return by_columns(look, *conditions)


def _by_zone_name(look: Look) -> Iterable[int]:
    """A passport's second line alone has no name, and a birth date is no person."""
    return _by_whole_name(look) if look.query.words and look.query.born else ()


def _by_words(look: Look) -> Iterable[int]:
    return named(look, [whole(word) for word in look.query.words], readings(look.query)[:1])


def _by_beginnings(look: Look) -> Iterable[int]:
    return named(look, begun(look.query.words), readings(look.query)[:1])


def _by_words_and_place(look: Look) -> Iterable[int]:
    """Where some of the Hangul parts are no name, but a road or quarter."""
    beside = [reading for reading in readings(look.query)[1:] if reading[0] or look.query.words]
    return named(look, begun(look.query.words), beside) if beside else ()


def _by_place(look: Look) -> Iterable[int]:
    whole = [reading for reading in readings(look.query) if not reading[0]]
    return named(look, [], whole) if whole and not look.query.words else ()


def _by_hangul_parts(look: Look) -> Iterable[int]:
    """Parts of a Hangul name in any order, with others between them left out."""
    query = look.query
    parts = [*begun(query.words), *map(index.starting, query.parts)]
    return named(look, parts, []) if len(query.parts) > 1 else ()


def _by_initials(look: Look) -> Iterable[int]:
    return indexed(look, index.starting(look.query.initials))


def _by_other_initials(look: Look) -> Iterable[int]:
    others = surnames.other_initials(look.query.initials)
    return [id_ for other in others for id_ in indexed(look, index.starting(other))]


def _by_look(look: Look) -> Iterable[int]:
    """Words parted or joined elsewhere, and other spellings of names."""
    words = look.query.words
    if words:
        every = [[any_of(_spelt(look, word)) for word in words]]
        every += (
            [
                any_of((index.whole(joined_term(pair)), *_spelt(look, pair))),
                *(any_of(_spelt(look, word)) for word in (*words[:at], *words[at + 2 :])),
            ]
            for at, pair in enumerate(_pairs(words))
        )
        run = joined_term("".join(words))
        every.append([index.starting(run)])
        meanings = readings(look.query)
        found = named(look, [alternatives(every)], meanings)
        crowded = len(found) >= FETCH  # then the very name may be beyond them
        return [*found, *named(look, [index.whole(run)], meanings)] if crowded else found
    return _in_hangul(look, look.spelt)


def _by_error(look: Look) -> Iterable[int]:
    """One word with a typing error, the others as they are or in another spelling."""
    words, every = look.query.words, []
    for at, word in enumerate((*words, *_pairs(words))):
        if meant := look.mistyped(word):
            start, end = (at, at + 1) if at < len(words) else (at - len(words), at - len(words) + 2)
            others = _others(look, [*words[:start], *words[end:]], end < len(words))
            every.append([any_of(map(index.whole, meant)), *others])
    found = named(look, [alternatives(every)], readings(look.query)) if every else []
    return [*found, *_in_hangul(look, look.mistyped)]


def _by_parts(look: Look) -> Iterable[int]:
    """Words that were typed as one, in another order than the name has."""
    ways = spellings.parted(look.session, "".join(look.query.words))
    every = [[index.whole(word) for word in way] for way in ways]
    return named(look, [alternatives(every)], readings(look.query)) if every else []


def _by_parts_with_error(look: Look) -> Iterable[int]:
    """The same with a typing error in one of them."""
    ways = spellings.parted_mistyped(look.session, "".join(look.query.words))
    every = [[any_of(_as_one(right)), any_of(map(index.whole, meant))] for right, meant in ways]
    return named(look, [alternatives(every)], readings(look.query)) if every else []


def by_told(look: Look) -> Iterable[int]:
    """Where some of the words are no name, but a nationality or a month of birth."""
    return _told(look, _by_words, _by_beginnings)


def by_told_alike(look: Look) -> Iterable[int]:
    """The same with other spellings of the name."""
    return _told(look, _by_look)


def _told(look: Look, *by: Step) -> Iterable[int]:
    for meant in told.meanings(look.query):
        if meant.words or meant.hangul or meant.birth or meant.born:
            there = look.about(meant, look.among)
            ids = dict.fromkeys(id_ for step in by for id_ in step(there))
            if found := holding(there, ids):
                return list(found)
    return ()


def _as_one(word: str) -> tuple[str, str]:
    return index.whole(word), index.whole(joined_term(word))


def _in_hangul(look: Look, meant: Callable[[str], tuple[str, ...]]) -> list[int]:
    """The Hangul name replaced by what it may stand for."""
    found = [
        (other, places)
        for name, places in readings(look.query)
        for other in (meant(name) if name else ())
    ]
    return named(look, begun(look.query.words), found) if found else []


def _pairs(words: tuple[str, ...]) -> list[str]:
    return [one + other for one, other in pairwise(words)]


def _others(look: Look, words: list[str], last: bool) -> list[str]:
    """The last word may be unfinished."""
    parts = [any_of(_spelt(look, word)) for word in words]
    if last and words:
        parts[-1] = any_of((*_spelt(look, words[-1]), index.starting(words[-1])))
    return parts


def _spelt(look: Look, word: str) -> list[str]:
    return [whole(word), index.whole(joined_term(word)), *map(index.whole, look.spelt(word))]


_NAME: tuple[tuple[str, Step], ...] = (
    ("name", _by_whole_name),
    ("address", at_home),
    ("name", _by_words),
    ("name", _by_beginnings),
    ("name", _by_words_and_place),
    ("address", _by_place),
    ("name", _by_hangul_parts),
    ("name", by_told),
    ("similar", by_told_alike),
    ("similar", _by_look),
    ("typo", _by_error),
    ("address", by_latin),
    ("similar", _by_parts),
    ("typo", _by_parts_with_error),
    ("typo", at_home_nearly),
)
LAST = (
    *(_by_hangul_parts, by_told, by_told_alike, by_latin),
    *(_by_parts, _by_parts_with_error, at_home_nearly),
)
"""Only where nobody was found before; the second also beside whom the first found."""
STEPS: dict[Kind, tuple[tuple[str, Step], ...]] = {
    Kind.NUMBER: (
        ("number", by_number),
        ("former_number", by_former_number),
        ("phone", by_phone),
        ("typo", by_number_nearly),
    ),
    Kind.PASSPORT: (
        ("passport", by_passport),
        ("number", by_number),
        ("phone", by_phone),
        ("typo", by_passport_nearly),
        ("typo", by_passport_cut),
    ),
    Kind.MRZ: (("mrz", by_passport), ("mrz", _by_zone_name)),
    Kind.BIRTH: (("passport", by_passport), ("phone", by_phone), ("birth", by_birth)),
    Kind.PHONE: (("passport", by_passport), ("phone", by_phone), ("typo", by_number_nearly)),
    Kind.ADDRESS: (
        ("address", by_street),
        ("address", at_home),
        ("address", _by_words),
        ("address", by_house),
    ),
    Kind.INITIALS: (("initials", _by_initials), ("similar", _by_other_initials)),
    Kind.HANGUL: _NAME,
    Kind.ROMAN: _NAME,
    Kind.MIXED: _NAME,
}
"""From the surest to the loosest."""


def _with_the_rest(by: Step) -> Step:
    """Those whom a number finds, as far as everything else that was said is true of them."""

    def step(look: Look) -> Iterable[int]:
        among = tuple(by(look))[:_FEW]
        if not among:
            return ()
        held = look.about(look.query, among)
        rest = (
            *(_by_words, _by_beginnings, _by_words_and_place, _by_place, _by_hangul_parts),
            *(by_told, _by_look, by_told_alike, _by_error),
        )
        fitting = dict[int, None]()
        for one in rest:
            fitting |= dict.fromkeys(one(held))
            if len(fitting) == len(among):
                break
        return list(fitting)

    return step


IDENTIFIED: tuple[tuple[str, Step], ...] = (
    ("number", _with_the_rest(by_number)),
    ("former_number", _with_the_rest(by_former_number)),
    ("passport", _with_the_rest(by_passport)),
    ("typo", _with_the_rest(by_number_nearly)),
    ("typo", _with_the_rest(by_passport_nearly)),
    ("typo", _with_the_rest(by_passport_cut)),
)
"""The same of a name with a number or passport beside it."""


def steps(query: Query) -> tuple[tuple[str, Step], ...]:
    held = query.kind is Kind.MIXED and (query.number or query.nearly or query.passport)
    return IDENTIFIED if held else STEPS[query.kind]
