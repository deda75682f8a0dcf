"""What every act on the queue leaves behind, in its own transaction: the tickets' events, a call
for boards and voices, a fact for the district, and one row of the audit chain."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import TERMINAL, digest
from counter_app.queue.views import TicketView, ticket_from
from db.acts import Row, Sql
from db.outbox import ordered_id
from db.queue import Call, Move, TicketState

encoded = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode

FINISHED = ":finish"
"""What tells the ticket that a call finished from the one it called."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who does what, when. `at` is the moment as stored; all rows of one act carry it."""

    actor: Actor | None
    action_id: str
    now: datetime
    at: str

    @property
    def window(self) -> int | None:
        return self.actor.window if self.actor else None

    @property
    def who(self) -> str:
        return self.actor.login if self.actor else "-"

    @property
    def began(self) -> str:
        """The JSON of the audit row's beginning, from the moment to the terminal."""
        return encoded([self.at, self.who, self.window, TERMINAL])[1:-1]


def step(
    sql: Sql,
    act: Act,
    ticket: TicketView,
    move: Move,
    state: TicketState,
    changes: Mapping[str, object],
    *,
    part: str = "",
    reason: str | None = None,
    turn: int | None = None,
) -> TicketView:
    """Moves a ticket that still is what was seen and writes the event. `part` tells apart several
    tickets moved by one act. Raises Refusal queue.stale."""
    changes = {"state": state.value, **changes}
    row = sql.change(ticket.id, ticket.version, changes)
    if row is None:
        raise Refusal("queue.stale", number=ticket.number)
    moved = ticket_from(row)
    note(sql, act, moved, move, changes, part=part, reason=reason, turn=turn)
    return moved


def note(
    sql: Sql,
    act: Act,
    ticket: TicketView,
    move: Move,
    changes: Mapping[str, object],
    *,
    part: str = "",
    reason: str | None = None,
    turn: int | None = None,
) -> None:
    """The event of a move already made."""
    window = act.window if act.window is not None else ticket.window
    at = (ticket.id, ticket.version, window)
    sql.add_events([event(act, at, move, changes, part=part, reason=reason, turn=turn)])


def event(
    act: Act,
    of: tuple[int, int, int | None],
    move: Move,
    changes: Mapping[str, object],
    *,
    part: str = "",
    reason: str | None = None,
    turn: int | None = None,
) -> Row:
    """The row of an event. `of`: the ticket, its version after the move, and the window."""
    ticket_id, version, window = of
    clerk = act.actor.login if act.actor else None
    said = (reason, turn, encoded(changes))
    state = changes["state"]
    action_id = act.action_id + part
    return (action_id, ticket_id, move.value, state, version, act.at, window, clerk, *said)


def close(
    sql: Sql,
    act: Act,
    ticket: TicketView,
    move: Move,
    *,
    call: Call | None = None,
    **detail: object,
) -> None:
    """Ends an act. Comes last: on PostgreSQL other writers wait from here to the commit, so that
    calls, facts and audit rows are numbered in the order in which they are committed."""
    said = {
        "day": ticket.day.isoformat(),
        "move": move.value,
        "number": ticket.number,
        "state": ticket.state.value,
        "window": ticket.window,
        **detail,
    }
    text = encoded(said)
    announced = call and (
        call.value,
        ticket.id,
        ticket.day.isoformat(),
        ticket.number,
        ticket.category,
        ticket.language,
        act.window,
        act.at,
    )
    action, subject = f"ticket.{move}", f"ticket:{ticket.id}"
    row = (act.at, act.who, act.window, TERMINAL, action, subject, text)
    fact = (ordered_id(act.now), "ticket", text, act.at)
    sql.end(row, fact, announced or None, digest)
