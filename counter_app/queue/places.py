"""The window that calls, as its desk says, and whom it calls."""

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any, NamedTuple

from counter_app.errors import Refusal
from counter_app.queue.days import is_over
from counter_app.queue.moves import LIVE, Move, TicketState, after, sets
from counter_app.queue.order import Choice, Fairness, Head, Place, choose, lane_from
from counter_app.queue.trace import Act
from counter_app.queue.views import TicketView, day_from, tiers_from
from db import queue_sql
from db.acts import Row, Sql, moment
from db.queue import DeskState


@dataclass(frozen=True, slots=True)
class DeskRow:
    """What the choice needs of a desk."""

    languages: tuple[str, ...] = ()
    serves: tuple[tuple[str, ...], ...] = ()
    turn: int = 0


def desk_row(row: Row | None) -> DeskRow:
    """Of a row of db.queue_sql.DESK. A desk nobody opened yet serves everything."""
    if row is None:
        return DeskRow()
    languages, serves, turn = row[2:5]
    return DeskRow(tuple(languages.split()), tiers_from(serves), turn)


class Asked(NamedTuple):
    """What a call needs to know, asked all at once."""

    desk: Callable[[], list[Row]]
    present: Callable[[], list[Row]]
    heads: Callable[[], list[Row]]
    clock: Callable[[], datetime | None]
    """The server's; None where the store is this PC's own."""


def ask(sql: Sql, window: int) -> Asked:
    if sql.shared:
        answer = sql.send(queue_sql.CALL_ASKS, window)
        said = cache(lambda: json.loads(answer()[0][0]))
        desk, present, heads = (partial(_part, said, n) for n in range(3))
        return Asked(desk, present, heads, lambda: moment(said()[3]))
    return Asked(
        sql.send(queue_sql.DESK, window),
        sql.send(queue_sql.PRESENT, window),
        sql.send(queue_sql.HEADS),
        lambda: None,
    )


def _part(said: Callable[[], list[Any]], n: int) -> list[Row]:
    return [tuple(row) for row in said()[n]]


def open_place(
    sql: Sql, act: Act, window: int, languages: str, known: list[Row] | None = None
) -> DeskRow:
    """The desk of a window that may call, asked unless it is `known`; the first call opens one
    that is closed.

    Raises Refusal queue.desk_taken, queue.desk_paused or queue.desk_lunch.
    """
    rows = sql.all(queue_sql.DESK, window) if known is None else known
    row = rows[0] if rows else None
    _require_here(act, window, row)
    if row and row[0] in (DeskState.PAUSED, DeskState.LUNCH):
        raise Refusal(f"queue.desk_{row[0]}", window=window, reason=row[1])
    if row is None or row[0] == DeskState.CLOSED:
        open_desk(sql, act, window, languages)
        row = sql.one(queue_sql.DESK, window)
    return desk_row(row)


def require_here(sql: Sql, act: Act, window: int) -> None:
    """Raises Refusal queue.desk_taken when the window is worked at another PC."""
    _require_here(act, window, sql.one(queue_sql.DESK, window))


def require_own(sql: Sql, act: Act, ticket: TicketView) -> None:
    """Raises Refusal queue.other_window when another window calls or serves the ticket,
    queue.desk_taken when this window does, but at another PC."""
    if ticket.state not in LIVE or ticket.window is None:
        return
    if ticket.window != act.window:
        raise Refusal("queue.other_window", number=ticket.number, window=ticket.window)
    require_here(sql, act, ticket.window)


def _require_here(act: Act, window: int, row: Row | None) -> None:
    if row is None or row[0] == DeskState.CLOSED:
        return
    pc, name, since = row[5:]
    if pc and act.actor and pc != act.actor.pc:
        raise taken(window, pc, name, moment(since))


def taken(window: int, pc: str, name: str, since: datetime) -> Refusal:
    return Refusal(
        "queue.desk_taken", window=window, pc=pc_name(pc), name=name, since=f"{since:%H:%M}"
    )


def pc_name(pc: str) -> str:
    """Of what counter_app.privacy.clerks.pc_of gave, as people know it."""
    return pc.rpartition("~")[0]


def open_desk(sql: Sql, act: Act, window: int, languages: str) -> None:
    """The clerk of the act sits down at the window."""
    actor = act.actor
    who = (actor.clerk_id, actor.name) if actor else (None, "")
    pc = actor.pc if actor else ""
    sql.run(queue_sql.OPEN_DESK, window, act.at, *who, languages, False, pc)


def place_of(sql: Sql, window: int | None, desk: DeskRow, heads: Iterable[Head]) -> Place:
    """What the others speak is only asked when somebody needs an interpreter this one is not."""
    needed = any(h.lane.tongue and h.lane.tongue not in desk.languages for h in heads)
    elsewhere = sql.all(queue_sql.SPOKEN, window) if needed and window is not None else ()
    spoken = {language for (said,) in elsewhere for language in said.split()}
    return Place(window, desk.serves, desk.languages, desk.turn, spoken)


def heads_of(act: Act, rows: Collection[Row]) -> list[Head]:
    """The longest waiting of each lane. Those of a day that is over are nobody's."""
    today = act.now.date()
    over = {day for day in {row[3] for row in rows} if is_over(day_from(day), today)}
    return [
        Head(lane_from(lane), id_, moment(at)) for lane, id_, at, day in rows if day not in over
    ]


def next_at(
    sql: Sql, act: Act, window: int, desk: DeskRow, rules: Fairness, rows: list[Row]
) -> Choice:
    """Who is next by the rows of HEADS. Raises Refusal queue.empty."""
    heads = heads_of(act, rows)
    choice = choose(heads, place_of(sql, window, desk, heads), rules, act.now)
    if choice is None:
        raise Refusal("queue.empty")
    return choice


def claim(
    sql: Sql, act: Act, window: int, desk: DeskRow, rules: Fairness, known: list[Row]
) -> tuple[Row, dict[str, object], Choice]:
    """Moves the next ticket to the window: its row, what was set, and why it was this one.
    `known`: the rows of HEADS, to begin with.

    Raises Refusal queue.empty.
    """
    taken: set[int] = set()
    state = after(TicketState.WAITING, Move.CALL)
    changes = {"state": state.value, **sets(Move.CALL, act.at, window)}
    rows = known
    while True:
        heads = heads_of(act, rows)
        place = place_of(sql, window, desk, heads)
        untaken = [head for head in heads if head.id not in taken]
        choice = choose(untaken, place, rules, act.now) or choose(heads, place, rules, act.now)
        if choice is None:
            raise Refusal("queue.empty")
        if choice.head.id in taken:  # other windows are taking all of them: see what they leave
            sql.wait_for(choice.head.id)
            taken.clear()
        else:
            changes["why"] = choice.why.stored()
            row = sql.claim(str(choice.head.lane), choice.head.id, changes)
            if row:
                return row, changes, choice
            taken.add(choice.head.id)
        rows = sql.all(queue_sql.HEADS)
