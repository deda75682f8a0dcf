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
"""Lines within a point of that side, by tone: done, look here, no."""


class Dot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.tone = ""
        look().changed.connect(self._fit)
        self._fit()

    def show_tone(self, tone: str) -> None:
        """One of theme.TONES."""
        self.tone = tone
        self.update()

    def _fit(self) -> None:
        """As large as the words beside it."""
        side = look().px(SIDE)
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / SIDE, self.height() / SIDE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().color(f"icon.{self.tone}" if self.tone else "icon.gray-fill"))
        painter.drawEllipse(0, 0, SIDE, SIDE)
        painter.setPen(QPen(look().color("surface.white"), 1.6, c=Qt.PenCapStyle.RoundCap))
        for line in MARKS.get(self.tone, ()):
            painter.drawPolyline([QPointF(x, y) for x, y in line])
