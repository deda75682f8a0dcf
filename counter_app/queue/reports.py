"""The queue's figures for those who run the centre: of a day as it goes on, or of days past."""

from collections.abc import Callable
from datetime import date, timedelta
from os import fsync
from pathlib import Path
from threading import Lock

from sqlalchemy import Engine
from sqlmodel import select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import MANAGE_CLERKS, SERVE, Actor, may
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from counter_app.queue import checks
from counter_app.queue.figures import Figures, Key, figures
from counter_app.queue.figures_csv import csv_of
from counter_app.queue.learning import Learning, recorded
from counter_app.queue.link import linked
from counter_app.queue.record import Record
from counter_app.queue.settings import QueueSettings
from counter_app.queue.store import QueueStore
from counter_app.queue.views import day_from
from db import queue_past
from db.acts import looking
from db.clerks import Clerk
from db.engine import reading, transaction

LONGEST = 92
"""Days in one report: a quarter of a year."""

Named = Callable[[str], Key | None]
"""Login and name of whose figures may be seen."""


class Reports:
    """`store` is this PC's own, where accounts and the audit chain are."""

    def __init__(
        self, queue: QueueStore, store: Engine, clock: Clock, settings: QueueSettings
    ) -> None:
        self._queue = queue
        self._link = queue.link
        self._store = store
        self._clock = clock
        self._settings = settings
        self._learning = Learning(settings)
        self._lock = Lock()

    def day(self, actor: Actor, day: date | None = None) -> Figures:
        """Of a day, today if none is named, beside what is usual on days like it.

        Raises Refusal clerks.not_permitted, clerks.suspended.
        """
        clerks = self._clerks(actor)
        return self._day(day or self._clock.now().date(), clerks)

    def days(self, actor: Actor, first: date, last: date) -> Figures:
        """Of all days from one to another, both included.

        Raises Refusal figures.days_turned, figures.too_many_days and as `day`.
        """
        if first > last:
            raise Refusal("figures.days_turned", first=first, last=last)
        if (last - first).days >= LONGEST:
            raise Refusal("figures.too_many_days", most=LONGEST)
        clerks = self._clerks(actor)
        return self._day(first, clerks) if first == last else self._days(first, last, clerks)

    @linked
    def beside(self, day: date) -> tuple[date | None, date | None]:
        """The nearest days with numbers before and after a day."""
        with looking(self._queue.engine) as sql:
            found = (
                sql.all(statement, day.isoformat())[0][0]
                for statement in (queue_past.DAY_BEFORE, queue_past.DAY_AFTER)
            )
            before, after = (day_from(value) if value else None for value in found)
        return before, after

    def export(
        self, actor: Actor, first: date, last: date, reason: str, path: Path, language: str
    ) -> Path:
        """Writes the figures of these days to a new file of comma separated values; who did it,
        and why, is on record.

        Raises Refusal queue.reason_needed, figures.exists, figures.unwritable and as `days`;
        then there is no file and nothing is on record.
        """
        said = checks.reason(reason)
        text = csv_of(self.days(actor, first, last), self._settings.categories, language)
        detail = {"reason": said, "first": first.isoformat(), "last": last.isoformat()}
        written = False
        try:
            with transaction(self._store) as session:
                record(session, self._clock, actor, "figures.exported", "figures", detail)
                _write(path, text)
                written = True
        except BaseException:
            if written:
                path.unlink()
            raise
        return path

    @linked
    def _day(self, day: date, clerks: Named) -> Figures:
        with self._lock, looking(self._queue.engine) as sql:
            rows = sql.all(queue_past.OF_DAY, day.isoformat())
            expected = rows or day >= self._clock.now().date()
            crowd = self._learning.past(sql, day).crowd if expected else None
        return figures(day, day, [Record(day, rows)], clerks, crowd)

    @linked
    def _days(self, first: date, last: date, clerks: Named) -> Figures:
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        with looking(self._queue.engine) as sql:
            found = recorded(sql, days)
        return figures(first, last, found, clerks)

    def _clerks(self, actor: Actor) -> Named:
        """Those whose figures the actor may see: everybody's who manages clerks, else one's own.
        Who has no account at this PC has no name here."""
        manages = may(actor, MANAGE_CLERKS)
        with reading(self._store) as session:
            require_active(session, actor, MANAGE_CLERKS if manages else SERVE)
            names = dict(session.exec(select(Clerk.login, Clerk.name)).all())

        def named(login: str) -> Key | None:
            return (login, names.get(login, "")) if manages or login == actor.login else None

        return named


def _write(path: Path, text: str) -> None:
    """To a new file that only its owner reads; nobody ever sees half of it. Raises Refusal
    figures.exists, figures.unwritable."""
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise Refusal("figures.exists", path=path) from None
    except OSError as error:
        raise _unwritable(path, error) from error
    part = path.with_name(f"{path.name}.part")
    try:
        part.touch(mode=0o600)
        with part.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        for left in (part, path):
            left.unlink(missing_ok=True)
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> Refusal:
    return Refusal("figures.unwritable", path=path, problem=error.strerror)
