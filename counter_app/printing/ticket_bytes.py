"""A ticket or receipt as the bytes an ESC/POS printer takes.

Number and time go as text, in ASCII, which every code page has. Sentences are drawn with the fonts
of the papers and go as pictures: no printer has Hangul, Thai, Khmer and Devanagari at once, and a
code page that is not the expected one prints nonsense.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import zxingcpp
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from counter_app.alone import alone, opened
from counter_app.certificates.fonts import REGULAR, font
from counter_app.certificates.layout import Block, Span, draw, fit
from counter_app.printing.tickets import (
    Code,
    Kick,
    Letters,
    Number,
    Part,
    Picture,
    Rule,
    Size,
    Text,
)

LETTER = 12
"""Dots that a letter of font A is wide at 180 and 203 dpi."""
_BIGGEST = 8
_INK = (0.0, 0.0, 0.0)
_DARK = 160
"""Below this grey a dot is burnt."""
_RULE = 20
_DRAWER = 2
"""The pin of the printer's socket that every drawer listens to."""
_QR_DOTS = 6
"""A module is 0.75 mm, which any phone reads."""


def compose(parts: Sequence[Part], printer: Any, dots: int) -> bytes:
    """`printer`: an escpos.printer.Dummy of the model; `dots`: the width it prints."""
    printer.hw("INIT")
    for part in parts:
        match part:
            case Text(text, size):
                printer.image(drawn(text, size, dots), center=True)
            case Letters(text):
                _letters(printer, text, 1)
            case Number(text):
                _letters(printer, text, min(_BIGGEST, max(1, dots // LETTER // len(text))))
            case Code(text):
                printer.image(qr(text), center=True)
            case Rule():
                printer.image(_rule(dots))
            case Picture(image):
                printer.image(image, center=True)
            case Kick():
                printer.cashdraw(_DRAWER)
    printer.cut()
    composed: bytes = printer.output
    return composed


def _letters(printer: Any, text: str, times: int) -> None:
    printer.set(align="center", bold=times > 1, custom_size=True, width=times, height=times)
    printer.textln(text)
    printer.set(align="left", bold=False, normal_textsize=True)


def drawn(text: str, size: Size, dots: int) -> Image.Image:
    """One dot a pixel, black on white. Raises Refusal certificates.no_glyph."""
    bold = size is Size.LARGE
    return _picture(fit([Span(text, bold=bold, colour=_INK)], dots, size.value), dots)


@alone
def _picture(block: Block, dots: int) -> Image.Image:
    buffer = BytesIO()
    font(REGULAR)
    height = round(block.height) + 4
    canvas = Canvas(
        buffer,
        pagesize=(dots, height),
        initialFontName=REGULAR,  # type: ignore[arg-type]  # the stubs say float
    )
    draw(canvas, block, dots / 2, height - 2, "centre")
    canvas.save()
    return pictured(buffer.getvalue(), 1)


def pictured(pdf: bytes, dots: float) -> Image.Image:
    """The first page, black on white, so many `dots` a point."""
    with opened(pdf) as document:
        # A hair less: what is a whole number of dots but for an error in the last place would be
        # rounded up, and everything stretched to it.
        grey = document[0].render(scale=dots * (1 - 1e-6), grayscale=True).to_pil()
    picture: Image.Image = grey.point([255 * (value >= _DARK) for value in range(256)])
    return picture.convert("1")


def qr(text: str) -> Image.Image:
    """With its quiet zone, one module `_QR_DOTS` dots."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    pixels: Any = made.to_image(scale=_QR_DOTS)
    height, width = pixels.shape
    return Image.frombytes("L", (width, height), bytes(memoryview(pixels))).convert("1")


def _rule(dots: int) -> Image.Image:
    band = Image.new("1", (dots, _RULE), 1)
    band.paste(0, (0, _RULE // 2, dots, _RULE // 2 + 2))
    return band
