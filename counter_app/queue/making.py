"""How a ticket comes to be: its serial, what is wished, its lane, its row with the first event."""

import json
from collections.abc import Iterable, Iterator

from counter_app.errors import Refusal
from counter_app.privacy.audit import TERMINAL
from counter_app.queue import checks
from counter_app.queue.categories import Category
from counter_app.queue.days import open_day
from counter_app.queue.history import BLANK
from counter_app.queue.moves import Move, TicketState
from counter_app.queue.order import Lane
from counter_app.queue.places import require_here
from counter_app.queue.settings import QUICK
from counter_app.queue.trace import Act, close, encoded, note
from counter_app.queue.views import TicketView, Wishes, tasks_stored, ticket_from
from db import queue_sql
from db.acts import Sql
from db.outbox import ordered_id
from db.serials import NEXT_SERIAL


def take(sql: Sql, act: Act, of: Category, wishes: Wishes) -> TicketView:
    """A number of the day, whose first ends the day before. Raises Refusal
    queue.numbers_used_up."""
    if sql.at_once:
        return _made(sql, act, of, wishes)
    day, archived = open_day(sql, act)
    columns: dict[str, object] = {"day": day.isoformat()}
    free = _numbers(sql, f"ticket:{day}:{of.code}", of, last=of.last)
    ticket = _new_ticket(sql, act, of.code, wishes, Move.TAKE, columns, free)
    close(sql, act, ticket, Move.TAKE, archived=archived)
    return ticket


def _made(sql: Sql, act: Act, of: Category, wishes: Wishes) -> TicketView:
    """Of a day that others have begun, in one piece. Raises Overtaken where there is more to do."""
    day, lane = act.now.date().isoformat(), str(lane_of(of.code, wishes, None))
    both: dict[str, object] = {"state": TicketState.WAITING.value, "day": day, "number": None}
    new = {**both, "category": of.code, "taken_at": act.at, "lane": lane, "serial": None}
    new |= wished(wishes)
    said = {**both, "archived": 0, "move": Move.TAKE.value, "window": None}
    series = (f"ticket:{day}:{of.code}", of.code, of.first, of.last, of.before)
    wish = (lane, *wished(wishes).values(), encoded(new))
    who = (act.window, act.actor and act.actor.login, TERMINAL, act.began)
    how = (encoded(said), act.action_id, ordered_id(act.now))
    row = sql.all(queue_sql.MAKE_TAKE, day, act.at, *series, *wish, *who, *how)[0]
    new["id"], new["number"], new["serial"] = json.loads(row[0])
    columns = {**BLANK, **new, "version": 1}
    return ticket_from(tuple(columns[name] for name in queue_sql.NAMES))


def quick(sql: Sql, act: Act, window: int, category: str, wishes: Wishes) -> TicketView:
    """One that is served at once. Raises Refusal queue.desk_taken, queue.window_busy."""
    require_here(sql, act, window)
    checks.free(sql, window)
    day, archived = open_day(sql, act)
    columns: dict[str, object] = {"day": day.isoformat(), "window": window}
    columns |= {"called_at": act.at, "started_at": act.at}
    free = _numbers(sql, f"quick:{day}", QUICK)
    ticket = _new_ticket(sql, act, category, wishes, Move.QUICK, columns, free)
    close(sql, act, ticket, Move.QUICK, archived=archived)
    return ticket


def _new_ticket(
    sql: Sql,
    act: Act,
    category: str,
    wishes: Wishes,
    move: Move,
    own: dict[str, object],
    numbers: Iterable[dict[str, object]],
) -> TicketView:
    """A new ticket and its first event, under the first of the `numbers` that was not given out
    before: where an office changes its ranges during a day, another category may have been there.
    """
    state = TicketState.SERVING if move is Move.QUICK else TicketState.WAITING
    given = {"state": state.value, "category": category, "taken_at": act.at, **own}
    given |= {**wished(wishes), "lane": str(lane_of(category, wishes, None))}
    for number in numbers:
        changes = {**given, **number}
        columns = {**BLANK, **changes, "version": 1}
        values = (columns[name] for name in queue_sql.NAMES if name != "id")
        if row := sql.one(queue_sql.ADD_TICKET, *values):
            (columns["id"],) = row
            ticket = ticket_from(tuple(columns[name] for name in queue_sql.NAMES))
            note(sql, act, ticket, move, changes)
            return ticket
    raise AssertionError


def _numbers(
    sql: Sql, series: str, of: Category, *, last: int | None = None
) -> Iterator[dict[str, object]]:
    """The next numbers of a series, as columns. Raises Refusal queue.numbers_used_up after `last`,
    if that is given."""
    while True:
        serial = int(sql.all(NEXT_SERIAL, series, of.first)[0][0])
        if last is not None and serial > last:
            raise Refusal("queue.numbers_used_up", category=of.code, last=last)
        yield {"number": of.number(serial), "serial": serial}


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
