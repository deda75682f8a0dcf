"""The words under which a resident is found; what the search index holds."""

import re
from functools import lru_cache

from counter_app.residents import names
from counter_app.residents.spellings import JOINED, PLACE

TAIL = 4
"""Digits at the end of a telephone number that people say."""
_STREET = re.compile(r"([가-힣A-Z0-9·.]+(?:로|길))\s*(?:지하\s*)?\d")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)?")
_PARTS = re.compile(r"[\s,]+")
_NO_BUILDING = re.compile(r"(?:[로길읍면동리]|[0-9]가)$")


def terms(
    name_roman: str,
    name_original: str,
    name_hangul: str,
    born: str,
    centre: str,
    *,
    phone: str | None = None,
    former_numbers: str | None = None,
    address: str = "",
) -> str:
    """All words of a resident's entry, parted by spaces.

    Roman words singly and every run of them joined; the Hangul name and its initials from each
    syllable on (so that given names are found), birth year, YYMMDD and YYYYMMDD, the centre; the
    telephone's last digits, former numbers, the road and the quarter of the `address` lived at.
    `born`: ISO.
    """
    day = born.replace("-", "")
    found = [day[:4], day[2:], day, centre_term(centre)]
    if phone:
        found.append(phone_term(phone))
    if former_numbers:
        found += map(former_term, former_numbers.split())
    found += places(address)
    found.append(_of_name(name_roman, name_original, name_hangul))
    return " ".join(found)


@lru_cache(8192)
def _of_name(name_roman: str, name_original: str, name_hangul: str) -> str:
    """Kept, as many residents share a name."""
    found: list[str] = []
    for words in dict.fromkeys((names.words(name_roman), names.words(name_original))):
        found += words
        found += [
            joined_term("".join(words[start:end]))
            for start in range(len(words) - 1)
            for end in range(start + 2, len(words) + 1)
        ]
    hangul = names.standard_hangul(name_hangul, "")
    for text in (hangul, names.initials(hangul)):
        found += [text[start:] for start in range(max(len(text) - 1, min(len(text), 1)))]
    return " ".join(dict.fromkeys(found))


def places(address: str) -> tuple[str, ...]:
    """Terms of an address: its road, and what the brackets behind name, a quarter or a house."""
    street = _STREET.search(address)
    return _places(street[1] if street else "", tuple(_IN_BRACKETS.findall(address)))


@lru_cache(8192)
def _places(street: str, in_brackets: tuple[str, ...]) -> tuple[str, ...]:
    """Kept, as many residents share a road."""
    named = [street, *(name for inside in in_brackets for name in _PARTS.split(inside))]
    plain = (re.sub(r"\W", "", names.fold(name)) for name in named)
    return tuple(dict.fromkeys(place_term(name) for name in plain if name))


def buildings(address: str) -> frozenset[str]:
    """Those terms of an address that name a building."""
    return _buildings(tuple(_IN_BRACKETS.findall(address)))


@lru_cache(8192)
def _buildings(in_brackets: tuple[str, ...]) -> frozenset[str]:
    return frozenset(filter(is_building, _places("", in_brackets)))


def is_building(term: str) -> bool:
    """Whether the term of a place names a building."""
    return not _NO_BUILDING.search(term)


def joined_term(text: str) -> str:
    """Kept apart from plain words, or each of them would lengthen the list of its first word."""
    return f"{JOINED}{text}"


def centre_term(centre: str) -> str:
    return f"§{centre}"


def place_term(name: str) -> str:
    """Of a road, quarter or house; its beginning too can be looked for."""
    return f"{PLACE}{name}"


def phone_term(digits: str) -> str:
    """The last digits of a telephone number, however it is written."""
    tail = digits[-TAIL:]
    if not (tail.isascii() and tail.isdecimal()):
        tail = re.sub("[^0-9]", "", digits)[-TAIL:]
    return f"¬{tail}"


def former_term(number: str) -> str:
    return f"¦{number}"
