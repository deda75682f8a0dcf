"""A ticket's past: its events, applied one after the other, give its row."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from db.acts import Row, moment
from db.queue import Move, TicketState

BLANK: Mapping[str, object] = {
    "interpreter": False,
    "priority": None,
    "tasks": "[]",
    "note": "",
    "for_window": None,
    "window": None,
    "why": None,
    "called_at": None,
    "recalled_at": None,
    "started_at": None,
    "ended_at": None,
    "archived_at": None,
    "recalls": 0,
}
"""The columns of a ticket that its first event does not name."""


@dataclass(frozen=True, slots=True)
class TicketEventView:
    """`changes`: the columns set, as stored. `turn`: the desk's before a call."""

    action_id: str
    ticket_id: int
    move: Move
    state: TicketState
    version: int
    at: datetime
    window: int | None
    clerk: str | None
    """Login."""
    reason: str | None
    turn: int | None
    changes: Mapping[str, object]


def event_from(row: Row) -> TicketEventView:
    """Of a row of db.queue_sql.EVENTS."""
    action_id, ticket_id, move, state, version, at, window, clerk, reason, turn, changes = row
    return TicketEventView(
        action_id,
        ticket_id,
        Move(move),
        TicketState(state),
        version,
        moment(at),
        window,
        clerk,
        reason,
        turn,
        json.loads(changes),
    )


def replay(events: Iterable[TicketEventView]) -> dict[str, object]:
    """The columns of one ticket after its events, in order of version."""
    columns = dict(BLANK)
    for event in events:
        columns |= event.changes
        columns["id"], columns["version"] = event.ticket_id, event.version
    return columns


def changes_back(events: Sequence[TicketEventView]) -> dict[str, object]:
    """What makes the last event undone: every column that it set, as it was before."""
    before = replay(events[:-1])
    return {name: before[name] for name in events[-1].changes}
