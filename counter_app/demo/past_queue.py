"""Puts days of a made-up queue into a store, as if they had been worked there."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from counter_app.demo.month import OUT, Visitor
from counter_app.privacy.actor import Actor
from counter_app.queue.categories import Category
from counter_app.queue.history import BLANK
from counter_app.queue.moves import Move, after, sets
from counter_app.queue.trace import Act, event
from db import queue_sql
from db.acts import Row, iso, writing
from db.queue import TicketState

Step = tuple[datetime, Move, dict[str, Any]]


def put_day(
    engine: Engine,
    visitors: Sequence[Visitor],
    categories: Mapping[str, Category],
    clerks: Mapping[int, Actor] | None = None,
    *,
    until: datetime | None = None,
) -> None:
    """One day's tickets and events up to a moment, or to its end; `clerks` by window.

    Raises Refusal store.*; then nothing is put in.
    """
    serials: Counter[str] = Counter()
    with writing(engine) as sql:
        for visitor in visitors:
            category = visitor.head.lane.category
            serials[category] += 1
            number = categories[category].number(serials[category])
            first = _taken(visitor, serials[category], number)
            steps = [s for s in (first, *_moves(visitor)) if until is None or s[0] <= until]
            if steps:
                columns = {**BLANK, **{k: v for _, _, said in steps for k, v in said.items()}}
                columns["version"] = len(steps)
                values = (columns[name] for name in queue_sql.NAMES if name != "id")
                (ticket_id,) = sql.all(queue_sql.ADD_TICKET, *values)[0]
                sql.add_events(list(_events(ticket_id, visitor.window, steps, clerks or {})))


def _taken(visitor: Visitor, serial: int, number: str) -> Step:
    head = visitor.head
    return (
        head.taken_at,
        Move.TAKE,
        {
            "state": TicketState.WAITING.value,
            "category": head.lane.category,
            "taken_at": iso(head.taken_at),
            "day": head.taken_at.date().isoformat(),
            "number": number,
            "serial": serial,
            "language": head.lane.tongue or "ko",
            "interpreter": bool(head.lane.tongue),
            "priority": head.lane.priority.value if head.lane.priority else None,
            "lane": str(head.lane),
        },
    )


def _moves(visitor: Visitor) -> Iterator[Step]:
    if visitor.called is None or visitor.left is None:
        return
    out, _ = OUT[visitor.came]
    moves = [(visitor.called, Move.CALL)]
    if visitor.came:
        moves.append((visitor.called + (visitor.left - visitor.called) / 20, Move.START))
    state = TicketState.WAITING
    for at, move in (*moves, (visitor.left, out)):
        state = after(state, move)
        yield at, move, {"state": state.value, **sets(move, iso(at), visitor.window)}


def _events(
    ticket_id: int, window: int, steps: Iterable[Step], clerks: Mapping[int, Actor]
) -> Iterator[Row]:
    for version, (at, move, said) in enumerate(steps, 1):
        own = move is not Move.TAKE
        act = Act(clerks.get(window) if own else None, f"made-up-{ticket_id}-{move}", at, iso(at))
        yield event(act, (ticket_id, version, window if own else None), move, said)
