"""What old tickets say of their visitors goes: language, interpreter, grounds of priority, what
they came for, notes and reasons. When they came, waited and were served stays, and all counts."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from sqlalchemy import Engine

from counter_app.clock import Clock
from counter_app.privacy.accounts import checked_reason
from counter_app.privacy.actor import PRUNE, Actor
from counter_app.privacy.audit import TERMINAL, digest
from counter_app.privacy.clerks import require_active
from counter_app.queue.link import linked
from counter_app.queue.store import QueueStore
from counter_app.queue.trace import encoded
from counter_app.queue.views import day_from
from db import queue_forget, queue_past
from db.acts import POSTGRES, Sql, iso, looking, writing
from db.engine import reading
from db.gone import leave_no_copy
from db.outbox import ordered_id

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Old:
    """Tickets that still say something, of so many days before `before`."""

    tickets: int
    days: int
    before: date


class Forgetting:
    """`store` is this PC's own, where accounts are."""

    def __init__(self, queue: QueueStore, store: Engine, clock: Clock) -> None:
        self._queue = queue
        self._link = queue.link
        self._store = store
        self._clock = clock

    def due(self, actor: Actor) -> Old:
        """What has been kept long enough. Raises Refusal clerks.*, shared.*; Lost."""
        found = self._due(actor)
        return Old(sum(found.values()), len(found), self._before)

    def forget(self, actor: Actor, reason: str, progress: Progress | None = None) -> Old:
        """Empties what is due, a day an act, and says what was. Ended in between, the next run goes
        on. Raises Refusal as `due`, clerks.reason_needed, clerks.reason_long."""
        reason = checked_reason(reason)
        found, before = self._due(actor), self._before
        done: list[int] = []
        for day in sorted(found):
            done.append(self._empty(actor, reason, day))
            if progress:
                progress(len(done), len(found))
        if done and self._queue.engine.dialect.name != POSTGRES:
            leave_no_copy(self._queue.engine)
        return Old(sum(done), len(done), before)

    @property
    def _before(self) -> date:
        return self._clock.now().date() - timedelta(days=queue_forget.KEEP_DAYS)

    @linked
    def _due(self, actor: Actor) -> dict[date, int]:
        """How many tickets, by day. Emptied is from the first day on, so back to one that is."""
        with reading(self._store) as session:
            require_active(session, actor, PRUNE)
        found: dict[date, int] = {}
        with looking(self._queue.engine) as sql:
            day = _day_before(sql, self._before)
            while day and (saying := sql.all(queue_forget.SAYING, day.isoformat())):
                found[day] = len(saying)
                day = _day_before(sql, day)
        return found

    @linked
    def _empty(self, actor: Actor, reason: str, day: date) -> int:
        """The digest is over the ids and numbers, which stay: it tells of which tickets."""
        now, on = self._clock.now(), day.isoformat()
        with writing(self._queue.engine) as sql:
            found = sql.all(queue_forget.SAYING, on)
            if not found:
                return 0
            if not sql.shared:
                sql.all(queue_forget.LEAVE_NO_COPY)
            events = queue_forget.EMPTY_EVENTS_SHARED if sql.shared else queue_forget.EMPTY_EVENTS
            sql.run(events, on)
            sql.run(queue_forget.EMPTY_CALLS, on)
            sql.run(queue_forget.EMPTY_TICKETS, False, on)
            which = sha256(json.dumps([list(row) for row in found]).encode()).hexdigest()
            said = {"day": on, "digest": which, "reason": reason, "tickets": len(found)}
            text, at = encoded(said), iso(now)
            row = (at, actor.login, actor.window, TERMINAL, "ticket.emptied", f"day:{day}", text)
            sql.end(row, (ordered_id(now), "ticket", text, at), None, digest)
        return len(found)


def _day_before(sql: Sql, day: date) -> date | None:
    found = sql.all(queue_past.DAY_BEFORE, day.isoformat())[0][0]
    return day_from(found) if found else None
