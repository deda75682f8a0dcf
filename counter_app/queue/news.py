"""What a screen waits on, in a thread of its own: the queue has changed, is lost, is back."""

from collections.abc import Iterator
from contextlib import closing
from enum import StrEnum
from threading import Event
from typing import Protocol

from sqlalchemy import Engine

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


class LocalNews:
    """Of a store that only this PC uses: looks whether anyone has committed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._closing = Event()

    def listen(self) -> Iterator[News]:
        with closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            seen = None
            while not self._closing.is_set():
                cursor.execute("PRAGMA data_version")
                version = cursor.fetchone()
                if version != seen:
                    seen = version
                    yield News.CHANGED
                self._closing.wait(POLL)

    def close(self) -> None:
        self._closing.set()
