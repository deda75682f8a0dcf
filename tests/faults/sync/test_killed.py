"""Rows 1, 2, 20 and 27 together: the sync's process and the district's server are killed at any
moment, over a network that fails by luck, while a clerk issues and the register changes."""

import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from counter_app.certificates.kinds import kinds
from counter_app.certificates.numbers import JOINT, RECEIPTS
from counter_app.clock import SystemClock
from counter_app.demo.centre import make_centre
from counter_app.district import enrolling, feed
from counter_app.district.district import open_for
from counter_app.district.running import opened, trusted
from counter_app.district.running import serve as district_serves
from counter_app.district.schema import prepare
from counter_app.district.settings import Settings
from counter_app.district.store import writing
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.sync.connecting import connect
from counter_app.sync.packing import canonical
from counter_app.sync.running import run_for
from counter_app.sync.state import standing
from counter_app.sync.wire import EnrolFile, Table
from tests.district.conftest import emptied, postgres
from tests.district.served import Served
from tests.faults.sync.whole import issue, require_whole, same
from tests.proxy import Harm, Proxy
from tests.queue.shared.server import free_port
from tests.sync.joined import documents, furnished

__all__ = ["postgres"]

FAILURES = int(os.environ.get("COUNTER_FAILURES", "6"))
SEED = int(os.environ.get("COUNTER_SEED", "5"))
LONGEST = 1.5
"""Seconds between two deaths."""
SERIES = len({kind.series for kind in kinds()} | {RECEIPTS, JOINT})
"""Of which there must be numbers before anything is issued."""
HARMS = (Harm.CUT, Harm.DELAY, Harm.TRUNCATE)
PATIENCE = 120.0
BORN: Any = multiprocessing.get_context("forkserver")
"""A process begins from one that has loaded everything, or most of the time would be loading."""


def serve(settings: Settings) -> None:
    district_serves(settings, SystemClock(), lambda _: None)


def sync(home: Path) -> None:
    run_for(home, until_eof=False)


@dataclass
class Real:
    """Both as processes, and what goes on at them meanwhile."""

    home: Path
    settings: Settings
    counter: Counter
    clerk: Actor
    served: Served
    processes: dict[str, Any] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    acts: int = 0
    asked: int = 0

    def start(self, name: str) -> None:
        """Until it is at work."""
        begun = self.counter.clock.now()
        work, given = (serve, self.settings) if name == "server" else (sync, self.home)
        self.processes[name] = BORN.Process(target=work, args=(given,), daemon=True)
        self.processes[name].start()
        if name == "server":
            until(lambda: listens(self.settings.port))
        else:
            until(lambda: (standing(self.counter.engine).heard or begun) > begun, self.hurry)

    def hurry(self) -> None:
        """The clerk wants it now, or it would wait for as long as after any other failure."""
        self.asked += 1
        self.counter.sync.ask(self.clerk, f"ask-{self.asked}")

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        process = self.processes.pop(name)
        os.kill(process.pid, how)
        process.join(PATIENCE)
        assert process.exitcode in (-how, 0)

    def live(self, seconds: float, luck: Random) -> None:
        """A clerk issues; records change."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.acts += 1
            self.told.append(issue(self.counter, self.clerk, f"act-{self.acts}"))
            pk = luck.choice(list(documents()))
            changed = dict(documents()[pk], passport_number=f"M{self.acts:08d}")
            with writing(self.served.district.engine) as session:
                feed.put(session, Table.RESIDENT, pk, changed["centre"], changed)
            time.sleep(0.1)


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with closing(Proxy(free_port())) as made:
        yield made


@pytest.fixture
def real(postgres: str, tmp_path: Path, proxy: Proxy) -> Iterator[Real]:
    BORN.set_forkserver_preload([__name__])
    home, clock = tmp_path / "home", SystemClock()
    settings = Settings(tmp_path / "district", emptied(postgres), port=proxy._server)
    settings.keep()
    made = make_centre(home, 30, 1, clock, lambda *_: None)
    with opened(settings) as engine, closing(open_counter(home)) as counter:
        prepare(engine)
        served = Served(open_for(engine, clock, trusted(settings, clock)), "")
        furnished(served)
        administrator = counter.clerks.sign_in("admin", made.password)
        code = counter.config.office.code
        with writing(engine) as session:
            said = enrolling.new_code(session, code, clock.now())
        file = home / "pc.enrol"
        url = f"https://127.0.0.1:{proxy.port}"
        file.write_bytes(canonical(asdict(EnrolFile(url, served.district.trust.ca, said))))
        real = Real(
            home, settings, counter, counter.clerks.sign_in("minseo", made.password, 3), served
        )
        try:
            real.start("server")
            connect(home, counter.engine, clock, administrator, code, file)
            yield real
        finally:
            for name in list(real.processes):
                real.kill(name)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(holds: Callable[[], bool], meanwhile: Callable[[], None] = lambda: None) -> None:
    for looks in range(1, int(PATIENCE / 0.1)):
        if holds():
            return
        if looks % 10 == 0:
            meanwhile()
        time.sleep(0.1)
    raise TimeoutError


def test_whoever_is_killed_nothing_is_lost_or_doubled(real: Real, proxy: Proxy) -> None:
    print(f"COUNTER_SEED={SEED}")
    luck = Random(SEED)
    real.start("sync")
    until(lambda: len(real.counter.sync.view().blocks) >= SERIES)
    proxy.harm(HARMS, 0.01, SEED)
    for _ in range(FAILURES):
        real.live(luck.uniform(0, LONGEST), luck)
        name = luck.choice(("sync", "server"))
        real.kill(name)
        real.start(name)
    proxy.spare()
    real.live(LONGEST, luck)
    engine, code = real.served.district.engine, real.counter.config.office.code
    sync = real.counter.sync
    until(lambda: sync.view().queued == 0 and same(real.counter, engine, code), real.hurry)
    real.kill("sync", signal.SIGTERM)
    assert len(real.told) == real.acts > FAILURES
    require_whole(real.counter, engine, real.told)
