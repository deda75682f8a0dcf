"""What can be done beside the keys on the number's card: a table, and what each must know first."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.queue.desks import DeskState, DeskView
from counter_app.queue.moves import Move, possible
from counter_app.queue.views import TicketView


@dataclass(frozen=True, slots=True)
class Deed:
    """`code` names its words (ui_queue.deed_*); `asked` what is asked before it: "" nothing,
    "reason", "where", "wishes", "service" or "serves"."""

    code: str
    asked: str = ""


OF_A_TICKET = {
    Move.RESUME: "",
    Move.RECALL: "",
    Move.CALL_THIS: "reason",
    Move.HOLD: "",
    Move.BACK_OFFICE: "",
    Move.TRANSFER: "where",
    Move.AMEND: "wishes",
    Move.FINISH: "",
    Move.RESTORE: "",
    Move.CANCEL: "",
}
"""In the order in which they are offered, with what each asks."""

ENDING = frozenset({Move.FINISH, Move.NO_SHOW, Move.CANCEL, Move.TRANSFER})
"""After these the visit at the window is over."""

OF_A_WINDOW = {
    "quick": "service",
    "open": "",
    "pause": "reason",
    "lunch": "",
    "auto": "",
    "serve": "serves",
}
"""As above, of the window itself."""

RESTING = frozenset({DeskState.PAUSED, DeskState.LUNCH})

ON_THE_CARD = frozenset({Move.RECALL, Move.START, Move.FINISH, Move.NO_SHOW, Move.HOLD})
"""The moves of the present number that have keys of their own."""


def of_ticket(ticket: TicketView, present: TicketView | None) -> tuple[Deed, ...]:
    """What can be done with `ticket` in the state it is in; `present` is the window's own."""
    is_present = present is not None and ticket.id == present.id
    allowed = possible(ticket.state) - (ON_THE_CARD if is_present else frozenset())
    return tuple(Deed(move.value, asked) for move, asked in OF_A_TICKET.items() if move in allowed)


def of_window(desk: DeskView | None, present: TicketView | None) -> tuple[Deed, ...]:
    """What can be done at the window itself, which is `desk`, with `present` at it."""
    resting = desk is not None and desk.state in RESTING
    left_out = {"open"} if not resting else {"quick", "lunch", "pause", "auto"}
    if present is not None:
        left_out.add("quick")
    return tuple(Deed(code, asks) for code, asks in OF_A_WINDOW.items() if code not in left_out)
