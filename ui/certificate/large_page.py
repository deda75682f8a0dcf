"""Ctrl+G: the page of a preview large over the work, to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from counter_app.errors import Refusal
from ui.certificate.drawing import images_of
from ui.kit.overlay import Overlay
from ui.kit.parts import KeyButton, Label
from ui.kit.theme import look

if TYPE_CHECKING:
    from counter_app.certificates.preview import PageImage
    from ui.base.session import Session
    from ui.certificate.preview import PagePreview

A4 = 210 / 297
READABLE = 900
"""Width of a page whose small print can be read, at text of ordinary size."""
FINEST = 2480
"""Pixels across: 300 dpi. A page that is wider still is stretched."""
EDGE = 28
LINE = 72
"""What one arrow scrolls."""


class LargePage(Overlay):
    """One page of `preview`, drawn for its size by what draws the preview, and no more of it.

    ← → other pages; + − its size: the whole page, readable, as wide as the window, wider; arrows
    scroll. It follows the preview, masked or not, and closes when that is empty.
    """

    def __init__(self, host: QWidget, preview: PagePreview, session: Session) -> None:
        super().__init__(host)
        self._preview = preview
        self._session = session
        self._place = 0
        self._step = 1
        self._wish = 0
        self.page = QLabel()
        self.page.setScaledContents(True)
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page.setWordWrap(True)
        self.area = QScrollArea()
        self.area.setWidget(self.page)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.area.setProperty("ground", "gray")
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.count = Label("subtle")
        self.buttons = {
            "before": KeyButton("←", bound=False),
            "after": KeyButton("→", bound=False),
            "smaller": KeyButton("−", bound=False),
            "larger": KeyButton("+", bound=False),
        }
        self._moves = {
            "before": lambda: self.turn(-1),
            "after": lambda: self.turn(1),
            "smaller": lambda: self.zoom(-1),
            "larger": lambda: self.zoom(1),
        }
        for name, button in self.buttons.items():
            button.clicked.connect(self._moves[name])
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.slim(True)
        self.close_button.slim(True)
        for place, part in enumerate((self.count, *self.buttons.values()), 2):
            self.head.insertWidget(place, part)
        self.card.body.addWidget(self.area)
        self.card.body.setContentsMargins(20, 12, 20, 16)
        self.card.body.setSpacing(10)
        self.stops = (self, self.close_button)
        preview.changed.connect(self._follow)
        look().changed.connect(self._follow)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        say = self._session.say
        self.title.setText(say("ui_desk.preview"))
        self.close_button.setText(say("ui.dismiss"))
        for name, button in self.buttons.items():
            button.setText(say(f"ui_desk.page.{name}"))
        self.setAccessibleName(self.title.text())

    def open_sheet(self) -> None:
        """At the page that the preview shows, readable."""
        self._place, self._step = self._preview.place, 1
        super().open_sheet()
        self._follow()

    def close_sheet(self) -> None:
        self._wish += 1
        super().close_sheet()
        self.page.clear()  # tens of megabytes

    def turn(self, by: int) -> None:
        """To another page, from its top."""
        wanted = max(0, min(self._preview.pages - 1, self._place + by))
        if wanted != self._place:
            self._place = wanted
            self.area.verticalScrollBar().setValue(0)
            self._follow()

    def zoom(self, by: int) -> None:
        """To the next size, about the middle of what is seen."""
        bar = self.area.verticalScrollBar()
        seen = (bar.value() + self.area.viewport().height() / 2) / max(1, self.page.height())
        wanted = max(0, min(len(self._widths()) - 1, self._step + by))
        if wanted != self._step:
            self._step = wanted
            self._follow()
            bar.setValue(round(seen * self.page.height() - self.area.viewport().height() / 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down, across = self.area.verticalScrollBar(), self.area.horizontalScrollBar()
        leaf = self.area.viewport().height() - LINE
        sideways = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        scrolls = {
            Qt.Key.Key_Down: (down, LINE),
            Qt.Key.Key_Up: (down, -LINE),
            Qt.Key.Key_PageDown: (down, leaf),
            Qt.Key.Key_PageUp: (down, -leaf),
        }
        if sideways:
            scrolls |= {Qt.Key.Key_Left: (across, -LINE), Qt.Key.Key_Right: (across, LINE)}
        moves = {
            Qt.Key.Key_Left: "before",
            Qt.Key.Key_Right: "after",
            Qt.Key.Key_Minus: "smaller",
            Qt.Key.Key_Underscore: "smaller",
            Qt.Key.Key_Plus: "larger",
            Qt.Key.Key_Equal: "larger",
        }
        key = Qt.Key(event.key())
        if key in scrolls:
            bar, way = scrolls[key]
            bar.setValue(bar.value() + way)
        elif key in moves:
            self._moves[moves[key]]()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible():
            self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """F11 works here too: it unmasks what is looked at, on record."""
        unmasks = (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_F11
        )
        return False if unmasks else super().eventFilter(watched, event)

    def _widths(self) -> list[int]:
        """What a page can be wide, rising; the second can be read."""
        room = self._room()
        bar = self.area.verticalScrollBar().sizeHint().width()
        full = room.width() - bar - 2
        whole = min(full, round((room.height() - 2) * A4))
        readable = max(whole, min(full, look().px(READABLE)))
        return [whole, readable, *(w for w in (full, full * 3 // 2) if w > readable)]

    def _room(self) -> QSize:
        """For the page: what the head of the card and its edges leave of the window."""
        margins = self.card.body.contentsMargins()
        head = self.head.sizeHint().height() + self.card.body.spacing()
        return QSize(
            self.width() - 2 * EDGE - margins.left() - margins.right(),
            self.height() - 2 * EDGE - head - margins.top() - margins.bottom(),
        )

    def _follow(self) -> None:
        """Show what the preview shows now: its page once drawn for this size, or its words."""
        if not self.isVisible():
            return
        self._wish += 1
        pages, words = self._preview.pages, self._preview.words
        if not pages and not words:
            self.close_sheet()
            return
        self.area.setFixedSize(self._room())
        self.count.setText(f"{self._place + 1} / {pages}" if pages > 1 else "")
        self.buttons["before"].setVisible(pages > 1)
        self.buttons["after"].setVisible(pages > 1)
        if not pages:
            self.page.setText(words)
            self.page.setFixedSize(self._room() - QSize(4, 4))
            return
        self._place = min(self._place, pages - 1)
        width = self._widths()[self._step]
        self.page.setFixedSize(width, round(width / A4))
        pixels = min(FINEST, round(width * self.devicePixelRatioF()))
        wish = self._wish
        self._preview.draw_large(
            self._place,
            pixels,
            then=lambda drawn: self._show(wish, drawn),
            refused=self._undrawable,
        )

    def _show(self, wish: int, drawn: tuple[PageImage, ...]) -> None:
        if wish == self._wish and self.isVisible():
            (image,) = images_of(drawn)
            self.page.setPixmap(QPixmap.fromImage(image))

    def _undrawable(self, _refusal: Refusal) -> None:
        """The preview says why."""
        self.close_sheet()
