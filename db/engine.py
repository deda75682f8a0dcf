"""The local store: one SQLCipher file, opened, keyed and guarded here and nowhere else."""

import hmac
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlcipher3 import dbapi2
from sqlmodel import Session

from db.errors import Refusal
from db.search import VOCABULARY
from db.shares import require_own_disk
from db.turns import PATIENCE, turn

log = logging.getLogger(__name__)

OLDEST_SQLITE = (3, 51, 3)
"""Older ones can corrupt a WAL file written by several connections (sqlite.org, WAL-reset bug)."""

KEY_BYTES = 32
PAGE_BYTES = 4096
PLAIN_HEADER = b"SQLite format 3\x00"

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    f"busy_timeout = {PATIENCE * 1000:.0f}",
    "temp_store = MEMORY",  # sorted personal data never reaches a temp file
    "trusted_schema = OFF",
    f"journal_size_limit = {16 * 1024 * 1024}",  # what a reader left open made it grow to is cut
)


def connect(path: Path, key: bytes) -> Any:
    """A keyed DB-API connection to `path`; sqlite itself opens no transaction on it.

    Raises Refusal store.sqlite_too_old.
    """
    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise Refusal("store.sqlite_too_old", version=dbapi2.sqlite_version)
    connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def create_store(path: Path, key: bytes) -> Engine:
    """An engine on a new, empty store. Raises Refusal store.exists, store.on_a_share."""
    if path.exists():
        raise Refusal("store.exists", path=path)
    require_own_disk(path)
    path.touch(mode=0o600)
    return _engine(path, key)


def open_store(path: Path, key: bytes) -> Engine:
    """An engine on an existing store, whose key has been tried.

    Raises Refusal store.missing, store.on_a_share, store.unreadable, store.not_a_store,
    store.wrong_key or one of TOLD; the file is untouched.
    """
    require_own_disk(path)
    try:
        if not path.is_file():
            raise Refusal("store.missing", path=path)
        with path.open("rb") as file:
            head = file.read(16)
        size = path.stat().st_size
    except OSError as error:
        raise Refusal("store.unreadable", path=path, problem=error.strerror) from None
    if head == PLAIN_HEADER or size == 0 or size % PAGE_BYTES:
        raise Refusal("store.not_a_store", path=path)
    try:
        _try_key(path, key)
    except dbapi2.DatabaseError as error:
        if "not a database" not in str(error):
            raise told(error, path) from error
        # A store begins with random bytes; those that spell text are text, unless the key fits.
        text = head.isascii()
        raise Refusal("store.not_a_store" if text else "store.wrong_key", path=path) from None
    return _engine(path, key)


def _try_key(path: Path, key: bytes) -> None:
    """Reads the first page before any pragma could write to a file that is not ours."""
    probe = dbapi2.connect(f"file:{path}?mode=ro", uri=True)
    try:
        probe.execute("PRAGMA cipher_log_level = NONE")
        probe.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        probe.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        probe.close()


def _engine(path: Path, key: bytes) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        module=dbapi2,
        creator=lambda: _connected(path, key),
        hide_parameters=True,  # a failing statement never prints a person into a log
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "checkin", _wait_again)
    _BESIDE[engine] = hmac.digest(key, b"what is kept beside the store", "sha256")
    return engine


_BESIDE: WeakKeyDictionary[Engine, bytes] = WeakKeyDictionary()


def key_beside(engine: Engine) -> bytes:
    """What files beside the store are authenticated with; whoever has it cannot open the store."""
    return _BESIDE[engine]


def _connected(path: Path, key: bytes) -> Any:
    connection = connect(path, key)
    connection.execute(VOCABULARY)
    return connection


def _begin(connection: Connection) -> None:
    said = connection.get_execution_options()
    if said.get("lazily"):
        connection.info[_LAZY] = True
        connection.exec_driver_sql("PRAGMA synchronous = NORMAL")
    connection.exec_driver_sql(f"BEGIN {said.get('begin', '')}")


def _wait_again(connection: Any, entry: ConnectionPoolEntry) -> None:
    """Whoever takes it next, by whatever way, waits for the disk."""
    if entry.info.pop(_LAZY, False) and connection is not None:
        connection.execute("PRAGMA synchronous = FULL")


_LAZY = "lazy"


@contextmanager
def transaction(engine: Engine, *, lazily: bool = False) -> Iterator[Session]:
    """One act: BEGIN IMMEDIATE, commit at the end, roll back on any exception. `lazily`: the
    commit does not wait for the disk, for what would be done again; whoever commits next and
    waits has it on the disk too, and it is lost by a power failure alone.

    Raises Refusal store.disk_full and its like (TOLD) when the disk cannot take it.
    """
    try:
        with (
            turn(path_of(engine)),
            Session(
                engine.execution_options(begin="IMMEDIATE", lazily=lazily), expire_on_commit=False
            ) as session,
            session.begin(),
        ):
            yield session
    except DatabaseError as error:
        raise _reason(error, engine) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A consistent view of the store; nothing done in it is kept.

    Raises Refusal store.damaged and its like (TOLD) when the store cannot be read.
    """
    try:
        with Session(engine) as session:
            yield session
    except DatabaseError as error:
        raise _reason(error, engine) from error


TOLD = {
    "database or disk is full": "store.disk_full",
    "disk I/O error": "store.disk_failing",
    "attempt to write a readonly database": "store.read_only",
    "unable to open database file": "store.read_only",  # or the files beside it
    "database is locked": "store.busy",
    "malformed": "store.damaged",
}

LEAST_ROOM = 64 * 1024
"""Bytes that SQLite needs beside a store to open it; short of them it only says I/O error."""


def told(error: DatabaseError | dbapi2.DatabaseError, path: Path) -> Exception:
    """The refusal a database error stands for, or the error itself."""
    said = str(error.orig if isinstance(error, DatabaseError) else error)
    code = next((code for words, code in TOLD.items() if words in said), None)
    if code == "store.disk_failing" and shutil.disk_usage(path.parent).free < LEAST_ROOM:
        code = "store.disk_full"
    return Refusal(code) if code else error


def _reason(error: DatabaseError, engine: Engine) -> Exception:
    if engine.dialect.name == "sqlite":
        return told(error, path_of(engine))
    from db.shared_errors import told_of  # noqa: PLC0415 - loads the driver

    return told_of(error)


def room_beside(engine: Engine) -> int:
    """Bytes that its disk has left."""
    return shutil.disk_usage(path_of(engine).parent).free


def path_of(engine: Engine) -> Path:
    return _path(engine.url.database)


@cache
def _path(database: str | None) -> Path:
    return Path(database or os.curdir)
