"""One queue server a test process; each test finds its store empty."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from counter_app.clock import FixedClock, SystemClock
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.queue import host
from counter_app.queue.by_hand import ByHand
from counter_app.sync.queueing import QueueOutbox
from db.engine import connect
from db.migrate_shared import prepare
from db.shared import connecting, open_shared
from tests.proxy import Proxy
from tests.queue.shared.server import Server, free_port, sharing
from tests.queue.shared.uploading import outbox_of
from tests.sync.joined import Joined, join


@pytest.fixture(scope="session")
def built_server() -> Iterator[Server]:
    # Not below pytest's own folder, which is closed to the account that root's server runs as.
    folder = Path(tempfile.mkdtemp(prefix="counter-queue-"))
    host.start(folder, SystemClock(), port=free_port())
    yield Server(folder)
    host.stop(folder)
    shutil.rmtree(folder)


@pytest.fixture
def server(built_server: Server) -> Iterator[Server]:
    """Running, with an empty store."""
    built_server.start()
    emptied(built_server)
    yield built_server


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(0.0002)  # both ends and what is between them share one interpreter
    with closing(Proxy(server.port)) as made:
        yield made
    sys.setswitchinterval(interval)


def emptied(server: Server) -> None:
    """Everything in the store is gone, and the server believes whatever a PC's clock says."""
    anew(server)
    server.set_clock(None)


def anew(server: Server) -> None:
    """The store as a new one is."""
    engine = open_shared(server.url)
    with connecting(engine) as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
        connection.commit()
    prepare(engine)
    engine.dispose()


@pytest.fixture
def engine(server: Server) -> Iterator[Engine]:
    opened = open_shared(server.url)
    yield opened
    opened.dispose()


@pytest.fixture
def home(home: Path, server: Server) -> Path:
    """A centre whose queue is on the server."""
    return sharing(home, server.url)


@pytest.fixture
def other(
    built_centre: Path, tmp_path: Path, clock: FixedClock, server: Server
) -> Iterator[Counter]:
    """Another PC of the same centre."""
    copy = sharing(Path(shutil.copytree(built_centre, tmp_path / "other")), server.url)
    opened = open_counter(copy, clock)
    yield opened
    opened.close()


@pytest.fixture
def sql(server: Server) -> Callable[[str], list[tuple[object, ...]]]:
    """Raw SQL on the shared store, past all our code."""

    def execute(statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(server.url) as connection:
            done = connection.execute(statement)
            return done.fetchall() if done.description else []

    return execute


@pytest.fixture
def local(home: Path) -> Callable[[str], list[tuple[object, ...]]]:
    """Raw SQL on this PC's own store."""
    key = bytes.fromhex((home / "store.key").read_text())

    def execute(statement: str) -> list[tuple[object, ...]]:
        with closing(connect(home / "counter.db", key)) as connection:
            return [tuple(row) for row in connection.execute(statement)]

    return execute


@pytest.fixture
def two(joined: Joined, other: Counter, administrator: Actor) -> Iterator[Joined]:
    """Another PC of the centre, joined too."""
    made = join(joined.served, other, administrator)
    with closing(made.line):
        joined.sync()
        made.sync()
        yield made


@pytest.fixture
def outboxes(joined: Joined, two: Joined) -> Iterator[tuple[QueueOutbox, QueueOutbox]]:
    with ExitStack() as stack:
        yield tuple(stack.enter_context(closing(outbox_of(one))) for one in (joined, two))  # type: ignore[misc]  # a pair


@pytest.fixture
def by_hand(counter: Counter) -> ByHand:
    assert counter.by_hand
    return counter.by_hand
