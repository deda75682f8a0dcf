"""What stands below the present number: the waiting list, or another card in its place."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from counter_app.queue.tickets import QueueView, TicketView
from ui.base.backend import Backend
from ui.base.notices import Notices
from ui.base.session import Session
from ui.queue.by_hand import ByHandCard
from ui.queue.crowd import CrowdLine
from ui.queue.moves import MovesCard
from ui.queue.waiting import WaitingCard

if TYPE_CHECKING:
    from counter_app.main import Counter
    from counter_app.queue.desks import DeskView


class Below(QStackedWidget):
    """The waiting list, what else can be done with a number, or the numbers called by hand.

    `turned` when another of them stands here; `left` when the focus has no more place here.
    """

    turned = Signal()
    left = Signal()

    def __init__(
        self, counter: Counter, backend: Backend, session: Session, notices: Notices
    ) -> None:
        super().__init__()
        self._make_moves = partial(MovesCard, counter, backend, session, notices)
        self._compact = False
        self._desk: DeskView | None = None
        self.waiting = WaitingCard(session, counter.clock, counter.config.queue)
        self.crowd = CrowdLine(counter.estimates, backend, session)
        self.waiting.body.addWidget(self.crowd)
        self.addWidget(self.waiting)
        self.by_hand: ByHandCard | None = None
        if counter.by_hand is not None:
            self.by_hand = ByHandCard(counter.by_hand, backend, session)
            self.addWidget(self.by_hand)
            self.by_hand.left.connect(self.left)
        self.waiting.table.chosen.connect(self.open_moves)
        self.waiting.slip.left.connect(self.left)

    @cached_property
    def moves(self) -> MovesCard:
        """Made when first asked for: opening the window need not wait for it."""
        made = self._make_moves()
        made.closed.connect(self.close_moves)
        self.addWidget(made)
        return made

    @property
    def doing_more(self) -> bool:
        """Whether `moves` stands here."""
        return isinstance(self.currentWidget(), MovesCard)

    @property
    def cut_off(self) -> bool:
        """Whether numbers are called by hand."""
        return self.by_hand is not None and self.currentWidget() is self.by_hand

    def compact(self, compact: bool) -> None:
        """Take less height."""
        self._compact = compact
        self.waiting.compact(compact)
        if self.by_hand is not None:
            self.by_hand.compact(compact)
        if self.doing_more:
            self.moves.compact(compact)

    def open_moves(self, ticket: TicketView | None) -> None:
        """What else can be done with `ticket`, or at the window when there is none."""
        self.moves.compact(self._compact)
        self.moves.show_desk(self._desk)
        self._turn(self.moves)
        self.moves.open(ticket)

    def close_moves(self) -> None:
        """Back to the waiting list, and to where the clerk usually is."""
        if self.doing_more:
            self._turn(self.waiting)
            self.left.emit()

    def show_queue(self, view: QueueView) -> None:
        self.waiting.show_queue(view)
        if self.doing_more:
            self.moves.follow(view)

    def show_desk(self, desk: DeskView | None) -> None:
        """How the window is now."""
        self._desk = desk
        if self.doing_more:
            self.moves.show_desk(desk)

    def call_by_hand(self) -> None:
        """The shared queue cannot be reached."""
        if self.by_hand is not None:
            self._turn(self.by_hand)
            self.by_hand.reload()

    def reached(self) -> bool:
        """The queue answers: whether it had been out of reach until now."""
        if came_back := self.cut_off:
            here = self.by_hand is not None and self.by_hand.number.hasFocus()
            self._turn(self.waiting)
            if here:
                self.left.emit()
        if self.by_hand is not None:
            self.by_hand.reload()
        return came_back

    def _turn(self, card: QWidget) -> None:
        self.setCurrentWidget(card)
        self.turned.emit()
