"""The one line that takes typing and scanners alike."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit

ZONE_LINE = 44
"""Characters in each of the two lines of a passport's machine-readable zone (ICAO 9303 TD3)."""


class ScanField(QLineEdit):
    """Text that someone types, or a scanner does, faster and with Enter after every line.

    `paused(text)` follows when typing rests for 150 ms, `entered(text)` Enter at once. The first
    line of a passport is held until its second one follows: `half_read` says so.
    """

    paused = Signal(str)
    entered = Signal(str)
    half_read = Signal()

    REST = 150

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setProperty("look", "search")
        self.setClearButtonEnabled(False)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(self.REST)
        self._rest.timeout.connect(self._pause)
        self.textEdited.connect(self._restart)
        self.returnPressed.connect(self._enter)
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(self.take_focus)

    def take_focus(self) -> None:
        """Ready for the next scan, which replaces what stands here."""
        self.setFocus()
        self.selectAll()

    def forget(self) -> None:
        """Empty, also of what could be undone."""
        self._rest.stop()
        self.clear()
        self.setModified(False)

    def _restart(self) -> None:
        self._rest.start()

    def _pause(self) -> None:
        if not _half_passport(self.text()):
            self.paused.emit(self.text().strip())

    def _enter(self) -> None:
        self._rest.stop()
        text = self.text().strip()
        if _half_passport(text) and len(text) == ZONE_LINE:
            self.setText(text + " ")
            self.half_read.emit()
        else:
            self.entered.emit(text)


def _half_passport(text: str) -> bool:
    """Whether this begins as a passport's zone does and the second line is not there yet."""
    zone = "".join(text.split()).upper()
    return zone.startswith("P") and "<" in zone and len(zone) < 2 * ZONE_LINE
