from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from counter_app.certificates.content import ReceiptContent
from counter_app.certificates.receipt import MARGIN, WIDTH, render_receipt
from counter_app.errors import Refusal
from tests.certificates.papers import LONGEST, RECEIPT, run

MANY = replace(
    RECEIPT,
    items=RECEIPT.items * 12,
    clerk_name=LONGEST["clerk_name"],
    office_name=LONGEST["office_name"],
    office_en=LONGEST["office_en"],
    tender="card",
)


def test_it_states_what_was_paid(tmp_path: Path) -> None:
    path = tmp_path / "receipt.pdf"
    path.write_bytes(render_receipt(RECEIPT))
    words = " ".join(run("pdftotext", "-layout", path, "-").split())
    for stated in (
        "서교동 주민센터",
        "수수료 영수증 Receipt",
        "2026-SGD-R-000456",
        "2026. 11. 21. 10:42",
        "E-104",
        "김민서",
        "외국인등록 사실증명",
        "2026-SGD-AR-000123",
        "1,000원 × 2부 copies 2,000원",
        "합계 Total 2,000원",
        "현금 Cash",
    ):
        assert stated in words
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", path)
    fonts = run("pdffonts", path).splitlines()[2:]
    assert all(row.split()[-5:-3] == ["yes", "yes"] for row in fonts)


@pytest.mark.parametrize("content", [RECEIPT, MANY], ids=["one", "many"])
def test_it_is_one_80_mm_page_with_everything_inside(content: ReceiptContent) -> None:
    document = pypdfium2.PdfDocument(render_receipt(content))
    assert len(document) == 1
    width, height = document[0].get_size()
    assert width == pytest.approx(WIDTH, abs=0.01)
    words = document[0].get_textpage()
    for i in range(words.count_rects()):
        left, bottom, right, top = words.get_rect(i)
        assert MARGIN - 1 <= left < right <= WIDTH - MARGIN + 1
        assert 0 < bottom < top < height


def test_without_a_ticket_there_is_no_line_for_it() -> None:
    document = pypdfium2.PdfDocument(render_receipt(replace(RECEIPT, ticket="")))
    assert "접수번호" not in document[0].get_textpage().get_text_bounded()


def test_the_same_receipt_gives_the_same_bytes() -> None:
    assert render_receipt(RECEIPT) == render_receipt(replace(RECEIPT))


def test_a_character_without_a_glyph_is_refused() -> None:
    with pytest.raises(Refusal, match=r"certificates\.no_glyph"):
        render_receipt(replace(RECEIPT, clerk_name="김😀"))
