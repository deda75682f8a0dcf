"""One cluster for all the tests of this folder; each finds it whole and its stores empty."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import Engine

from counter_app.clock import SystemClock
from counter_app.district.store import open_district
from counter_app.main import open_counter
from db.migrate_shared import prepare
from db.shared import connecting, open_shared
from tests.conftest import PASSWORD
from tests.ha.cluster import Cluster
from tests.ha.load import Seat, Window, Work
from tests.ha.programs import programs
from tests.ha.register import Register
from tests.ha.report import Report
from tests.queue.shared.hearing import hearing


@pytest.fixture(scope="session")
def formed() -> Iterator[Cluster]:
    found = programs()
    if isinstance(found, str):
        pytest.skip(found)
    # Not below pytest's own folder, which is closed to the account that root's servers run as.
    folder = Path(tempfile.mkdtemp(prefix="counter-ha-"))
    cluster = Cluster(folder, found)
    try:
        cluster.form()
        yield cluster
    finally:
        cluster.end()
        shutil.rmtree(folder)


@pytest.fixture
def cluster(formed: Cluster) -> Iterator[Cluster]:
    formed.heal()
    engine = open_shared(formed.url(), formed.patroni)
    with connecting(engine) as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
        connection.commit()
    prepare(engine)
    engine.dispose()
    yield formed


@pytest.fixture
def seats(built_centre: Path, tmp_path: Path, cluster: Cluster) -> Iterator[list[Seat]]:
    """Two PCs of one centre, each with a clerk and with a screen that listens."""
    with ExitStack() as open_ones:
        seats = []
        for login, window in (("minseo", 3), ("jihun", 4)):
            home = Path(shutil.copytree(built_centre, tmp_path / login))
            with (home / "counter.toml").open("a", encoding="utf-8") as file:
                file.write(f'\n[queue]\nurl = "{cluster.url()}"\npatroni = {cluster.patroni}\n')
            counter = open_ones.enter_context(closing(open_counter(home, SystemClock())))
            open_ones.enter_context(hearing(counter.queue.news()))
            seats.append(Seat(counter, counter.clerks.sign_in(login, PASSWORD, window)))
        yield seats


@pytest.fixture
def district(cluster: Cluster) -> Iterator[Engine]:
    """The district's database, on the same cluster."""
    engine = open_district(cluster.url("district"), cluster.patroni)
    yield engine
    engine.dispose()


@pytest.fixture
def works(seats: list[Seat], district: Engine) -> list[Work]:
    """Who acts: both windows on the queue, and a counter that uploads to the district."""
    windows = [Work(f"window-{seat.clerk.window}", Window(seat)) for seat in seats]
    return [*windows, Work("operation", Register(district))]


@pytest.fixture
def report() -> Report:
    wanted = os.environ.get("COUNTER_HA_REPORT")
    return Report(Path(wanted) if wanted else None)
