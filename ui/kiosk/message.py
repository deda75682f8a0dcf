"""Screens that give no number: closed, lunch, no queue, numbers used up."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from counter_app.kiosk.hours import Standing
from counter_app.kiosk.kiosk import Kiosk
from ui.kiosk.buttons import Touch
from ui.kiosk.manner import Manner
from ui.kiosk.page import Page, centred
from ui.kiosk.wrapping import Words
from ui.kit.theme import look


class Clock(QWidget):
    """A plain clock face showing when the office opens; the words below carry the meaning."""

    def __init__(self, size: int, at: datetime | None) -> None:
        super().__init__()
        self._at = at
        self.setFixedSize(QSize(size, size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke = self.width() / 16
        round_end = Qt.PenCapStyle.RoundCap
        painter.setPen(QPen(look().color("text.primary"), stroke, c=round_end))
        painter.drawEllipse(QRectF(self.rect()).adjusted(stroke, stroke, -stroke, -stroke))
        if self._at is None:
            return
        painter.translate(self.width() / 2, self.height() / 2)
        minute = self._at.minute
        hands = ((self._at.hour % 12 * 30 + minute / 2, 0.24), (minute * 6, 0.34))
        for degrees, length in hands:
            painter.save()
            painter.rotate(degrees)
            painter.drawLine(0, 0, 0, -round(self.height() * length))
            painter.restore()


class MessagePage(Page):
    """One title, some sentences, and buttons if anything can be done."""

    def __init__(
        self,
        manner: Manner,
        kiosk: Kiosk,
        title: str,
        lines: tuple[str, ...] = (),
        buttons: tuple[tuple[str, Callable[[], None]], ...] = (),
        opens: datetime | None = None,
    ) -> None:
        super().__init__(manner, kiosk.office)
        self.body.addLayout(self.languages())
        self.body.addStretch(1)
        if opens is not None:
            self.body.addLayout(centred(Clock(manner.px(200), opens)))
            self.body.addSpacing(manner.px(20))
        self.title = Words("title", title, centred=True)
        self.body.addWidget(self.title)
        for line in lines:
            self.body.addWidget(Words("lead", line, centred=True))
        self.body.addStretch(2)
        if buttons:
            kinds = ["plain"] * (len(buttons) - 1) + ["primary"]
            self.foot(
                *(
                    self._button(key, act, kind)
                    for (key, act), kind in zip(buttons, kinds, strict=True)
                )
            )

    def _button(self, key: str, act: Callable[[], None], kind: str) -> Touch:
        button = Touch(self.manner, self.manner.say(key), act, kind, 130)
        button.setObjectName(key)
        return button


def shut_page(manner: Manner, kiosk: Kiosk) -> MessagePage:
    """Why no number is given now, and when again."""
    now, hours = kiosk.clock.now(), kiosk.settings.hours
    standing = hours.standing(now)
    opens = hours.reopens(now)
    lines = []
    if opens is not None:
        lines.append(manner.say("opens", when=_when(manner, now, opens)))
    if standing is not Standing.LUNCH:
        times = {"opens": f"{hours.opens:%H:%M}", "closes": f"{hours.closes:%H:%M}"}
        lines.append(manner.say("hours", **times))
    return MessagePage(manner, kiosk, manner.say(standing), tuple(lines), opens=opens)


def _when(manner: Manner, now: datetime, opens: datetime) -> str:
    """The time; before it, on another day, the weekday in the visitor's language and the date."""
    if opens.date() == now.date():
        return f"{opens:%H:%M}"
    weekday = manner.locale.standaloneDayName(opens.isoweekday())
    return f"{weekday} {opens:%Y-%m-%d %H:%M}"
