"""Names as registers print and as clerks type them.

「외국인의 성명 표기에 관한 표준」: Roman letters in capitals, surname first, words apart;
Hangul without spaces. Searching folds away everything a keyboard may lack or add.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_LEADING = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_LEADS = {at: _LEADING[(at - ord("가")) // 588] for at in range(ord("가"), ord("힣") + 1)}
_CONJOINING = {chr(0x1100 + i): jamo for i, jamo in enumerate(_LEADING)}
_UNDECOMPOSED = str.maketrans(
    {
        "Đ": "D",
        "Ð": "D",
        "Ł": "L",
        "Ø": "O",
        "Æ": "AE",
        "Œ": "OE",
        "Þ": "TH",
        "Ħ": "H",
        "Ŧ": "T",
        "Ŋ": "NG",
        "Ə": "A",
        "ẞ": "SS",
    }
)
"""Letters that Unicode does not take apart into a base and a mark."""
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘‛ʻʼʹ′`´"))
"""Left out, as ICAO 9303 leaves them out of the machine-readable zone: O'BRIEN is OBRIEN."""
_WORD = re.compile(r"[^\W_]+")
_MOST_REGROUPED = 5
_JAMO = re.compile("[ㄱ-ㅣ]")
_PLAIN = re.compile(r"[\x00-\x7f가-힣]*")
"""What folding does no more to than write capitals."""


def fold(text: str) -> str:
    """Capitals without marks, compatibility forms made plain, Hangul in whole syllables.

    NFKC would melt the typing jamo (ㅇ) into other letters; they are initials and kept.
    """
    if _PLAIN.fullmatch(text):
        return text.upper()
    apart = unicodedata.normalize("NFD", _compatible(nfc(text)).upper())
    bare = "".join([c for c in apart if c.isascii() or unicodedata.category(c) != "Mn"])
    return nfc(bare.translate(_UNDECOMPOSED))


def _compatible(text: str) -> str:
    """Jamo melt one by one, if not at all."""
    if not _JAMO.search(text):
        return unicodedata.normalize("NFKC", text)
    return "".join(c if is_jamo(c) else unicodedata.normalize("NFKC", c) for c in text)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@lru_cache(4096)
def words(text: str) -> tuple[str, ...]:
    """The folded words of a name; hyphens, points and other signs part words."""
    if text.isascii() and text.replace(" ", "").isalnum():
        return tuple(text.upper().split())
    return tuple(_WORD.findall(fold(text.translate(_APOSTROPHES)).translate(_APOSTROPHES)))


def key(name_words: tuple[str, ...]) -> str:
    """The same for one set of words in any order: `AN NGUYEN VAN`."""
    return " ".join(sorted(name_words))


def regrouped(name_words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words, and as they are where some beside each other are written as one: `MIN ZU`,
    `MINZU`. Of many words only the first."""
    yield name_words
    if len(name_words) > _MOST_REGROUPED:
        return
    for joints in range(1, 1 << (len(name_words) - 1)):
        found = [name_words[0]]
        for at, word in enumerate(name_words[1:]):
            if joints >> at & 1:
                found[-1] += word
            else:
                found.append(word)
        yield tuple(found)


def same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names are one as soon as spaces and the order of words are left out."""
    long, short = "".join(one), "".join(other)
    if len(long) != len(short) or sorted(long) != sorted(short):
        return False
    return _laid(long, list(other)) or _laid(short, list(one))


def _laid(line: str, parts: list[str]) -> bool:
    """Whether a line is these parts in some order."""
    if not parts:
        return not line
    return any(
        _laid(line[len(part) :], [*parts[:at], *parts[at + 1 :]])
        for at, part in enumerate(parts)
        if line.startswith(part)
    )


def standard_roman(surname: str, given: str) -> str:
    """`NGUYEN THI HOA`; either part may be empty (mononyms)."""
    return " ".join(" ".join((surname, given)).split()).upper()


def standard_hangul(surname: str, given: str) -> str:
    """`응우옌티호아`"""
    return "".join((nfc(surname) + nfc(given)).split())


def is_hangul(char: str) -> bool:
    return "가" <= char <= "힣"


def is_jamo(char: str) -> bool:
    """A consonant or vowel as a keyboard types it alone (U+3131 to U+314E are consonants)."""
    return "ㄱ" <= char <= "ㅣ"


def initials(hangul: str) -> str:
    """`응우옌반안` → `ㅇㅇㅇㅂㅇ`; other characters stay."""
    return nfc(hangul).translate(_LEADS)


def typed_initials(text: str) -> str | None:
    """The initial consonants, if `text` is nothing else; None otherwise."""
    plain = "".join(_CONJOINING.get(c, c) for c in text if not c.isspace())
    return plain if plain and all(c in _LEADING for c in plain) else None
