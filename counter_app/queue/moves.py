"""Which move leads from which state to which: one pure table, nothing else decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.errors import Refusal
from db.queue import Move, TicketState

if TYPE_CHECKING:
    from counter_app.queue.views import TicketView

__all__ = ["LIVE", "MOVES", "OVER", "Move", "TicketState", "after", "possible", "sets"]

_S, _M = TicketState, Move

MOVES: dict[tuple[TicketState, Move], TicketState] = {
    (_S.WAITING, _M.CALL): _S.CALLED,
    (_S.WAITING, _M.CALL_THIS): _S.CALLED,
    (_S.WAITING, _M.TRANSFER): _S.WAITING,
    (_S.WAITING, _M.AMEND): _S.WAITING,
    (_S.WAITING, _M.CANCEL): _S.CANCELLED,
    (_S.CALLED, _M.RECALL): _S.CALLED,
    (_S.CALLED, _M.START): _S.SERVING,
    (_S.CALLED, _M.HOLD): _S.HELD,
    (_S.CALLED, _M.TRANSFER): _S.WAITING,
    (_S.CALLED, _M.AMEND): _S.CALLED,
    (_S.CALLED, _M.NO_SHOW): _S.NO_SHOW,
    (_S.CALLED, _M.FINISH): _S.DONE,
    (_S.CALLED, _M.CANCEL): _S.CANCELLED,
    (_S.SERVING, _M.HOLD): _S.HELD,
    (_S.SERVING, _M.BACK_OFFICE): _S.BACK_OFFICE,
    (_S.SERVING, _M.TRANSFER): _S.WAITING,
    (_S.SERVING, _M.AMEND): _S.SERVING,
    (_S.SERVING, _M.FINISH): _S.DONE,
    (_S.HELD, _M.RECALL): _S.CALLED,
    (_S.HELD, _M.RESUME): _S.SERVING,
    (_S.HELD, _M.BACK_OFFICE): _S.BACK_OFFICE,
    (_S.HELD, _M.TRANSFER): _S.WAITING,
    (_S.HELD, _M.AMEND): _S.HELD,
    (_S.HELD, _M.FINISH): _S.DONE,
    (_S.HELD, _M.CANCEL): _S.CANCELLED,
    (_S.BACK_OFFICE, _M.RECALL): _S.CALLED,
    (_S.BACK_OFFICE, _M.RESUME): _S.SERVING,
    (_S.BACK_OFFICE, _M.TRANSFER): _S.WAITING,
    (_S.BACK_OFFICE, _M.AMEND): _S.BACK_OFFICE,
    (_S.BACK_OFFICE, _M.FINISH): _S.DONE,
    (_S.NO_SHOW, _M.RESTORE): _S.WAITING,
}
"""TAKE and QUICK make a ticket; UNDO leads back to what was before; ARCHIVE changes no state."""

LIVE = frozenset({TicketState.CALLED, TicketState.SERVING})
"""A window has at most one of these."""

OVER = frozenset({TicketState.DONE, TicketState.NO_SHOW, TicketState.CANCELLED})


def after(state: TicketState, move: Move) -> TicketState:
    """The state a move leads to. Raises Refusal queue.illegal_<move>."""
    if (state, move) not in MOVES:
        raise Refusal(f"queue.illegal_{move}")
    return MOVES[state, move]


def possible(state: TicketState) -> frozenset[Move]:
    """The moves that a ticket in this state allows."""
    return frozenset(move for (present, move) in MOVES if present == state)


def sets(
    move: Move, at: str, window: int | None, ticket: TicketView | None = None
) -> dict[str, object]:
    """The columns a move sets, beside `state` and what the clerk says with it; `at` as stored."""
    if move is Move.RECALL and ticket and ticket.state is TicketState.CALLED:
        return {"recalls": ticket.recalls + 1, "recalled_at": at}
    if move in (Move.CALL, Move.CALL_THIS, Move.RECALL):
        stamps = {"called_at": at, "recalled_at": None, "started_at": None}
        return {"window": window, "recalls": 0, **stamps}
    if move is Move.RESUME:
        started = ticket is not None and ticket.started_at is not None
        return {"window": window} if started else {"window": window, "started_at": at}
    if move in (Move.FINISH, Move.NO_SHOW, Move.CANCEL):
        return {"ended_at": at}
    if move is Move.RESTORE:
        return {"ended_at": None}
    return {"started_at": at} if move is Move.START else {}
