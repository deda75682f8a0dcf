"""The order of who was found."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from sqlmodel import Session

from counter_app.residents import names, spellings, surnames
from counter_app.residents.asked import Query
from counter_app.residents.look import readings
from counter_app.residents.places import is_road
from counter_app.residents.terms import place_term
from db import search


def ranked(session: Session, query: Query, centre: str, places_of: dict[int, int]) -> list[int]:
    """The very name however it is spaced, then by step, Hangul names and initials by how near they
    are, who lives on the road itself and not on a lane of it, who has the surname as one and more
    of the words just as typed, the same name in the spelling of home, own people, the name.

    `places_of`: the step that found each; `centre`: the own 행정동 code.
    """
    called = _Called.by(query)
    surname = _Surname.by(query)
    key = names.key(query.words)
    initials = query.initials or next(filter(None, map(names.typed_initials, query.words)), "")
    on_road = _on_the_road(session, query, places_of)
    ranks = []
    for id_, roman, original, hangul, of in search.called(session, places_of):
        place = places_of[id_]
        at_home = names.words(original) if query.words and original else ()
        ranks.append(
            (
                place > 0 and not _same(query.words, names.words(roman), at_home),
                place,
                called.apart(hangul),
                _begun(initials, names.initials(hangul)) if initials else 0,
                bool(on_road) and id_ not in on_road,
                surname.apart(roman, hangul),
                len(set(query.words) - {*names.words(roman), *at_home}),
                not at_home or names.key(at_home) != key,
                of != centre,
                roman,
                id_,
            )
        )
    return [rank[-1] for rank in sorted(ranks)]


def _on_the_road(session: Session, query: Query, ids: Iterable[int]) -> frozenset[int]:
    """Who lives on a road that was typed whole: 동교로 is the beginning of 동교로23길 too."""
    roads = [search.whole(place_term(part)) for part in query.parts if is_road(part)]
    return frozenset(search.matches_among(session, " AND ".join(roads), ids) if roads else ())


def _same(typed: tuple[str, ...], *spelt: tuple[str, ...]) -> bool:
    return bool(typed) and any(names.same(typed, one) for one in spelt)


def _begun(typed: str, initials: str) -> int:
    """Of the whole name, of its beginning, of the given name, of something within."""
    if typed == initials:
        return 0
    return 1 if initials.startswith(typed) else 2 if initials.endswith(typed) else 3


@dataclass(frozen=True, slots=True)
class _Called:
    """The names that were typed in Hangul, and the same as others write them."""

    names: frozenset[str]
    others: frozenset[str]
    sounds: frozenset[str]

    @classmethod
    def by(cls, query: Query) -> Self:
        said = frozenset(name for name, _ in readings(query) if name)
        others = frozenset(one for name in said for one in surnames.otherwise(name))
        return cls(said, others, frozenset(map(spellings.sound, said)))

    def apart(self, hangul: str) -> int:
        """How far a name is: the same, so in another spelling, begun by it, with one letter of a
        syllable wrong, otherwise."""
        if not self.names or hangul in self.names:
            return 0
        if hangul in self.others or spellings.sound(hangul) in self.sounds:
            return 1
        if hangul.startswith((*self.names, *self.others)):
            return 2
        letters = unicodedata.normalize("NFD", hangul)
        apart = (unicodedata.normalize("NFD", name) for name in self.names)
        return 3 if any(spellings.one_error(name, letters) for name in apart) else 4


@dataclass(frozen=True, slots=True)
class _Surname:
    """A Korean surname among the first or last of the Roman words, or the first syllable."""

    spelt: frozenset[str]
    syllables: tuple[str, ...]

    @classmethod
    def by(cls, query: Query) -> Self:
        ends = (*query.words[:1], *query.words[-1:])
        first = query.hangul[:1]
        korean = next((pair for pair in surnames.KOREAN if first and first in pair), "")
        spelt = (*ends, *surnames.KOREAN.get(korean, ()))
        return cls(
            frozenset(one for word in spelt for one in surnames.ROMAN.get(word, ())),
            tuple("".join(surnames.SYLLABLES.get(word, "") for word in ends) + korean),
        )

    def apart(self, roman: str, hangul: str) -> int:
        """Of Koreans, of others whose surname is spelt so, of whom it is another part."""
        if not self.spelt:
            return 0
        if self.spelt.intersection(names.words(roman)[:1]):
            return 0 if hangul.startswith(self.syllables) else 1
        return 2
