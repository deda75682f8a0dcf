"""What a clerk writes in words of their own, and what stands on paper later."""

_FILLERS = "\u115f\u1160\u3164\uffa0"
"""Hangul that is letters by its category and blank to the eye."""


def one_line(text: str) -> str:
    """Raises Refusal certificates.no_glyph for what no paper can show."""
    from counter_app.certificates.shaping import require_glyphs  # noqa: PLC0415 - loads the fonts

    said = " ".join(text.split())
    require_glyphs([said])
    return said


def words(text: str) -> str:
    """As `one_line`, but "" where nothing is said: blanks, signs and what nobody can see."""
    return one_line(text) if any(c.isalnum() and c not in _FILLERS for c in text) else ""
