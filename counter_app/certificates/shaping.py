"""Text to glyphs: normalise, choose a font for each cluster, shape what needs it, measure.

Sizes are in em (the font size is the unit), so that one measurement serves every size.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from unicodedata import category, combining, name, normalize

import uharfbuzz
from reportlab.pdfbase.ttfonts import ShapeData, ShapedStr

from counter_app.certificates.bidi import levels, visual_order
from counter_app.certificates.fonts import (
    FALLBACKS,
    REGULAR,
    font,
    font_for,
    glyph_codes,
    has,
    shaper,
)
from counter_app.errors import Refusal

_JOINERS = "\u200c\u200d"
_STACKERS = "\u094d\u1039\u17d2"  # Devanagari, Burmese, Khmer: the next consonant goes below
_LEADING_VOWELS = "\u0e40\u0e41\u0e42\u0e43\u0e44"  # Thai, written before their consonant
_SARA_AM = "\u0e33"
_NEVER = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_REPLACEMENT = "\ufffd"
_BMP_LAST = 0xFFFF  # reportlab writes wrong ToUnicode entries beyond it
_NAMED_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one font and direction. `drawn` is what reportlab is given."""

    font: str
    text: str
    drawn: str
    width: float
    shaped: bool


def clean(text: str) -> str:
    """NFC (decomposed Hangul would draw three times as wide), no-break spaces as spaces."""
    return normalize("NFC", text).replace("\u00a0", " ")


def clusters(text: str) -> list[str]:
    """What may not be torn apart: a base with its marks, a stack, a Thai vowel pair."""
    found: list[str] = []
    for c in text:
        last = found[-1][-1] if found else ""
        if found and (
            category(c)[0] == "M"
            or c in _JOINERS
            or c == _SARA_AM
            or last in _STACKERS
            or last in _LEADING_VOWELS
            or last == _JOINERS[1]
        ):
            found[-1] += c
        else:
            found.append(c)
    return found


def missing_characters(text: str) -> tuple[str, ...]:
    """Characters that no font can draw, each once, in order; invisible controls are among them."""
    missing: dict[str, None] = {}
    for cluster in clusters(clean(text)):
        if _font_of(cluster, REGULAR) is None:
            alone = [c for c in cluster if _font_of(c, REGULAR) is None]
            missing.update(dict.fromkeys(alone or cluster))
    return tuple(missing)


def drawable(text: str) -> str:
    """The text with what no font can draw named in its place ("[U+1F600]"): of what stands on
    record already nothing can be refused."""
    text = clean(text)
    while missing := missing_characters(text):
        text = text.translate({ord(c): f"[U+{ord(c):04X}]" for c in missing})
    return text


def require_glyphs(texts: Iterable[str]) -> None:
    """Raises Refusal certificates.no_glyph naming the characters that cannot be printed."""
    missing = dict.fromkeys(c for text in texts for c in missing_characters(text))
    if missing:
        raise no_glyph(missing)


def no_glyph(characters: Iterable[str]) -> Refusal:
    """The refusal that names the first few of `characters`."""
    named = ", ".join(describe(c) for c in list(characters)[:_NAMED_AT_MOST])
    return Refusal("certificates.no_glyph", characters=named)


def describe(character: str) -> str:
    """ "😀 U+1F600 GRINNING FACE"; what cannot be seen is only named."""
    code = f"U+{ord(character):04X} {name(character, 'CONTROL CHARACTER')}"
    return code if category(character) in _NEVER else f"{character} {code}"


@lru_cache(512)  # most of a paper is said on every paper
def runs(text: str, first: str) -> tuple[Run, ...]:
    """`text` in drawing order, left to right. `first` is the preferred font.

    Raises Refusal certificates.no_glyph if a character has no glyph.
    """
    text = clean(text)
    if text and all(_plain(c, first) for c in text):
        return (_run(first, shaped=False, right_to_left=False, text=text),)
    pieces: list[tuple[int, str, bool, str]] = []
    at = 0
    depths = levels(text)
    parts = clusters(text)
    chinese = any(_ideograph(one) and _font_of(one, first) == FALLBACKS[-1] for one in parts)
    for cluster in parts:
        alone = chinese and _ideograph(cluster) and has(FALLBACKS[-1], cluster)
        chosen = FALLBACKS[-1] if alone else _font_of(cluster, first)
        if chosen is None:
            raise no_glyph(missing_characters(cluster))
        level = depths[at]
        shaped = (
            (level == 1 and not cluster.isspace())
            or chosen in FALLBACKS[:-1]
            or any(combining(c) or ord(c) > _BMP_LAST for c in cluster)
        )
        pieces.append((level, chosen, shaped, cluster))
        at += len(cluster)
    grouped = [
        (
            level,
            _run(
                chosen,
                shaped=shaped,
                right_to_left=level == 1,
                text="".join(piece[3] for piece in group),
            ),
        )
        for (level, chosen, shaped), group in groupby(pieces, key=lambda piece: piece[:3])
    ]
    return tuple(grouped[i][1] for i in visual_order([level for level, _ in grouped]))


def width(text: str, first: str) -> float:
    return sum(run.width for run in runs(text, first))


def _ideograph(cluster: str) -> bool:
    """One is drawn as those beside it: 办理机关 is one word, not two of its signs heavier."""
    return "\u3400" <= cluster <= "\u9fff" or cluster[0] > "\U00020000"


@lru_cache(4096)
def _font_of(cluster: str, first: str) -> str | None:
    visible = cluster[0] + "".join(c for c in cluster[1:] if c not in _JOINERS)
    if any(category(c) in _NEVER or c == _REPLACEMENT for c in visible):
        return None
    chosen = font_for(visible, first)
    if len(visible) < len(cluster) and chosen not in FALLBACKS[:-1]:
        return None  # a joiner means something only in a script that joins
    return chosen


@lru_cache(4096)
def _plain(c: str, first: str) -> bool:
    """Whether `first` draws it as it stands, whatever stands beside it: most of every text."""
    return (
        not combining(c)
        and len(clusters(f"a{c}a")) == 3
        and levels(c) == [0]
        and ord(c) <= _BMP_LAST
        and _font_of(c, first) == first
    )


def _run(name: str, *, shaped: bool, right_to_left: bool, text: str) -> Run:
    if shaped:
        return _shape(name, text, right_to_left)
    widths = font(name).face.charWidths
    return Run(name, text, text, sum(widths[ord(c)] for c in text) / 1000, shaped=False)


def _shape(name: str, text: str, right_to_left: bool) -> Run:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if right_to_left else "ltr"
    buffer.language = "und"  # not the machine's locale: the same text must give the same bytes
    buffer.guess_segment_properties()
    chosen = shaper(name)
    uharfbuzz.shape(chosen, buffer)
    codes, widths = glyph_codes(name), font(name).face.charWidths
    em = chosen.face.upem / 1000
    drawn, shapes = "", []
    for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        code = codes[info.codepoint]
        moves = (at.x_advance / em, at.y_advance / em, at.x_offset / em, at.y_offset / em)
        drawn += chr(code)
        shapes.append(ShapeData(info.cluster, *moves, widths[code]))
    advance = sum(shape.x_advance for shape in shapes) / 1000
    glyphs = ShapedStr(drawn, shapes)  # type: ignore[arg-type]  # the stubs say one, it takes all
    return Run(name, text, glyphs, advance, shaped=True)
