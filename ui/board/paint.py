"""What a board is drawn with: KRDS colours that are read across a hall, text that always fits."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption

from ui.kit.theme import look, tokens

INKS = {
    "call": "button.primary-fill-pressed",
    "rows": "surface.primary-subtler",
    "band": "border.primary-light",
    "white": "text.inverse-static",
    "pale": "text.subtle",
    "blue": "text.primary",
    "rule": "border.gray",
    "amber": "text.warning",
    "trouble": "surface.warning-subtler",
}
LINES = 2
HORN = ((3, 9), (8, 9), (14, 4), (14, 20), (8, 15), (3, 15))


def ink(name: str) -> QColor:
    """A board wears the dark tokens whatever the look of the windows is."""
    return QColor(tokens("high_contrast")[INKS[name]])


def font(px: float, *, bold: bool = False) -> QFont:
    """Of `px` on the screen, whatever the text size of the windows is."""
    used = look().font(1, bold=bold)
    used.setPixelSize(max(1, round(px)))
    return used


def fitting(text: str, px: float, width: float, *, bold: bool = False) -> QFont:
    """The font of `px`, or smaller by as much as the text needs to be no wider."""
    chosen = font(px, bold=bold)
    wide = QFontMetricsF(chosen).horizontalAdvance(text)
    return chosen if wide <= width else font(px * width / wide - 1, bold=bold)


def width(text: str, used: QFont) -> float:
    return QFontMetricsF(used).horizontalAdvance(text)


def write(
    painter: QPainter, text: str, used: QFont, colour: str, left: float, base: float
) -> float:
    """Text on a base line; where it ends."""
    painter.setFont(used)
    painter.setPen(ink(colour))
    painter.drawText(QPointF(left, base), text)
    return left + width(text, used)


class Paragraph:
    """Text in at most two lines, broken between words, or anywhere in scripts without spaces;
    smaller when it would take more."""

    def __init__(self, text: str, px: float, wide: float) -> None:
        self.height = 0.0
        self._layout = QTextLayout(text)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        while self._lines(px, wide) > LINES and px > 8:
            px *= 0.92

    def draw(self, painter: QPainter, colour: str, left: float, top: float) -> None:
        painter.setPen(ink(colour))
        self._layout.draw(painter, QPointF(left, top))

    def _lines(self, px: float, wide: float) -> int:
        self._layout.setFont(font(px))
        self._layout.beginLayout()
        self.height, lines = 0.0, 0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(wide)
            line.setPosition(QPointF(0, self.height))
            self.height += line.height()
            lines += 1
        self._layout.endLayout()
        return lines


def speaker(painter: QPainter, place: QRectF, colour: str) -> None:
    """A loudspeaker, struck out."""
    painter.save()
    painter.translate(place.topLeft())
    painter.scale(place.width() / 24, place.height() / 24)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink(colour))
    painter.drawPolygon([QPointF(x, y) for x, y in HORN])
    painter.setPen(QPen(ink(colour), 2))
    painter.drawLine(17, 9, 22, 15)
    painter.drawLine(22, 9, 17, 15)
    painter.restore()
