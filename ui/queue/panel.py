"""The window's own ticket, its moves, and the waiting list: the left column."""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.errors import Refusal
from counter_app.queue.moves import Move
from counter_app.queue.tickets import QueueView, TicketView
from counter_app.words import explain
from ui.base.backend import Backend
from ui.base.notices import Notices, announce
from ui.base.session import Session
from ui.kit.spans import stopwatch
from ui.kit.strip import Strip
from ui.queue.below import Below
from ui.queue.by_hand import Conflicts
from ui.queue.deeds import ENDING
from ui.queue.present import PresentCard
from ui.queue.window_state import WindowState

if TYPE_CHECKING:
    from counter_app.main import Counter
    from counter_app.queue.by_hand import HandCallView
    from counter_app.queue.desks import DeskView

POLL_MS = 5000
"""Between two looks when nothing is heard: who is next also changes as time goes by."""


class QueuePanel(QWidget):
    """Calls, moves and issues numbers; reloads after every act, here and at other windows.

    `view` is the last QueueView, or None before the first; `loaded(view)` follows a new one;
    `left` when the focus has no more place here.
    """

    loaded = Signal(object)
    left = Signal()

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
        self._issuing = False
        self.view: QueueView | None = None
        self._lost_for: Refusal | None = None
        self.present = PresentCard(session, counter.config.queue)
        self._counter = counter
        self.below = Below(counter, backend, session, notices)
        self.below.turned.connect(self._fold)
        self.below.left.connect(self.left)
        self.trouble, self.conflicts = Strip(), Conflicts(session)
        if (by_hand := self.below.by_hand) is not None:
            by_hand.conflicting.connect(self.conflicts.show_calls)
            by_hand.latest.connect(self._follow_by_hand)
            self.conflicts.seen.connect(by_hand.settle)
        self.rest = WindowState(counter, backend, session)
        self.rest.shown.connect(self._show_desk)
        self._column = QVBoxLayout(self)
        self._build()
        self.present.next.clicked.connect(self.call_next)
        for move, button in self.present.moves.items():
            button.clicked.connect(partial(self.move_ticket, move))
        self.present.more.clicked.connect(self.toggle_moves)
        self.present.undo.clicked.connect(self.undo)
        self.below.waiting.slip.wanted.connect(self.issue)
        self.below.waiting.state.acted.connect(self.resume)
        for something_happened in (backend.changed, backend.heard):
            something_happened.connect(self.reload)
        backend.failed.connect(self._settle)
        session.language_changed.connect(self._say_trouble)
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self.reload)

    def compact(self, compact: bool) -> None:
        """Take less height."""
        self.present.compact(compact)
        self.below.compact(compact)
        self._column.setSpacing(10 if compact else 16)
        self._fold()

    def call_next(self) -> None:
        """Finish and call; write down what is called by hand while the queue is out of reach.
        The same action until it is known how it ended."""
        if self.below.by_hand is not None and self.below.cut_off:
            self.below.by_hand.take_focus()
            return
        if refusal := self._session.leave_tray():
            self._notices.refuse(refusal)
            return
        self._call = self._call or uuid.uuid4().hex
        self._backend.run(
            self._tickets.call_next,
            self._session.actor,
            action_id=self._call,
            seen=(here.id, here.version) if (here := self._session.ticket) else (),
            then=self._called,
            refused=self._not_called,
        )

    def move_ticket(self, move: Move) -> None:
        ticket = self._session.ticket
        if ticket is None:
            lost = self._counter.queue.link.view.reason
            self._notices.refuse(lost or Refusal("ui_queue.nobody_here"))
            return
        if move in ENDING and (refusal := self._session.leave_tray()):
            self._notices.refuse(refusal)
            return
        self._backend.run(
            self._tickets.move,
            self._session.actor,
            ticket.id,
            move,
            version=ticket.version,
            action_id=uuid.uuid4().hex,
        )

    def undo(self) -> None:
        """Take the window's last move back, while there is time."""
        last = self.view.undoable if self.view else None
        if last is not None:
            self._backend.run(
                self._tickets.undo,
                self._session.actor,
                last.ticket_id,
                version=last.version,
                action_id=uuid.uuid4().hex,
                then=self._undone,
            )

    def toggle_moves(self) -> None:
        """What else can be done with the present number, or at the window without one."""
        if self.below.doing_more:
            self.below.close_moves()
        elif not self.below.cut_off:
            self.below.open_moves(self._session.ticket)

    def issue(self, category: str, language: str) -> None:
        """Take a number for a visitor who does not use the kiosk; one after the other."""
        if self._issuing:
            return
        self._issuing = True
        self._backend.run(
            self._tickets.take,
            category,
            language,
            action_id=uuid.uuid4().hex,
            actor=self._session.actor,
            then=self._issued,
            refused=self._not_issued,
        )

    def resume(self) -> None:
        """Load now and go on loading."""
        self._backend.listen(self._counter.queue.news)
        self.below.crowd.resume()
        self._poll.start()
        self.reload()

    def reload(self) -> None:
        if self._session.signed_in:
            self._backend.ask(
                self._tickets.view,
                self._session.actor.window,
                then=self._show,
                refused=self._cut_off,
                failed=self._lost,
                replacing="queue",
            )
            self.rest.reload()

    def tick(self) -> None:
        """A second has passed; nothing is asked of the store."""
        ticket = self._session.ticket
        by_hand = self._session.by_hand
        since = (ticket.started_at or ticket.called_at) if ticket else by_hand and by_hand.at
        now, last = self._clock.now(), self.view.undoable if self.view else None
        in_time = last is not None and now < last.until
        self.present.tick(
            stopwatch(since, now) if since else "", undoable=in_time and not self.below.cut_off
        )
        self.below.waiting.tick()
        view = self.view
        idle = view is not None and view.callable > 0 and view.current is None
        if self.rest.due(now, idle=idle and not self.below.cut_off and not self._session.tray):
            self.call_next()

    def _build(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        for part in (self.trouble, self.conflicts, self.rest, self.present):
            self._column.addWidget(part)
        self._column.addWidget(self.below, 1)

    def _show(self, view: QueueView) -> None:
        self._lost_for = None
        self._say_trouble()
        came_back = self.below.reached()
        if view != self.view or came_back or self.below.waiting.broken:
            self.view = view
            self._session.show_ticket(view.current)
            self.below.show_queue(view)
            self.tick()
            self.loaded.emit(view)

    def _cut_off(self, refusal: Refusal) -> None:
        """The shared queue cannot be reached: said above the card, and the clerk calls by hand."""
        self._lost_for = refusal
        self._say_trouble()
        self.below.call_by_hand()

    def _say_trouble(self) -> None:
        why, language = self._lost_for, self._session.language
        self.trouble.show_words("danger", "", explain(why, language) if why else "")

    def _fold(self) -> None:
        """The present number's keys make room for what stands in the place of the list."""
        self.present.fold(self.below.doing_more or self.below.cut_off)
        self.present.call_by_hand(self.below.cut_off)

    def _show_desk(self, desk: DeskView | None) -> None:
        self.below.show_desk(desk)
        self.present.rest(self.rest.resting)

    def _follow_by_hand(self, call: HandCallView) -> None:
        """Somebody was called by hand: theirs is the visit until the queue is back."""
        if self.below.cut_off:
            self._session.call_by_hand(call)
            self.tick()

    def _lost(self, reference: str) -> None:
        """Said once in the panel; loading goes on only when the clerk asks."""
        self._poll.stop()
        self.view = None
        self.below.waiting.show_fault(reference)

    def _called(self, ticket: TicketView) -> None:
        self._call = ""
        self._session.show_ticket(ticket)
        self.tick()
        announce(self, self._session.say("ui.called", number=ticket.number))

    def _not_called(self, refusal: Refusal) -> None:
        self._call = ""
        self._notices.refuse(refusal)

    def _settle(self, _reference: str = "") -> None:
        """After a fault, F2 may call another one, and another number be issued."""
        self._call = ""
        self._issuing = False

    def _undone(self, ticket: TicketView) -> None:
        self._notices.post("ui_queue.done_undo", "information", number=ticket.number)

    def _issued(self, ticket: TicketView) -> None:
        self._issuing = False
        self._notices.post("ui.issued", "success", number=ticket.number)

    def _not_issued(self, refusal: Refusal) -> None:
        self._issuing = False
        self._notices.refuse(refusal)
