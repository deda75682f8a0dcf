"""The shared queue store: a PostgreSQL that several PCs use, never waited for without end.

Loaded only where counter.toml names one: the driver takes a tenth of a second.
"""

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, cast

import psycopg
from psycopg.abc import PQGen
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, DisconnectionError, TimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from db.errors import Lost, Refusal
from db.primary import led_by_another, only_primary
from db.shared_errors import told, told_of

# It would tell of every broken connection on stderr; the window does, in a sentence.
logging.getLogger("psycopg").setLevel(logging.ERROR)

CHANNEL = "queue"
"""Notified on every change (migration 0001)."""
CONNECT_SECONDS = 2
"""For each host; psycopg allows no less."""
ANSWER_SECONDS = 3.0
"""The longest wait for an answer. The server gives up before (_SETTINGS), so that of two ends
that give up only one decides."""
_SETTINGS = {
    "statement_timeout": 2500,
    "lock_timeout": 2000,
    "idle_in_transaction_session_timeout": 10_000,
}
_UNCONFIRMED = """SELECT EXISTS (
    SELECT FROM pg_stat_activity
     WHERE usename = current_user AND datname = current_database() AND wait_event = 'SyncRep'
       AND state_change < clock_timestamp() - interval '2 seconds'
)"""
"""Whether a commit of ours waits for a standby for longer than is usual. Nothing is written to
find that out, for it would wait, too, and hold a connection for as long."""
BELIEVED_SECONDS = 3.0
"""For so long nobody is asked again whether another host leads by now."""
_LOOPBACK = ("127.", "::1", "localhost", "/")
_SAFE_MODES = ("require", "verify-ca", "verify-full")


class Bounded(psycopg.Connection[Any]):
    """A connection that gives up on a server which is frozen while its network still answers."""

    patience = ANSWER_SECONDS

    def wait(self, gen: PQGen[Any], interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.OperationalError:
            if timeout is None and self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()  # an answer that is still owed belongs to nobody
            raise


def conninfo_of(url: str, more: Mapping[str, str] | None = None) -> str:
    """A URL as the driver takes it: bounded, and protected unless it stays on this PC. `more`: of
    the server's settings, for these connections.

    Where the URL says nothing of it, TLS and channel binding are required: then the password
    proves the server as well, and no certificate has to be carried about. Raises Refusal
    queue.bad_url, shared.not_protected.
    """
    try:
        said: dict[str, Any] = {**conninfo_to_dict(url)}
    except psycopg.ProgrammingError:
        raise Refusal("shared.bad_url") from None
    hosts = str(said.get("host") or said.get("hostaddr") or "").split(",")
    if not all(host.startswith(_LOOPBACK) for host in hosts):
        said = {"sslmode": "require", **said}
        if said["sslmode"] == "require":
            said = {"channel_binding": "require", **said}
        if said["sslmode"] not in _SAFE_MODES:
            raise Refusal("shared.not_protected")
    settings = " ".join(
        f"-c {name}={value}" for name, value in {**_SETTINGS, **(more or {})}.items()
    )
    bounds = {
        "connect_timeout": CONNECT_SECONDS,
        "gssencmode": "disable",
        "application_name": "counter",
        "target_session_attrs": "read-write",
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 2,
        "tcp_user_timeout": 5000,
        "client_encoding": "UTF8",
    }
    options = f"{said.pop('options', '')} {settings}".strip()
    return make_conninfo("", **{**bounds, **said, "options": options})


def places_of(url: str) -> str:
    """The hosts and ports that a URL names, without who connects. Raises Refusal shared.bad_url."""
    try:
        said: dict[str, Any] = {**conninfo_to_dict(url)}
    except psycopg.ProgrammingError:
        raise Refusal("shared.bad_url") from None
    hosts = str(said.get("host") or said.get("hostaddr") or "localhost").split(",")
    ports = str(said.get("port") or "5432").split(",")
    return ", ".join(
        f"{host}:{port}" for host, port in zip(hosts, ports * len(hosts), strict=False)
    )


def connect(
    conninfo: str, patroni: int | None = None, kind: type[psycopg.Connection[Any]] = Bounded
) -> psycopg.Connection[Any]:
    """A connection to the server that takes writes. Raises Refusal shared.*, Lost."""
    if patroni is not None:
        conninfo = only_primary(conninfo, patroni)
    try:
        return kind.connect(conninfo)
    except psycopg.ProgrammingError:
        raise Refusal("shared.bad_url") from None
    except psycopg.Error as error:
        raise told(error) from None


def open_shared(
    url: str,
    patroni: int | None = None,
    connections: int = 2,
    *,
    patient: bool = False,
    more: Mapping[str, str] | None = None,
) -> Engine:
    """An engine on the store that `url` names; nothing is connected yet, at most `connections` and
    four are at once. `patient`: for long work, whose answers nothing bounds.
    `more`: of the server's settings.

    `url` may name several hosts. `patroni` is the port of their Patroni's REST interface, which
    is then asked who leads. Raises Refusal shared.bad_url, shared.not_protected.
    """
    conninfo = conninfo_of(url, more)
    if patient:
        conninfo = make_conninfo(conninfo, options="")
    kind: type[psycopg.Connection[Any]] = psycopg.Connection if patient else Bounded
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: connect(conninfo, patroni, kind),
        pool_size=connections,
        max_overflow=4,
        pool_timeout=ANSWER_SECONDS,
        use_native_hstore=False,
        hide_parameters=True,
    )
    if patroni is not None:
        event.listen(engine, "checkout", partial(_confirm, conninfo, patroni))
    return engine


