"""Visits by keys alone in the real window: call, scan, print, hand over."""

import json
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from counter_app.main import open_counter
from counter_app.memory import resident_bytes
from counter_app.printing.files import FilePrinter
from counter_app.printing.printers import Printers
from ui.app import MainWindow, show_window
from ui.bench.said import say
from ui.bench.watch import Painted, Watch
from ui.frame.shell import WorkingScreen

WAITING = 30
"""People who wait at any time."""
_BARE_CALLS = 50
_IDLE = 3.0


class TimedPrinter(FilePrinter):
    """Knows when it last had a whole document."""

    at = 0.0

    def submit(self, pdf: bytes, title: str, copies: int) -> str:
        job = super().submit(pdf, title, copies)
        self.at = time.perf_counter()
        return job


class Clerk:
    """Serves visitors whose cards are scanned. Counts the keys; a scanner's are not the clerk's."""

    def __init__(self, window: MainWindow, watch: Watch, printer: TimedPrinter) -> None:
        self.window, self.watch, self.printer = window, watch, printer
        self.keys = 0
        watch.until(lambda: window.work is not None and window.work.queue.view is not None)
        self._number = Painted(self.work.queue.present.number)
        self._certificate = self.work.certificate

    @property
    def work(self) -> WorkingScreen:
        assert self.window.work is not None  # noqa: S101 - waited for
        return self.window.work

    def call(self) -> float:
        """Milliseconds from the key to the new number painted."""
        label = self.work.queue.present.number
        before = label.text()
        start = self._press("call", Qt.Key.Key_F2)
        self.watch.until(lambda: label.text() != before and self._number.at > start)
        return (self._number.at - start) * 1000

    def scan(self, card: str) -> None:
        """Until the person and the page to print are there."""
        self.watch.doing = "scan"
        field = self.window.focusWidget()
        QTest.keyClicks(field, card)
        QTest.keyClick(field, Qt.Key.Key_Return)
        session, preview = self.window.session, self._certificate.page.preview
        self.watch.until(lambda: session.resident and session.resident.number == card)
        self.watch.doing = "preview"
        self.watch.until(lambda: preview.pages)

    def print(self) -> float:
        """Milliseconds from the key to the finished page in the printer's hands."""
        shown = self._certificate.after
        start = self._press("print", Qt.Key.Key_F9)
        self.watch.until(lambda: shown.case and shown.case.state == "spooled")
        return (self.printer.at - start) * 1000

    def hand_over(self) -> None:
        shown = self._certificate.after
        self._press("hand over", Qt.Key.Key_F10)
        self.watch.until(lambda: shown.case is None or shown.case.state == "handed_over")
        self.watch.doing = "after"
        self.watch.until(lambda: not self.window.backend.busy)

    def _press(self, doing: str, key: Qt.Key) -> float:
        self.keys += 1
        self.watch.doing = doing
        start = time.perf_counter()
        QTest.keyClick(self.window.focusWidget(), key)
        return start


def main(home: str, folder: str) -> None:
    cards: list[str] = json.load(sys.stdin)
    app = QApplication([])
    watch = Watch()
    bare_call, bare_longest = _bare_calls(watch), _idle(watch)
    printer = TimedPrinter(Path(folder))
    printers = Printers(printer, FilePrinter(Path(folder) / "receipts"))
    counter = open_counter(Path(home), printers=lambda _: printers)
    take = _visitors(counter.tickets.take)
    for _ in range(WAITING):
        take()
    window = show_window(counter)
    clerk = Clerk(window, watch, printer)
    watch.longest.clear()
    call, certificate, memory, keys = [], [], [], []
    for done, card in enumerate(cards, 1):
        before = clerk.keys
        window.backend.run(take)
        watch.until(lambda: not window.backend.waiting)
        call.append(clerk.call())
        clerk.scan(card)
        certificate.append(clerk.print())
        clerk.hand_over()
        keys.append(clerk.keys - before)
        memory.append(resident_bytes())
        say(code="bench.visiting", done=done, total=len(cards))
    say(
        call=call,
        certificate=certificate,
        memory=memory,
        keys=keys,
        longest=watch.longest,
        bare_call=bare_call,
        bare_longest=bare_longest,
    )
    window.close()
    counter.close()
    del app


def _visitors(take: Callable[..., object]) -> Callable[[], object]:
    return lambda: take("E", "vi", action_id=uuid.uuid4().hex)


def _bare_calls(watch: Watch) -> list[float]:
    """The same key to repaint in an empty window, where it does nothing but set a label's text."""
    label = QLabel("0")
    label.resize(1920, 1080)
    shortcut = QShortcut(QKeySequence(Qt.Key.Key_F2), label)
    shortcut.activated.connect(lambda: label.setText(str(int(label.text()) + 1)))
    label.show()
    painted, times = Painted(label), []
    watch.until(lambda: painted.at)
    for _ in range(_BARE_CALLS):
        start = time.perf_counter()
        QTest.keyClick(label, Qt.Key.Key_F2)
        watch.until(lambda: painted.at > start)
        times.append((painted.at - start) * 1000)
    label.close()
    return times


def _idle(watch: Watch) -> float:
    """How long the event loop stays away when there is nothing to do: the machine's own share."""
    watch.doing = "idle"
    watch.rest(_IDLE)
    longest = watch.longest["idle"]
    watch.doing = "opening"
    return longest
