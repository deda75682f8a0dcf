"""The day's load as a picture: numbers taken hour by hour beside the usual, and who waited."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.queue.figures import HOUR, Figures, Hour
from ui.base.session import Session
from ui.day.words import of_day
from ui.kit.theme import look

HEIGHT = 280
SMALL = 13
LEAST = 26
"""Pixels an hour takes at the least; a day has a dozen at most."""
WAITED = 0.38
"""The part of the height that the line of those who waited has."""


class LoadChart(QWidget):
    """Every value drawn is also written: over its bar, or at the peak of its line. A screen reader
    has them all in the description; the table beside has them too."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._hours: Sequence[Hour] = ()
        self._line: Sequence[tuple[int, int]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        session.language_changed.connect(self.retranslate)
        look().changed.connect(self.updateGeometry)
        self.retranslate()

    def show_figures(self, figures: Figures) -> None:
        self._hours, self._line = figures.hours, figures.line
        self.updateGeometry()
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self._session.say("ui_day.load"))
        words = [self._said(hour) for hour in self._hours]
        if peak := self._peak():
            words.append(f"{self._session.say('ui_day.line')}: {self._most(peak)}")
        self.setAccessibleDescription("; ".join(words))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look().px(LEAST) * max(8, len(self._hours)) + 16, look().px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(LEAST) * max(8, len(self._hours)) + 16, look().px(HEIGHT) * 4 // 5)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._hours:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = look().metrics(SMALL).height()
        top = self._draw_legend(painter) + text * 1.4
        has_line = any(waiting for _, waiting in self._line)
        foot = self.height() - text * 1.5
        below = (foot - top) * WAITED if has_line else 0.0
        bars = QRectF(8, top, self.width() - 16, foot - top - below)
        self._draw_bars(painter, bars)
        if has_line:
            room = QRectF(bars.left(), 0, bars.width(), below - text * 1.6)
            room.moveBottom(self.height() - 4)
            self._draw_line(painter, room)

    def _draw_legend(self, painter: QPainter) -> float:
        """What is what, over the bars; where it ends."""
        say, metrics = self._session.say, look().metrics(SMALL)
        painter.setFont(look().font(SMALL))
        known = any(hour.usual is not None for hour in self._hours)
        left, high = 8.0, float(metrics.height())
        for name in ("taken", "usual") if known else ("taken",):
            sign = QRectF(left, high * 0.2, look().px(22), high * 0.65)
            if name == "taken":
                _draw_bar(painter, sign)
            else:
                _draw_usual(painter, sign.left(), sign.right(), sign.center().y())
            words = say(f"ui_day.{name}")
            painter.setPen(look().color("text.subtle"))
            painter.drawText(QPointF(sign.right() + 8, metrics.ascent()), words)
            left = sign.right() + 8 + metrics.horizontalAdvance(words) + 24
        return high

    def _draw_bars(self, painter: QPainter, room: QRectF) -> None:
        metrics = look().metrics(SMALL)
        most = max((max(hour.taken, hour.usual or 0) for hour in self._hours), default=0) or 1
        slot = room.width() / len(self._hours)
        last = max((hour.hour for hour in self._hours if hour.taken or hour.called), default=-1)
        _draw_ground(painter, room)
        for place, hour in enumerate(self._hours):
            here = QRectF(room.left() + slot * place, room.top(), slot, room.height())
            height = room.height() * hour.taken / most
            usual = (
                None if hour.usual is None else here.bottom() - here.height() * hour.usual / most
            )
            if hour.taken:
                _draw_bar(
                    painter, here.adjusted(slot * 0.22, here.height() - height, -slot * 0.22, 0)
                )
            if usual is not None:
                _draw_usual(painter, here.left() + slot * 0.1, here.right() - slot * 0.1, usual)
            if hour.hour <= last:
                over = here.bottom() - height
                if usual is not None and over - metrics.height() - 4 < usual < over + 1:
                    over = usual - 1
                _draw_number(painter, here, over, str(hour.taken), bold=True)
            elif usual is not None and hour.usual is not None:  # an hour to come
                _draw_number(painter, here, usual, str(round(hour.usual)), bold=False)
            painter.setFont(look().font(SMALL))
            painter.setPen(look().color("text.subtle"))
            below = QRectF(here.left(), room.bottom() + 3, slot, metrics.height())
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, f"{hour.hour:02}")

    def _draw_line(self, painter: QPainter, room: QRectF) -> None:
        """Who waited, on the hours of the bars above."""
        begin, length = self._hours[0].hour * HOUR, len(self._hours) * HOUR
        peak = self._peak()
        if peak is None or room.height() <= 0:
            return
        wide = room.width() / length

        def at(point: tuple[int, int]) -> QPointF:
            x = room.left() + min(max(point[0] - begin, 0), length) * wide
            return QPointF(x, room.bottom() - room.height() * point[1] / peak[1])

        points = [at(point) for point in self._line]
        ends = (QPointF(points[0].x(), room.bottom()), QPointF(points[-1].x(), room.bottom()))
        ground = QColor(look().color("icon.warning"))
        ground.setAlphaF(0.22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawPolygon(QPolygonF([ends[0], *points, ends[1]]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look().color("icon.warning"), 2))
        painter.drawPolyline(QPolygonF(points))
        _draw_ground(painter, room)
        self._draw_peak(painter, at(peak), room, self._most(peak))

    def _draw_peak(self, painter: QPainter, top: QPointF, room: QRectF, words: str) -> None:
        """What the line is, and the most that it came to, beside its highest point."""
        metrics = look().metrics(SMALL)
        text = f"{self._session.say('ui_day.line')} – {words}"
        wide = metrics.horizontalAdvance(text)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().color("icon.warning"))
        painter.drawEllipse(top, 4, 4)
        left = top.x() + 10
        if left + wide > room.right():
            left = max(room.left(), top.x() - wide - 10)
        painter.setFont(look().font(SMALL))
        painter.setPen(look().color("text.basic"))
        painter.drawText(QPointF(left, room.top() - 2), text)

    def _peak(self) -> tuple[int, int] | None:
        """When most waited, and how many; None where nobody did."""
        most = max(self._line, key=lambda point: point[1], default=(0, 0))
        return most if most[1] else None

    def _most(self, peak: tuple[int, int]) -> str:
        return self._session.say("ui_day.line_most", count=peak[1], at=of_day(peak[0]))

    def _said(self, hour: Hour) -> str:
        if hour.usual is None:
            return self._session.say("ui_day.hour_said", hour=hour.hour, taken=hour.taken)
        usual = round(hour.usual)
        return self._session.say(
            "ui_day.hour_said_usual", hour=hour.hour, taken=hour.taken, usual=usual
        )


def _draw_bar(painter: QPainter, place: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look().color("button.primary-fill"))
    painter.drawRoundedRect(place, 3, 3)


def _draw_number(painter: QPainter, slot: QRectF, over: float, text: str, *, bold: bool) -> None:
    high = look().metrics(SMALL, bold=bold).height()
    painter.setFont(look().font(SMALL, bold=bold))
    painter.setPen(look().color("text.bolder" if bold else "text.subtle"))
    place = QRectF(slot.left(), over - high - 2, slot.width(), high)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def _draw_usual(painter: QPainter, left: float, right: float, level: float) -> None:
    """Told from a bar by its shape."""
    pen = QPen(look().color("text.bolder"), 2, c=Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.drawLine(QPointF(left, level), QPointF(right, level))


def _draw_ground(painter: QPainter, room: QRectF) -> None:
    painter.setPen(QPen(look().color("border.gray-dark"), 1))
    painter.drawLine(room.bottomLeft(), room.bottomRight())