@contextmanager
def transacting(engine: Engine) -> Iterator[Bounded]:
    """A connection for one transaction, rolled back unless it was committed.

    Raises Refusal shared.*; Lost when the connection broke, and then it is not used again.
    """
    with _telling():
        pooled = engine.raw_connection()
        try:
            yield cast("Bounded", pooled.driver_connection)
        except psycopg.Error as error:
            if isinstance(told(error), Lost):
                pooled.invalidate(error)
            raise
        finally:
            pooled.close()


@contextmanager
def connecting(engine: Engine) -> Iterator[Connection]:
    """The same with SQLAlchemy's statements: for what is asked rarely."""
    with _telling(), engine.connect() as connection:
        yield connection


@contextmanager
def listening(engine: Engine, channel: str = CHANNEL) -> Iterator[Bounded]:
    """A connection of its own that hears `channel`. Raises Refusal shared.*, Lost."""
    with _telling():
        pooled = engine.raw_connection()
        connection = cast("Bounded", pooled.driver_connection)
        pooled.detach()
        try:
            connection.autocommit = True
            connection.execute(f"LISTEN {channel}")
            yield connection
        finally:
            connection.close()


def require_same_server(engine: Engine, connection: Bounded) -> None:
    """Asks both a connection for acts and this one; raises Lost unless one server answers."""
    with transacting(engine) as acting:
        acting.execute("SELECT 1")
        there = (acting.info.host, acting.info.port)
    with _telling():
        connection.execute("SELECT 1")
    if there != (connection.info.host, connection.info.port):
        raise Lost("shared.unreachable")


def require_confirming(connection: Connection | Bounded) -> None:
    """Raises Lost shared.no_standby while a cluster has nobody to confirm what is written.

    It answers, lets everybody read, and holds every commit until a standby is back.
    """
    if isinstance(connection, Bounded):
        with _telling():
            waits = (connection.execute(_UNCONFIRMED).fetchone() or (False,))[0]
    else:
        waits = connection.exec_driver_sql(_UNCONFIRMED).scalar()
    if waits:
        raise Lost("shared.no_standby")


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except TimeoutError:
        raise Lost("shared.busy") from None
    except DBAPIError as error:
        raise told_of(error) from error
    except psycopg.Error as error:
        raise told(error) from error


def _confirm(
    conninfo: str, patroni: int, connection: Bounded, entry: ConnectionPoolEntry, _: object
) -> None:
    """A connection is given up before it is used once another server leads."""
    now = time.monotonic()
    if now < entry.info.setdefault("believed_until", now + BELIEVED_SECONDS):
        return
    if led_by_another(conninfo, patroni, connection.info.host):
        raise DisconnectionError
    entry.info["believed_until"] = now + BELIEVED_SECONDS
