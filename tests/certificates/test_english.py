"""Who issued it, for those who read no Korean: on certificates of every kind and on receipts."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from counter_app.certificates.content import ReceiptContent
from counter_app.certificates.kinds import codes, kind_of
from counter_app.certificates.receipt import render_receipt
from counter_app.certificates.receipt_page import render_receipt_page
from counter_app.certificates.render import render_certificate
from counter_app.certificates.requests import Request
from counter_app.main import Counter
from counter_app.office import MOST
from counter_app.privacy.actor import Actor
from tests.certificates.papers import LONG, PLAIN, RECEIPT
from tests.certificates.test_kinds import whole

OFFICE, ISSUER = "Seogyo-dong Community Centre", "Head of Seogyo-dong"
NAMED: dict[str, Any] = {"office_en": OFFICE, "issuer_en": ISSUER}
FORMS = tuple(code for code in codes() if not kind_of(code).encloses)
MOST_WORDS = replace(
    LONG,
    office_name=("경상북도 포항시 남구 호미곶면 행정복지센터 " * 2)[: MOST["name_ko"]],
    office_en=LONG.office_en.ljust(MOST["name_en"], "g"),
    issuer=("경상북도포항시남구호미곶면장" * 2)[: MOST["issuer_ko"]],
    issuer_en=LONG.issuer_en.ljust(MOST["issuer_en"], "g"),
    phone=("02-3153-6700, " * 3)[: MOST["phone"]],
    seal_number=("제2026-011호, " * 4)[: MOST["seal_number"]],
)


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).split())


def test_what_is_issued_names_them(counter: Counter, clerk: Actor, request_: Request) -> None:
    issued = counter.certificates.issue(clerk, request_, action_id="a")
    words = words_of(counter.archive.document(issued.id))
    assert OFFICE in words
    assert ISSUER in words
    assert OFFICE in words_of(counter.archive.receipt(issued.id))
    page = counter.receipts.copy(clerk, issued.receipt_number, a4=True)
    assert OFFICE in words_of(page)


@pytest.mark.parametrize("code", FORMS)
def test_a_certificate_of_every_kind_names_office_and_issuer(code: str) -> None:
    content = replace(whole(code, PLAIN, 2), **NAMED)
    words = words_of(render_certificate(content))
    assert words.count(ISSUER) == 1
    assert words.count(OFFICE) >= 1  # at the foot of each page


@pytest.mark.parametrize("code", FORMS)
def test_the_longest_names_fit_below_the_seal_and_above_the_edge(code: str) -> None:
    with pypdfium2.PdfDocument(render_certificate(whole(code, MOST_WORDS, 0))) as document:
        page = document[len(document) - 1]
        words = page.get_textpage()
        boxes = [words.get_rect(i) for i in range(words.count_rects())]
        assert all(bottom > 17 for _, bottom, _, _ in boxes)
        at, length = words.search(MOST_WORDS.issuer_en).get_next()
        top = max(words.get_charbox(i)[3] for i in range(at, at + length))
        bottom = min(words.get_charbox(i)[1] for i in range(at, at + length))
        assert top < seal(page)[1] + 1  # the box has half of the border outside
        assert bottom > 128  # the line above the foot


def seal(page: pypdfium2.PdfPage) -> tuple[float, ...]:
    """The box of the red square."""
    squares = [box for box in (item.get_bounds() for item in page.get_objects()) if square(box)]
    assert len(squares) == 1
    return tuple(squares[0])


def square(box: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = box
    return 60 < right - left < 66 and 60 < top - bottom < 66


def test_a_certified_copy_names_the_issuer_below_the_seal() -> None:
    """With the longest names, and with ordinary ones."""
    picture = BytesIO()
    Image.new("L", (600, 800), 250).save(picture, "JPEG")
    for names in (NAMED, {field: getattr(MOST_WORDS, field) for field in NAMED}):
        content = replace(whole("certified-copy", PLAIN, 0), **names)
        pdf = render_certificate(content, enclosed=[picture.getvalue()])
        assert names["issuer_en"] in words_of(pdf)


@pytest.mark.parametrize("render", [render_receipt, render_receipt_page])
@pytest.mark.parametrize("office", [OFFICE, MOST_WORDS.office_en.strip()])
def test_a_receipt_names_the_office(render: Callable[[ReceiptContent], bytes], office: str) -> None:
    assert office in words_of(render(replace(RECEIPT, office_en=office)))
