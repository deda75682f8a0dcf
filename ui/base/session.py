"""What all panels of a window share: clerk, language, ticket, person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.certificates.requests import NOBODY
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor, may
from counter_app.queue.tickets import TicketView
from counter_app.residents.places import same_building
from counter_app.words import LANGUAGES, say

if TYPE_CHECKING:
    from counter_app.queue.by_hand import HandCallView
    from counter_app.residents.views import Resident


ASKED_MS = 10_000
"""How long it is remembered that the clerk was asked about the tray."""


class Session(QObject):
    """One clerk at one window.

    A widget that shows words has `retranslate()`, calls it once when built and connects it to
    `language_changed`. `ticket_changed` carries a TicketView or None; `visit_changed` follows when
    it is somebody else's, or somebody was called by hand; `resident_changed` carries a
    Resident or None; `revealed_changed` follows when that person's masked data may be shown, or
    may be no more; `unmask_wanted` when the clerk has yet to say what for. `tray_left` when the
    clerk ends a visit without what is in its tray.
    """

    language_changed = Signal()
    actor_changed = Signal()
    ticket_changed = Signal(object)
    visit_changed = Signal()
    resident_changed = Signal(object)
    unmask_wanted = Signal()
    revealed_changed = Signal()
    tray_left = Signal()

    def __init__(self, language: str = "ko", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self.ticket: TicketView | None = None
        self.by_hand: HandCallView | None = None
        """Who was called by hand while the queue is out of reach; then there is no ticket."""
        self.resident: Resident | None = None
        self.building = False
        """Whether a list of a building is asked for with no record open."""
        self.revealed = False
        self.purpose = ""
        self.tray = 0
        """Documents put together for the visit at the window and not yet issued."""
        self._asked_to_leave = self._may_leave = False
        self._settled: tuple[str, str] | None = None
        self._actor: Actor | None = None

    @property
    def actor(self) -> Actor:
        """The clerk signed in. Panels exist only while there is one."""
        if self._actor is None:
            raise RuntimeError("nobody is signed in")
        return self._actor

    @property
    def signed_in(self) -> bool:
        return self._actor is not None

    def may(self, permission: str) -> bool:
        """Whether somebody is signed in whose role allows it (counter_app.privacy.actor)."""
        return self._actor is not None and may(self._actor, permission)

    def say(self, code: str, **fields: object) -> str:
        """The sentence for `code` in the session's language."""
        return say(code, self.language, **fields)

    def sign_in(self, actor: Actor) -> None:
        self._actor = actor
        self.actor_changed.emit()

    def sign_out(self) -> None:
        """Forget the clerk and everything personal."""
        self._actor = None
        self.show_ticket(None)
        self.show_resident(None)
        self.show_tray(0)
        self.actor_changed.emit()

    def speak(self, language: str) -> None:
        """Use "ko" or "en" from now on."""
        if language != self.language and language in LANGUAGES:
            self.language = language
            self.language_changed.emit()

    def show_ticket(self, ticket: TicketView | None) -> None:
        """What the queue has at the window."""
        if ticket != self.ticket or self.by_hand:
            number = ticket.number if ticket else ""
            same = _id(ticket) == _id(self.ticket)
            goes_on = number == self.by_hand.number if self.by_hand else same
            self._visit(ticket, number, None, goes_on=goes_on)

    def call_by_hand(self, call: HandCallView) -> None:
        """Somebody came of whom the queue does not know yet."""
        if self.by_hand is None or call.number != self.by_hand.number:
            self._visit(None, call.number, call, goes_on=False)

    def _visit(
        self,
        ticket: TicketView | None,
        number: str,
        by_hand: HandCallView | None,
        *,
        goes_on: bool,
    ) -> None:
        if not goes_on:
            if self._may_leave:
                self.tray_left.emit()
            if self.building:
                self.show_resident(None)
            self._settled = None
        self.ticket, self.by_hand = ticket, by_hand
        if self._actor is not None:
            self._actor = replace(self._actor, ticket=number)
        self.ticket_changed.emit(ticket)
        if not goes_on:
            self.visit_changed.emit()

    def show_tray(self, count: int) -> None:
        """How many documents are in the tray now."""
        self.tray = count
        self._forget_asking()

    def leave_tray(self) -> Refusal | None:
        """Why the visit does not end yet: documents are in the tray. Wished again within a few
        seconds, it ends without them: `tray_left` as soon as it has."""
        if not self.tray:
            return None
        if not self._asked_to_leave:
            self._asked_to_leave = True
            QTimer.singleShot(ASKED_MS, self, self._forget_asking)
            return Refusal("ui_tray.not_issued", count=self.tray)
        self._may_leave = True
        return None

    def _forget_asking(self) -> None:
        self._asked_to_leave = self._may_leave = False

    def show_resident(self, resident: Resident | None, purpose: str = "") -> None:
        """The person on the screen from now on, and what for."""
        self.purpose = purpose
        if resident != self.resident or self.building:
            self.building = False
            self._settled = None
            self.reveal(False)
            self.resident = resident
            self.resident_changed.emit(resident)

    def ask_for_building(self) -> None:
        """Nobody's record is needed for what is asked for now: a list of a building."""
        self.show_resident(None)
        self.building = True

    @property
    def holder(self) -> int | None:
        """Whose document is asked for: who is on the screen, NOBODY for a list of a building; None
        while there is nothing to issue."""
        if self.resident is not None:
            return self.resident.id
        return NOBODY if self.building else None

    def settle_centre(self, address: str, code: str) -> None:
        """The visitor was asked where an address is; nobody asks again during the visit."""
        self._settled = address, code

    def settled_centre(self, address: str) -> str:
        """The code that was settled on for this building; "" where none was."""
        known = self._settled
        return known[1] if known and same_building(known[0], address) else ""

    def ask_to_unmask(self) -> None:
        """The clerk is asked what for, wherever the data are."""
        if self.resident is not None and not self.revealed:
            self.unmask_wanted.emit()

    def reveal(self, revealed: bool) -> None:
        """Whether what is masked of the person is shown: only once that is on record."""
        if revealed != self.revealed:
            self.revealed = revealed
            self.revealed_changed.emit()


def _id(ticket: TicketView | None) -> int | None:
    return ticket.id if ticket else None
