"""The QR code on the page, in modules that an office printer and any phone can do."""

import re
from functools import lru_cache
from re import Match
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

MODULE = 0.34 * 72 / 25.4
"""Points: 0.34 mm. ICAO asks for 0.3386 mm where ink is sprayed."""
VERSIONS = (18, 19)
"""The largest that is usual, 89 modules: 30.3 mm, 33 mm with the four of white that must stay
around it; and the largest there is, 93 modules: 31.6 mm, 34.3 mm. At 150 dpi 2 of 100 scans with a
tenth blotted are not read at 19, a third at 20."""
_DARK = re.compile(b"\x00+")
_PAIRS = b"0" + b"3" * 255
"""Of bits, for a dark module and for any other."""
CAPACITIES = (816, 909)
"""Characters that each of VERSIONS holds with error correction M."""


def draw(canvas: Canvas, text: str, x: float, y: float, size: float, *, picture: bool) -> None:
    """The symbol, `size` points wide, from its lower left corner x, y; its quiet zone lies outside.
    `picture`: as a stencil, which takes a third of the bytes of a path.

    Raises ValueError for modules that would be too small.
    """
    rows = _modules(text)
    module = size / len(rows)
    if module < MODULE * 0.996:
        raise ValueError("modules too small to be read from paper")
    canvas.saveState()
    canvas.translate(x, y)
    within = size if picture else module  # whole numbers in a path: half the bytes
    canvas.scale(within, within)
    canvas.setFillColorRGB(0, 0, 0)
    if picture:
        canvas.addLiteral(_stencil(rows))
    else:
        canvas.drawPath(_path(rows), stroke=0, fill=1)
    canvas.restoreState()


def _stencil(rows: tuple[bytes, ...]) -> str:
    """An inline image mask of two dots a module each way, as viewers smooth a single one over: 0 is
    painted. In hex, as a content stream is text to reportlab."""
    dots = 2 * len(rows)
    across = -(-dots // 8)
    lines = (int(row.translate(_PAIRS), 4) << across * 8 - dots for row in rows)
    digits = "".join(2 * f"{line:0{across * 2}x}" for line in lines)
    return f"BI /IM true /W {dots} /H {dots} /BPC 1 /F /AHx ID {digits}> EI"


def _path(rows: tuple[bytes, ...]) -> PDFPathObject:
    """One path, so that no reader sees seams, and in one piece: a call for each run takes longer
    than all the rest."""
    return PDFPathObject(
        [
            f"{start} {below} {end - start} 1 re"
            for below, row in enumerate(reversed(rows))
            for start, end in map(Match.span, _DARK.finditer(row))
        ]
    )


def size_of(text: str) -> float:
    """Points that the symbol is wide with modules of MODULE."""
    return len(_modules(text)) * MODULE


@lru_cache(maxsize=4)
def _modules(text: str) -> tuple[bytes, ...]:
    """Row by row, 0 for a dark module. Raises ValueError for what no code holds."""
    import zxingcpp  # noqa: PLC0415 - a start without printing need not wait

    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    pixels: Any = made.to_image(scale=1, add_quiet_zones=False)
    side, dots = pixels.shape[1], bytes(memoryview(pixels))
    return tuple(dots[at : at + side] for at in range(0, len(dots), side))
