"""What a clerk writes in words of their own: it stands on paper, or is read by others later."""

import unicodedata

from counter_app.errors import Refusal

_FILLERS = "\u115f\u1160\u3164\uffa0"
"""Hangul that is letters by its category and blank to the eye."""
LEAST = 4
"""Letters as they are typed: two syllables of Hangul (보호) have so many, and so has `left`."""
LONGEST = 200


def one_line(text: str) -> str:
    """Raises Refusal certificates.no_glyph for what no paper can show."""
    from counter_app.certificates.shaping import require_glyphs  # noqa: PLC0415 - loads the fonts

    said = " ".join(text.split())
    require_glyphs([said])
    return said


def words(text: str) -> str:
    """As `one_line`, but "" where nothing is said: blanks, signs and what nobody can see."""
    return one_line(text) if any(c.isalnum() and c not in _FILLERS for c in text) else ""


def reason(text: str, *, lacks: str, long: str) -> str:
    """One line that tells later readers why something was done or looked at, composed and without
    what is not seen.

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
