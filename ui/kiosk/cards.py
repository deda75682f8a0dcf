"""Cards: what can be chosen with its description and wait, and panels of facts."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kiosk.buttons import Act, Pressed
from ui.kiosk.manner import Manner
from ui.kiosk.wheelchair import draw_wheelchair
from ui.kiosk.wrapping import Words


class Letter(QFrame):
    """A category's letter in its square, or the sign for priority if there is none."""

    def __init__(self, manner: Manner, letter: str, size: int = 110) -> None:
        super().__init__()
        self._letter = letter
        self.setProperty("tone", "" if letter else "warning")
        self.setFixedSize(manner.px(size), manner.px(size))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        ink = self.palette().windowText().color()
        if not self._letter:
            draw_wheelchair(painter, self.rect(), ink)
            return
        painter.setPen(ink)
        metrics = self.fontMetrics()
        wide = self.width() / max(1, metrics.horizontalAdvance(self._letter))
        part = min(1.0, wide * FILLED, self.height() / metrics.ascent() * FILLED)
        middle = QPointF(self.rect().center())
        painter.translate(middle)
        painter.scale(part, part)
        painter.translate(-middle)
        around = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
        painter.drawText(self.rect(), around, self._letter)


FILLED = 0.75
"""How much of its square a letter may fill."""


class Choice(Pressed):
    """A card to be touched: square, name and description, and at its end `count` and `minutes`.
    `compact`, for two in a row: one below the other."""

    def __init__(
        self, manner: Manner, letter: str, name: str, about: str, act: Act, *, compact: bool = False
    ) -> None:
        super().__init__(act, name)
        self.setAccessibleDescription(about)
        self.setProperty("tone", "" if letter else "warning")
        self.count, self.minutes = Words("count"), Words("minutes")
        self._about = about
        self._parts = QVBoxLayout(self) if compact else QHBoxLayout(self)
        side, end = manner.px(24 if compact else 36), manner.px(10 if compact else 14)
        self._parts.setContentsMargins(side, end, side, end)
        self._parts.setSpacing(manner.px(6 if compact else 28))
        square = Letter(manner, letter, 56 if compact else 110)
        named = Words("short-name" if compact else "name", name)
        described = Words("short-about" if compact else "about", about)
        described.setVisible(bool(about))
        if compact:
            self._fill_down(manner, square, named, described)
        else:
            self._fill_across(manner, square, named, described)
        self.hide_wait()
        self.setMinimumHeight(manner.touch(128 if compact else 140))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _fill_across(self, manner: Manner, square: Letter, named: Words, described: Words) -> None:
        self._parts.addWidget(square)
        for spacing, share, words in (
            (6, 1, (named, described)),
            (2, 0, (self.count, self.minutes)),
        ):
            column = QVBoxLayout()
            column.setSpacing(manner.px(spacing))
            column.addStretch(1)
            for part in words:
                column.addWidget(part)
            column.addStretch(1)
            self._parts.addLayout(column, share)
        for part in (self.count, self.minutes):
            part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _fill_down(self, manner: Manner, square: Letter, named: Words, described: Words) -> None:
        self._parts.addStretch(1)
        for first, share, second in ((square, 0, named), (self.count, 1, self.minutes)):
            row = QHBoxLayout()
            row.setSpacing(manner.px(16))
            row.addWidget(first, share)
            row.addWidget(second, 1 - share)
            self._parts.addLayout(row)
        self._parts.insertWidget(2, described)
        self._parts.addStretch(1)

    def show_wait(self, count: str, minutes: str) -> None:
        """How many wait, and for how long."""
        for part, text in ((self.count, count), (self.minutes, minutes)):
            part.setText(text)
            part.show()
        self.setAccessibleDescription(", ".join(filter(None, (self._about, count, minutes))))

    def hide_wait(self) -> None:
        for part in (self.count, self.minutes):
            part.hide()
        self.setAccessibleDescription(self._about)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(self.minimumHeight(), self._parts.totalHeightForWidth(width))

    def sizeHint(self) -> QSize:
        return self._parts.totalSizeHint().expandedTo(self.minimumSize())

    def minimumSizeHint(self) -> QSize:
        return self._parts.totalMinimumSize().expandedTo(self.minimumSize())


class Panel(QFrame):
    """Facts on a ground of their own; `tone` is "", success or warning."""

    def __init__(self, manner: Manner, tone: str = "") -> None:
        super().__init__()
        self.setProperty("tone", tone)
        self.body = QVBoxLayout(self)
        side = manner.px(36)
        end = manner.px(16 if manner.landscape else 24)
        self.body.setContentsMargins(side, end, side, end)
        self.body.setSpacing(manner.px(10))
