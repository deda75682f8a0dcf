"""A coloured point before words that say the same."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit.theme import look


class Dot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._ink = "icon.gray-fill"
        self.setFixedSize(QSize(10, 10))

    def show_tone(self, tone: str) -> None:
        self._ink = f"icon.{tone}"
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().color(self._ink))
        painter.drawEllipse(self.rect())
