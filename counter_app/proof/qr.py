"""The QR code on the page: drawn as vector modules that an office printer and any phone can do."""

from functools import lru_cache

from reportlab.pdfgen.canvas import Canvas

MODULE = 0.34 * 72 / 25.4
"""Points: 0.34 mm. ICAO asks for 0.3386 mm where ink is sprayed."""
QUIET = 4
"""Modules of white that must stay around it."""
LARGEST = 17
"""Version, so 85 modules: 28.9 mm, 31.6 mm with the white around it."""
CAPACITY = 734
"""Characters that version LARGEST holds with error correction M."""


def draw(canvas: Canvas, text: str, x: float, y: float, size: float) -> None:
    """The symbol, `size` points wide, from its lower left corner x, y; its quiet zone lies outside.

    One path, so that no reader sees seams. Raises ValueError for modules that would be too small.
    """
    rows = _modules(text)
    module = size / len(rows)
    if module < MODULE * 0.996:
        raise ValueError("modules too small to be read from paper")
    path = canvas.beginPath()
    for below, row in enumerate(reversed(rows)):
        for start, length in _runs(row):
            path.rect(start, below, length, 1)
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
def _modules(text: str) -> tuple[bytearray, ...]:
    """Raises segno.DataOverflowError beyond version 40."""
    import segno  # noqa: PLC0415 - a start without printing need not wait

    made = segno.make_qr(text, error="m", mode="alphanumeric", boost_error=False)
    return tuple(made.matrix)


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Where dark modules begin, and how many follow."""
    found: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if dark and found and sum(found[-1]) == at:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((at, 1))
    return found
