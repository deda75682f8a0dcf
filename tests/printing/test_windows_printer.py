"""The path a Windows printer takes, run on what Qt prints to here: a file, and a CUPS queue."""

import os
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtPrintSupport import QPrinter

from counter_app.errors import Refusal
from counter_app.printing.files import FilePrinter
from counter_app.printing.jobs import PrinterStatus
from tests.printing.cups import QUEUE, PrintServer, wait_for
from ui.certificate.windows_printer import WindowsPrinter, any_printer, draw

pytestmark = pytest.mark.usefixtures("qapp")

SEND = f"""
import sys
from PySide6.QtGui import QGuiApplication
from ui.certificate.windows_printer import WindowsPrinter
application = QGuiApplication([])
printer = WindowsPrinter({QUEUE!r})
print(printer.status().code, printer.submit(sys.stdin.buffer.read(), "2026-000001", 2))
"""


def pictures(pdf: Path) -> list[Image.Image]:
    """Every page, ten dots to the millimetre."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=254 / 72).to_pil().convert("L") for page in document]
    document.close()
    return pages


def check(pdf: Path) -> None:
    """Two A4 pages, their square within half a millimetre of where it belongs."""
    pages = pictures(pdf)
    assert len(pages) == 2
    for page in pages:
        assert page.size == pytest.approx((2100, 2970), abs=2)
        square = page.crop((900, 1600, 1300, 2100)).point(lambda shade: 255 * (shade < 128))
        left, top, right, bottom = square.getbbox() or (0, 0, 0, 0)
        assert (left, top, right, bottom) == pytest.approx((100, 170, 300, 370), abs=5)


def test_pages_are_drawn_as_large_as_they_are(document: bytes, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert draw(document, printer)
    check(tmp_path / "out.pdf")


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_cannot_be_opened(document: bytes, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "missing" / "out.pdf"))
    assert not draw(document, printer)


def test_a_queue_of_the_system_prints_it(server: PrintServer, document: bytes) -> None:
    # A process of its own: the print library asks only once which server is meant.
    sent = subprocess.run(
        [sys.executable, "-c", SEND],
        input=document,
        capture_output=True,
        env={
            **os.environ,
            "CUPS_SERVER": f"127.0.0.1:{server.port}",
            "QT_QPA_PLATFORM": "offscreen",
        },
        check=True,
    )
    assert sent.stdout.split() == [b"printing.ready", b"2026-000001"]
    wait_for(lambda: server.printed)
    [path] = server.printed
    assert path.suffixes == [".2", ".pdf"]
    check(path)


def test_a_printer_that_is_not_there(document: bytes) -> None:
    printer = WindowsPrinter("no such printer")
    assert printer.status() == PrinterStatus(False, "printing.unknown_queue")
    with pytest.raises(Refusal, match=r"printing\.unknown_queue"):
        printer.submit(document, "2026-000001", 1)
    assert printer.find_job("2026-000001") is None


def test_the_window_takes_every_kind_of_printer() -> None:
    assert isinstance(any_printer("windows:민원실"), WindowsPrinter)
    assert isinstance(any_printer("file:/srv/paper"), FilePrinter)
