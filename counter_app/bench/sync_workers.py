"""The processes of the sync's bench: the district's server, a counter's sync, a crowd."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx2

from counter_app.clock import SystemClock
from counter_app.config import read_config
from counter_app.district.district import open_for
from counter_app.district.limits import Rates
from counter_app.district.running import opened, trusted
from counter_app.district.server import make_app
from counter_app.district.serving import listening, nothing_else, server
from counter_app.district.settings import Settings
from counter_app.keys import read_key
from counter_app.memory import resident_bytes
from counter_app.sync import identity
from counter_app.sync.copying import copy, tidy
from counter_app.sync.greeting import hello
from counter_app.sync.line import Line
from counter_app.sync.packing import canonical, parse, unpack
from counter_app.sync.process import Process
from counter_app.sync.pulling import pull
from counter_app.sync.pushing import push
from counter_app.sync.state import Ends
from counter_app.sync.wire import LONG_POLL, PROTOCOL, SCHEMA, Hello, Table, Welcome
from db.engine import open_store

_SAMPLE = 0.01
"""Seconds between two looks at the memory."""
_ANY = 10**9
"""Requests a second: here one counter does in a minute what it does in a day."""


def serve(settings: Settings) -> None:
    """The district, as `counter district serve` does, but with no limit on how often one asks."""
    clock = SystemClock()
    with opened(settings) as engine:
        district = open_for(engine, clock, trusted(settings, clock))
        district = replace(district, rates=Rates(_ANY, _ANY))
        running = server(make_app(district), district.trust, clock)
        with listening(settings.listen, settings.port) as heard, nothing_else():
            running.run([heard])


@dataclass(frozen=True, slots=True)
class Copied:
    """Seconds until the first copy is in service, and how many bytes more than before the process
    held at most."""

    seconds: float
    bytes: int


def first_copy(home: Path, answers: Any) -> None:
    with ends_of(home) as ends:
        hello(ends)
        idle, peak, done = resident_bytes() or 0, [0], Event()

        def watch() -> None:
            while not done.wait(_SAMPLE):
                peak[0] = max(peak[0], resident_bytes() or 0)

        watcher = Thread(target=watch)
        watcher.start()
        begun = time.perf_counter()
        copy(ends)
        seconds = time.perf_counter() - begun
        tidy(ends)
        done.set()
        watcher.join()
        answers.put(Copied(seconds, max(0, peak[0] - idle)))


def drained(home: Path, answers: Any) -> None:
    """Seconds until everything in the outbox has its result."""
    with ends_of(home) as ends:
        hello(ends)
        begun = time.perf_counter()
        while push(ends).more:
            pass
        answers.put(time.perf_counter() - begun)


def many_syncs(home: Path, times: int, answers: Any) -> None:
    """Answers with the bytes held after each tenth of so many syncs that find nothing new."""
    with ends_of(home) as ends:
        for n in range(times):
            if n % 500 == 0:
                hello(ends)
            pull(ends)
            push(ends)
            if (n + 1) % max(1, times // 10) == 0:
                answers.put(resident_bytes() or 0)


def sync(home: Path) -> None:
    """As `counter sync run` does, until the process ends."""
    config = read_config(home)
    engine = open_store(config.store, read_key(home, config.key))
    Process(engine, SystemClock(), identity.read(home)).run()


@contextmanager
def ends_of(home: Path) -> Iterator[Ends]:
    config = read_config(home)
    engine = open_store(config.store, read_key(home, config.key))
    with closing(Line(identity.read(home))) as line:
        yield Ends(engine, SystemClock(), line)
    engine.dispose()


@dataclass(frozen=True, slots=True)
class Heard:
    """When which change came, by the number in it; and what went wrong, by its name."""

    came: list[tuple[int, float]]
    errors: list[str]


def crowd(homes: list[Path], seconds: float, begin: Any, answers: Any) -> None:
    """Counters that listen for changes, each over a connection of its own."""
    answers.put(asyncio.run(_crowd(homes, seconds, begin)))


async def _crowd(homes: list[Path], seconds: float, begin: Any) -> Heard:
    heard = Heard([], [])
    async with asyncio.TaskGroup() as group:
        ready = [asyncio.Event() for _ in homes]
        started = asyncio.Event()
        for home, one in zip(homes, ready, strict=True):
            group.create_task(_listen(home, seconds, one, started, heard))
        for one in ready:
            await one.wait()
        await asyncio.to_thread(begin.wait)
        started.set()
    return heard


async def _listen(
    home: Path, seconds: float, ready: asyncio.Event, started: asyncio.Event, heard: Heard
) -> None:
    known = identity.read(home)
    said = Hello(home.name, "", (PROTOCOL, PROTOCOL), SCHEMA, None, 0, SystemClock().now())
    async with httpx2.AsyncClient(
        base_url=known.url, verify=known.context, trust_env=False, timeout=LONG_POLL * 2
    ) as line:
        answer = await line.post("/v1/hello", content=canonical(asdict(said)))
        welcome = parse(Welcome, answer.content)
        line.headers["Authorization"] = f"Bearer {welcome.token}"
        cursor, wait = welcome.horizon, 1.0
        ready.set()
        await started.wait()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            answer = await line.get("/v1/changes", params={"cursor": cursor, "wait": wait})
            if answer.status_code != httpx2.codes.OK:
                heard.errors.append(str(answer.status_code))
                continue
            changes, trailer = unpack(answer.content)
            now = time.monotonic()
            cursor = trailer.next
            heard.came.extend(
                (int(change.pk), now) for change in changes if change.table == Table.RESIDENT
            )
