"""Writers of one store take turns: the first who waits tries the lock every moment, the others
stand behind it in the order in which they came.

SQLite's own waiting lets all sleep for up to a tenth of a second and whoever wakes first goes in:
of sixteen processes that wrote without pause some waited for more than ten seconds.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

if sys.platform != "win32":
    import fcntl

PATIENCE = 10.0
"""Seconds a writer tries before it is told that the store is busy."""
PAUSE = 0.0002
"""Seconds between two tries. While the one who had the lock is still at it, it may go on: its
pages are in memory, those of the next are not."""


def begin_writing(connection: Any, path: Path) -> None:
    """BEGIN IMMEDIATE on a driver's connection. Raises dbapi2.OperationalError when it cannot."""
    connection.set_busy_timeout(0)
    try:
        if not _begun(connection):
            with _first_in_line(path):
                _insist(connection)
    finally:
        connection.set_busy_timeout(PATIENCE)


def _insist(connection: Any) -> None:
    until = time.monotonic() + PATIENCE
    while not _begun(connection):
        if time.monotonic() > until:
            connection.execute("BEGIN IMMEDIATE")
            return
        time.sleep(PAUSE)


def _begun(connection: Any) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except dbapi2.OperationalError as error:
        if "locked" in str(error):
            return False
        raise
    return True


@contextmanager
def _first_in_line(path: Path) -> Iterator[None]:
    """A file of its own, opened anew: closing the store's would let go of all its locks. It is
    free again when its process dies."""
    line = os.open(path.with_name(f"{path.name}-turn"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform != "win32":
            fcntl.flock(line, fcntl.LOCK_EX)
        yield
    finally:
        os.close(line)
