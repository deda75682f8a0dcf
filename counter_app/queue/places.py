"""The window that calls, as its desk says, and who is next there."""

from collections.abc import Iterable

from counter_app.errors import Refusal
from counter_app.queue.days import service_day
from counter_app.queue.order import Choice, Fairness, Head, Place, choose, lane_from
from counter_app.queue.trace import Act
from counter_app.queue.views import TicketView, ticket_from, tiers_from
from db import queue_sql
from db.queue import DeskState
from db.queue_sql import Sql, moment


def place_of(sql: Sql, window: int | None, heads: Iterable[Head]) -> Place:
    """One that nobody opened yet serves everything."""
    desk = None if window is None else sql.one(queue_sql.DESK, window)
    if desk is None:
        return Place(window)
    _, _, languages, serves, turn = desk
    speaks = languages.split()
    needed = any(head.lane.tongue and head.lane.tongue not in speaks for head in heads)
    elsewhere = sql.all(queue_sql.SPOKEN, window) if needed else ()
    spoken = {language for (said,) in elsewhere for language in said.split()}
    return Place(window, tiers_from(serves), speaks, turn, spoken)


def require_open(sql: Sql, act: Act, window: int, languages: str) -> None:
    """A window calls while it is open; the first call opens one that is closed.

    Raises Refusal queue.desk_paused or queue.desk_lunch.
    """
    desk = sql.one(queue_sql.DESK, window)
    state = DeskState(desk[0]) if desk else DeskState.CLOSED
    if desk and state in (DeskState.PAUSED, DeskState.LUNCH):
        raise Refusal(f"queue.desk_{state}", window=window, reason=desk[1])
    if state is DeskState.CLOSED:
        open_desk(sql, act, window, languages)


def open_desk(sql: Sql, act: Act, window: int, languages: str) -> None:
    """The clerk of the act sits down at the window."""
    actor = act.actor
    who = (actor.clerk_id, actor.name) if actor else (None, "")
    sql.run(queue_sql.OPEN_DESK, window, act.at, *who, languages, False)


def next_at(sql: Sql, act: Act, window: int, rules: Fairness) -> tuple[TicketView, Choice, Place]:
    """The ticket to be called, kept from other windows until the act ends.

    Raises Refusal queue.empty.
    """
    taken: set[int] = set()
    while True:
        heads = [
            Head(lane_from(row[0]), row[1], moment(row[2])) for row in sql.all(queue_sql.HEADS)
        ]
        place = place_of(sql, window, heads)
        untaken = [head for head in heads if head.id not in taken]
        choice = choose(untaken, place, rules, act.now) or choose(heads, place, rules, act.now)
        if choice is None:
            raise Refusal("queue.empty")
        if choice.head.id in taken:  # other windows are taking all of them: see what they leave
            sql.wait_for(choice.head.id)
            taken.clear()
        elif row := sql.claim(str(choice.head.lane), choice.head.id):
            ticket = ticket_from(row)
            if ticket.day != service_day(ticket.day, act.now.date()):
                raise Refusal("queue.empty")
            return ticket, choice, place
        else:
            taken.add(choice.head.id)
