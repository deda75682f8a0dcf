"""The day whose numbers are given out, and its end."""

from datetime import date, datetime, timedelta

from counter_app.errors import Refusal
from counter_app.queue.moves import Move
from counter_app.queue.trace import Act, step
from counter_app.queue.views import day_from, tickets_from
from db import queue_sql
from db.acts import Overtaken, Sql

CLOCKS_APART = timedelta(minutes=10)
_MOMENT = "%Y-%m-%d %H:%M"


def the_time(own: datetime, server: datetime | None) -> datetime:
    """What time it is: the server's where several PCs share the queue. Raises Refusal
    shared.clock_off where this PC's is so far from it that its moments would be wrong."""
    now = server or own
    if abs(now - own) > CLOCKS_APART:
        raise Refusal("shared.clock_off", own=f"{own:{_MOMENT}}", server=f"{now:{_MOMENT}}")
    return now


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
    were still open then; the server's clock decides where there is one. Raises Overtaken when
    another ticket of the day is closing it, Refusal shared.clock_off."""
    server, last = sql.clock(), last_day(sql)
    day = service_day(last, the_time(act.now, server()).date())
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
