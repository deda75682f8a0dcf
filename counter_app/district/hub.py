"""Wakes the requests that wait for news, by centre; while they wait they hold nothing."""

import asyncio
import select
import time
from collections import defaultdict
from threading import Event, Thread

from sqlalchemy import Engine, text

from counter_app.clock import Clock
from counter_app.district.cursors import State, state
from counter_app.district.horizon import Horizon
from counter_app.district.store import reading
from counter_app.district.trouble import Trouble
from counter_app.errors import Refusal
from counter_app.logs import log_fault
from counter_app.sync.wire import COMMON
from db.errors import Lost

HEARTBEAT = 5.0
"""Seconds after which the feed is looked at though nothing was told."""
_SOON, _LATER = 0.02, 0.25
"""After so long it is looked at again while a transaction holds back what is already written; the
second when it has done so for long."""
_PAUSE = 1.0
_NEW = text("SELECT DISTINCT centre, xid < :horizon FROM feed WHERE xid >= :seen")


class Hub:
    """One thread hears the database; requests wait on events of the loop."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self.horizon = Horizon(engine, clock)
        self.trouble = Trouble()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._events: dict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._closing = Event()
        self._thread = Thread(target=self._run, name="district-news", daemon=True)

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._thread.join(HEARTBEAT + _PAUSE)

    def event(self, centre: str) -> asyncio.Event:
        """Set at the centre's next news; to be asked for before the feed is read."""
        return self._events[centre]

    def _wake(self, centres: set[str]) -> None:
        for centre in list(self._events) if COMMON in centres else centres & self._events.keys():
            self._events.pop(centre).set()

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                if self._engine.dialect.name == "postgresql":
                    self._hear()
                else:
                    self._watch()
            except (Lost, Refusal) as reason:
                self.trouble.begins(reason.code)
            except Exception as error:  # noqa: BLE001 - the thread's outermost boundary
                log_fault(error)
            self._closing.wait(_PAUSE)

    def _hear(self) -> None:
        from db.shared import listening  # noqa: PLC0415 - loads the driver

        with listening(self._engine, "district") as connection:
            seen, pending = self._begin()
            asked = time.monotonic()
            while not self._closing.is_set():
                select.select([connection], [], [], self._pause(pending))
                told = bool(list(connection.notifies(timeout=0)))
                if told or pending or time.monotonic() > asked + HEARTBEAT:
                    seen, pending = self._look(seen)
                    asked = time.monotonic()

    def _pause(self, pending: bool) -> float:
        return _SOON if pending and not self.horizon.held else _LATER

    def _watch(self) -> None:
        """SQLite tells nobody."""
        seen, _ = self._begin()
        while not self._closing.wait(0.1):
            seen, _ = self._look(seen)

    def _begin(self) -> tuple[int, bool]:
        """The first look, after which everybody looks for what was missed while nobody heard."""
        found = self._look(0)
        self._tell({COMMON})
        return found

    def _look(self, seen: int) -> tuple[int, bool]:
        """Wakes whose changes may be read now; returns how far that is, and whether there are
        more that may not yet."""
        with reading(self._engine) as session:
            now: State = state(session)
            asked = {"horizon": now.horizon, "seen": seen or now.horizon}
            rows = session.connection().execute(_NEW, asked).all()
        self.trouble.ends()
        self.horizon.see(now)
        self._tell({centre for centre, ready in rows if ready})
        return now.horizon, not all(ready for _, ready in rows)

    def _tell(self, centres: set[str]) -> None:
        if centres and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, centres)
