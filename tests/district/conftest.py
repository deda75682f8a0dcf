"""Districts for tests: on SQLite where that will do, on a real PostgreSQL where it matters."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.clock import FixedClock, SystemClock
from counter_app.district import feed
from counter_app.district.store import open_district, writing
from counter_app.queue import host
from counter_app.sync.wire import Table
from tests.district.served import SEOGYO, YEONNAM, Served, serving
from tests.queue.shared.server import free_port


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server that runs."""
    # Not below pytest's own folder, which is closed to the account that root's server runs as.
    folder = Path(tempfile.mkdtemp(prefix="counter-district-"))
    host.start(folder, SystemClock(), port=free_port(), furnish=lambda engine: None)
    yield host.url(folder)
    host.stop(folder)
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'district.db'}"
    return emptied(request.getfixturevalue("postgres"))


@pytest.fixture
def served(url: str, tmp_path: Path, clock: FixedClock) -> Iterator[Served]:
    """A district with a resident in each of two centres, and a code for all."""
    with serving(url, tmp_path / "district", clock) as found:
        furnish(found)
        yield found


def furnish(served: Served) -> None:
    with writing(served.district.engine) as session:
        for pk, centre in (("1", SEOGYO), ("2", SEOGYO), ("3", YEONNAM)):
            feed.put(session, Table.RESIDENT, pk, centre, {"name_roman": f"PERSON {pk}"})
        code = {"code": "D-2", "ko": "유학", "en": "Student"}
        feed.put(session, Table.CODE, "statuses/D-2", "*", code)


def emptied(url: str) -> str:
    engine = open_district(url)
    with writing(engine) as session:
        session.connection().exec_driver_sql("DROP SCHEMA public CASCADE")
        session.connection().exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return url
