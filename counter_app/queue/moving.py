"""A clerk moves one ticket that still is what they saw: aside, to another, on, to its end."""

from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.queue import checks
from counter_app.queue.making import lane_of, wished
from counter_app.queue.moves import LIVE, Move, TicketState, after, sets
from counter_app.queue.places import require_here, require_own
from counter_app.queue.settings import QueueSettings
from counter_app.queue.trace import Act, close, step
from counter_app.queue.views import TicketView, Wishes
from db.acts import Sql
from db.queue import Call

PLAIN = frozenset(
    {
        Move.RECALL,
        Move.START,
        Move.HOLD,
        Move.RESUME,
        Move.BACK_OFFICE,
        Move.NO_SHOW,
        Move.RESTORE,
        Move.FINISH,
        Move.CANCEL,
    }
)
"""The moves that need no more than the ticket."""


def move(
    sql: Sql, act: Act, actor: Actor, ticket: TicketView, move: Move, settings: QueueSettings
) -> TicketView:
    """Raises Refusal queue.illegal_<move> unless it is one of PLAIN, queue.archived,
    queue.other_window, queue.window_busy, queue.desk_taken, queue.recall_first, queue.wait_first.
    """
    require_own(sql, act, ticket)
    state = after(ticket.state, move)
    if move not in PLAIN:
        raise Refusal(f"queue.illegal_{move}")
    checks.given_up(settings, act, ticket, move)
    if state is TicketState.WAITING:
        checks.of_today(act, ticket)
    if state in LIVE and ticket.state not in LIVE:
        window = checks.window(actor)
        require_here(sql, act, window)
        checks.free(sql, window)
    moved = step(sql, act, ticket, move, state, sets(move, act.at, actor.window, ticket))
    close(sql, act, moved, move, call=Call.RECALL if move is Move.RECALL else None)
    return moved


def transfer(
    sql: Sql,
    act: Act,
    ticket: TicketView,
    category: str | None,
    window: int | None,
    note: str | None,
) -> TicketView:
    """`category` None: the one it has. Raises Refusal queue.illegal_transfer, queue.archived,
    queue.other_window, queue.desk_taken."""
    require_own(sql, act, ticket)
    state = after(ticket.state, Move.TRANSFER)
    checks.of_today(act, ticket)
    to = category or ticket.category
    lane = str(lane_of(to, ticket.wishes, window))
    changes: dict[str, object] = {"category": to, "for_window": window, "lane": lane}
    if note is not None:
        changes["note"] = note
    moved = step(sql, act, ticket, Move.TRANSFER, state, changes)
    close(sql, act, moved, Move.TRANSFER, category=to, for_window=window)
    return moved


def amend(sql: Sql, act: Act, ticket: TicketView, wishes: Wishes) -> TicketView:
    """Raises Refusal queue.illegal_amend, queue.other_window, queue.desk_taken."""
    require_own(sql, act, ticket)
    state = after(ticket.state, Move.AMEND)
    lane = lane_of(ticket.category, wishes, ticket.for_window)
    moved = step(sql, act, ticket, Move.AMEND, state, {**wished(wishes), "lane": str(lane)})
    close(sql, act, moved, Move.AMEND)
    return moved
