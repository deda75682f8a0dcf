"""Ctrl+F11: the person at the window reports the card lost; on which day, and it is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter_app.residents.masking import mask_number
from counter_app.words import explain
from ui.base.asking import Asking
from ui.base.notices import announce
from ui.base.wording import identity_number, read_date
from ui.kit.overlay import Overlay
from ui.kit.parts import Label
from ui.kit.strip import Strip
from ui.kit.theme import look

if TYPE_CHECKING:
    from counter_app.errors import Refusal
    from counter_app.main import Counter
    from counter_app.residents.views import Resident
    from ui.base.backend import Backend
    from ui.base.session import Session

WIDEST, EDGE = 620, 48


class CardLossSheet(Overlay):
    """`reported(Resident)`: the record with the loss in it."""

    reported = Signal(object)

    def __init__(self, host: QWidget, counter: Counter, backend: Backend, session: Session) -> None:
        super().__init__(host)
        self._counter = counter
        self._backend = backend
        self._session = session
        self._action = ""
        self._refusal: Refusal | None = None
        self.who = Label("strong", wrap=True)
        self.strip = Strip()
        self.asked = Asking(session, "ui_card", "report", ("day",))
        for part in (self.who, self.strip, self.asked):
            self.card.body.addWidget(part)
        self.stops = (*self.asked.stops, self.close_button)
        self.asked.wanted.connect(self._report)
        self.asked.lines["day"].textEdited.connect(self._begin_anew)
        session.language_changed.connect(self.retranslate)
        session.resident_changed.connect(self._leave)
        look().changed.connect(self._fit)
        self.retranslate()

    def open_sheet(self) -> None:
        if self._session.resident is None:
            return
        self._begin_anew()
        self._tell(None)
        self._show()
        day = self.asked.lines["day"]
        day.setText(self._counter.clock.now().date().isoformat())
        self._fit()
        super().open_sheet()
        day.selectAll()

    def retranslate(self) -> None:
        say = self._session.say
        self.title.setText(say("ui_card.title"))
        self.setAccessibleName(self.title.text())
        self.close_button.setText(say("ui.dismiss"))
        self._show()
        self._tell(self._refusal)

    def _show(self) -> None:
        resident = self._session.resident
        if resident is None:
            self.who.clear()
            return
        name = resident.name_roman or resident.name_hangul
        self.who.setText(f"{name}  {identity_number(mask_number(resident.number))}")

    def _leave(self, _resident: object) -> None:
        """The sheet is about the person it was opened for."""
        self._show()
        if self.isVisible():
            self.close_sheet()

    def _begin_anew(self) -> None:
        self._action = uuid4().hex

    def _report(self) -> None:
        resident = self._session.resident
        day = read_date(self.asked.text("day"), self._counter.clock.now().date())
        if resident is None:
            return
        if day is None:
            self._tell(None, "ui_day.date_wrong")
            return
        self._backend.run(
            self._counter.residents.report_card_lost,
            self._session.actor,
            resident.id,
            day,
            action_id=self._action,
            then=self._reported,
            refused=self._tell,
        )

    def _reported(self, resident: Resident) -> None:
        self.close_sheet()
        self.reported.emit(resident)

    def _tell(self, refusal: Refusal | None, code: str = "") -> None:
        self._refusal = refusal
        words = explain(refusal, self._session.language) if refusal else ""
        self.strip.show_words("danger", "", words or (self._session.say(code) if code else ""))
        if self.strip.words:
            announce(self, self.strip.words, urgent=True)

    def _fit(self) -> None:
        self.card.setFixedWidth(min(self._host.width() - EDGE, look().px(WIDEST)))
