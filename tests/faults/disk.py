"""The disk beneath SQLite, seen and broken: every write and sync of a store, through its own VFS.

SQLite's system calls go through a table of functions; here some of them are ours. What a power
failure leaves is built from the record: all that was synced, and of the rest whatever the disk
happened to have written, sectors of it even.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from sqlcipher3 import _sqlite3

SECTOR = 512
IOERR_FSYNC = 1034

_POINTER = ctypes.c_void_p
_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, _POINTER, _POINTER, ctypes.c_int, _POINTER)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, _POINTER, ctypes.c_int, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_int)

_OPENS = 5
"""xOpen among the words of sqlite3_vfs, the two first of which hold three numbers."""
_METHODS, _WRITES, _TRUNCATES, _SYNCS = 19, 3, 4, 5
"""Words of sqlite3_io_methods, and which of them write."""


@dataclass(frozen=True, slots=True)
class Write:
    file: str
    at: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    file: str


Step = Write | Truncate | Sync


@dataclass
class Disk:
    """`steps`: what was done to the files in `folder`. `failing`: no sync succeeds."""

    folder: Path
    steps: list[Step] = field(default_factory=list)
    failing: bool = False

    def did(self, step: Step) -> None:
        self.steps.append(step)


_disk: Disk | None = None
_names: dict[int, str] = {}
_tables: dict[int, Any] = {}
_kept: list[Any] = []
"""Callbacks and tables; files that are open go on using them."""


def left_by_power_failure(
    before: dict[str, bytes], steps: list[Step], luck: Random
) -> dict[str, bytes]:
    """The files after the power went just behind the last of `steps`."""
    files = {name: bytearray(content) for name, content in before.items()}
    synced = {step.file: n for n, step in enumerate(steps) if isinstance(step, Sync)}
    for n, step in enumerate(steps):
        file = files.setdefault(step.file, bytearray())
        if n < synced.get(step.file, -1):
            _done(file, step)
        elif luck.random() < 0.5:
            _half_done(file, step, luck)
    return {name: bytes(content) for name, content in files.items()}


def _done(file: bytearray, step: Step) -> None:
    if isinstance(step, Truncate):
        del file[step.size :]
    elif isinstance(step, Write):
        file.extend(bytes(max(0, step.at - len(file))))
        file[step.at : step.at + len(step.data)] = step.data


def _half_done(file: bytearray, step: Step, luck: Random) -> None:
    if not isinstance(step, Write) or luck.random() < 0.5:
        _done(file, step)
        return
    for first in range(0, len(step.data), SECTOR):
        if luck.random() < 0.5:
            _done(file, Write(step.file, step.at + first, step.data[first : first + SECTOR]))


@contextmanager
def watched(folder: Path) -> Iterator[Disk]:
    """Of stores in `folder` that are opened from now on."""
    global _disk  # noqa: PLW0603 - there is one VFS
    _put_in_place()
    _disk = Disk(folder)
    try:
        yield _disk
    finally:
        _disk = None


def _put_in_place() -> None:
    if _kept:
        return
    library = ctypes.CDLL(_sqlite3.__file__)
    library.sqlite3_vfs_find.restype = _POINTER
    library.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
    words = (_POINTER * (_OPENS + 1)).from_address(library.sqlite3_vfs_find(None))
    real = _OPEN(words[_OPENS] or 0)

    def open_file(vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
        status = real(vfs, name, file, flags, out)
        path = Path(ctypes.string_at(name).decode()) if name else Path()
        if _disk and status == 0 and path.parent == _disk.folder:
            _names[file] = path.name
            methods = _POINTER.from_address(file)
            methods.value = ctypes.addressof(_ours(methods.value or 0))
        return int(status)

    ours = _OPEN(open_file)
    _kept.append(ours)
    words[_OPENS] = ctypes.cast(ours, _POINTER).value


def _ours(theirs: int) -> Any:
    """Their table with our functions for what writes."""
    if theirs in _tables:
        return _tables[theirs]
    table: Any = (_POINTER * _METHODS).from_buffer_copy((_POINTER * _METHODS).from_address(theirs))
    write, truncate, sync = (
        _WRITE(table[_WRITES]),
        _TRUNCATE(table[_TRUNCATES]),
        _SYNC(table[_SYNCS]),
    )

    def write_seen(file: int, data: int, size: int, at: int) -> int:
        if _disk:
            _disk.did(Write(_names[file], at, ctypes.string_at(data, size)))
        return int(write(file, data, size, at))

    def truncate_seen(file: int, size: int) -> int:
        if _disk:
            _disk.did(Truncate(_names[file], size))
        return int(truncate(file, size))

    def sync_seen(file: int, flags: int) -> int:
        if _disk and _disk.failing:
            return IOERR_FSYNC
        status = int(sync(file, flags))
        if _disk:
            _disk.did(Sync(_names[file]))
        return status

    for place, made in (
        (_WRITES, _WRITE(write_seen)),
        (_TRUNCATES, _TRUNCATE(truncate_seen)),
        (_SYNCS, _SYNC(sync_seen)),
    ):
        _kept.append(made)
        table[place] = ctypes.cast(made, _POINTER).value
    _tables[theirs] = table
    _tables[ctypes.addressof(table)] = table
    return table
