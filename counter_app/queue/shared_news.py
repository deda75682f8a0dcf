"""News of a shared queue: what its server tells, and whether it is there at all."""

import select
import socket
import time
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

from sqlalchemy import Engine

from counter_app.errors import Refusal
from counter_app.queue.link import Link
from counter_app.queue.news import News
from db.errors import Lost
from db.shared import Bounded, listening, require_same_server

HEARTBEAT = 5.0
"""Seconds after which a silent server is asked whether it still lives."""
_LOOK = 1.0
_PAUSES = (0.1, 0.25, 0.5, 1.0, 2.0)


class SharedNews:
    """Of a shared store: what its server tells, and whether it does.

    `returned` is called when it can be reached (again), before anyone is told; it posts what was
    done by hand and restores the link.
    """

    def __init__(self, engine: Engine, link: Link, returned: Callable[[], object]) -> None:
        self._engine = engine
        self._link = link
        self._returned = returned
        self._closing = Event()
        self._bell, self._ringer = socket.socketpair()

    def listen(self) -> Iterator[News]:
        tries = 0
        while not self._closing.is_set():
            try:
                with listening(self._engine) as connection:
                    yield self._welcome()
                    tries = 0
                    yield from self._hear(connection)
            except (Lost, Refusal) as reason:
                self._link.lose(reason.code)
                if tries == 0:
                    yield News.LOST
                self._closing.wait(_PAUSES[min(tries, len(_PAUSES) - 1)])
                tries += 1
        self._bell.close()

    def close(self) -> None:
        self._closing.set()
        self._ringer.close()

    def _welcome(self) -> News:
        was_lost = self._link.view.lost_since is not None
        self._returned()
        return News.BACK if was_lost else News.CHANGED

    def _hear(self, connection: Bounded) -> Iterator[News]:
        heard: list[Any] = [connection, self._bell]
        asked = time.monotonic()
        while True:
            select.select(heard, [], [], _LOOK)
            if self._closing.is_set():
                return
            if list(connection.notifies(timeout=0)):
                yield News.CHANGED
            lost = self._link.view.lost_since is not None
            if lost or time.monotonic() > asked + HEARTBEAT:
                require_same_server(self._engine, connection)
                asked = time.monotonic()
            if lost:
                yield self._welcome()
