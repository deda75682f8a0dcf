"""The window's own ticket, its moves, and the waiting list: the left column."""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from counter_app.errors import Refusal
from counter_app.queue.moves import Move, TicketState, possible
from counter_app.queue.tickets import QueueView, TicketView
from ui.backend import Backend
from ui.kit import Badge, Card, ElidedLabel, KeyButton, Label, restyle, row
from ui.languages import NAMES
from ui.notices import Notices, announce
from ui.session import Session
from ui.spans import stopwatch
from ui.waiting import WaitingCard

if TYPE_CHECKING:
    from counter_app.main import Counter

POLL_MS = 2000
MOVE_KEYS = {
    Move.RECALL: ("F3", "ui.recall"),
    Move.START: ("F4", "ui.start"),
    Move.FINISH: ("F5", "ui.finish"),
    Move.NO_SHOW: ("F7", "ui.no_show"),
}


class PresentCard(Card):
    """The ticket at this window, very large, and what can be done with it."""

    def __init__(self, session: Session) -> None:
        super().__init__("primary", spacing=10)
        self._session = session
        self.state = Label("title")
        self.timer = Badge(tone="primary")
        self.number = Label("ticket")
        self.language = Badge()
        self.service = Badge()
        self.hint = ElidedLabel("subtle")
        self.next = KeyButton("F2", "primary")
        self.moves = {move: KeyButton(key) for move, (key, _) in MOVE_KEYS.items()}
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, button in enumerate(self.moves.values()):
            grid.addWidget(button, place // 2, place % 2)
        self.body.addLayout(row(self.state, None, self.timer))
        self.body.addWidget(self.number)
        self.body.addLayout(row(self.language, self.service, self.hint, None))
        self.body.addSpacing(4)
        self.body.addWidget(self.next)
        self.body.addLayout(grid)
        session.ticket_changed.connect(self.retranslate)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def compact(self, compact: bool) -> None:
        """Take less height."""
        restyle(self.number, compact=compact)
        self.body.setContentsMargins(20, 12 if compact else 20, 20, 12 if compact else 20)
        self.body.setSpacing(4 if compact else 10)

    def retranslate(self) -> None:
        ticket, say = self._session.ticket, self._session.say
        self.setAccessibleName(say("ui.present"))
        self.state.setText(self._state(ticket))
        self.number.setText(ticket.number if ticket else "—")
        self.number.setAccessibleName(f"{self.state.text()} {self.number.text()}")
        foreign = ticket is not None and ticket.language != "ko"
        self.language.show_text(NAMES[ticket.language] if ticket and foreign else "", "information")
        self.service.show_text(say(f"ui.short_{ticket.category}") if ticket else "")
        self.hint.setText("" if ticket else say("ui.no_ticket"))
        self.hint.setVisible(ticket is None)
        self.next.setText(say("ui.finish_and_next" if ticket else "ui.call_next"))
        allowed = possible(ticket.state) if ticket else frozenset()
        for move, button in self.moves.items():
            button.setText(say(MOVE_KEYS[move][1]))
            button.dim(move not in allowed)

    def tick(self, elapsed: str) -> None:
        """Show the time since the call or the start; "" for none."""
        if elapsed != self.timer.text():
            self.timer.show_text(elapsed, "primary")

    def _state(self, ticket: TicketView | None) -> str:
        say = self._session.say
        if ticket is None:
            return say("ui.state_none")
        if ticket.state == TicketState.SERVING:
            return say("ui.state_serving")
        if ticket.recalls:
            return say("ui.state_recalled", count=ticket.recalls)
        return say("ui.state_called")


class QueuePanel(QWidget):
    """Calls, moves and issues numbers; reloads every two seconds and after every act.

    `view` is the last QueueView, or None before the first; `loaded(view)` follows a new one.
    """

    loaded = Signal(object)

    def __init__(
        self, counter: Counter, backend: Backend, session: Session, notices: Notices
    ) -> None:
        super().__init__()
        self._tickets = counter.tickets
        self._clock = counter.clock
        self._backend = backend
        self._session = session
        self._notices = notices
        self._call = ""
        self.view: QueueView | None = None
        self.present = PresentCard(session)
        self.waiting = WaitingCard(session, counter.clock)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.present)
        layout.addWidget(self.waiting, 1)
        self.present.next.clicked.connect(self.call_next)
        for move, button in self.present.moves.items():
            button.clicked.connect(partial(self.move_ticket, move))
        self.waiting.slip.wanted.connect(self.issue)
        self.waiting.state.acted.connect(self.resume)
        backend.changed.connect(self.reload)
        backend.failed.connect(self._settle)
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self.reload)

    def compact(self, compact: bool) -> None:
        """Take less height."""
        self.present.compact(compact)
        self.waiting.compact(compact)

    def call_next(self) -> None:
        """Finish and call. The same action until it is known how it ended."""
        self._call = self._call or uuid.uuid4().hex
        self._backend.run(
            self._tickets.call_next,
            self._session.actor,
            action_id=self._call,
            then=self._called,
            refused=self._not_called,
        )

    def move_ticket(self, move: Move) -> None:
        ticket = self._session.ticket
        if ticket is None:
            self._notices.refuse(Refusal(f"queue.illegal_{move}"))
            return
        self._backend.run(
            self._tickets.move,
            self._session.actor,
            ticket.id,
            move,
            version=ticket.version,
            action_id=uuid.uuid4().hex,
        )

    def issue(self, category: str, language: str) -> None:
        """Take a number for a visitor, until there is a kiosk."""
        self._backend.run(
            self._tickets.take,
            category,
            language,
            action_id=uuid.uuid4().hex,
            actor=self._session.actor,
            then=self._issued,
        )

    def resume(self) -> None:
        """Load now and go on loading."""
        self._poll.start()
        self.reload()

    def reload(self) -> None:
        if self._session.signed_in:
            self._backend.ask(
                self._tickets.view,
                self._session.actor.window,
                then=self._show,
                failed=self._lost,
                replacing="queue",
            )

    def tick(self) -> None:
        """A second has passed; nothing is asked of the store."""
        ticket = self._session.ticket
        since = (ticket.started_at or ticket.called_at) if ticket else None
        self.present.tick(stopwatch(since, self._clock.now()) if since else "")
        self.waiting.tick()

    def _show(self, view: QueueView) -> None:
        if view != self.view or self.waiting.broken:
            self.view = view
            self._session.show_ticket(view.current)
            self.waiting.show_waiting(view.waiting)
            self.tick()
            self.loaded.emit(view)

    def _lost(self, reference: str) -> None:
        """Said once in the panel; loading goes on only when the clerk asks."""
        self._poll.stop()
        self.view = None
        self.waiting.show_fault(reference)

    def _called(self, ticket: TicketView) -> None:
        self._settle()
        self._session.show_ticket(ticket)
        self.tick()
        announce(self, self._session.say("ui.called", number=ticket.number))

    def _not_called(self, refusal: Refusal) -> None:
        self._settle()
        self._notices.refuse(refusal)

    def _settle(self, _reference: str = "") -> None:
        """F2 may call another one."""
        self._call = ""

    def _issued(self, ticket: TicketView) -> None:
        self._notices.post("ui.issued", "success", number=ticket.number)
