"""A text typed, or scanned by what types as a keyboard does, while the other layout was on.

두벌식: `qkrdlstn` are the keys of 박인수, and `ㅜ혀ㅛ두` is what the keys of NGUYEN leave.
"""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date

from counter_app.errors import Refusal
from counter_app.residents import names, rooms
from counter_app.residents.asked import Kind, Query
from counter_app.residents.query import parse

OTHER_LAYOUT = "residents.other_layout"
_LEADS: list[str] = [*"rRseEfaqQtTdwWczxvg"]
_VOWELS: list[str] = [*"koiOjpuPh", "hk", "ho", "hl", *"yn", "nj", "np", "nl", *"bm", "ml", "l"]
_AFTER_F = ["fr", "fa", "fq", "ft", "fx", "fv", "fg"]
_ORDER = [*"rR", "rt", "s", "sw", "sg", *"eEf", *_AFTER_F, *"aqQ", "qt", *"tTdwWczxvg"]
"""Unicode's, of all consonants; those that end a syllable stand in the same."""
_FINALS: list[str] = ["", *(keys for keys in _ORDER if keys not in "EQW")]
_JAMO: dict[str, str] = {keys: chr(0x3131 + at) for at, keys in enumerate((*_ORDER, *_VOWELS))}
_KEYS: dict[str, str] = {jamo: keys for keys, jamo in _JAMO.items()}
_LATIN = re.compile("[A-Za-z]")
_DOUBLED = "QWERTOP"
"""Keys that mean something else with Shift; the capitals of all others mean nothing."""


def _any(keys: list[str]) -> str:
    return "|".join(sorted(keys, key=len, reverse=True))


_SYLLABLE = re.compile(
    rf"({_any(_LEADS)})({_any(_VOWELS)})(?:({_any(_FINALS[1:])})(?!{_any(_VOWELS)}))?"
)


def queries(text: str, today: date) -> tuple[list[Query], Refusal | None]:
    """What a text asks for, also as a building and its room, then its digits as block and room
    beside anything else, then what the same keys do on the other layout; and why it makes no
    sense as it stands, where only one of these does.

    Raises what `parse` raises, where neither makes sense.
    """
    refused, found = None, list[Query]()
    try:
        found.append(replace(parse(text, today), homes=rooms.homes(text)))
    except Refusal as refusal:
        refused = refusal
    other = otherwise(text)
    more = ((rooms.said_with(text), None), (other, OTHER_LAYOUT))
    for meant, warning in (*more, (rooms.said_with(other), OTHER_LAYOUT)):
        with suppress(Refusal):  # what is told is told of the text as it stands
            query = parse(meant, today) if meant else None
            if query and (refused or meant == other or query.kind is not Kind.ADDRESS):
                found.append(replace(query, warning=warning, homes=rooms.homes(meant)))
    if refused and not found:
        raise refused
    return found, refused


def otherwise(text: str) -> str:
    """What the same keys are on the other layout; empty where they make no word there."""
    seen = names.nfc(text)
    if any(map(names.is_jamo, seen)):
        return "" if _LATIN.search(seen) else "".join(map(_keys, seen))
    return _korean(seen)


def _keys(char: str) -> str:
    if not names.is_hangul(char):
        return _KEYS.get(char, char)
    at = ord(char) - ord("가")
    lead, vowel, final = at // 588, at // 28 % 21, at % 28
    return _LEADS[lead] + _VOWELS[vowel] + _FINALS[final]


def _korean(text: str) -> str:
    """Whole syllables, or initial consonants alone."""
    keys = text if not text.isupper() else text.lower()
    keys = "".join(key if key in _DOUBLED else key.lower() for key in keys)
    letters = _LATIN.findall(keys)
    if len(letters) > 1 and all(letter in _LEADS for letter in letters):
        return "".join(_JAMO.get(key, key) for key in keys)
    made = _SYLLABLE.sub(_syllable, keys)
    return "" if not letters or _LATIN.search(made) else made


def _syllable(match: re.Match[str]) -> str:
    lead, vowel, final = match.groups()
    at = (_LEADS.index(lead) * 21 + _VOWELS.index(vowel)) * 28
    return chr(ord("가") + at + _FINALS.index(final or ""))
