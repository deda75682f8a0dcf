"""A coloured point before words that say the same; its mark says it where they have no room."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.kit.theme import look

SIDE = 12
MARKS = {
    "success": (((3.2, 6.2), (5.2, 8.2), (8.8, 4.1)),),
    "warning": (((6.0, 2.9), (6.0, 6.5)), ((6.0, 8.9), (6.0, 9.0))),
    "danger": (((4.0, 4.0), (8.0, 8.0)), ((8.0, 4.0), (4.0, 8.0))),
}
"""Lines within the point, by tone: done, look here, no."""


class Dot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.tone = ""
        self.setFixedSize(QSize(SIDE, SIDE))

    def show_tone(self, tone: str) -> None:
        """One of theme.TONES."""
        self.tone = tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().color(f"icon.{self.tone}" if self.tone else "icon.gray-fill"))
        painter.drawEllipse(self.rect())
        painter.setPen(QPen(look().color("surface.white"), 1.6, c=Qt.PenCapStyle.RoundCap))
        for line in MARKS.get(self.tone, ()):
            painter.drawPolyline([QPointF(x, y) for x, y in line])
