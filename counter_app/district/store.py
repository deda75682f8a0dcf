"""The district's database: PostgreSQL, one or a Patroni cluster; SQLite for the demo."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, DBAPIError, TimeoutError
from sqlcipher3 import dbapi2
from sqlmodel import Session

from counter_app.errors import Refusal
from counter_app.sync import packing
from db.errors import Lost

CONNECTIONS = 10
"""As many requests are with the database at once; the others wait without a thread."""
NEWS = 4
"""Besides them, as many readings of the feed: news does not wait behind a crowd that comes."""
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 10000")


def open_district(url: str, patroni: int | None = None, *, patient: bool = False) -> Engine:
    """`postgresql://…`, also with several hosts, or `sqlite:///FILE`. `patroni`: the port of the
    REST interface that says which of the hosts leads; nothing is connected yet. `patient`: for
    long work instead of requests.

    Raises Refusal district.bad_url, shared.bad_url, shared.not_protected.
    """
    if url.startswith(("postgresql://", "postgres://")):
        from db.shared import open_shared  # noqa: PLC0415 - loads the driver

        return open_shared(url, patroni, connections=CONNECTIONS + NEWS, patient=patient)
    if not url.startswith("sqlite:///"):
        raise Refusal("district.bad_url")
    engine = create_engine(
        url,
        module=dbapi2,
        creator=partial(_connect, Path(url.removeprefix("sqlite:///"))),
        pool_size=CONNECTIONS + NEWS,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One transaction, committed at the end. Raises Refusal shared.*, Lost."""
    immediate = engine.execution_options(begin="IMMEDIATE")
    with _telling(engine), Session(immediate, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine, *, one_view: bool = False) -> Iterator[Session]:
    """Nothing done in it is kept; each statement sees what is committed by then, or all of them
    the same. Raises Refusal shared.*, Lost."""
    if engine.dialect.name == "postgresql":
        engine = _isolated(engine, "REPEATABLE READ" if one_view else "AUTOCOMMIT")
    with _telling(engine), Session(engine) as session:
        yield session


def gone(error: Exception) -> bool:
    """Whether it tells of the database alone, so that the same may be done at another try."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, Lost)
    from db.shared_errors import told_of  # noqa: PLC0415 - loads the driver

    return isinstance(told_of(error), Lost | Refusal)


_ISOLATED: WeakKeyDictionary[Engine, dict[str, Engine]] = WeakKeyDictionary()


def _isolated(engine: Engine, level: str) -> Engine:
    """The same engine with an isolation level, made once."""
    made = _ISOLATED.setdefault(engine, {})
    if level not in made:
        made[level] = engine.execution_options(isolation_level=level)
    return made[level]


def _connect(path: Path) -> Any:
    path.touch(mode=0o600)  # the register stands in it in clear; what lies beside it takes its mode
    connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("row_hash", 1, _row_hash, deterministic=True)
    connection.create_function("bucket", 1, packing.bucket, deterministic=True)
    connection.create_aggregate("xor_hex", 1, _Xor)
    return connection


class _Xor:
    def __init__(self) -> None:
        self._sum = 0

    def step(self, row_hash: str) -> None:
        self._sum ^= int(row_hash, 16)

    def finalize(self) -> str:
        return str(self._sum)


def _row_hash(payload: str | None) -> str | None:
    return None if payload is None else packing.row_hash(payload.encode())


def _begin(connection: Connection) -> None:
    how = connection.get_execution_options().get("begin", "")
    connection.exec_driver_sql(f"BEGIN {how}")


@contextmanager
def _telling(engine: Engine) -> Iterator[None]:
    try:
        yield
    except TimeoutError:
        raise Lost("shared.busy") from None
    except DatabaseError as error:
        if engine.dialect.name == "sqlite":
            raise
        from db.shared_errors import told_of  # noqa: PLC0415

        raise told_of(error) from error
