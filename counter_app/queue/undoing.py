"""Taking back the last act on a ticket, with everything that it moved."""

from datetime import datetime, timedelta

from counter_app.errors import Refusal
from counter_app.queue import checks
from counter_app.queue.history import TicketEventView, changes_back, event_from
from counter_app.queue.moves import LIVE, Move, TicketState
from counter_app.queue.places import require_here
from counter_app.queue.trace import FINISHED, Act, close, step
from counter_app.queue.views import TicketView, ticket_from
from db import queue_sql
from db.acts import Sql
from db.queue import Call

WITHIN = timedelta(seconds=5)
FOR_GOOD = frozenset({Move.TAKE, Move.UNDO, Move.ARCHIVE})


def undo(sql: Sql, act: Act, ticket: TicketView) -> TicketView:
    """Raises Refusal queue.illegal_undo, queue.undo_late, queue.other_window, queue.desk_taken,
    queue.window_busy or queue.stale when the act's other ticket has moved on."""
    last = _events(sql, ticket.id)[-1]
    if last.move in FOR_GOOD:
        raise Refusal("queue.illegal_undo")
    if last.window != act.window:
        raise Refusal("queue.other_window", number=ticket.number, window=last.window)
    if last.window is not None:
        require_here(sql, act, last.window)
    if not within(last.at, act.now):
        raise Refusal("queue.undo_late", seconds=WITHIN.seconds)
    base = last.action_id.removesuffix(FINISHED)
    back = [moved for part in ("", FINISHED) if (moved := _back(sql, act, base + part, part))]
    asked = next(moved for moved in back if moved.id == ticket.id)
    was_called = last.state is TicketState.CALLED and asked.state not in LIVE
    call = Call.WITHDRAWN if was_called else None
    close(sql, act, back[0], Move.UNDO, call=call, undone=last.move.value)
    return asked


def within(at: datetime, now: datetime) -> bool:
    """Whether what was done at `at` can be taken back; a clock set back makes it no younger."""
    return timedelta(0) <= now - at <= WITHIN


def _back(sql: Sql, act: Act, action_id: str, part: str) -> TicketView | None:
    found = sql.one(queue_sql.ACTION, action_id)
    if found is None:
        return None
    events = _events(sql, found[0])
    last = events[-1]
    ticket = ticket_from(sql.all(queue_sql.TICKET, found[0])[0])
    if last.action_id != action_id:
        raise Refusal("queue.stale", number=ticket.number)
    if last.move is Move.QUICK:  # before it there was no ticket; its number stays given out
        changes: dict[str, object] = {"state": TicketState.CANCELLED.value, "ended_at": act.at}
    else:
        changes = changes_back(events)
    state = TicketState(str(changes["state"]))
    if state in LIVE and ticket.state not in LIVE and last.window is not None:
        checks.free(sql, last.window)
    if last.turn is not None:
        sql.run(queue_sql.SET_TURN, last.turn, last.window)
    return step(sql, act, ticket, Move.UNDO, state, changes, part=part)


def _events(sql: Sql, ticket_id: int) -> list[TicketEventView]:
    return [event_from(row) for row in sql.all(queue_sql.EVENTS, ticket_id)]
