"""Real documents, and a real print server to send them to."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.printing.cups import PrintServer, print_server


@pytest.fixture
def server() -> Iterator[PrintServer]:
    with print_server() as server:
        yield server


@pytest.fixture
def document() -> bytes:
    """Two A4 pages that say which they are; a black 20 mm square 100 mm from left and bottom."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    mm = A4[0] / 210
    for page in ("first page", "second page"):
        canvas.drawString(30 * mm, 250 * mm, page)
        canvas.rect(100 * mm, 100 * mm, 20 * mm, 20 * mm, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return file.getvalue()
