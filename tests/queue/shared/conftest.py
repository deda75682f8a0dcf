"""One queue server a test process; each test finds its store empty."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from counter_app.clock import SystemClock
from counter_app.queue import host
from db.migrate_shared import prepare
from db.shared import connecting, open_shared
from tests.queue.shared.server import Server, free_port


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
    engine = open_shared(built_server.url)
    with connecting(engine) as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
        connection.commit()
    prepare(engine)
    engine.dispose()
    yield built_server


@pytest.fixture
def engine(server: Server) -> Iterator[Engine]:
    opened = open_shared(server.url)
    yield opened
    opened.dispose()
