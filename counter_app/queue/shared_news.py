"""News of a shared queue: what its server tells, and whether it is there at all."""

import select
import time
from collections.abc import Iterator
from threading import Event

from sqlalchemy import Engine

from counter_app.errors import Refusal
from counter_app.queue.link import Link
from counter_app.queue.news import News
from db.errors import Lost
from db.shared import Bounded, listening, require_confirming, require_same_server

HEARTBEAT = 5.0
"""Seconds after which a silent server is asked whether it still lives."""
_LOOK = 0.25
"""Seconds between two looks at whether to end, or whether an act found the queue lost."""
_PAUSES = (0.1, 0.25, 0.5, 1.0, 2.0)


class SharedNews:
    """Of one that its server tells; it also loses and restores the link."""

    def __init__(self, engine: Engine, link: Link) -> None:
        self._engine = engine
        self._link = link
        self._closing = Event()

    def listen(self) -> Iterator[News]:
        tries = 0
        while not self._closing.is_set():
            try:
                with listening(self._engine) as connection:
                    yield self._welcome()
                    tries = 0
                    yield from self._hear(connection)
            except (Lost, Refusal) as reason:
                self._link.lose(reason)
                if tries == 0:
                    yield News.LOST
                self._closing.wait(_PAUSES[min(tries, len(_PAUSES) - 1)])
                tries += 1

    def close(self) -> None:
        self._closing.set()

    def _welcome(self) -> News:
        was_lost = self._link.view.lost_since is not None
        self._link.restore()
        return News.BACK if was_lost else News.CHANGED

    def _hear(self, connection: Bounded) -> Iterator[News]:
        asked = time.monotonic()
        while not self._closing.is_set():
            select.select([connection], [], [], _LOOK)
            if list(connection.notifies(timeout=0)):
                yield News.CHANGED
            lost = self._link.view.lost_since is not None
            if lost or time.monotonic() > asked + HEARTBEAT:
                require_same_server(self._engine, connection)
                require_confirming(connection)
                asked = time.monotonic()
            if lost:
                yield self._welcome()
