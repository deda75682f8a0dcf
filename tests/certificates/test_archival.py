import struct
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from counter_app.alone import opened
from counter_app.certificates.archival import archival
from counter_app.certificates.receipt import render_receipt
from counter_app.certificates.receipt_page import render_receipt_page
from counter_app.certificates.render import render_certificate
from tests.certificates.papers import PLAIN, RECEIPT, history, run


@pytest.fixture(scope="module")
def drawn() -> bytes:
    return render_certificate(replace(PLAIN, tables=history(40)))


PAPERS = {
    "certificate": lambda: archival(render_certificate(replace(PLAIN, tables=history(40)))),
    "roll": lambda: render_receipt(RECEIPT),
    "page": lambda: render_receipt_page(RECEIPT),
}


@pytest.fixture(params=PAPERS)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "kept.pdf"
    path.write_bytes(PAPERS[request.param]())
    return path


def test_the_same_document_gives_the_same_bytes(drawn: bytes) -> None:
    assert archival(drawn) == archival(drawn)
    assert archival(drawn) != drawn


def test_it_says_what_it_is_built_to(kept: Path) -> None:
    with pikepdf.open(kept) as pdf, pdf.open_metadata() as about:
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "B")
        assert about["dc:title"] == str(pdf.docinfo.Title)
        assert about["dc:language"] == {"ko-KR"}
        (intent,) = pdf.Root.OutputIntents
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
        assert "/ID" in pdf.trailer
    info = run("pdfinfo", kept)
    assert ("Tagged:          yes" in info, "Metadata Stream: yes" in info) == (True, True)


def test_names_are_said_as_they_are_whatever_xml_makes_of_them() -> None:
    made = archival(render_certificate(replace(PLAIN, office_name="A & B <동>")))
    with pikepdf.open(BytesIO(made)) as pdf, pdf.open_metadata() as about:
        assert about["dc:creator"] == ["A & B <동>"]
        assert about["xmp:CreateDate"] == PLAIN.issued_at.isoformat()


def test_other_tools_find_nothing_wrong(kept: Path) -> None:
    run("qpdf", "--check", kept)
    fonts = run("pdffonts", kept).splitlines()[2:]
    assert fonts
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)


def test_every_text_has_its_element_in_the_order_drawn(kept: Path) -> None:
    with pikepdf.open(kept) as pdf:
        nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        assert [int(number) for number in nums[::2]] == list(range(len(pdf.pages)))
        for page, parts in zip(pdf.pages, nums[1::2], strict=True):
            content = page.Contents.read_bytes()
            marks = content.count(b"/MCID")
            assert marks == content.count(b" BDC\n") == content.count(b"EMC\n")
            assert [int(part.K) for part in parts] == list(range(marks))
            assert all(part.Pg.objgen == page.obj.objgen for part in parts)
        assert len(pdf.Root.StructTreeRoot.K.K) == sum(len(parts) for parts in nums[1::2])
    structure = run("pdfinfo", "-struct-text", kept)
    first = structure.index("외국인등록 사실증명")
    assert any(structure.find(later) > first for later in ("NGUYEN THI HOA", "2,000원"))


def test_nothing_visible_changes(drawn: bytes) -> None:
    before, after = pictures(drawn), pictures(archival(drawn))
    assert len(before) > 1
    assert before == after


def pictures(pdf: bytes) -> list[bytes]:
    with opened(pdf) as document:
        return [page.render(scale=1).to_pil().tobytes() for page in document]


def test_a_page_stays_small() -> None:
    assert len(archival(render_certificate(PLAIN))) <= 40_000


def test_fonts_are_embedded_without_their_credits_and_stay_sound(drawn: bytes) -> None:
    with pikepdf.open(BytesIO(archival(drawn))) as pdf:
        streams = [found for found in pdf.objects if isinstance(found, pikepdf.Stream)]
        programs = [found.read_bytes() for found in streams if "/Length1" in found]
    assert programs
    for program in programs:
        (count,) = struct.unpack_from(">H", program, 4)
        tables = dict(_table(program, n) for n in range(count))
        assert b"name" not in tables
        assert {b"glyf", b"loca", b"head", b"hhea", b"hmtx", b"maxp", b"cmap"} <= set(tables)
        assert sum(struct.unpack(f">{len(program) // 4}L", program)) & 0xFFFFFFFF == 0xB1B0AFBA


def _table(program: bytes, n: int) -> tuple[bytes, bytes]:
    tag, _, start, length = struct.unpack_from(">4sLLL", program, 12 + 16 * n)
    assert start + length <= len(program)
    return tag, program[start : start + length]
