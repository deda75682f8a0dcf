"""The page as it will be printed, as large as its place allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.errors import Refusal
from ui.base.backend import Backend
from ui.base.session import Session
from ui.certificate.drawing import Drawing, images_of
from ui.certificate.page_painting import paint_page, paint_words
from ui.kit.parts import KeyButton, Screen
from ui.kit.theme import look

if TYPE_CHECKING:
    from counter_app.certificates.preview import PageImage
    from ui.certificate.large_page import LargePage

A4 = 210 / 297
PAD = 12
REST = 150
LOW, LEAST = 110, 52
"""Heights: below the first no page is shown, for nobody could read one; and the least."""


class PagePreview(QWidget):
    """Shows pages, or words in their place. `wanted` when other pixels are needed for its size.

    With more than one page ← → turn them, as the wheel does. Ctrl+G or a click shows them large.
    Where there is little height there is only a line that says so, and the key.
    `changed` follows when other pages or words are shown, `resized` when there is other room.
    """

    wanted = Signal()
    changed = Signal()
    resized = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._drawing: Drawing | None = None
        self._pages: tuple[QImage, ...] = ()
        self._place = 0
        self._words = ""
        self._wish = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self.wanted)
        look().changed.connect(self._rest.start)
        self.enlarge = KeyButton("Ctrl+G")
        self.enlarge.setParent(self)
        self.enlarge.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.enlarge.slim(True)
        self.enlarge.clicked.connect(self._show_large)
        self.enlarge.hide()
        session.language_changed.connect(self._name_button)
        self._name_button()

    @cached_property
    def large(self) -> LargePage:
        """Over the whole screen that this stands in."""
        from ui.certificate.large_page import LargePage  # noqa: PLC0415

        host: QWidget | None = self
        while host and not isinstance(host, Screen):
            host = host.parentWidget()
        return LargePage(host or self.window(), self, self._session)

    @property
    def width_px(self) -> int:
        """How many of the screen's own pixels wide a page is drawn now."""
        return max(64, round(self._page().width() * self.devicePixelRatioF()))

    @property
    def pages(self) -> int:
        return len(self._pages)

    @property
    def place(self) -> int:
        """The page shown, from 0."""
        return self._place

    @property
    def words(self) -> str:
        """What is said in the page's place or over it; empty when the page stands for itself."""
        return self._words

    def draw(
        self,
        backend: Backend,
        name: str,
        job: Callable[..., tuple[PageImage, ...]],
        *args: object,
        refused: Callable[[Refusal], object],
    ) -> None:
        """Show what `job(*args, width)` draws, unless something else is to be shown by then.

        `name` keeps this preview's jobs apart from other drawing. A Refusal goes to `refused`.
        """
        self._wish += 1
        self._drawing = Drawing(backend, job, args)
        backend.render(
            job,
            *args,
            self.width_px,
            then=partial(self._drawn, self._wish),
            refused=partial(self._undrawn, self._wish, refused),
            replacing=name,
        )

    def draw_large(
        self,
        place: int,
        width_px: int,
        then: Callable[[tuple[PageImage, ...]], object],
        refused: Callable[[Refusal], object],
    ) -> None:
        """One of the pages shown, by the job that drew them, as wide as asked for."""
        if drawing := self._drawing:
            drawing.backend.render(
                partial(drawing.job, only=place),
                *drawing.args,
                width_px,
                then=then,
                refused=refused,
                replacing="large page",
            )

    def _drawn(self, wish: int, pages: tuple[PageImage, ...]) -> None:
        if wish == self._wish:
            self.show_pages(pages)

    def _undrawn(self, wish: int, refused: Callable[[Refusal], object], refusal: Refusal) -> None:
        if wish == self._wish:
            refused(refusal)

    def show_pages(self, pages: Sequence[PageImage]) -> None:
        self._pages = images_of(pages)
        self._place = min(self._place, len(self._pages) - 1)
        self._words = ""
        focus = Qt.FocusPolicy.StrongFocus if len(pages) > 1 else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(focus)
        self._shown_anew()

    def show_words(self, words: str, *, keep: bool = False) -> None:
        """Words instead of the page, or over it with `keep`."""
        self._wish += 1
        if not keep:
            self._pages, self._place = (), 0
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = words
        self._shown_anew()

    def _shown_anew(self) -> None:
        self.enlarge.setVisible(bool(self._pages))
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if self._pages else Qt.CursorShape.ArrowCursor
        )
        self.update()
        self.changed.emit()

    def _show_large(self) -> None:
        self.large.toggle()

    def _name_button(self) -> None:
        self.enlarge.setText(self._session.say("ui_desk.enlarge"))
        self._place_button()

    def _place_button(self) -> None:
        self.enlarge.adjustSize()
        corner = self.rect().bottomRight() - QPoint(8, 8)
        self.enlarge.move(corner - self.enlarge.rect().bottomRight())

    def soon(self) -> None:
        """Ask for pages when changes rest; the latest of them counts."""
        self._rest.start()

    def turn(self, by: int) -> None:
        self._place = max(0, min(len(self._pages) - 1, self._place + by))
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(80, max(LEAST, self.enlarge.sizeHint().height() + 16))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    @property
    def low(self) -> bool:
        """Whether there is too little height for a page."""
        return self.height() < LOW

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_button()
        self._rest.start()
        self.resized.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pages and event.button() == Qt.MouseButton.LeftButton:
            self._show_large()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_PageUp: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_PageDown: 1,
        }
        if event.key() in steps:
            self.turn(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.turn(-1 if event.angleDelta().y() > 0 else 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().color("surface.gray-subtler"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        if self.low:
            self._paint_line(painter)
            return
        if self._pages:
            paint_page(painter, self._page(), self._pages[self._place], self._count)
        if self._words:
            paint_words(painter, QRectF(self.rect()), self._words, over=bool(self._pages))

    @property
    def _count(self) -> str:
        return f"{self._place + 1} / {len(self._pages)}" if len(self._pages) > 1 else ""

    def _paint_line(self, painter: QPainter) -> None:
        """The words; else that there is a page, and which."""
        page = f"{self.accessibleName()} {self._count}".rstrip() if self._pages else ""
        taken = self.enlarge.width() + 8 if self._pages else 0
        place = QRectF(self.rect()).adjusted(14, 4, -14 - taken, -4)
        painter.setFont(look().font(15))
        painter.setPen(look().color("text.subtle"))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
        painter.drawText(place, flags, self._words or page)

    def _page(self) -> QRectF:
        """Where a page stands, in the widget's own units, on whole pixels: beside the button or
        above it, wherever it is larger."""
        whole = QRectF(self.rect()).adjusted(PAD, PAD, -PAD, -PAD)
        button = self.enlarge.sizeHint()
        beside = whole.adjusted(0, 0, -button.width(), 0)
        above = whole.adjusted(0, 0, 0, -button.height())
        room = max(beside, above, key=lambda r: min(r.width(), r.height() * A4))
        width = max(1.0, min(room.width(), room.height() * A4))
        ratio = self.devicePixelRatioF()
        width = round(width * ratio) / ratio
        page = QRectF(0, 0, width, round(width / A4 * ratio) / ratio)
        left = round(room.center().x() - page.width() / 2)
        page.moveTo(left, round(room.center().y() - page.height() / 2))
        return page
