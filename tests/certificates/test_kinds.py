"""Every kind comes out of the printer sound, and says what it must."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from counter_app.certificates.content import CertificateContent, Listing
from counter_app.certificates.kinds import kind_of
from counter_app.certificates.render import render_certificate
from counter_app.clock import FixedClock
from counter_app.demo.centre import make_centre
from counter_app.errors import Refusal
from counter_app.main import open_counter
from counter_app.proof.verdict import Verdict
from tests.certificates.papers import ADDRESS, LONG, LONGEST_CODE, NATIVE, PLAIN, run
from tests.certificates.samples import requests
from tests.conftest import MORNING, PASSWORD

SAID = {
    "alien-registration": ("외국인등록 사실증명", "체류지 변경 이력"),
    "domestic-residence": ("국내거소신고 사실증명", "거소신고번호"),
    "residence": ("거주사실증명서", "거주기간", "개월"),
    "entry-departure": ("출입국에 관한 사실증명", "입국 Entry", "출국 Departure"),
    "moved-in-households": ("전입세대확인서", "건물 소재지", "세대주 Head"),
    "foreigners-staying": ("외국인체류확인서", "건물 소재지"),
    "temporary-registration": ("임시", "TEMPORARY", "2026. 12. 15."),
    "certified-copy": ("원본대조필", "위 사본은 원본과 다름없음을 확인함", "2/2"),
}


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """A document of every kind as it went to the printer."""
    folder = tmp_path_factory.mktemp("kinds")
    make_centre(folder / "home", 1500, 7, FixedClock(MORNING), lambda done, total: None)
    counter = open_counter(folder / "home", FixedClock(MORNING))
    clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
    papers = {}
    for request in requests(folder / "home"):
        assert counter.certificates.preview(clerk, request).startswith(b"%PDF")
        view = counter.certificates.issue(clerk, request, action_id=request.kind)
        again = counter.certificates.issue(clerk, request, action_id=request.kind)
        assert again.id == view.id
        papers[request.kind] = folder / "home" / "prints" / f"{view.issue_number}.pdf"
        printed = papers[request.kind].read_bytes()
        assert counter.archive.document(view.id) == printed
        assert counter.archive.verify(printed).verdict is Verdict.GENUINE
    yield papers
    counter.close()


@pytest.mark.parametrize("kind", SAID)
def test_every_kind_is_a_sound_file_that_says_what_it_is(
    issued: dict[str, Path], kind: str, tmp_path: Path
) -> None:
    path = issued[kind]
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", path)
    for row in run("pdffonts", path).splitlines()[2:]:
        assert row.split()[-5:-2] == ["yes", "yes", "yes"], row
    words = " ".join(run("pdftotext", "-layout", path, "-").split())
    assert all(said in words for said in SAID[kind])
    subprocess.run(["pdftoppm", "-r", "200", "-png", path, tmp_path / "page"], check=True)
    for page in tmp_path.glob("page*.png"):
        assert f"CODE-128:{path.stem}" in run("zbarimg", "--quiet", page).split()
    if kind != "certified-copy":
        assert path.stat().st_size <= 40_000


def whole(code: str, content: CertificateContent, rows: int) -> CertificateContent:
    """The content as one of another kind, every table with so many rows of long words."""
    kind = kind_of(code)
    tables = tuple(
        Listing(t["source"], (tuple((ADDRESS, "") for _ in t["columns"]),) * rows)
        for t in kind.form.get("tables", ())
    )
    details = tuple((ask.key, ADDRESS) for ask in kind.asks)
    return replace(
        content,
        kind=code,
        version=kind.version,
        title_ko=kind.title_ko,
        details=details,
        tables=tables,
        code=LONGEST_CODE,
        confirmation="1234 5678 9012 3456",
    )


FORMS = tuple(code for code in SAID if not kind_of(code).encloses)


@pytest.mark.parametrize("code", FORMS)
@pytest.mark.parametrize("content", [PLAIN, LONG, NATIVE], ids=["plain", "long", "native"])
@pytest.mark.parametrize("rows", [0, 40])
def test_the_longest_stay_on_their_pages(code: str, content: CertificateContent, rows: int) -> None:
    with pypdfium2.PdfDocument(render_certificate(whole(code, content, rows))) as document:
        pages = len(document)
        tables = len(kind_of(code).form.get("tables", ()))
        assert (pages > 1) >= (rows * tables > 0)
        for number, page in enumerate(document, 1):
            words = page.get_textpage()
            text = words.get_text_bounded()
            assert f"{number} / {pages}" in text
            assert content.issue_number in text
            assert "1234 5678 9012 3456" in text
            assert ("증명합니다" in text or "확인합니다" in text) == (number == pages)
            boxes = [words.get_rect(i) for i in range(words.count_rects())]
            assert all(bottom > 24 and top < 822 for _, bottom, _, top in boxes)


def test_a_mark_goes_across_every_two_pages() -> None:
    """By the red at the edges: to the next page on the right, from the one before on the left."""
    edges = []
    with pypdfium2.PdfDocument(render_certificate(whole("residence", PLAIN, 12))) as document:
        for page in document:
            picture = page.render(scale=1).to_pil().convert("RGB")
            left = picture.crop((0, 0, 30, picture.height))
            right = picture.crop((picture.width - 30, 0, picture.width, picture.height))
            edges.append((_red(left), _red(right)))
    last = len(edges) - 1
    assert last >= 1
    assert edges == [(page > 0, page < last) for page in range(len(edges))]


def _red(picture: Image.Image) -> bool:
    colours = picture.getcolors(1_000_000) or []
    return any(red > 180 and green < 120 for _, (red, green, _) in colours)  # type: ignore[misc]  # of RGB


names = st.text(st.characters(categories=["Lu", "Lo", "Mn"], max_codepoint=0x1FFF), max_size=100)


@settings(max_examples=40)
@given(st.sampled_from(FORMS), names, names, st.text(max_size=120))
def test_any_name_and_address_is_printed_or_refused(
    code: str, roman: str, hangul: str, address: str
) -> None:
    content = replace(whole(code, PLAIN, 2), name_roman=roman, name_hangul=hangul, address=address)
    try:
        pdf = render_certificate(content)
    except Refusal as refused:
        assert refused.code in {"certificates.no_glyph", "certificates.too_long"}
    else:
        assert pdf == render_certificate(content)
