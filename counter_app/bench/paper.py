"""The floor of a certificate: reportlab drawing the same strings with the same fonts, no layout."""

from functools import partial
from io import BytesIO
from pathlib import Path

import pypdfium2
import pypdfium2.raw
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from counter_app.bench.figures import milliseconds
from counter_app.certificates.fonts import BOLD, REGULAR, font

_PAGES = 100

String = tuple[str, str, float, float, float]
"""Font, text, size and the lower left corner."""


def drawn_bare(folder: Path) -> list[float]:
    """Milliseconds for each of the certificates that were printed into `folder`."""
    for name in (REGULAR, BOLD):
        font(name)
    papers = sorted(folder.glob("*.pdf"))[:_PAGES]
    pages = [strings(path.read_bytes()) for path in papers]
    return [milliseconds(partial(draw_bare, page)) for page in pages]


def strings(pdf: bytes) -> list[String]:
    """What the first page says, and in which of the two fonts every paper uses."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        texts = [pypdfium2.raw.FPDF_PAGEOBJ_TEXT]
        found = page.get_objects(filter=texts, textpage=page.get_textpage())
        return [_string(text) for text in found if isinstance(text, pypdfium2.PdfTextObj)]
    finally:
        document.close()


def _string(text: pypdfium2.PdfTextObj) -> String:
    left, bottom, _, _ = text.get_bounds()
    bold = "Bold" in text.get_font().get_base_name()
    return BOLD if bold else REGULAR, text.extract(), text.get_font_size(), left, bottom


def draw_bare(page: list[String]) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, initialFontName=REGULAR)  # type: ignore[arg-type]  # the stubs say float
    for name, text, size, left, bottom in page:
        canvas.setFont(name, size)
        canvas.drawString(left, bottom, text)
    canvas.save()
    return buffer.getvalue()
