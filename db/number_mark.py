"""How far numbers have been given, kept a second time beside the store: its mark.

A store that is put back from a copy is younger than its mark, and so is recognised; the mark says
behind which numbers it goes on. Nobody who has not the store's key can write one.
"""

import errno
import hmac
import json
import os
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Field, Session

from db.base import Instant, Table
from db.errors import Refusal

MARK = 1
"""The id of the only row of `number_mark`."""


class NumberMark(Table, table=True):
    __tablename__ = "number_mark"

    id: int = Field(default=MARK, primary_key=True)
    age: int
    """Grows with whoever signs in, with each copy and with some numbers; no number is given before
    the mark has this age on the disk."""
    given: int
    """Numbers given since the mark was written."""
    marked: bool
    """Whether there ever was a mark."""
    copied: datetime | None = Field(default=None, sa_type=Instant)
    """Only in a copy: when it was made."""


@dataclass(frozen=True, slots=True)
class Block:
    """A row of `number_block`; of a `closed` one no number is given any more."""

    series: str
    first: int
    last: int
    used: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """`chain` is how long the audit chain was, `places` the last of each status list by its series.

    `blocks` are those of last year and later, by series and first number.
    """

    age: int
    chain: int
    blocks: tuple[Block, ...]
    places: dict[str, int]


class Broken(Exception):
    """What lies there is no mark of this store: damaged, or another's."""


def mark_of(store: Path) -> Path:
    return store.with_name(f"{store.stem}.numbers")  # not gone with counter.db*


def read_mark(path: Path, key: bytes) -> Mark | None:
    """None where there is none. Raises Broken, Refusal store.not_writable."""
    try:
        sealed, _, said = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return None
    except OSError:
        raise Refusal("store.not_writable", path=path) from None
    if not hmac.compare_digest(sealed, _sealed(said, key)):
        raise Broken
    values = json.loads(said)
    values["blocks"] = tuple(Block(*one) for one in values["blocks"])
    return Mark(**values)


def write_mark(path: Path, key: bytes, mark: Mark) -> None:
    """All of it or nothing, on the disk when this returns.

    Raises Refusal store.disk_full, store.disk_failing, store.not_writable.
    """
    values = asdict(mark)
    values["blocks"] = [list(one.values()) for one in values["blocks"]]
    said = json.dumps(values, separators=(",", ":")).encode()
    new = path.with_name(f"{path.name}.new")
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(_sealed(said, key) + b"\n" + said)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        _keep_name(path.parent)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise Refusal(_TOLD.get(error.errno or 0, "store.disk_failing"), path=path) from error


_TOLD = {
    errno.ENOSPC: "store.disk_full",
    errno.EDQUOT: "store.disk_full",
    errno.EACCES: "store.not_writable",
    errno.EPERM: "store.not_writable",
    errno.EROFS: "store.not_writable",
}

if sys.platform == "win32":

    def _keep_name(folder: Path) -> None:
        """NTFS keeps a new name in its log."""

else:

    def _keep_name(folder: Path) -> None:
        held = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(held)
        finally:
            os.close(held)


def _sealed(said: bytes, key: bytes) -> bytes:
    return hmac.digest(key, said, "sha256").hex().encode()


def grow(session: Session) -> None:
    """No number is given from here on before the mark is written anew."""
    session.connection().exec_driver_sql("UPDATE number_mark SET age = age + 1")
