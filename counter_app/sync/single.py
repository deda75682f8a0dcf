"""One sync a store: who has the lock syncs, and a process that dies lets go of it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _try(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def alone(store: Path) -> Iterator[bool]:
    """Whether nobody else syncs this store; then nobody does until the end of the block."""
    file = os.open(store.with_name(f"{store.name}-sync"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _try(file)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(file)
