"""What a screen waits on, in a thread of its own: the queue has changed, is lost, is back."""

from collections.abc import Iterator
from contextlib import closing
from enum import StrEnum
from threading import Event
from typing import Any, Protocol

from sqlalchemy import Engine

from db.queue_desks import MARK

POLL = 0.1
"""Seconds between two looks at a local store."""


class News(StrEnum):
    CHANGED = "changed"
    """Fetch again: something may have changed. Comes first of all."""
    LOST = "lost"
    BACK = "back"
    """Fetch again: what was done by hand is posted, and acts are possible."""


class Source(Protocol):
    def listen(self) -> Iterator[News]:
        """Waits, and says what happened; ends soon after `close`. For one thread."""
        ...

    def close(self) -> None:
        """From any thread."""
        ...


def looks(cursor: Any) -> Iterator[bool]:
    """Whether the queue has changed since the last look, from a look at a local store on; the
    first says so. What else is committed there, every search with its audit row, is no news."""
    version: Any = None
    mark: Any = None
    while True:
        before = mark
        cursor.execute("PRAGMA data_version")
        if (found := cursor.fetchall()) != version:
            version = found
            cursor.execute(MARK)
            mark = cursor.fetchall()
        yield mark != before


class LocalNews:
    """Of a store that only this PC uses: looks whether anyone has changed the queue."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._closing = Event()

    def listen(self) -> Iterator[News]:
        with (
            closing(self._engine.raw_connection()) as connection,
            closing(connection.cursor()) as cursor,
        ):
            for changed in looks(cursor):
                if changed:
                    yield News.CHANGED
                if self._closing.wait(POLL):
                    return

    def close(self) -> None:
        self._closing.set()
