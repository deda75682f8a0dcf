"""A district's server from its settings, and the files that enrol its counters."""

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import Engine

from counter_app.clock import Clock
from counter_app.district import enrolling
from counter_app.district.district import District, open_for
from counter_app.district.keeping import require_stamped
from counter_app.district.schema import prepare
from counter_app.district.server import make_app
from counter_app.district.serving import listening, nothing_else, server
from counter_app.district.settings import Settings
from counter_app.district.store import open_district, writing
from counter_app.district.trust import Trust, trust
from counter_app.errors import Refusal
from counter_app.logs import log_to
from counter_app.sync.wire import EnrolFile


def serve(settings: Settings, clock: Clock, ready: Callable[[District], None]) -> None:
    """Until the process is told to end. Raises Refusal district.*, shared.*."""
    settings.keep()
    log_to(settings.folder)
    with opened(settings) as engine:
        prepare(engine)
        require_stamped(engine)
        district = open_for(engine, clock, trusted(settings, clock))
        running = server(make_app(district), district.trust, clock)
        with listening(settings.listen, settings.port) as heard:
            ready(district)
            with _ended_in_order(), nothing_else():
                running.run([heard])


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """uvicorn sends itself again the signal that ended it; what is left is then still done."""
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(one, lambda *_: None) for one in signals]
    try:
        yield
    finally:
        for one, handler in zip(signals, before, strict=True):
            signal.signal(one, handler)


@contextmanager
def opened(settings: Settings, *, patient: bool = False) -> Iterator[Engine]:
    """The district's database. `patient`: for long work."""
    engine = open_district(settings.db, settings.patroni, patient=patient)
    try:
        yield engine
    finally:
        engine.dispose()


def trusted(settings: Settings, clock: Clock) -> Trust:
    """Its certificates, made when there are none; a server on this PC is known as that, too."""
    addresses = tuple(dict.fromkeys((settings.address, "127.0.0.1", "localhost")))
    return trust(settings.folder, settings.name, addresses, clock.now())


def enrol_file(engine: Engine, settings: Settings, clock: Clock, centre: str, path: Path) -> None:
    """Writes the file that enrols one counter of a centre, readable by its owner only.

    Raises Refusal district.bad_centre, figures.unwritable, shared.*; then no code is good.
    """
    ca = trusted(settings, clock).ca
    with writing(engine) as session:
        code = enrolling.new_code(session, centre, clock.now())
        try:
            path.touch(mode=0o600)
            path.chmod(0o600)  # one that was there may have been open to others
            said = json.dumps(asdict(EnrolFile(settings.url, ca, code)), indent=1)
            path.write_text(said, "utf-8")
        except OSError as error:
            raise Refusal("figures.unwritable", path=path, problem=error.strerror) from None
