"""How a ticket comes to be: its serial, what is wished, its lane, its row with the first event."""

from counter_app.queue.history import BLANK
from counter_app.queue.moves import Move, TicketState
from counter_app.queue.order import Lane
from counter_app.queue.trace import Act, note
from counter_app.queue.views import TicketView, Wishes, tasks_stored, ticket_from
from db import queue_sql
from db.acts import Sql
from db.serials import NEXT_SERIAL


def new_ticket(
    sql: Sql,
    act: Act,
    category: str,
    wishes: Wishes,
    move: Move,
    own: dict[str, object],
) -> TicketView:
    """A new ticket and its first event."""
    state = TicketState.SERVING if move is Move.QUICK else TicketState.WAITING
    given = {"state": state.value, "category": category, "taken_at": act.at, **own}
    changes = {**given, **wished(wishes), "lane": str(lane_of(category, wishes, None))}
    columns = {**BLANK, **changes, "version": 1}
    (ticket_id,) = sql.all(
        queue_sql.ADD_TICKET, *(columns[name] for name in queue_sql.NAMES if name != "id")
    )[0]
    columns["id"] = ticket_id
    ticket = ticket_from(tuple(columns[name] for name in queue_sql.NAMES))
    note(sql, act, ticket, move, changes)
    return ticket


def wished(wishes: Wishes) -> dict[str, object]:
    return {
        "language": wishes.language,
        "interpreter": wishes.interpreter,
        "priority": wishes.priority.value if wishes.priority else None,
        "tasks": tasks_stored(wishes.tasks),
        "note": wishes.note,
    }


def lane_of(category: str, wishes: Wishes, window: int | None) -> Lane:
    foreign = wishes.interpreter and wishes.language != "ko"
    return Lane(category, wishes.priority, wishes.language if foreign else "", window)


def next_serial(sql: Sql, series: str, first: int) -> int:
    return int(sql.all(NEXT_SERIAL, series, first)[0][0])
