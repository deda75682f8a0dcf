"""A page on the ground of its preview, and words in its place or over it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from ui.kit.theme import look


def paint_page(painter: QPainter, place: QRectF, page: QImage, count: str) -> None:
    """`count`: which page it is of how many; empty where there is one."""
    for spread, alpha in ((3, 10), (2, 14), (1, 18)):
        shadow = look().color("alpha.shadow2")
        shadow.setAlpha(alpha)
        painter.setBrush(shadow)
        painter.drawRect(place.adjusted(-spread, -spread + 2, spread, spread + 2))
    painter.drawImage(place, page)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look().color("border.gray"), 1))
    painter.drawRect(place)
    if count:
        _paint_count(painter, place, count)


def _paint_count(painter: QPainter, place: QRectF, count: str) -> None:
    box = QRectF(0, 0, look().px(64), look().px(24))
    box.moveCenter(place.center())
    box.moveBottom(place.bottom() - 8)
    painter.setPen(QPen(look().color("border.gray"), 1))
    painter.setBrush(look().color("surface.white"))
    painter.drawRoundedRect(box, 6, 6)
    painter.setFont(look().font(13, bold=True))
    painter.setPen(look().color("text.basic"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, count)


def paint_words(painter: QPainter, whole: QRectF, words: str, *, over: bool) -> None:
    """`over`: on a ground of their own over a page."""
    place = whole.adjusted(24, 16, -24, -16)
    flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
    painter.setFont(look().font(15))
    if over:
        ground = painter.boundingRect(place, flags, words).adjusted(-14, -8, 14, 8)
        painter.setPen(QPen(look().color("border.gray"), 1))
        painter.setBrush(look().color("surface.white"))
        painter.drawRoundedRect(ground, 6, 6)
    painter.setPen(look().color("text.subtle"))
    painter.drawText(place, flags, words)
