"""What a clerk writes for others to read later: why something was done or looked at."""

import unicodedata

from counter_app.errors import Refusal

LEAST = 4
"""Letters as they are typed: two syllables of Hangul (보호) have so many, and so has `left`."""
LONGEST = 200


def written(text: str, *, lacks: str, long: str) -> str:
    """One line that a reader can use, composed and without what is not seen.

    Raises Refusal `lacks` for a letter or two, or one letter over and over; `long`.
    """
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    line = "".join(c for c in composed if c.isprintable())
    letters = [c for c in unicodedata.normalize("NFD", line) if c.isalnum()]
    if len(letters) < LEAST or len({c.casefold() for c in letters}) == 1:
        raise Refusal(lacks, longest=LONGEST)
    if len(line) > LONGEST:
        raise Refusal(long, longest=LONGEST)
    return line
