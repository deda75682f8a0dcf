"""The day whose numbers are given out, and its end."""

from datetime import date, timedelta

from counter_app.queue.moves import Move
from counter_app.queue.trace import Act, step
from counter_app.queue.views import day_from, tickets_from
from db import queue_sql
from db.acts import Sql


def service_day(last: date | None, today: date) -> date:
    """A clock set back over midnight reopens no day that is over; one that was a whole day or
    more ahead is followed back."""
    ahead = last is not None and timedelta(0) < last - today <= timedelta(days=1)
    return last if last is not None and ahead else today


def last_day(sql: Sql) -> date | None:
    """The day of the last number taken."""
    row = sql.one(queue_sql.LAST_DAY)
    return day_from(row[0]) if row else None


def archive(sql: Sql, act: Act, day: date) -> int:
    """Closes a day: what is still open stays what it was, and frees its window. How many."""
    still_open = tickets_from(sql.all(queue_sql.OPEN_OF_DAY, day.isoformat()))
    for ticket in still_open:
        changes = {"archived_at": act.at}
        part = f":archive:{ticket.id}"
        step(sql, act, ticket, Move.ARCHIVE, ticket.state, changes, part=part)
    return len(still_open)
