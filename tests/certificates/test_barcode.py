from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from barcode.codex import Code128
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from counter_app.certificates.barcode import (
    code128_modules,
    confirm_barcode,
    draw_modules,
    read_barcodes,
)
from counter_app.certificates.receipt import render_receipt
from counter_app.certificates.render import render_certificate
from counter_app.errors import Refusal
from counter_app.words import explain
from tests.certificates.papers import PLAIN, RECEIPT, history, run

NUMBERS = st.one_of(
    st.from_regex(r"20[2-9][0-9]-[A-Z0-9]{2,6}-[A-Z]{1,3}-[0-9]{6}", fullmatch=True),
    st.from_regex(r"[0-9]{1,24}", fullmatch=True),
    st.from_regex(r"[A-Z0-9-]{1,24}", fullmatch=True),
)


def drawn(number: str) -> bytes:
    """A small page with nothing but the bar code."""
    modules = code128_modules(number)
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(len(modules) * 0.95 + 40, 60))
    draw_modules(canvas, modules, 20, 15, 0.95, 30)
    canvas.save()
    return buffer.getvalue()


@settings(max_examples=200)
@given(NUMBERS)
@example("99")
@example("990001")
@example("9900")
@example("123")
@example("2026-SGD-AR-000123")
def test_every_number_reads_back_as_it_went_in(number: str) -> None:
    assert read_barcodes(drawn(number)) == (number,)


def test_the_library_alone_loses_a_leading_99() -> None:
    """When this fails python-barcode has mended it, and our subclass can go."""
    assert Code128("990001").build()[0] != code128_modules("990001")


@pytest.mark.parametrize("number", ["", "발급 1", "A\n1", "É1"])
def test_a_number_code_128_cannot_hold_is_a_fault(number: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        code128_modules(number)


def test_the_papers_carry_their_number_on_every_page() -> None:
    certificate = render_certificate(replace(PLAIN, tables=history(40)))
    assert read_barcodes(certificate) == (PLAIN.issue_number,) * 3
    confirm_barcode(certificate, PLAIN.issue_number)
    confirm_barcode(render_receipt(RECEIPT), RECEIPT.receipt_number)


def test_another_number_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        confirm_barcode(render_certificate(PLAIN), "2026-SGD-AR-000124")
    assert refused.value.code == "certificates.barcode_mismatch"
    assert all("000124" in explain(refused.value, language) for language in ("ko", "en"))


def test_an_unreadable_or_missing_bar_code_is_refused() -> None:
    preview = render_certificate(PLAIN, watermark="미리보기")
    confirm_barcode(preview, PLAIN.issue_number)  # the watermark does not hide it
    number = "2026-SGD-AR-" + "0" * 60  # bars too fine to read
    with pytest.raises(Refusal, match=r"certificates\.barcode_mismatch"):
        confirm_barcode(render_certificate(replace(PLAIN, issue_number=number)), number)


def test_another_reader_reads_a_150_dpi_print(tmp_path: Path) -> None:
    for name, pdf, number in (
        ("certificate", render_certificate(PLAIN), PLAIN.issue_number),
        ("receipt", render_receipt(RECEIPT), RECEIPT.receipt_number),
    ):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(pdf)
        run("pdftoppm", "-r", "150", "-gray", "-singlefile", path, path.with_suffix(""))
        assert run("zbarimg", "-q", "--raw", path.with_suffix(".pgm")).split() == [number]
