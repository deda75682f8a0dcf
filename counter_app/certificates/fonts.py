"""The fonts of the papers, registered with reportlab on first use, and who has which glyph."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path

import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

from counter_app.resources import RESOURCES

REGULAR = "PretendardGOV-Regular"
BOLD = "PretendardGOV-Bold"
FALLBACKS = (
    "NotoSansThai-Regular",
    "NotoSansKhmer-Regular",
    "NotoSansMyanmar-Regular",
    "NotoSansDevanagari-Regular",
    "NotoSansArabic-Regular",
    "NotoSansSC-Regular",  # last: the largest, and only read when nothing else has the glyph
)
_PRIVATE = 0xE000


class _Glyphs:
    """The outlines of a font, of which pieces are taken: reportlab copies all of them, which are
    megabytes, for each font of each paper."""

    def __init__(self, face: TTFontFace) -> None:
        self._data: bytes = vars(face)["_ttf_data"]
        self._begins = face.get_table_pos("glyf")[0]
        self._other: Callable[[str], bytes] = face.get_table

    def table(self, tag: str) -> "bytes | _Glyphs":
        return self if tag == "glyf" else self._other(tag)

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._begins + part.start : self._begins + part.stop]


@cache
def font(name: str) -> TTFont:
    """The registered font of resources/fonts/<name>.ttf."""
    loaded = TTFont(name, str(_file(name)), asciiReadable=False)
    loaded.face.get_table = _Glyphs(loaded.face).table  # type: ignore[method-assign]  # of this font's face alone
    pdfmetrics.registerFont(loaded)
    return loaded


@cache
def shaper(name: str) -> uharfbuzz.Font:
    """The same font for HarfBuzz, in its own units."""
    return uharfbuzz.Font(uharfbuzz.Face(_file(name).read_bytes()))


def has(name: str, characters: str) -> bool:
    glyphs = font(name).face.charToGlyph
    return all(ord(c) in glyphs for c in characters)


def font_for(characters: str, first: str) -> str | None:
    """The first font that has every glyph of `characters`, or None."""
    return next((name for name in (first, *FALLBACKS) if has(name, characters)), None)


@cache
def glyph_codes(name: str) -> dict[int, int]:
    """A character code of the Basic Multilingual Plane for every glyph of a shaped font.

    reportlab addresses glyphs by character. Those without one get a private code, by rank in
    the font: reportlab's own order, that of first use, would make a document's bytes depend on
    the documents before it.
    """
    face, shaping = font(name).face, shaper(name)
    codes = {
        glyph: code
        for code, glyph in sorted(face.charToGlyph.items(), reverse=True)
        if code < _PRIVATE
    }
    free = (code for code in count(_PRIVATE) if code not in face.charToGlyph)
    for glyph in range(shaping.face.glyph_count):
        if glyph not in codes:
            codes[glyph] = code = next(free)
            face.charToGlyph[code] = glyph
            face.charWidths[code] = shaping.get_glyph_h_advance(glyph) * 1000 / shaping.face.upem
    return codes


def warm_up() -> None:
    """Read the two fonts every paper uses; 0.2 s that the first visitor need not wait."""
    font(REGULAR)
    font(BOLD)


@cache
def sha256_of(name: str) -> str:
    """Of the font's file, in hex."""
    return sha256(_file(name).read_bytes()).hexdigest()


def _file(name: str) -> Path:
    return RESOURCES / "fonts" / f"{name}.ttf"
