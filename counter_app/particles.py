"""Korean particles that depend on the sound before them, chosen once a sentence has been filled."""

import re

_FIRST = 0xAC00
_FINALS = 28
_CLOSED_DIGITS = frozenset("013678")
"""Digits read with a final consonant: 영 일 삼 육 칠 팔."""
_EITHER = {
    "은(는)": "은는",
    "이(가)": "이가",
    "을(를)": "을를",
    "과(와)": "과와",
    "와(과)": "과와",
}
"""Written so in a sentence: after a consonant, after a vowel."""
_WRITTEN = "|".join(re.escape(written) for written in _EITHER)
_OPEN = re.compile(rf"([가-힣0-9]|\d\.)((?:['’\"”)\]]|\([a-z_, -]+\))*)({_WRITTEN})")


def settled(text: str) -> str:
    """`text` with the particle that fits in each place; after a Latin letter, whose reading is not
    known, both stay. A code in brackets, as in 주소(address), is not read."""
    return _OPEN.sub(_chosen, text) if "(" in text else text


def _chosen(found: re.Match[str]) -> str:
    last, closing, written = found.groups()
    return f"{last}{closing}{_EITHER[written][not _closed(last)]}"


def _closed(last: str) -> bool:
    """Whether its reading ends with a consonant. A day ends with a point: 2026. 11. 30. is read
    as ending with 일."""
    if last.endswith("."):
        return True
    return last in _CLOSED_DIGITS if last.isascii() else (ord(last) - _FIRST) % _FINALS > 0
