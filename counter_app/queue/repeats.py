"""An act sent again is known by its id; an id that was used for another act is refused."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from counter_app.errors import Refusal
from counter_app.queue.history import event_from
from counter_app.queue.moves import Move
from counter_app.queue.trace import FINISHED, Act
from counter_app.queue.views import TicketView, ticket_from
from db import queue_sql
from db.acts import Sql


@dataclass(frozen=True, slots=True)
class Asked:
    """What the event of an act says, as far as it was asked for. None: not asked for.

    `changes`: columns as stored. `number`: for a ticket known by its number alone.
    """

    moves: Collection[Move]
    ticket_id: int | None = None
    number: str | None = None
    window: int | None = None
    reason: str | None = None
    changes: Mapping[str, object] = field(default_factory=dict)


def repeated(sql: Sql, act: Act, asked: Asked) -> TicketView | None:
    """The ticket of an act already done, as it is now; None when the id is new.

    Raises Refusal queue.action_used when the id belongs to another act.
    """
    tickets = _tickets(sql, act)
    if not tickets:
        return None
    for ticket in tickets:
        if asked.ticket_id in (None, ticket.id) and asked.number in (None, ticket.number):
            break
    else:
        raise Refusal("queue.action_used")
    events = map(event_from, sql.all(queue_sql.EVENTS, tickets[0].id))
    names = (act.action_id, act.action_id + FINISHED)
    done = next(event for event in events if event.action_id in names)
    same = (
        done.move in asked.moves
        and done.clerk == (act.actor.login if act.actor else None)
        and asked.window in (None, done.window)
        and asked.reason == done.reason
        and all(done.changes.get(name) == value for name, value in asked.changes.items())
    )
    if not same:
        raise Refusal("queue.action_used")
    return ticket


def _tickets(sql: Sql, act: Act) -> list[TicketView]:
    """Those that the act moved: first the one it bears the name of, then the one it finished, or,
    for an undo, gave back."""
    moved = (sql.one(queue_sql.ACTION, act.action_id + part) for part in ("", FINISHED))
    return [ticket_from(sql.all(queue_sql.TICKET, row[0])[0]) for row in moved if row]
