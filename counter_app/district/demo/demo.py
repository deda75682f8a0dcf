"""Makes a synthetic district in a folder, and lets it live while it is served."""

import json
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import Engine

from counter_app.clock import Clock
from counter_app.district import running
from counter_app.district.demo.centres import Centre, centres
from counter_app.district.demo.fill import Progress, fill
from counter_app.district.demo.life import Life
from counter_app.district.demo.residents import Resident, newcomers
from counter_app.district.schema import prepare
from counter_app.district.settings import PORT, Settings, kept
from counter_app.errors import Refusal
from counter_app.queue import host

FILE = "demo.json"
_POSTGRES = "postgres"


@dataclass(frozen=True, slots=True)
class Demo:
    """What it was made of; `day`: ISO date of its making."""

    residents: int
    centres: int
    seed: int
    day: str


def make(
    folder: Path, demo: Demo, clock: Clock, port: int | None, sqlite: bool, progress: Progress
) -> None:
    """A new district, unless there is one. Raises Refusal demo.occupied, host.*."""
    if (folder / FILE).exists():
        return
    if folder.exists() and any(folder.iterdir()):
        raise Refusal("demo.occupied", home=folder)
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)  # the database's own account passes
    try:
        url = f"sqlite:///{folder / 'district.db'}" if sqlite else _database(folder, clock)
        settings = Settings(folder, url, port=port or PORT, name="마포구 Mapo-gu (demo)")
        settings.keep()
        with running.opened(settings) as engine:
            prepare(engine)
            day = date.fromisoformat(demo.day)
            places = centres(demo.centres)
            fill(engine, url, places, demo.residents, demo.seed, day, progress)
        (folder / FILE).write_text(json.dumps(asdict(demo)), "utf-8")
    except BaseException:
        _stop(folder)
        shutil.rmtree(folder)
        raise
    _stop(folder)


def serve(
    folder: Path,
    clock: Clock,
    rate: float,
    ready: Callable[[Settings], None],
    port: int | None = None,
) -> None:
    """The district in `folder`, living at `rate` changes a second, until the process is told to
    end. Raises Refusal district.absent, host.*."""
    settings, demo = kept(folder), Demo(**json.loads((folder / FILE).read_text("utf-8")))
    if settings is None:
        raise Refusal("district.absent", folder=folder)
    if port is not None:
        settings = replace(settings, port=port)
    with _database_of(folder, clock), running.opened(settings) as engine:
        places = centres(demo.centres)
        _write_keys(engine, settings, clock, places)
        with _living(engine, clock, demo, places, rate):
            running.serve(settings, clock, lambda _: ready(settings))


@contextmanager
def _living(
    engine: Engine, clock: Clock, demo: Demo, places: tuple[Centre, ...], rate: float
) -> Iterator[None]:
    if not rate:
        yield
        return
    ending = Event()

    day = date.fromisoformat(demo.day)

    def more(last: int) -> Iterator[Resident]:
        return newcomers(demo.seed, day, places, demo.residents, last)

    life = Life(engine, clock, places, more, demo.seed)
    thread = Thread(target=life.run, args=(rate, ending), name="district-life", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join()


def _write_keys(
    engine: Engine, settings: Settings, clock: Clock, places: tuple[Centre, ...]
) -> None:
    """For each centre a file that enrols one counter."""
    folder = settings.folder / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    for centre in places:
        path = folder / f"{centre.code}.enrol"
        running.enrol_file(engine, settings, clock, centre.code, path)


def _database(folder: Path, clock: Clock) -> str:
    with socket.create_server((host.LOOPBACK, 0)) as probe:
        port = int(probe.getsockname()[1])
    host.start(folder / _POSTGRES, clock, port=port, furnish=prepare)
    return host.url(folder / _POSTGRES)


@contextmanager
def _database_of(folder: Path, clock: Clock) -> Iterator[None]:
    """Its own PostgreSQL, if it has one, for as long as it is served."""
    if (folder / _POSTGRES).exists():
        host.start(folder / _POSTGRES, clock, furnish=prepare)
    try:
        yield
    finally:
        _stop(folder)


def _stop(folder: Path) -> None:
    if (folder / _POSTGRES).exists():
        host.stop(folder / _POSTGRES)
