"""Everything else that can be done with a number or at the window, each under a digit."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy

from counter_app.queue.desks import DeskView, lunch_turn
from counter_app.queue.moves import Move
from counter_app.queue.tickets import QueueView, TicketView
from counter_app.queue.typed import tiers_text
from ui.base.backend import Backend
from ui.base.notices import Notices
from ui.base.session import Session
from ui.base.wording import service
from ui.kit.parts import Card, Column, ElidedLabel, KeyButton, Label, Scrolling, row
from ui.queue.deed_forms import (
    DeedForm,
    ReasonForm,
    ServesForm,
    ServiceForm,
    WhereForm,
    WishesForm,
)
from ui.queue.deeds import ENDING, OF_A_WINDOW, Deed, of_ticket, of_window

if TYPE_CHECKING:
    from counter_app.main import Counter

MOST = 9
"""Digits there are."""


class MovesCard(Card):
    """One number, or the window itself, and what can be done. `closed` when that is over."""

    closed = Signal()

    def __init__(
        self, counter: Counter, backend: Backend, session: Session, notices: Notices
    ) -> None:
        super().__init__(spacing=10)
        self._tickets = counter.tickets
        self._desks = counter.desks
        self._desk: DeskView | None = None
        self._queue = counter.config.queue
        self._clock = counter.clock
        self._backend = backend
        self._session = session
        self._notices = notices
        self._ticket: TicketView | None = None
        self._deeds: tuple[Deed, ...] = ()
        self._asked: Deed | None = None
        self.title = Label("title")
        self.state = ElidedLabel("subtle")
        self.close_button = KeyButton("Esc", "plain", bound=False)
        self.buttons = [KeyButton(str(digit)) for digit in range(1, MOST + 1)]
        self.serves = ServesForm(session, self._queue)
        self.forms: dict[str, DeedForm] = {
            "reason": ReasonForm(session),
            "where": WhereForm(session, self._queue),
            "service": ServiceForm(session, self._queue),
            "wishes": WishesForm(session),
            "serves": self.serves,
        }
        inner = Column(spacing=8)
        inner.body.setContentsMargins(0, 0, 4, 0)
        for place, button in enumerate(self.buttons):
            button.clicked.connect(partial(self._choose, place))
            inner.body.addWidget(button)
        for form in self.forms.values():
            form.given.connect(self._given)
            inner.body.addWidget(form)
        inner.body.addStretch(1)
        self.body.addLayout(row(self.title, None, self.close_button))
        self.body.addWidget(self.state)
        self.body.addWidget(Scrolling(inner), 1)
        # Unseen, it claims no room in the column.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.close_button.clicked.connect(self.closed)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    @property
    def ticket(self) -> TicketView | None:
        """The number it is about; None for the window itself."""
        return self._ticket

    def compact(self, compact: bool) -> None:
        """Take less height."""
        margin = 8 if compact else 16
        self.body.setContentsMargins(20, margin, 16, margin)
        self.body.setSpacing(4 if compact else 8)

    def open(self, ticket: TicketView | None) -> None:
        """Offer what can be done with `ticket`, or at the window when there is none."""
        self._ticket, self._asked = ticket, None
        self.retranslate()
        self.buttons[0].setFocus()

    def show_desk(self, desk: DeskView | None) -> None:
        """How the window is now."""
        if desk != self._desk:
            self._desk = desk
            self.serves.show_desk(desk)
            self.retranslate()

    def follow(self, view: QueueView) -> None:
        """The queue moved on: the number is shown as it is now, or no more."""
        if self._ticket is None:
            return
        known = (*view.waiting, *view.aside, *view.absent, view.current)
        now = next((t for t in known if t and t.id == self._ticket.id), None)
        if now is None:
            self.closed.emit()
        elif now != self._ticket:
            self._ticket, self._asked = now, None
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._back()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        say, ticket = self._session.say, self._ticket
        self.close_button.setText(say("ui.dismiss"))
        self.setAccessibleName(say("ui_queue.more"))
        if ticket is None:
            self.title.setText(say("ui.office_window", window=self._window()))
            serves = tiers_text(self._desk.serves) if self._desk else ""
            self.state.setText(say("ui_queue.serves", codes=serves) if serves else "")
            self._deeds = of_window(self._desk, None)
        else:
            self.title.setText(ticket.number)
            of = service(self._session, self._queue.categories, ticket.category)
            sent = ticket.for_window
            where = say("ui.office_window", window=sent) if sent else ""
            parts = [of, say(f"ui_queue.state_{ticket.state}"), where, ticket.note]
            self.state.setText(" · ".join(part for part in parts if part))
            self._deeds = of_ticket(ticket, self._session.ticket)
            if ticket == self._session.ticket:
                self._deeds += of_window(self._desk, ticket)
        self.state.setVisible(bool(self.state.text()))
        self._show()

    def _show(self) -> None:
        for place, button in enumerate(self.buttons):
            shown = place < len(self._deeds) and self._asked is None
            if shown:
                button.setText(self._words(self._deeds[place]))
            button.setVisible(shown)
        for name, form in self.forms.items():
            form.setVisible(self._asked is not None and self._asked.asked == name)

    def _words(self, deed: Deed) -> str:
        say, desk = self._session.say, self._desk
        if deed.code == "lunch":
            day, windows = self._clock.now().date(), self._queue.windows
            turn = lunch_turn(self._queue.lunch, windows, self._window(), day)
            return say("ui_queue.deed_lunch", begins=f"{turn[0]:%H:%M}", ends=f"{turn[1]:%H:%M}")
        stops = deed.code == "auto" and desk is not None and desk.auto_call
        return say("ui_queue.deed_auto_off" if stops else f"ui_queue.deed_{deed.code}")

    def _window(self) -> int:
        signed_in = self._session.actor.window if self._session.signed_in else None
        return signed_in or self._queue.windows[0]

    def _choose(self, place: int) -> None:
        deed = self._deeds[place]
        if not deed.asked:
            self._do(deed, {})
            return
        self._asked = deed
        self._show()
        self.forms[deed.asked].begin(deed.code, self._ticket)

    def _back(self) -> None:
        """From a question to the choice, from there to the list."""
        if self._asked is None:
            self.closed.emit()
        else:
            self._asked = None
            self._show()
            self.buttons[0].setFocus()

    def _given(self, answers: dict[str, Any]) -> None:
        if self._asked is not None:
            self._do(self._asked, answers)

    def _do(self, deed: Deed, answers: dict[str, Any]) -> None:
        here = self._ticket is not None and self._ticket == self._session.ticket
        if here and deed.code in ENDING and (refusal := self._session.leave_tray()):
            self._notices.refuse(refusal)
            return
        if deed.code in OF_A_WINDOW and deed.code != "quick":
            done = partial(self._set, deed)
            self._backend.run(self._setting(deed), self._session.actor, **answers, then=done)
            return
        self._backend.run(
            self._service(deed, answers),
            action_id=uuid.uuid4().hex,
            then=partial(self._done, deed),
        )

    def _service(self, deed: Deed, answers: dict[str, Any]) -> Callable[..., TicketView]:
        tickets, actor, ticket = self._tickets, self._session.actor, self._ticket
        if ticket is None:
            return partial(tickets.quick, actor, **answers)
        services: dict[str, Callable[..., TicketView]] = {
            "call_this": tickets.call_this,
            "transfer": tickets.transfer,
            "amend": tickets.amend,
        }
        plain = partial(tickets.move, move=Move(deed.code))
        service_of = services.get(deed.code, plain)
        return partial(service_of, actor, ticket.id, version=ticket.version, **answers)

    def _setting(self, deed: Deed) -> Callable[..., DeskView]:
        desks, calls = self._desks, self._desk is not None and self._desk.auto_call
        settings: dict[str, Callable[..., DeskView]] = {
            "open": desks.open,
            "pause": desks.pause,
            "lunch": desks.lunch,
            "auto": partial(desks.call_by_itself, on=not calls),
            "serve": desks.serve,
        }
        return settings[deed.code]

    def _set(self, deed: Deed, desk: DeskView) -> None:
        code = "auto_on" if deed.code == "auto" and desk.auto_call else deed.code
        self._notices.post(f"ui_queue.done_{code}", "success", number=desk.window)
        self.closed.emit()

    def _done(self, deed: Deed, ticket: TicketView) -> None:
        number = ticket.number
        self._notices.post(f"ui_queue.done_{deed.code}", "success", number=number)
        self.closed.emit()
