"""Other spellings of one name, and names with one typing error.

A name's words are kept once each, under keys that a mistyped or otherwise spelt one shares with
them: the word without any one of its letters or syllables (the symmetric delete of SymSpell), and
how it sounds. What shares a key is compared before it counts.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Literal

from sqlmodel import Session

from counter_app.residents import names, surnames
from db import search

_SHORTEST = {True: 2, False: 3}
"""Syllables of Hangul, letters of another script, of a word in which an error is looked for."""
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("OO|OU|EO|EU|WU", "U"),
        ("OE", "OI"),
        ("AE|AI|EI", "E"),
        ("EE|UI|IE|Y$|II", "I"),
        ("(?<=[AEIOU])H(?![AEIOU])", ""),
        ("PH", "F"),
        ("KH|GH|CK|Q", "K"),
        ("ZH|CH", "J"),
        ("TH", "T"),
        ("K", "G"),
        ("P", "B"),
        ("^R", "L"),
        (r"(.)\1+", r"\1"),
    )
)
"""What the usual romanisations write differently; in this order."""
_VOWELS = str.maketrans("ᅢᅤᅫᅬᅰᅨ", "ᅦᅦᅦᅦᅦᅦ")
_PLAIN = str.maketrans("ᄁᄏᄄᄐᄈᄑᄊᄍᄎ", "ᄀᄀᄃᄃᄇᄇᄉᄌᄌ")
PLACE = "¶"
"""What begins the names of roads, quarters and houses; see terms.place_term."""
_SHORTEST_END = 2
"""Syllables of the end of a building's name that is looked for."""
_SHORTEST_MISPLACED = 3
"""The same of one in which an error is looked for."""
_LONGEST_MISPLACED = 16
MISPLACED = "≈"
"""What begins the keys under which a building's name has an error; see buildings_alike."""
JOINED = "¤"
"""What begins the joined words of a name; see terms.joined_term."""
_SHORTEST_RUN, _LONGEST_RUN, _MOST_PARTS = 6, 24, 4
"""Letters of words that were typed as one, and into how many they are parted."""
_UNKEPT = 2
"""Letters of a word that is too short to be kept here; so it may be any."""
_MOST = 24
"""Spellings of one word that are looked for."""


@lru_cache(8192)
def vocabulary(roman: str, original: str, hangul: str) -> frozenset[str]:
    """What of a person's name may be mistyped: its words, its given names as one, the Hangul."""
    found = set[str]()
    for words in (names.words(roman), names.words(original)):
        found.update(words)
        if len(words) > 2:
            found.add(JOINED + "".join(words[1:]))
    found.add(names.standard_hangul(hangul, ""))
    return frozenset(word for word in found if _long_enough(word.removeprefix(JOINED)))


def learn(session: Session, words: Collection[str]) -> None:
    """Keeps the keys of words of names that are new here."""
    if new := set(words) - search.known(session, words):
        search.keep(session, entries(new))


def entries(words: Iterable[str]) -> list[tuple[str, str]]:
    """Every word under its keys, in the order in which they are kept."""
    return sorted((key, word) for word in words for key in _kept_under(word))


def _kept_under(word: str) -> set[str]:
    """A building's name under each end of it, which is what people say of `서교푸르지오`, and
    under what a mistyped one shares with it."""
    if word.startswith(PLACE):
        name = word.removeprefix(PLACE)
        ends = {PLACE + name[at:] for at in range(1, len(name) - _SHORTEST_END + 1)}
        near = {MISPLACED + key for said in _said_of(name) for key in _less_one(said)}
        return {word, *ends, *near}
    return keys(word.removeprefix(JOINED)) | {word}


def ending(session: Session, name: str) -> list[str]:
    """Terms of the buildings with an end that begins so, as far as they are few."""
    if len(name) < _SHORTEST_END:
        return []
    found = search.begun_alike(session, PLACE + name, _MOST)
    return [word for word in found if not word.startswith(PLACE + name)]


def _said_of(building: str) -> set[str]:
    """The whole name, and every beginning and end that people may say of it."""
    if not _SHORTEST_MISPLACED <= len(building) <= _LONGEST_MISPLACED:
        return set()
    begun = {building[:at] for at in range(_SHORTEST_MISPLACED, len(building) + 1)}
    return begun | {building[at:] for at in range(len(building) - _SHORTEST_MISPLACED + 1)}


