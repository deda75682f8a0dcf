"""Printers that Qt drives: those of the Windows spooler."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from counter_app.alone import opened
from counter_app.errors import Refusal
from counter_app.printing.jobs import Job, PrinterStatus
from counter_app.printing.printers import Printer, printer_from

POINTS = 72  # per inch
SHARPNESS = (
    300  # dots per inch that a page is drawn with; more only costs memory on office printers
)

STATES = {
    QPrinter.PrinterState.Aborted: "printing.stopped",
    QPrinter.PrinterState.Error: "printing.stopped",
}


def any_printer(spec: str, base: Path = Path()) -> Printer:
    """As `printer_from`, and "windows:NAME" too. Raises Refusal printing.bad_spec."""
    kind, _, name = spec.partition(":")
    return WindowsPrinter(name) if kind == "windows" and name else printer_from(spec, base)


class WindowsPrinter:
    """A printer by the name the system gives it. Qt cannot ask its spooler what became of a job."""

    def __init__(self, name: str) -> None:
        self.name = name

    def submit(self, pdf: bytes, title: str, copies: int) -> str:
        printer = QPrinter(self._known(), QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        printer.setCopyCount(copies)
        if not draw(pdf, printer):
            raise Refusal("printing.not_started", printer=self.name)
        return title

    def status(self) -> PrinterStatus:
        try:
            state = self._known().state()
        except Refusal as refusal:
            return PrinterStatus(False, refusal.code)
        code = STATES.get(state)
        return PrinterStatus(code is None, code or "printing.ready")

    def find_job(self, title: str) -> Job | None:  # noqa: ARG002 - as a Printer has it
        """None always: whoever asks must look at the paper."""
        return None

    def _known(self) -> QPrinterInfo:
        info = QPrinterInfo.printerInfo(self.name)
        if info.isNull():
            raise Refusal("printing.unknown_queue", printer=self.name)
        return info


def draw(pdf: bytes, printer: QPrinter) -> bool:
    """Print every page as large as it is; False when the printer did not take it whole."""
    printer.setFullPage(True)
    painter = QPainter()
    with opened(pdf) as document:
        pages = len(document)
    for number in range(pages):
        size, image = _page(pdf, number)
        printer.setPageSize(QPageSize(size, QPageSize.Unit.Point))
        printer.setPageMargins(QMarginsF())
        if not (painter.begin(printer) if number == 0 else printer.newPage()):
            return False
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        dots = printer.resolution() / POINTS
        painter.drawImage(QRectF(0, 0, size.width() * dots, size.height() * dots), image)
    return painter.end()


def _page(pdf: bytes, number: int) -> tuple[QSizeF, QImage]:
    """A page's size in points and its picture. Nobody waits for the spooler with it."""
    with opened(pdf) as document:
        page = document[number]
        bitmap = page.render(scale=SHARPNESS / POINTS, rev_byteorder=True)
        seen = QImage(
            bitmap.buffer,
            bitmap.width,
            bitmap.height,
            bitmap.stride,
            QImage.Format.Format_RGB888,
        )
        return QSizeF(*page.get_size()), seen.copy()
