"""A card over the dimmed work, which waits behind it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit.parts import Card, KeyButton, Label, Scrolling, row
from ui.kit.sight import bring_into_sight
from ui.kit.theme import look


class Overlay(QWidget):
    """Covers `host` while shown, keeps the focus, and gives it back where it was.

    Put things into `card.body`; `title` and `close_button` stand at its top. Tab goes round the
    `stops`, the first of which has the focus when it opens.
    """

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._before: QWidget | None = None
        self.stops: Sequence[QWidget] = (self,)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("unringed", True)
        self.title = Label("heading")
        self.close_button = KeyButton("Esc", bound=False)
        self.close_button.clicked.connect(self.close_sheet)
        self.card = Card(margins=32, spacing=24)
        self.head = row(self.title, None, self.close_button)
        self.card.body.addLayout(self.head)
        inner = QWidget()
        middle = QVBoxLayout(inner)
        middle.addStretch(1)
        middle.addLayout(row(None, self.card, None))
        middle.addStretch(1)
        layout = QVBoxLayout(self)
        area = Scrolling(inner)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        layout.addWidget(area)
        host.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        if self.isVisible():
            self.close_sheet()
        else:
            self.open_sheet()

    def open_sheet(self) -> None:
        self._before = self.window().focusWidget()
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self.stops[0].setFocus()

    def close_sheet(self) -> None:
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Tab stays on the sheet: only closing it leads back to the work."""
        stops = [stop for stop in self.stops if stop.isVisible() and stop.isEnabled()]
        if not stops:  # Qt asks while the sheet is being hidden, too
            return False
        here = next((at for at, stop in enumerate(stops) if stop.hasFocus()), -1)
        there = stops[(here + (1 if forwards else -1)) % len(stops)]
        there.setFocus()
        bring_into_sight(there)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        shade = QColor(look().color("background.dim"))
        QPainter(self).fillRect(self.rect(), shade)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay as large as the host, and keep the keys of the work from acting behind the sheet."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        of_the_work = self.isVisible() and Qt.Key.Key_F2 <= event.key() <= Qt.Key.Key_F12
        if of_the_work:
            event.accept()
        return of_the_work
