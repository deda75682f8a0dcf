"""Two threads in pdfium break each other's documents: whoever has one open is alone."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter

from counter_app.alone import LOCK
from counter_app.certificates.barcode import confirm_barcode, read_barcodes
from counter_app.certificates.preview import page_images
from counter_app.certificates.render import page_count, render_certificate
from counter_app.errors import Refusal
from counter_app.printing.cups import CupsPrinter
from tests.certificates.papers import PLAIN
from ui.certificate.windows_printer import draw


def to_cups(pdf: bytes) -> None:
    with suppress(Refusal):  # nobody listens there, but the page is looked at first
        CupsPrinter("queue", "127.0.0.1:1").submit(pdf, "2026-000001", 1)


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether another thread could have been in pdfium, at each opening and closing."""
    free: list[bool] = []

    def look() -> None:
        if LOCK.acquire(blocking=False):
            LOCK.release()
            free.append(True)
        else:
            free.append(False)

    def noting(real: Callable[..., None]) -> Callable[..., None]:
        def noted(*args: object, **kwargs: object) -> None:
            other = Thread(target=look)
            other.start()
            other.join()
            real(*args, **kwargs)

        return noted

    for name in ("__init__", "close"):
        real = getattr(pypdfium2.PdfDocument, name)
        monkeypatch.setattr(pypdfium2.PdfDocument, name, noting(real))
    return free


@pytest.mark.parametrize(
    "use",
    [
        read_barcodes,
        lambda pdf: confirm_barcode(pdf, PLAIN.issue_number),
        lambda pdf: page_images(pdf, 480),
        page_count,
        to_cups,
    ],
)
def test_whoever_has_a_document_open_is_alone(
    others: list[bool], use: Callable[[bytes], object]
) -> None:
    use(render_certificate(PLAIN))
    assert others == [False, False]


def test_so_is_a_page_for_windows(qapp: object, others: list[bool], tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert draw(render_certificate(PLAIN), printer)
    assert others
    assert not any(others)
