"""What the register says of a person, in two columns where there is room, and how to see all."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.kit.paint import draw_key, key_width
from ui.kit.parts import KeyButton, Label
from ui.kit.theme import look

WIDE = 480
LABEL = 84


class Facts(QWidget):
    """Pairs of a subtle label and its value. `show_facts` takes finished words."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._pairs = [(Label("subtle"), Label(wrap=True)) for _ in range(count)]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(7)
        self._columns = 0
        for label, value in self._pairs:
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            value.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._place(2)
        look().changed.connect(self._settle)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """One (label, value) for every place there is."""
        for (label, value), (name, text) in zip(self._pairs, facts, strict=True):
            label.setText(name)
            value.setText(text)
            value.setAccessibleName(f"{name} {text}")

    def value(self, place: int) -> str:
        return self._pairs[place][1].text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        for label, _ in self._pairs:
            label.setMinimumWidth(look().px(LABEL))
        self._place(2 if self.width() >= look().px(WIDE) else 1)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for place, (label, value) in enumerate(self._pairs):
            line, column = divmod(place, columns)
            self._grid.addWidget(label, line, column * 2)
            self._grid.addWidget(value, line, column * 2 + 1)
        for column in range(4):
            self._grid.setColumnStretch(column, column % 2 if column < columns * 2 else 0)


class LinkButton(KeyButton):
    """A quiet action in running text: underlined words and their key, if it has one. `tone`: of the
    strip that it stands on, "" on the ground of the panel."""

    tone = ""

    def sizeHint(self) -> QSize:
        metrics = look().metrics(15)
        key = 10 + key_width(self.key) if self.key else 1
        return QSize(metrics.horizontalAdvance(self.text()) + key, metrics.height() + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = look().metrics(15)
        ink = look().tone(self.tone)[0] if self.tone else look().color("text.primary")
        width = metrics.horizontalAdvance(self.text())
        painter.setFont(look().font(15))
        painter.setPen(ink)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, self.text())
        line = self.rect().center().y() + metrics.height() / 2 - 1
        painter.setPen(QPen(ink, 1))
        painter.drawLine(QPointF(0, line), QPointF(width, line))
        if self.key:
            end = QPointF(self.width() - 1, self.rect().center().y() + 0.5)
            draw_key(painter, self.key, end, ink)
