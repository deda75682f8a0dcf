"""The one line that takes typing and scanners alike."""

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QLineEdit

from counter_app.residents.keyboard import otherwise
from counter_app.residents.mrz import second_line
from ui.kit.paint import draw_key, key_width
from ui.kit.parts import restyle
from ui.kit.sight import bring_into_sight
from ui.kit.theme import look

ZONE_LINE = 44
"""Characters in each of the two lines of a passport's machine-readable zone (ICAO 9303 TD3)."""
PAD = 16


class ScanField(QLineEdit):
    """Text that someone types, or a scanner does, faster and with Enter after every line.

    `paused(text)` follows when typing rests for a moment, `entered(text)` Enter at once, `left`
    the arrow down. After Enter the next scan replaces what stands here; only the first line of
    a passport is held until its second one follows, and `half_read` says so. Caption and key
    stand inside.
    """

    paused = Signal(str)
    entered = Signal(str)
    half_read = Signal()
    left = Signal()

    REST = 15
    """Milliseconds: longer than between two characters of a scanner, shorter than one feels."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self._caption = ""
        self.setProperty("look", "search")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(self.REST)
        self._rest.timeout.connect(self._pause)
        self.textEdited.connect(self._restart)
        self.returnPressed.connect(self._enter)
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(self.take_focus)
        look().changed.connect(self._make_room)

    def say(self, caption: str, example: str) -> None:
        """The caption inside the field, and what stands there while it is empty."""
        self._caption = caption
        self.setPlaceholderText(example)
        self.setAccessibleName(f"{caption} {self.key}")
        self._make_room()

    def take_focus(self) -> None:
        """Ready for the next scan, which replaces what stands here."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        bring_into_sight(self)

    def mark_error(self, wrong: bool) -> None:
        """Whether what stands here was refused."""
        restyle(self, state="error" if wrong else "")

    def forget(self) -> None:
        """Empty, also of what could be undone."""
        self.show_text("")

    def show_text(self, text: str) -> None:
        """In place of what stands here, which cannot be had back."""
        self._rest.stop()
        self.setText(text)  # clear() could be undone

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look().font(17, bold=True))
        painter.setPen(look().color("text.primary"))
        painter.drawText(
            self.rect().adjusted(PAD, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._caption
        )
        edge = QPointF(self.width() - PAD, self.rect().center().y() + 0.5)
        draw_key(painter, self.key, edge, look().color("text.subtle"))

    def _make_room(self) -> None:
        """Keep the text clear of the caption and the key."""
        caption = look().metrics(17, bold=True).horizontalAdvance(self._caption)
        self.setTextMargins(caption + 12, 0, key_width(self.key) + 8, 0)
        self.update()

    def _restart(self) -> None:
        self._rest.start()

    def _pause(self) -> None:
        if not _half_passport(self.text()):
            self.paused.emit(self.text().strip())

    def _enter(self) -> None:
        self._rest.stop()
        text = self.text().strip()
        if _half_passport(text) and len(_zone(text)) == ZONE_LINE:
            self.setText(text + " ")
            self.half_read.emit()
        else:
            self.selectAll()
            self.entered.emit(text)


def _half_passport(text: str) -> bool:
    """Whether this begins as a passport's zone does and the second line is not there yet."""
    zone = _zone(text)
    begun = zone.startswith("P") and "<" in zone and len(zone) < 2 * ZONE_LINE
    return begun and not second_line(zone)


def _zone(text: str) -> str:
    """Without blanks, and by its keys where the scanner typed into a Hangul keyboard."""
    return "".join((otherwise(text) or text).split()).upper()
