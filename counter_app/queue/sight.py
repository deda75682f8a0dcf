"""What a window sees of the day's queue."""

from datetime import datetime
from operator import attrgetter

from counter_app.queue.days import last_day, service_day
from counter_app.queue.order import Head, calling_order, lane_from
from counter_app.queue.places import desk_row, place_of
from counter_app.queue.settings import QueueSettings
from counter_app.queue.undoing import FOR_GOOD, WITHIN, within
from counter_app.queue.views import QueueView, Undoable, ticket_from, tickets_from
from db import queue_sql
from db.acts import Sql, moment
from db.queue import Move, TicketState


def queue_view(sql: Sql, window: int | None, settings: QueueSettings, now: datetime) -> QueueView:
    """The day's queue as the window calls it."""
    day = service_day(last_day(sql), now.date())
    everyone = tickets_from(sql.all(queue_sql.WAITING_ALL))
    waiting = sorted((t for t in everyone if t.day == day), key=attrgetter("id"))
    heads = [Head(lane_from(t.lane), t.id, t.taken_at) for t in waiting]
    desk = desk_row(None if window is None else sql.one(queue_sql.DESK, window))
    place = place_of(sql, window, desk, heads)
    called, left, why = calling_order(waiting, place, settings.fairness, now)
    live = None if window is None else sql.one(queue_sql.LIVE_AT, window)
    aside = tickets_from(sql.all(queue_sql.ASIDE, day.isoformat()))
    return QueueView(
        ticket_from(live) if live else None,
        (*called, *left),
        _served(sql, day.isoformat()),
        len(called),
        why,
        tuple(t for t in aside if t.state is not TicketState.NO_SHOW),
        tuple(t for t in aside if t.state is TicketState.NO_SHOW),
        None if window is None else _undoable(sql, window, now),
    )


def _served(sql: Sql, day: str) -> int:
    return int(sql.all(queue_sql.DONE_OF_DAY, day)[0][0])


def _undoable(sql: Sql, window: int, now: datetime) -> Undoable | None:
    row = sql.one(queue_sql.LATEST_AT, window)
    if row is None:
        return None
    ticket_id, move, version, at = row
    done = moment(at)
    if Move(move) in FOR_GOOD or not within(done, now):
        return None
    return Undoable(ticket_id, version, Move(move), done + WITHIN)
