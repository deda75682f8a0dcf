"""What the queue's store teaches: days before once a day, this day's new events now and then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from counter_app.queue.crowd import Arrival, Crowd
from counter_app.queue.desks import lunch_turn
from counter_app.queue.forecast import Known, seconds_of_day
from counter_app.queue.order import Fairness, Lane
from counter_app.queue.pace import Pace, cycles
from counter_app.queue.record import Record
from counter_app.queue.rota import Rota, Turn
from counter_app.queue.settings import QueueSettings
from db import queue_past
from db.acts import Sql

WEEKS, DAYS = 8, 7
"""Learned from: the same weekday of so many weeks, and the last days."""
FRESH = timedelta(seconds=30)
"""For how long what the day has taught is used without looking again."""


@dataclass(frozen=True, slots=True)
class Past:
    """What the days before a day have taught."""

    day: date
    pace: Pace
    crowd: Crowd
    rota: Rota


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a day's events were read: on a shared queue one may be committed after others with
    higher ids. `settled`: none will come any more up to this id; None until one is known.
    `looks`: the newest id of each look since, and the transaction by which it may be told."""

    settled: int | None = None
    looks: tuple[tuple[int, int], ...] = ()

    def after(self, oldest: int, own: int, newest: int) -> "Seen":
        """With one look more: a row of db.queue_past.SETTLED."""
        looks = (*self.looks, (newest, own))
        settled = [id_ for id_, by in looks if by <= oldest]
        left = tuple(look for look in looks if look[1] > oldest)
        return Seen(max(settled, default=self.settled), left)


class Learning:
    """Of one day at a time; asked for another, it begins anew."""

    def __init__(self, settings: QueueSettings) -> None:
        self._settings = settings
        self._past: Past | None = None
        self._record, self._seen = Record(date.min), Seen()
        self._fresh: tuple[date, datetime, Known] | None = None

    @property
    def worked(self) -> set[int]:
        """The windows that have called somebody this day."""
        return self._record.windows

    def record(self, sql: Sql, day: date) -> Record:
        """The day's, with everything that has happened since it was last asked for."""
        if self._record.day != day:
            self._record, self._seen = Record(day), Seen()
        low = self._seen.settled
        statement = queue_past.SETTLED_SHARED if sql.shared else queue_past.SETTLED
        oldest, own, newest = sql.all(statement)[0]
        if low is None:
            self._record.read(sql.all(queue_past.OF_DAY, day.isoformat()))
        else:
            self._record.read(sql.all(queue_past.NEWER, low, day.isoformat()))
        self._seen = self._seen.after(oldest, own, newest)
        return self._record

    def known(self, sql: Sql, day: date, now: datetime) -> Known:
        """What a forecast builds on at this moment of the day."""
        if self._fresh:
            of_day, since, known = self._fresh
            if of_day == day and abs(now - since) < FRESH:
                return known
        record = self.record(sql, day)
        known = on_a_day(self.past(sql, day), record, now, self._settings.fairness)
        self._fresh = day, now, known
        return known

    def past(self, sql: Sql, day: date) -> Past:
        if self._past is None or self._past.day != day:
            self._past = learn(day, recorded(sql, _days_before(day)), self._settings)
        return self._past


def learn(day: date, before: list[Record], settings: QueueSettings) -> Past:
    """Pure: what the records of days before teach about a day."""
    same = [record.day.weekday() == day.weekday() for record in before]
    pace = Pace((like, cycles(record.stays)) for like, record in zip(same, before, strict=True))
    crowd = Crowd((like, arrivals(record)) for like, record in zip(same, before, strict=True))
    past = [(record.day, record.stays) for record in before]
    return Past(day, pace, crowd, Rota(day, past, partial(_lunch, settings)))


def on_a_day(past: Past, record: Record, now: datetime, rules: Fairness) -> Known:
    """Pure: what is known at a moment of a day of which this is the record so far."""
    come = len(arrivals(record))
    return Known(
        past.pace.on_a_day(cycles(record.stays)),
        past.crowd.on_a_day(come, seconds_of_day(now)),
        past.rota,
        rules,
    )


def arrivals(record: Record) -> list[Arrival]:
    """Who took a number, by the moment."""
    found = (
        Arrival(visit.taken, Lane(visit.category, visit.priority))
        for visit in record.visits.values()
        if not visit.quick
    )
    return sorted(found, key=lambda arrival: arrival.at)


def _lunch(settings: QueueSettings, window: int, day: date) -> Turn | None:
    if window not in settings.windows:
        return None
    begins, ends = lunch_turn(settings.lunch, settings.windows, window, day)
    return begins.hour * 3600 + begins.minute * 60, ends.hour * 3600 + ends.minute * 60


def recorded(sql: Sql, days: Iterable[date]) -> list[Record]:
    """Of those of the days on which anybody came. One after the other: the server of a shared queue
    gives up what takes long."""
    found = ((day, sql.all(queue_past.OF_DAY, day.isoformat())) for day in sorted(days))
    return [Record(day, rows) for day, rows in found if rows]


def _days_before(day: date) -> set[date]:
    last = {day - timedelta(days=n) for n in range(1, DAYS + 1)}
    return last | {day - timedelta(weeks=n) for n in range(1, WEEKS + 1)}