def _less_one(word: str) -> set[str]:
    """A word, and what is left of it without any one letter."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def buildings_alike(session: Session, name: str) -> list[str]:
    """Terms of the buildings that are called so, or begin or end so, but for one typing error; the
    nearest first, as far as they are few."""
    if not _SHORTEST_MISPLACED <= len(name) <= _LONGEST_MISPLACED + 1:
        return []
    near = search.alike(session, (MISPLACED + key for key in _less_one(name)))
    apart = {term: _apart(name, term.removeprefix(PLACE)) for term in near}
    fitting = (term for term in near if apart[term] is not None)
    return sorted(fitting, key=lambda term: (apart[term], term))[:_MOST]


def _apart(name: str, building: str) -> int | None:
    """How many letters a building has more than what is nearly `name`. Three syllables may be
    somebody's name: of them no more than one letter may be wrong."""
    form: Literal["NFC", "NFD"] = "NFD" if len(name) == _SHORTEST_MISPLACED else "NFC"
    typed = unicodedata.normalize(form, name)
    fits = (
        len(building) - len(said)
        for said in _said_of(building)
        if one_error(typed, unicodedata.normalize(form, said))
    )
    return min(fits, default=None)


def keys(word: str) -> set[str]:
    """What a word shares with those that differ in one letter or sound alike."""
    return {"=" + sound(word), *_less_one(word)}


def sound(word: str) -> str:
    """`JEONG` and `JUNG`, `응우옌` and `응우엔` are one."""
    if names.is_hangul(word[:1]):
        apart = unicodedata.normalize("NFD", word)
        return names.nfc(apart.translate(_VOWELS).translate(_PLAIN))
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return word


def known_alike(session: Session, word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words of the register that are `word` in another spelling, and those that differ from it by
    one typing error; terms of the index, without the word itself."""
    spelt = [*surnames.ROMAN.get(word, ()), *surnames.GIVEN.get(word, ())]
    otherwise = dict.fromkeys(surnames.otherwise(word))
    if names.is_hangul(word[:1]):
        spelt += otherwise  # it may be the beginning of a name
    if not _long_enough(word):
        return tuple(one for one in spelt if one != word), ()
    heard, mistyped = sound(word), []
    for known in search.alike(session, keys(word) | otherwise.keys()):
        bare = known.removeprefix(JOINED)
        if known in otherwise or sound(bare) == heard:
            spelt.append(known)
        elif one_error(word, bare):
            mistyped.append(known)
    others = dict.fromkeys(one for one in spelt if one != word)
    return tuple(others)[:_MOST], tuple(dict.fromkeys(mistyped))[:_MOST]


def parted(session: Session, run: str) -> list[tuple[str, ...]]:
    """Words of the register of which a run is made, in whatever order; the fewest first."""
    if not _SHORTEST_RUN <= len(run) <= _LONGEST_RUN:
        return []
    pieces = {run[at:end] for at in range(len(run)) for end in range(at + 2, len(run) + 1)}
    known = search.known(session, pieces) | {piece for piece in pieces if len(piece) == _UNKEPT}
    found = [way for way in _ways(run, known, _MOST_PARTS) if max(map(len, way)) > _UNKEPT]
    return sorted((way for way in found if len(way) > 1), key=len)[:_MOST]


def _ways(run: str, known: set[str], most: int) -> Iterator[tuple[str, ...]]:
    if run in known:
        yield (run,)
    if most > 1:
        for at in range(2, len(run) - 1):
            if run[:at] in known:
                yield from ((run[:at], *rest) for rest in _ways(run[at:], known, most - 1))


def parted_mistyped(session: Session, run: str) -> list[tuple[str, tuple[str, ...]]]:
    """A run parted in two: the part that is right, and what the other was meant to be."""
    if not _SHORTEST_RUN <= len(run) <= _LONGEST_RUN:
        return []
    cuts = [(run[:at], run[at:]) for at in range(2, len(run) - 1)]
    doubtful = {part for cut in cuts for part in cut if len(part) > _SHORTEST[False]}
    near = search.alike(session, {key for part in doubtful for key in keys(part)})
    meant = {
        part: tuple(word for word in near if one_error(part, word.removeprefix(JOINED)))[:_MOST]
        for part in doubtful
    }
    both = [pair for cut in cuts for pair in (cut, cut[::-1])]
    return [(right, meant[wrong]) for right, wrong in both if meant.get(wrong)]


def one_error(typed: str, meant: str) -> bool:
    """One letter or syllable too many, missing, wrong, or two beside each other exchanged."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    one, other = typed[start:], meant[start:]
    exchanged = len(one) > 1 and one[:2] == other[1::-1] and one[2:] == other[2:]
    return exchanged or one[1:] == other[1:] or one[1:] == other or one == other[1:]


def _long_enough(word: str) -> bool:
    return len(word) >= _SHORTEST[names.is_hangul(word[:1])]
