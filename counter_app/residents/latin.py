"""Roads, quarters and districts in Roman letters, as signs and leases of foreigners write them.

국어의 로마자 표기법 by sound, and what both spellings have in common (spellings.sound), so that
`Sungmisan-ro` is 성미산로. English words in names of roads are written as English.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from counter_app.residents import names
from counter_app.residents.places import is_road
from counter_app.residents.spellings import sound

_LEADS = (
    "G", "KK", "N", "D", "TT", "R", "M", "B", "PP", "S", "SS", "", "J", "JJ", "CH", "K", "T",
    "P", "H",
)  # fmt: skip
_VOWELS = (
    "A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WO",
    "WE", "WI", "YU", "EU", "UI", "I",
)  # fmt: skip
_FINALS = (
    "", "K", "K", "K", "N", "N", "N", "T", "L", "K", "M", "L", "L", "L", "P", "L", "M", "P",
    "P", "T", "T", "NG", "T", "T", "K", "T", "P", "T",
)  # fmt: skip
_LINKED = (
    "", "G", "KK", "KS", "N", "NJ", "N", "D", "R", "LG", "LM", "LB", "LS", "LT", "LP", "R", "M",
    "B", "PS", "S", "SS", "NG", "J", "CH", "K", "T", "P", "",
)  # fmt: skip
"""How a final is heard before a vowel."""
_NASAL = {"K": "NG", "T": "N", "P": "M"}
_R, _NONE = 5, 11
_ENGLISH = {"월드컵": "WORLDCUP", "디지털": "DIGITAL", "올림픽": "OLYMPIC", "테헤란": "TEHERAN"}
_HOUSE = re.compile(r"(?<![A-Z0-9])(\d{1,4}(?:-\d{1,4})?)(?![A-Z0-9]|-?GIL)")
_HYPHEN = re.compile(r"(?<=.)(?=(?:대로|로|길|동|가|구|시|군)(?:\d|$))|(?<=\d)(?=\D)")
"""Before what a sign parts with one; sounds do not change over it."""
_MOST = 6
"""Words of a name of one place."""


@lru_cache(8192)
def roman(name: str) -> str:
    """`성미산로` as SEONGMISANRO; what is not Hangul stays."""
    for korean, english in _ENGLISH.items():
        name = name.replace(korean, english)
    return "".join("".join(_sounds(part)) for part in _HYPHEN.split(name))


def _sounds(name: str) -> Iterator[str]:
    final = 0
    for char in f"{name} ":
        if not names.is_hangul(char):
            yield _FINALS[final]
            final = 0
            yield char.strip()
            continue
        lead, rest = divmod(ord(char) - ord("가"), 21 * 28)
        yield from _between(final, lead)
        vowel, final = divmod(rest, 28)
        yield _VOWELS[vowel]


def _between(final: int, lead: int) -> tuple[str, str]:
    """A final and the consonant behind it, as they are said."""
    said, begun = _FINALS[final], _LEADS[lead]
    if lead == _NONE:
        return _LINKED[final], ""
    if begun == "R" and said:
        return ("L", "L") if said in "NL" else (_NASAL.get(said, said), "N")
    if begun in ("N", "M"):
        return ("L", "L") if (said, begun) == ("L", "N") else (_NASAL.get(said, said), begun)
    return said, begun


def in_hangul(text: str, known: Iterable[str]) -> str:
    """An address in Roman letters as the Korean one of the `known` places that it names, the house
    number behind its road; "" where it names none of them."""
    line = names.fold(text)
    house = _HOUSE.search(line)
    rest = f"{line[: house.start()]} {line[house.end() :]}" if house else line
    said, found = named(names.words(rest), known)
    if not found:
        return ""
    ranked = sorted(found, key=is_road)
    road = is_road(ranked[-1])
    number = f" {house[1]}" if house and road else ""
    return "" if said else " ".join(ranked) + number


def named(words: Sequence[str], known: Iterable[str]) -> tuple[list[str], list[str]]:
    """Words that name no place, and the places that the others name, the longest names first."""
    places, left, found, at = heard(known), list[str](), list[str](), 0
    while at < len(words):
        ends = range(min(len(words), at + _MOST), at, -1)
        end = next((end for end in ends if _heard("".join(words[at:end])) in places), None)
        if end is None:
            left.append(words[at])
            at += 1
        else:
            found.append(places[_heard("".join(words[at:end]))])
            at = end
    return left, found


def heard(known: Iterable[str]) -> dict[str, str]:
    """Names by how they sound in Roman letters."""
    return {_heard(roman(name)): name for name in known}


@lru_cache(8192)
def _heard(word: str) -> str:
    return sound(word)
