"""The office's square seal, drawn in the page: a signing tool would add its own fonts."""

from math import ceil, sqrt

from reportlab.pdfgen.canvas import Canvas

from counter_app.certificates.fonts import REGULAR, font
from counter_app.certificates.layout import spoken

RED = (0.78, 0.10, 0.13)
SIZE = 62.0  # points, 22 mm
_BORDER = 2.4
_INSET = 6.0
_GLYPH_BOX = 0.86  # of the em: what a Hangul syllable of Pretendard fills, a little widened
_GLYPH_RISE = 0.08


def draw_seal(canvas: Canvas, name: str, left: float, bottom: float) -> None:
    """The characters of `name` fill the square in rows, read from left to right."""
    letters = "".join(name.split())
    columns = ceil(sqrt(len(letters)))
    rows = ceil(len(letters) / columns)
    inner = SIZE - 2 * _INSET
    height = inner / rows
    canvas.saveState()
    canvas.setStrokeColorRGB(*RED)
    canvas.setFillColorRGB(*RED)
    canvas.setLineWidth(_BORDER)
    half = _BORDER / 2
    canvas.roundRect(left + half, bottom + half, SIZE - _BORDER, SIZE - _BORDER, 2.2)
    with spoken(canvas, f"[직인: {letters}]"):
        for row in range(rows):
            line = letters[row * columns : (row + 1) * columns]
            width = inner / len(line)
            below = bottom + SIZE - _INSET - (row + 1) * height
            for column, letter in enumerate(line):
                _stretch(canvas, letter, left + _INSET + column * width, below, width, height)
    canvas.restoreState()


def _stretch(
    canvas: Canvas, letter: str, left: float, bottom: float, width: float, height: float
) -> None:
    """One letter made to fill its part of the square, as it is cut on a real seal."""
    advance = font(REGULAR).face.charWidths[ord(letter)] / 1000
    text = canvas.beginText()
    text.setFont(REGULAR, 1)
    text.setTextTransform(
        width * 0.94 / advance,
        0,
        0,
        height * 0.94 / _GLYPH_BOX,
        left + width * 0.03,
        bottom + height * (0.03 + _GLYPH_RISE),
    )
    text.textOut(letter)
    canvas.drawText(text)
