"""Code 128 on the papers, its bars from python-barcode; reading every code back before printing."""

import re

import pypdfium2
import zxingcpp
from barcode.codex import Code128
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from counter_app.alone import opened
from counter_app.certificates.figures import words
from counter_app.errors import Refusal

_DPI = 200
_MOST_PAGES = 50
_LONGEST_SIDE = 1200  # points, an A3 sheet: a stranger's file may not ask for a wall
_FOOT = 140.0
"""Points from below in which every paper of ours has its codes."""
_CODE128 = zxingcpp.BarcodeFormat.Code128
_PRINTABLE = {chr(code) for code in range(0x20, 0x7F)}


class _Code128(Code128):  # type: ignore[misc]  # barcode has no types
    def _try_to_optimize(self, encoded: list[int]) -> list[int]:
        """python-barcode 0.16.1 takes a first digit pair 99 for a change of code set, loses it."""
        if self.code[:2].isdigit():
            return encoded
        optimised: list[int] = super()._try_to_optimize(encoded)
        return optimised


def code128_modules(number: str) -> str:
    """The symbol as a string of "1" (bar) and "0" (space), one per module, without quiet zones.

    Raises ValueError for characters other than printable ASCII.
    """
    if not number or not set(number) <= _PRINTABLE:
        raise ValueError("Code 128 of a number needs printable ASCII")
    modules: str = _Code128(number).build()[0]
    return modules


def draw_modules(
    canvas: Canvas, modules: str, x: float, y: float, module: float, height: float
) -> None:
    """Bars as one filled path from the lower left corner x, y; `module` points wide each."""
    wide = [words(bars * module) for bars in range(5)]  # no symbol has a bar of more than four
    low, high = words(y), words(height)
    bars = (
        f"{words(x + bar.start() * module)} {low} {wide[len(bar[0])]} {high} re"
        for bar in re.finditer("1+", modules)
    )
    path = PDFPathObject(["n", *bars])  # as beginPath() would write it, in half the time
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawPath(path, stroke=0, fill=1)


def read_barcodes(pdf: bytes) -> tuple[str, ...]:
    """What a scanner reads: the text of every Code 128 in the document, page by page.

    Raises Refusal certificates.not_a_pdf, certificates.not_a_paper.
    """
    return tuple(text for page in _pages(pdf, [_CODE128]) for text in page)


def confirm_barcode(pdf: bytes, number: str, code: str = "") -> int:
    """The foot of every page must carry `number` as its one bar code and `code`, if there is one,
    as its one QR code. What a copied page shows above is not looked at. Returns how many pages.

    Raises Refusal certificates.barcode_mismatch; nothing may be printed then.
    """
    wanted = sorted(filter(None, (number, code)))
    pages = _pages(pdf, [_CODE128, zxingcpp.BarcodeFormat.QRCode], _FOOT)
    if any(sorted(page) != wanted for page in pages):
        raise Refusal("certificates.barcode_mismatch", number=number)
    return len(pages)


def _pages(
    pdf: bytes, formats: list[zxingcpp.BarcodeFormat], foot: float = _LONGEST_SIDE
) -> list[list[str]]:
    """`foot`: how many points from below are looked at."""
    try:
        with opened(pdf) as document:
            if len(document) > _MOST_PAGES:
                raise Refusal("certificates.not_a_paper")
            return [_codes(page, formats, foot) for page in document]
    except pypdfium2.PdfiumError:
        raise Refusal("certificates.not_a_pdf") from None


def _codes(
    page: pypdfium2.PdfPage, formats: list[zxingcpp.BarcodeFormat], foot: float
) -> list[str]:
    if max(page.get_size()) > _LONGEST_SIDE:
        raise Refusal("certificates.not_a_paper")
    above = max(page.get_height() - foot, 0)
    bitmap = page.render(scale=_DPI / 72, crop=(0, 0, 0, above), grayscale=True, no_smoothtext=True)
    view = zxingcpp.ImageView(
        memoryview(bitmap.buffer),
        bitmap.width,
        bitmap.height,
        zxingcpp.ImageFormat.Lum,
        bitmap.stride,
    )
    found = zxingcpp.read_barcodes(
        view,
        formats=zxingcpp.BarcodeFormats(formats),
        try_rotate=False,
        try_downscale=False,
        try_invert=False,
    )
    return [barcode.text for barcode in found]
