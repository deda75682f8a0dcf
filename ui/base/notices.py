"""What the program tells the clerk: strips that slide in, are read out and never take the focus."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from shiboken6 import isValid

from counter_app.errors import Refusal
from ui.base.session import Session
from ui.kit.parts import KeyButton, Label
from ui.kit.theme import look

KEPT = 3
EDGE = 12
SECONDS = {"information": 6, "success": 6, "warning": 12, "danger": 0}


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing told. `code` and `fields` make its sentence; `tone` as a badge's."""

    code: str
    tone: str
    fields: dict[str, Any] = field(default_factory=dict)


class NoticeStrip(QFrame):
    """One notice on the screen."""

    def __init__(self, notice: Notice, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.notice = notice
        self._session = session
        self.setProperty("tone", notice.tone)
        self.label = Label("strong", wrap=True)
        self.dismiss = KeyButton("Esc", "plain", bound=False)
        self.dismiss.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 8, 8, 8)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.dismiss)
        self._gliding = QPropertyAnimation(self, b"pos", self)
        self._gliding.setDuration(180)
        self._gliding.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.retranslate()

    def glide(self, start: QPoint, end: QPoint) -> None:
        """Slide in from `start`."""
        self._gliding.setStartValue(start)
        self._gliding.setEndValue(end)
        self._gliding.start()

    @property
    def moving(self) -> bool:
        return self._gliding.state() == QPropertyAnimation.State.Running

    def place(self, place: QPoint) -> None:
        """Be at `place`, at once or when the slide is over."""
        if self.moving:
            self._gliding.setEndValue(place)
        else:
            self.move(place)

    def retranslate(self) -> None:
        self.label.setText(self._session.say(self.notice.code, **self.notice.fields))
        self.dismiss.setText(self._session.say("ui.dismiss"))


class Notices(QObject):
    """Posts notices over `host`, above its lower edge. `posted` keeps all there ever were, `strips`
    are those on the screen; both oldest first."""

    def __init__(self, host: QWidget, session: Session, *, bottom: int = 64) -> None:
        super().__init__(host)
        self.posted: list[Notice] = []
        self._host = host
        self._session = session
        self._bottom = bottom
        self._over: QWidget | None = None
        self.strips: list[NoticeStrip] = []
        host.installEventFilter(self)
        session.language_changed.connect(self.retranslate)

    def stand_over(self, column: QWidget) -> None:
        """Hide nothing beside `column` while it is on the screen."""
        self._over = column
        column.installEventFilter(self)

    @property
    def moving(self) -> bool:
        """Whether a strip is still sliding in."""
        return any(strip.moving for strip in self.strips)

    def post(self, code: str, tone: str = "information", **fields: object) -> None:
        """Tell the clerk. A danger stays until dismissed, others leave by themselves."""
        notice = Notice(code, tone, fields)
        self.posted.append(notice)
        for strip in [s for s in self.strips if s.notice == notice]:
            self._remove(strip)
        while len(self.strips) >= KEPT:
            self._remove(self.strips[0])
        strip = NoticeStrip(notice, self._session, self._host)
        strip.dismiss.clicked.connect(self.dismiss)
        self.strips.append(strip)
        strip.show()
        self._arrange(slide=strip)
        announce(self._host, strip.label.text(), urgent=tone in ("warning", "danger"))
        if SECONDS[tone]:
            QTimer.singleShot(SECONDS[tone] * 1000, strip, partial(self._leave, strip))

    def refuse(self, refusal: Refusal) -> None:
        """A refusal, in words. Fits `Backend.refused`."""
        self.post(refusal.code, "warning", **refusal.fields)

    def fault(self, reference: str) -> None:
        """A fault, with its reference number. Fits `Backend.failed`."""
        self.post("ui.fault", "danger", reference=reference)

    def dismiss(self) -> bool:
        """Take the newest notice away; whether there was one."""
        if not self.strips:
            return False
        self._remove(self.strips[-1])
        self._arrange()
        return True

    def pass_by(self) -> None:
        """Something comes to the front: what would leave by itself is gone at once."""
        for strip in [strip for strip in self.strips if SECONDS[strip.notice.tone]]:
            self._remove(strip)
        self._arrange()

    def clear(self) -> None:
        while self.strips:
            self._remove(self.strips[-1])

    def retranslate(self) -> None:
        for strip in self.strips:
            strip.retranslate()
        self._arrange()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._arrange()
        return False

    def _leave(self, strip: NoticeStrip) -> None:
        if strip in self.strips:
            self._remove(strip)
            self._arrange()

    def _remove(self, strip: NoticeStrip) -> None:
        self.strips.remove(strip)
        strip.hide()
        strip.deleteLater()

    def _arrange(self, slide: NoticeStrip | None = None) -> None:
        """Stack the strips upwards from the lower edge, the newest lowest."""
        left, room = 24, self._host.width() - 48
        if self._over is not None and isValid(self._over) and self._over.isVisible():
            left = self._over.mapTo(self._host, QPoint(EDGE, 0)).x()
            room = self._over.width() - 2 * EDGE
        width = min(look().px(600), room)
        bottom = self._host.height() - self._bottom
        for strip in reversed(self.strips):
            strip.setFixedWidth(width)
            strip.setFixedHeight(max(strip.heightForWidth(width), strip.sizeHint().height()))
            bottom -= strip.height() + 8
            place = QPoint(left + (room - width) // 2, bottom)
            if strip is slide:
                strip.glide(QPoint(place.x(), self._host.height()), place)
            else:
                strip.place(place)
            strip.raise_()


def announce(widget: QWidget, text: str, *, urgent: bool = False) -> None:
    """Have a screen reader say `text`; nothing moves on the screen."""
    said = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    said.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(said)
