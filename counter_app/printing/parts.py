"""A file on its way to its name: hidden, whole on the disk before anybody sees it, and swept up
by whoever writes into the folder next if its writer was killed."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

SUFFIX = ".counter-part"
"""Nobody else's files end so."""
LONGEST = 200


@contextmanager
def part_of(path: Path, data: bytes) -> Iterator[Path]:
    """`data`, safe on the disk beside `path`, readable by its owner alone; gone afterwards.
    Raises OSError."""
    sweep(path.parent)
    part = path.with_name(f".{path.name[:LONGEST]}{SUFFIX}")
    try:
        with _own(part) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            if sys.platform == "win32":
                file.close()  # which renames no file that is open
            yield part
    finally:
        part.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """What killed writers left; not what one is writing now."""
    with os.scandir(folder) as found:  # a folder of a year's papers, for each of them
        names = [one.name for one in found if one.name.endswith(SUFFIX)]
    for left in (folder / name for name in names if name.startswith(".")):
        with suppress(OSError):
            if left.is_symlink():
                continue
            with left.open("rb") as file:
                dead = _locked(file)
            if dead:
                left.unlink()


def _own(part: Path) -> BinaryIO:
    """Open and held, so that nobody sweeps it up; made anew if somebody did before it was held."""
    while True:
        file = open(part, "wb", opener=_private)  # noqa: SIM115 - closed by who writes it
        with suppress(FileNotFoundError):
            _locked(file)
            if part.stat().st_ino == os.fstat(file.fileno()).st_ino:
                return file
        file.close()


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, mode=0o600)


def _locked(file: BinaryIO) -> bool:
    """Whether it is ours now: nobody holds it. Where a folder knows no locks nothing is swept;
    Windows by itself refuses to delete what is open."""
    if sys.platform == "win32":
        return True
    import fcntl  # noqa: PLC0415 - not on Windows

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
