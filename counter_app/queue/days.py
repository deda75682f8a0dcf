"""The day whose numbers are given out, and its end."""

from datetime import date, timedelta

from counter_app.errors import Refusal
from counter_app.queue.moves import Move
from counter_app.queue.trace import Act, step
from counter_app.queue.views import day_from, tickets_from
from db import queue_sql
from db.acts import Overtaken, Sql


def service_day(last: date | None, today: date) -> date:
    """A clock set back over midnight reopens no day that is over; one that was a whole day or
    more ahead is followed back."""
    ahead = last is not None and timedelta(0) < last - today <= timedelta(days=1)
    return last if last is not None and ahead else today


def last_day(sql: Sql) -> date | None:
    """The day of the last number taken."""
    row = sql.one(queue_sql.LAST_DAY)
    return day_from(row[0]) if row else None


def is_over(day: date, today: date) -> bool:
    """Nobody is called any more by a number of that day."""
    return service_day(day, today) != day


def open_day(sql: Sql, act: Act) -> tuple[date, int]:
    """The day that a new ticket belongs to; the first of a day closes the day before. How many
    were still open then. Raises Overtaken when another ticket of the day is closing it."""
    last = last_day(sql)
    day = service_day(last, act.now.date())
    return day, _archive(sql, act, last) if last and last != day else 0


def _archive(sql: Sql, act: Act, day: date) -> int:
    """What is still open stays what it was, and frees its window."""
    still_open = tickets_from(sql.all(queue_sql.OPEN_OF_DAY, day.isoformat()))
    for ticket in still_open:
        changes = {"archived_at": act.at}
        part = f":archive:{ticket.id}"
        try:
            step(sql, act, ticket, Move.ARCHIVE, ticket.state, changes, part=part)
        except Refusal as error:
            raise Overtaken from error
    return len(still_open)
