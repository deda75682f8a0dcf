"""The QR code on the page: drawn as vector modules that an office printer and any phone can do."""

import re
from functools import lru_cache
from re import Match
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

MODULE = 0.34 * 72 / 25.4
"""Points: 0.34 mm. ICAO asks for 0.3386 mm where ink is sprayed."""
QUIET = 4
"""Modules of white that must stay around it."""
VERSIONS = (18, 19)
"""The largest that is usual, 89 modules: 30.3 mm, 33 mm with the white around it; and the largest
there is, 93 modules: 31.6 mm, 34.3 mm. At 150 dpi 2 of 100 scans with a tenth blotted are not read
at 19, a third at 20."""
_DARK = re.compile(b"\x00+")
CAPACITIES = (816, 909)
"""Characters that each of VERSIONS holds with error correction M."""


def draw(canvas: Canvas, text: str, x: float, y: float, size: float) -> None:
    """The symbol, `size` points wide, from its lower left corner x, y; its quiet zone lies outside.

    One path, so that no reader sees seams. Raises ValueError for modules that would be too small.
    """
    rows = _modules(text)
    module = size / len(rows)
    if module < MODULE * 0.996:
        raise ValueError("modules too small to be read from paper")
    path = PDFPathObject(  # in one piece: a call for each run takes longer than all the rest
        [
            f"{start} {below} {end - start} 1 re"
            for below, row in enumerate(reversed(rows))
            for start, end in map(Match.span, _DARK.finditer(row))
        ]
    )
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(module, module)  # whole numbers within: half the bytes
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


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
