"""Other spellings of one name, and names with one typing error.

A name's words are kept once each, under keys that a mistyped or otherwise spelt one shares with
them: the word without any one of its letters or syllables (the symmetric delete of SymSpell), and
how it sounds. What shares a key is compared before it counts.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from sqlmodel import Session

from counter_app.residents import names
from db import search

SURNAMES = (
    ("BAE", "PAE"),
    ("BAEK", "BAIK", "PAEK"),
    ("CHO", "JO"),
    ("CHOE", "CHOI", "TSOI", "CUI"),
    ("CHONG", "CHUNG", "JEONG", "JUNG", "TEN"),
    ("CHUN", "JEON", "JUN"),
    ("GANG", "KANG"),
    ("GIM", "KIM"),
    ("GU", "KOO", "KU"),
    ("I", "LEE", "RHEE", "RI", "YI", "LI"),
    ("IM", "LIM", "RIM", "YIM"),
    ("NO", "NOH", "ROH"),
    ("PAK", "PARK", "BAK", "PIAO"),
    ("RYU", "YOO", "YU"),
    ("SEO", "SUH"),
    ("SHIN", "SIN"),
)
"""Spellings that Koreans here, in China and in Central Asia use for one surname."""
_SURNAMES = {word: group for group in SURNAMES for word in group}

TRANSCRIBED = (
    ("응우옌", "응웬", "응우엔", "응엔", "구엔", "누엔", "우옌"),
    ("쩐", "트란", "짠", "쩐"),
    ("레", "리"),
    ("호앙", "황"),
    ("즈엉", "두옹", "드엉"),
    ("팜", "빰"),
    ("부", "브"),
    ("왕", "웡"),
    ("천", "첸"),
    ("저우", "주", "조우"),
    ("쉬", "쑤", "수"),
)
"""How Koreans write one foreign surname in Hangul; the first as 외래어 표기법 has it."""

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
JOINED = "¤"
"""What begins the joined words of a name; see terms.joined_term."""
_MOST = 24
"""Spellings of one word that are looked for."""


def vocabulary(roman: str, original: str, hangul: str) -> frozenset[str]:
    """What of a person's name may be mistyped: its words, its given names as one, the Hangul."""
    return _vocabulary(roman, original, hangul)


@lru_cache(8192)
def _vocabulary(roman: str, original: str, hangul: str) -> frozenset[str]:
    found = set[str]()
    for words in (names.words(roman), names.words(original)):
        found.update(words)
        if len(words) > 2:
            found.add(JOINED + "".join(words[1:]))
    found.add(names.standard_hangul(hangul, ""))
    return frozenset(word for word in found if _long_enough(word.removeprefix(JOINED)))


def learn(session: Session, words: Collection[str]) -> None:
    """Keeps the keys of words of names that are new here."""
    if not words:
        return
    search.learn(session, words, lambda word: keys(word.removeprefix(JOINED)))


def entries(words: Iterable[str]) -> list[tuple[str, str]]:
    """Every word under its keys, in the order in which they are kept."""
    return sorted((key, word) for word in words for key in keys(word.removeprefix(JOINED)) | {word})


def keys(word: str) -> set[str]:
    """What a word shares with those that differ in one letter or sound alike."""
    return {word, "=" + sound(word), *(word[:at] + word[at + 1 :] for at in range(len(word)))}


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
    spelt = list(_SURNAMES.get(word, ()))
    if not _long_enough(word):
        return tuple(one for one in spelt if one != word), ()
    heard, mistyped = sound(word), []
    for known in search.alike(session, keys(word)):
        bare = known.removeprefix(JOINED)
        if sound(bare) == heard:
            spelt.append(known)
        elif one_error(word, bare):
            mistyped.append(known)
    for variant in transcribed(word):
        spelt.append(variant)
    others = dict.fromkeys(one for one in spelt if one != word)
    return tuple(others)[:_MOST], tuple(dict.fromkeys(mistyped))[:_MOST]


def transcribed(hangul: str) -> Iterator[str]:
    """The same name with its surname as others write it in Hangul."""
    for group in TRANSCRIBED:
        for begin in group:
            if hangul.startswith(begin):
                yield from (other + hangul[len(begin) :] for other in group if other != begin)


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
