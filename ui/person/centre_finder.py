"""Ctrl+F6: which centre is in charge of an address; of several all are told, none is guessed, and
the clerk chooses with Enter, on record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from counter_app.residents.codes import dialled
from counter_app.words import explain
from ui.base.asking import Asking
from ui.base.notices import announce
from ui.kit.flow import FlowLabel
from ui.kit.overlay import Overlay
from ui.kit.parts import Column
from ui.kit.strip import Strip
from ui.kit.theme import look

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter_app.errors import Refusal
    from counter_app.main import Counter
    from counter_app.residents.jurisdiction import Found, InCharge
    from ui.base.backend import Backend
    from ui.base.session import Session

WIDEST, EDGE = 680, 48
MARGINS = (14, 10, 14, 10)


class Answer(FlowLabel):
    """A centre that may be in charge: Enter chooses it, Ctrl+C copies its words. The Enter that
    asked, held or pressed twice, chooses nothing."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(*MARGINS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        twice = QGuiApplication.styleHints().mouseDoubleClickInterval()
        self._just_shown = QTimer(self, singleShot=True, interval=twice)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is Qt.FocusReason.PopupFocusReason:
            self._just_shown.start()
        else:
            self._just_shown.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat() and not self._just_shown.isActive():
                self.chosen.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.text())
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)


class CentreSheet(Overlay):
    """`answers`: one line a centre, its own first."""

    def __init__(self, host: QWidget, counter: Counter, backend: Backend, session: Session) -> None:
        super().__init__(host)
        self._jurisdiction = counter.jurisdiction
        self._backend = backend
        self._session = session
        self._found: Found | None = None
        self._refusal: Refusal | None = None
        self._chosen: InCharge | None = None
        self._under_way = False
        self.asked = Asking(session, "ui_centre", "ask", ("address",))
        self.strip = Strip()
        self.answers: list[Answer] = []
        self._list = Column(spacing=8)
        self._list.body.setContentsMargins(0, 0, 0, 0)
        for part in (self.asked, self.strip, self._list):
            self.card.body.addWidget(part)
        self._stop_at_all()
        self.asked.wanted.connect(self._ask)
        self.asked.lines["address"].textEdited.connect(self._forget)
        session.language_changed.connect(self.retranslate)
        session.resident_changed.connect(self._leave)
        look().changed.connect(self._fit)
        self.retranslate()

    def open_sheet(self) -> None:
        self._forget()
        self.asked.lines["address"].clear()
        self._fit()
        super().open_sheet()

    def retranslate(self) -> None:
        self.title.setText(self._session.say("ui_centre.title"))
        self.setAccessibleName(self.title.text())
        self.close_button.setText(self._session.say("ui.dismiss"))
        self._show()

    def _leave(self, _resident: object) -> None:
        """What was asked about one visitor is not there for the next."""
        if self.isVisible():
            self.close_sheet()
        self._forget()

    def _forget(self) -> None:
        self._found = self._refusal = self._chosen = None
        self._show()

    def _ask(self) -> None:
        """What is on the screen already is not asked again."""
        if self._under_way or self._found is not None:
            return
        self._act(self._jurisdiction.find, self.asked.text("address"), then=self._answer)

    def _answer(self, found: Found) -> None:
        self._under_way = False
        self._found, self._refusal, self._chosen = found, None, None
        self._show()
        announce(self, " ".join((self.strip.words, *(one.text() for one in self.answers))))
        if not found.certain:
            self.answers[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self, place: int) -> None:
        """Where it is certain there is nothing to choose."""
        found = self._found
        if found is None or found.certain or self._under_way:
            return
        one = found.candidates[place]
        if one != self._chosen:
            self._act(self._jurisdiction.choose, found, one.code, then=self._settle)

    def _settle(self, chosen: InCharge) -> None:
        self._under_way = False
        self._chosen, self._refusal = chosen, None
        read_as = self._found.read_as if self._found else ""
        self._session.settle_centre(read_as or self.asked.text("address"), chosen.code)
        self._show()
        announce(self, self.strip.words)

    def _refuse(self, refusal: Refusal) -> None:
        self._under_way = False
        self._found, self._refusal = None, refusal
        self._show()
        announce(self, self.strip.words, urgent=True)

    def _fail(self, reference: str) -> None:
        self._under_way = False
        self._backend.failed.emit(reference)

    def _act(self, act: Callable[..., object], *said: object, then: Callable[..., None]) -> None:
        self._under_way = True
        actor = self._session.actor
        self._backend.run(act, actor, *said, then=then, refused=self._refuse, failed=self._fail)

    def _show(self) -> None:
        found = self._found
        shown = found.candidates if found else ()
        while len(self.answers) < len(shown):
            self.answers.append(Answer())
            self.answers[-1].chosen.connect(partial(self._choose, len(self.answers) - 1))
            self._list.body.addWidget(self.answers[-1])
            self._stop_at_all()
        for label in self.answers[len(shown) :]:
            label.setText("")
            label.hide()
        for label, one in zip(self.answers, shown, strict=False):
            label.setText(self._line(one))
            label.show()
        self._list.setVisible(bool(shown))
        self.strip.show_words(*self._told())

    def _stop_at_all(self) -> None:
        self.stops = (*self.asked.stops, *self.answers, self.close_button)

    def _told(self) -> tuple[str, str, str]:
        tone, title, words = self._answered()
        remark = self._found.remark(self._session.language) if self._found else ""
        return tone, title, " ".join(filter(None, (words, remark)))

    def _answered(self) -> tuple[str, str, str]:
        say, found = self._session.say, self._found
        if self._refusal:
            return "danger", "", explain(self._refusal, self._session.language)
        if found is None:
            return "information", "", ""
        if self._chosen:
            name = str(getattr(self._chosen, self._session.language))
            return "success", "", say("ui_centre.chosen", centre=name)
        if not found.certain:
            choose = say(f"ui_centre.{'choose' if len(found.candidates) > 1 else 'confirm'}")
            return "warning", "", f"{found.doubts(self._session.language)} {choose}"
        (only,) = found.candidates
        name = str(getattr(only, self._session.language))
        return "success", "", say(f"ui_centre.{'own' if only.own else 'other'}", centre=name)

    def _line(self, one: InCharge) -> str:
        own = self._session.say("ui_centre.here") if one.own else ""
        name = str(getattr(one, self._session.language))
        phone = dialled(one.phone).said(self._session.language)
        return " · ".join(filter(None, (name, own, one.address, phone)))

    def _fit(self) -> None:
        self.card.setFixedWidth(min(self._host.width() - EDGE, look().px(WIDEST)))
