"""What is painted by hand: buttons, key caps on them and badges in table rows."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton

from ui.kit.theme import look

KEY_TEXT = 13
BADGE_TEXT = 14


def painter_on(button: QPushButton) -> QPainter:
    """Paints the button as the style sheet has it, without its words, and goes on from there."""
    painter = QPainter(button)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    option = QStyleOptionButton()
    button.initStyleOption(option)
    option.text = ""
    button.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, button)
    return painter


def key_width(key: str) -> int:
    """How wide the key cap for `key` is."""
    return look().metrics(KEY_TEXT, bold=True).horizontalAdvance(key) + 14


def draw_key(painter: QPainter, key: str, right: QPointF, ink: QColor) -> None:
    """A key cap whose right edge is centred on `right`."""
    font = look().font(KEY_TEXT, bold=True)
    height = look().metrics(KEY_TEXT, bold=True).height() + 3
    cap = QRectF(0, 0, key_width(key), height)
    cap.moveCenter(QPointF(right.x() - cap.width() / 2, right.y()))
    painter.setFont(font)
    painter.setPen(QPen(ink, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(cap, 4, 4)
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)


def badge_width(text: str) -> int:
    # Rounded measures may fall short of the text by a pixel, which would cut it off.
    return look().metrics(BADGE_TEXT, bold=True).horizontalAdvance(text) + 1 + 16


def draw_badge(painter: QPainter, text: str, tone: str, place: QRectF) -> None:
    """A badge at the left of `place`, in the middle of its height, never wider than it."""
    font = look().font(BADGE_TEXT, bold=True)
    metrics = look().metrics(BADGE_TEXT, bold=True)
    ink, ground = look().tone(tone)
    box = QRectF(0, 0, min(badge_width(text), place.width()), metrics.height() + 5)
    box.moveLeft(place.left())
    box.moveTop(place.center().y() - box.height() / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(font)
    painter.setPen(ink)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(box.width()) - 16)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
