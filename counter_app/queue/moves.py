"""Which move leads from which state to which: one pure table, nothing else decides."""

from counter_app.errors import Refusal
from db.queue import Move, TicketState

__all__ = ["MOVES", "Move", "TicketState", "after", "possible"]

MOVES: dict[tuple[TicketState, Move], TicketState] = {
    (TicketState.WAITING, Move.CALL): TicketState.CALLED,
    (TicketState.WAITING, Move.CANCEL): TicketState.CANCELLED,
    (TicketState.CALLED, Move.RECALL): TicketState.CALLED,
    (TicketState.CALLED, Move.START): TicketState.SERVING,
    (TicketState.CALLED, Move.FINISH): TicketState.DONE,
    (TicketState.CALLED, Move.NO_SHOW): TicketState.NO_SHOW,
    (TicketState.SERVING, Move.FINISH): TicketState.DONE,
}


def after(state: TicketState, move: Move) -> TicketState:
    """The state a move leads to. Raises Refusal queue.illegal_<move>."""
    if (state, move) not in MOVES:
        raise Refusal(f"queue.illegal_{move}")
    return MOVES[state, move]


def possible(state: TicketState) -> frozenset[Move]:
    """The moves that a ticket in this state allows."""
    return frozenset(move for (present, move) in MOVES if present == state)
