"""The number at this window, very large, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from counter_app.queue.moves import Move, TicketState, possible
from counter_app.queue.settings import QueueSettings
from counter_app.queue.tickets import TicketView
from counter_app.queue.typed import tasks_text
from ui.base.session import Session
from ui.base.wording import service
from ui.kit.facts import LinkButton
from ui.kit.flow import Flow
from ui.kit.languages import NAMES
from ui.kit.parts import Badge, Card, ElidedLabel, KeyButton, Label, restyle, row

MOVE_KEYS = {
    Move.RECALL: ("F3", "ui.recall"),
    Move.START: ("F4", "ui.start"),
    Move.FINISH: ("F5", "ui.finish"),
    Move.NO_SHOW: ("F7", "ui.no_show"),
    Move.HOLD: ("Shift+F4", "ui_queue.hold"),
}


PLAIN = frozenset({"why_first", "why_priority"})
"""Reasons that are no surprise."""


class PresentCard(Card):
    """The ticket at this window, very large, and what can be done with it."""

    def __init__(self, session: Session, queue: QueueSettings) -> None:
        super().__init__("primary", spacing=10)
        self._session = session
        self._queue = queue
        self.state = ElidedLabel("title")
        self.undo = LinkButton("Shift+F3")
        self.undo.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.timer = Badge(tone="primary")
        self.number = Label("ticket")
        self.language, self.interpreter = Badge(), Badge()
        self.service, self.priority = Badge(), Badge()
        self.hint = ElidedLabel("subtle")
        self.next = KeyButton("F2", "primary")
        self.moves = {move: KeyButton(key) for move, (key, _) in MOVE_KEYS.items()}
        self.more = KeyButton("F12")
        self._badges = QWidget()
        badges = (self.language, self.interpreter, self.service, self.priority)
        self._badges.setLayout(Flow(*badges, spacing=6))
        self._head = QGridLayout()
        self._head.setColumnStretch(1, 1)
        self._head.addWidget(self.number, 0, 0)
        self._head.addWidget(self._badges, 1, 0, 1, 2)
        self._compact = self._cut_off = False
        self._keys = QWidget()
        grid = QGridLayout(self._keys)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for place, button in enumerate((*self.moves.values(), self.more)):
            grid.addWidget(button, place // 2, place % 2)
        self.body.addLayout(row(self.state, self.undo, self.timer))
        self.body.addLayout(self._head)
        self.body.addWidget(self.hint)
        self.body.addWidget(self.next)
        self.body.addWidget(self._keys)
        session.ticket_changed.connect(self.retranslate)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def compact(self, compact: bool) -> None:
        """Take less height: a smaller number, with its badges beside it."""
        self._compact = compact
        for button in (self.next, *self.moves.values(), self.more):
            button.slim(compact)
        restyle(self.number, compact=compact)
        place = (0, 1, 1, 1) if compact else (1, 0, 1, 2)
        self._head.addWidget(self._badges, *place, Qt.AlignmentFlag.AlignVCenter)
        self.body.setContentsMargins(20, 12 if compact else 20, 20, 12 if compact else 20)
        self.body.setSpacing(4 if compact else 10)
        self._show_hint()

    def fold(self, folded: bool) -> None:
        """Where there is little height, leave the room of the keys to what is done instead."""
        self._keys.setVisible(not (folded and self._compact))

    def call_by_hand(self, cut_off: bool) -> None:
        """Whether the queue is out of reach, so that F2 leads to the numbers on the slips."""
        if cut_off != self._cut_off:
            self._cut_off = cut_off
            self.retranslate()

    def rest(self, resting: bool) -> None:
        """Whether the window calls nobody until it is opened."""
        self.next.dim(resting)

    def retranslate(self) -> None:
        ticket, say = self._session.ticket, self._session.say
        self.setAccessibleName(say("ui.present"))
        self.state.setText(self._state(ticket))
        here = ticket or self._session.by_hand
        self.number.setText(here.number if here else "—")
        self.number.setAccessibleName(f"{self.state.text()} {self.number.text()}")
        language = ticket.language if ticket else "ko"
        self.language.show_text(NAMES[language] if language != "ko" else "", "information")
        wanted = ticket is not None and ticket.interpreter
        self.interpreter.show_text(say("ui_queue.interpreter") if wanted else "", "information")
        self.service.show_text(self._service(ticket) if ticket else "")
        ground = ticket.priority if ticket else None
        self.priority.show_text(say(f"queue.priority_{ground}") if ground else "", "warning")
        # As high without a number, so that nothing below moves at a call.
        self._badges.setMinimumHeight(self.service.sizeHint().height())
        beside = self.undo.sizeHint().height(), self.timer.sizeHint().height()
        self.state.setMinimumHeight(max(beside))
        self._show_hint()
        self.undo.setText(say("ui_queue.undo"))
        self.more.setText(say("ui_queue.more"))
        call = "ui.finish_and_next" if ticket else "ui.call_next"
        self.next.setText(say("ui_by_hand.title" if self._cut_off else call))
        allowed = possible(ticket.state) if ticket else frozenset()
        for move, button in self.moves.items():
            button.setText(say(MOVE_KEYS[move][1]))
            button.dim(move not in allowed)

    def tick(self, elapsed: str, *, undoable: bool) -> None:
        """Show the time since the call or the start, "" for none; in its place, while there is
        still time, how to take the last move back."""
        self.undo.setVisible(undoable)
        if elapsed != self.timer.text():
            self.timer.show_text(elapsed, "primary")
        self.timer.setVisible(bool(elapsed) and not undoable)

    def _service(self, ticket: TicketView) -> str:
        tasks = tasks_text(ticket.tasks)
        return tasks or service(self._session, self._queue.categories, ticket.category)

    def _show_hint(self) -> None:
        """The note the visitor was sent on with and why it was this number's turn; where there is
        little height, not what goes without saying or stands on a badge."""
        ticket = self._session.ticket
        why = ticket.why if ticket else None
        told = why is not None and not (self._compact and why.code in PLAIN)
        words = why.words(self._session.language) if why and told else ""
        known = self._compact or self._session.by_hand
        none = "" if known else self._session.say("ui.no_ticket")
        note = ticket.note if ticket else none
        self.hint.setText(" · ".join(part for part in (note, words) if part))
        self.hint.setVisible(bool(self.hint.text()))

    def _state(self, ticket: TicketView | None) -> str:
        say = self._session.say
        if ticket is None:
            return say("ui_by_hand.state" if self._session.by_hand else "ui.state_none")
        if ticket.state == TicketState.SERVING:
            return say("ui.state_serving")
        if ticket.recalls:
            return say("ui.state_recalled", count=ticket.recalls)
        return say("ui.state_called")
