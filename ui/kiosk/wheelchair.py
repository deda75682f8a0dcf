"""The sign for those who are called first, as it hangs in every office."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

GRID = 100
HEAD = QRectF(36, 10, 15, 15)
BODY = ((44, 31), (46, 55), (66, 55), (76, 78), (86, 74))
ARM = ((45, 41), (64, 41))
WHEEL = QRectF(22, 42, 46, 46)
WHEEL_FROM, WHEEL_SPAN = 100, 245
"""Degrees; the wheel is open where the person sits."""


def draw_wheelchair(painter: QPainter, place: QRect, ink: QColor) -> None:
    painter.save()
    painter.translate(place.topLeft())
    painter.scale(place.width() / GRID, place.height() / GRID)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(HEAD)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    round_ends = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(ink, 7, Qt.PenStyle.SolidLine, *round_ends))
    for line in (BODY, ARM):
        painter.drawPolyline(QPolygonF([QPointF(*point) for point in line]))
    painter.drawArc(WHEEL, WHEEL_FROM * 16, WHEEL_SPAN * 16)
    painter.restore()
