"""The papers in docs/samples, seen by tools that are not ours."""

import subprocess
from pathlib import Path

import pypdfium2
import pytest

from counter_app.certificates.kinds import codes
from tests.certificates.papers import run

SAMPLES = Path(__file__).parents[2] / "docs" / "samples"
MONEY = {"receipt-80mm", "receipt-a4", "settlement"}
UNCODED = {"settlement"}
PAPERS = sorted(set(codes()) | MONEY)


def test_there_is_one_of_each_and_a_picture_of_every_page() -> None:
    assert sorted(path.stem for path in SAMPLES.glob("*.pdf")) == PAPERS
    for name in PAPERS:
        with pypdfium2.PdfDocument(SAMPLES / f"{name}.pdf") as document:
            pages = len(document)
        assert sorted(SAMPLES.glob(f"{name}-?.png")) == [
            SAMPLES / f"{name}-{page}.png" for page in range(1, pages + 1)
        ]


@pytest.mark.parametrize("name", PAPERS)
def test_it_is_sound_and_its_fonts_are_in_it(name: str) -> None:
    path = SAMPLES / f"{name}.pdf"
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", path)
    fonts = run("pdffonts", path).splitlines()[2:]
    assert fonts
    assert all(font.split()[-5:-2] == ["yes", "yes", "yes"] for font in fonts)


@pytest.mark.parametrize("name", PAPERS)
def test_it_is_sealed_as_a_sample_over_all_of_it_and_small(name: str) -> None:
    path = SAMPLES / f"{name}.pdf"
    said = run("pdfsig", path)
    assert "Signer Certificate Common Name: 견본 SAMPLE" in said
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    if name != "certified-copy":  # pictures of somebody's pages
        assert path.stat().st_size <= 40_000


@pytest.mark.parametrize("name", sorted(set(PAPERS) - UNCODED))
def test_its_codes_are_read(name: str, tmp_path: Path) -> None:
    path = SAMPLES / f"{name}.pdf"
    subprocess.run(["pdftoppm", "-r", "200", "-png", path, tmp_path / "page"], check=True)
    pages = sorted(tmp_path.glob("*.png"))
    assert pages
    for page in pages:
        read = run("zbarimg", "--quiet", page)
        assert "CODE-128:2026-1144066000-" in read
        assert ("QR-Code:CC1:" in read) == (name in codes())


@pytest.mark.parametrize("name", codes())
def test_the_pictures_are_large_enough_to_read_the_code_from(name: str) -> None:
    pages = list(SAMPLES.glob(f"{name}-?.png"))
    assert pages
    for page in pages:
        assert "QR-Code:CC1:" in run("zbarimg", "--quiet", page)
