"""Writers of one store take turns, in the order in which they came.

SQLite's own waiting lets all sleep for up to a tenth of a second and whoever wakes first goes in:
of sixteen processes that wrote without pause some waited for more than ten seconds. Here each
waits in the kernel for the one before it (a CLH lock over the bytes of a file beside the store),
and a process that dies lets go.
"""

import os
import struct
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

PATIENCE = 10.0
"""Seconds until a writer whose turn it is hears that somebody out of line keeps the store busy."""

_PLACES = 8
"""Bytes for the number of places given; place n is the byte n after them."""

if sys.platform == "linux":
    import fcntl

    @contextmanager
    def turn(store: Path) -> Iterator[None]:
        """Returns when all who came before have left. An act within an act would wait for ever."""
        with ExitStack() as held:
            with suppress(OSError):  # a full or read-only disk keeps no line, and the store says so
                # a file of its own, opened anew: closing the store's would let go of all its locks
                line = os.open(store.with_name(f"{store.name}-turn"), os.O_RDWR | os.O_CREAT, 0o600)
                held.callback(os.close, line)
                _lock(line, fcntl.F_OFD_SETLKW, _place(line) - 1)
            yield

    def _place(line: int) -> int:
        """A place behind all others, kept until the file is closed."""
        fcntl.flock(line, fcntl.LOCK_EX)
        place = int.from_bytes(os.pread(line, _PLACES, 0)) + 1
        _lock(line, fcntl.F_OFD_SETLK, place)
        os.pwrite(line, place.to_bytes(_PLACES), 0)
        fcntl.flock(line, fcntl.LOCK_UN)
        return place

    def _lock(line: int, how: int, place: int) -> None:
        fcntl.fcntl(line, how, _FLOCK.pack(fcntl.F_WRLCK, os.SEEK_SET, _PLACES + place, 1, 0))

    _FLOCK = struct.Struct("@hhqqi4x")
    """struct flock: type, whence, start, length, process (0, as it is the open file's)."""

else:

    @contextmanager
    def turn(_: Path) -> Iterator[None]:
        """No line: SQLite's own waiting decides."""
        yield
