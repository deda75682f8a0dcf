"""Buttons for fingers, named for screen readers."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextLayout,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton

from ui.kiosk.manner import Manner
from ui.kiosk.wrapping import laid_out
from ui.kit.theme import look

Act = Callable[[], Any]
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
SIZES = {"primary": 38, "language": 27, "digit": 44}
SIZE = 28
SHRINKING = (1.0, 0.9, 0.8, 0.7, 0.6)
"""Parts of its size in which a button's text is tried."""


class Pressed(QPushButton):
    """Answers to a finger, Space and Enter; a key held down counts once."""

    def __init__(self, act: Act, name: str) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self._act = act
        self.clicked.connect(self._answer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in ENTER:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    def _answer(self) -> None:
        self._act()


class Touch(Pressed):
    """A button with a word or two, made smaller when they need more than two lines. `kind` is
    plain, primary, tool, language or digit."""

    def __init__(
        self, manner: Manner, text: str, act: Act, kind: str = "plain", height: int = 98
    ) -> None:
        super().__init__(act, text)
        self._kind = kind
        self._px = manner.text(SIZES.get(kind, SIZE))
        self._pad = manner.px(10)
        self.setText(text)
        self.setProperty("kind", kind)
        self.setMinimumSize(manner.touch(0), manner.touch(height))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        painter.setPen(self._ink())
        layout, height = self.words()
        layout.draw(painter, QPointF(self._pad, (self.height() - height) / 2))

    def words(self) -> tuple[QTextLayout, int]:
        """The text as large as it fits in two lines, and its height."""
        font = QFont(self.font())
        font.setBold(True)
        for part in SHRINKING:
            font.setPixelSize(round(self._px * part))
            width = self.width() - 2 * self._pad
            layout, height = laid_out(self.text(), font, Qt.AlignmentFlag.AlignHCenter, width)
            widest = max(
                (QFontMetrics(font).horizontalAdvance(w) for w in self.text().split()), default=0
            )
            if layout.lineCount() <= 2 and height <= self.height() - 8 and widest <= width:
                break
        return layout, height

    def _ink(self) -> QColor:
        if not self.isEnabled():
            return look().color("text.disabled-on")
        if self._kind == "primary" or (self._kind == "language" and self.isChecked()):
            return look().color("text.inverse-static")
        return look().color("text.primary" if self.isChecked() else "text.bolder")


class Toggle(Touch):
    """What applies to a visitor or not; told by a tick, not by colour alone."""

    def __init__(self, manner: Manner, text: str) -> None:
        super().__init__(manner, text, self._tick, "tool", 120)
        self._text = text
        self.setCheckable(True)
        self.toggled.connect(self._tick)

    def _tick(self) -> None:
        self.setText(f"✓ {self._text}" if self.isChecked() else self._text)
