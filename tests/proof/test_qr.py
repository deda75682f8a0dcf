"""The code on paper: how large it is, and who reads it."""

import subprocess
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from counter_app.alone import opened
from counter_app.proof.qr import CAPACITIES, MODULE, VERSIONS, draw, size_of
from counter_app.proof.qr_text import to_text
from counter_app.proof.reading import codes_in
from tests.proof.vectors import text

LARGEST = to_text(bytes(n * 37 % 251 for n in range(602)))
"""As many letters as there may be."""


def page(code: str, *, picture: bool = True) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    draw(canvas, code, 60, 60, size_of(code), picture=picture)
    canvas.save()
    return buffer.getvalue()


def image(code: str, dpi: int, *, picture: bool = True) -> bytes:
    buffer = BytesIO()
    with opened(page(code, picture=picture)) as document:
        document[0].render(scale=dpi / 72, grayscale=True).to_pil().save(buffer, "PNG")
    return buffer.getvalue()


WAYS = pytest.mark.parametrize("picture", [False, True], ids=["path", "picture"])


@WAYS
@pytest.mark.parametrize("code", [text(), to_text(b"x"), LARGEST])
def test_it_is_read_from_the_page_and_from_a_scan(code: str, picture: bool) -> None:
    drawn, scan = page(code, picture=picture), image(code, 150, picture=picture)
    assert codes_in(drawn) == codes_in(scan) == (code,)


@WAYS
@pytest.mark.parametrize("code", [text(), LARGEST], ids=["usual", "largest"])
def test_others_read_it_too(tmp_path: Path, code: str, picture: bool) -> None:
    scan = tmp_path / "scan.png"
    scan.write_bytes(image(code, 150, picture=picture))
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", scan], capture_output=True, check=True, text=True
    )
    assert read.stdout == code + "\n"


@pytest.mark.parametrize(("version", "capacity"), [*zip(VERSIONS, CAPACITIES, strict=True)])
def test_how_wide_the_longest_texts_are(version: int, capacity: int) -> None:
    assert size_of("A" * capacity) == pytest.approx((17 + 4 * version) * MODULE)
    assert size_of("A" * (capacity + 1)) > size_of("A" * capacity)


def test_modules_too_small_are_not_drawn() -> None:
    with pytest.raises(ValueError, match="too small"):
        draw(Canvas(BytesIO()), text(), 0, 0, size_of(text()) * 0.99, picture=True)


def test_it_was_drawn_as_a_path() -> None:
    with opened(page(text(), picture=False)) as document:
        kinds = {found.type for found in document[0].get_objects()}
    assert kinds == {pypdfium2.raw.FPDF_PAGEOBJ_PATH}


@pytest.mark.parametrize(
    "code", [to_text(b"x"), text(), LARGEST], ids=["small", "usual", "largest"]
)
def test_it_is_a_picture_of_whole_modules(code: str) -> None:
    with opened(page(code)) as document:
        (found,) = document[0].get_objects()
        assert isinstance(found, pypdfium2.PdfImage)
        dots = 2 * round(size_of(code) / MODULE)
        assert found.get_px_size() == (dots, dots)
        assert found.get_bounds() == pytest.approx((60, 60, 60 + size_of(code), 60 + size_of(code)))
