"""A district and a counter of its own for the bench of the sync: both in folders that go again."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from counter_app.bench import sync_workers as workers
from counter_app.bench.processes import Processes, running, wait
from counter_app.cli.progress import Tell
from counter_app.clock import SystemClock
from counter_app.config import read_config
from counter_app.demo.centre import make_centre
from counter_app.district.demo.centres import Centre, centres
from counter_app.district.demo.fill import fill
from counter_app.district.running import enrol_file, opened
from counter_app.district.schema import prepare
from counter_app.district.settings import Settings
from counter_app.keys import read_key
from counter_app.main import open_counter
from counter_app.queue import host
from counter_app.sync import connecting
from db.engine import connect, open_store

PEOPLE, SEED = 100, 1
"""Of the centre before it joins; the district's take their place."""
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class SyncBed:
    """`home`: a counter that has joined and not synced yet, of the first of `places`; the other
    twenty are for the crowd. `server`: the process that every other one depends on."""

    home: Path
    settings: Settings
    engine: Engine
    places: tuple[Centre, ...]
    server: Processes


@contextmanager
def made(residents: int, tell: Tell) -> Iterator[SyncBed]:
    """The district is on PostgreSQL, all its `residents` at the counter's centre, and is served by
    a process of its own."""
    folder = Path(tempfile.mkdtemp(prefix="counter-bench-"))
    folder.chmod(0o711)  # the database's own account passes
    clock = SystemClock()
    try:
        host.start(folder / "postgres", clock, port=_free(), furnish=prepare)
        url = host.url(folder / "postgres")
        settings = Settings(folder / "district", url, port=_free())
        settings.keep()
        places = centres(21)
        with opened(settings) as engine:
            fill(
                engine,
                url,
                places[:1],
                residents,
                SEED,
                clock.now().date(),
                lambda done, total: tell("bench.filling", done, total),
            )
            with running([(workers.serve, (settings,))]) as served:
                wait(served, lambda: _heard(settings.port), PATIENCE)
                home = _joined(folder / "home", engine, settings, places[0])
                yield SyncBed(home, settings, engine, places, served)
    finally:
        host.stop(folder / "postgres")
        shutil.rmtree(folder)


def store_of(home: Path) -> Any:
    config = read_config(home)
    return connect(config.store, read_key(home, config.key))


def engine_of(home: Path) -> Engine:
    config = read_config(home)
    return open_store(config.store, read_key(home, config.key))


def _joined(home: Path, engine: Engine, settings: Settings, centre: Centre) -> Path:
    made = make_centre(home, PEOPLE, SEED, SystemClock(), lambda *_: None)
    file = home / "pc.enrol"
    enrol_file(engine, settings, SystemClock(), centre.code, file)
    with closing(open_counter(home)) as counter:
        administrator = counter.clerks.sign_in("admin", made.password)
        connecting.connect(home, counter.engine, counter.clock, administrator, centre.code, file)
    return home


def _heard(port: int) -> bool:
    """Whether somebody listens."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
