"""The queue that several PCs share: its acts beside the least that PostgreSQL must do for them,
and how soon a call reaches another program."""

import shutil
import socket
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from counter_app.bench import queue_workers as workers
from counter_app.bench.bed import Bed
from counter_app.bench.figures import Figure, percentile
from counter_app.bench.processes import LOOK, NEW, PATIENCE, Processes, hear, running, wait
from counter_app.bench.queue_workers import CODES, Done, Place
from counter_app.cli.progress import Tell
from counter_app.clock import SystemClock
from counter_app.config import read_config
from counter_app.keys import read_key
from counter_app.queue import host
from db.queue_sql import NAMES

WINDOWS, KIOSKS = 20, 4
WAITING = 5_000
SECONDS = 3.0
"""Of each phase of the crowd."""
CALLS = 100
"""Whose way to another program is timed."""
NEW.set_forkserver_preload([workers.__name__])  # loaded once for all of them
_WINDOW = 1


def shared(bed: Bed, tell: Tell) -> Iterator[Figure]:
    """One call after the other, listened to; then 20 windows and 4 kiosks at once."""
    tell("bench.sharing", 0, 3)
    with _server() as url:
        yield from _reach("shared", Place(url))
        tell("bench.sharing", 1, 3)
        yield from _crowd(url)
    tell("bench.sharing", 2, 3)
    config = read_config(bed.home)
    yield from _reach("local", Place(store=config.store, key=read_key(bed.home, config.key)))


def _crowd(url: str) -> Iterator[Figure]:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in workers.BARE:
            connection.execute(statement)
        connection.execute("INSERT INTO bare SELECT generate_series(1, %s)", (WAITING,))
        connection.execute("INSERT INTO bare_serial VALUES (%s)", (WAITING,))
    _fill(url)
    found = _played(url)
    bare = sum(done["bare"].rate for kind in found.values() for done in kind)
    own = sum(done["own"].rate for kind in found.values() for done in kind)
    yield Figure("queue.shared.act", 1000 / own, "ms", 1000 / bare)
    yield Figure("queue.shared.act.ratio", bare / own, "×")
    for kind, name in (("window", "call"), ("kiosk", "take")):
        slow = {phase: _slowest(found[kind], phase) for phase in ("bare", "own")}
        yield Figure(f"queue.shared.{name}.p99", slow["own"], "ms", slow["bare"])
    twice = _twice(found["window"]) + _twice(found["kiosk"])
    yield Figure("queue.shared.twice", twice, "tickets")


def _fill(url: str) -> None:
    """One visitor of each category takes a number; the others come by the shortest way."""
    with workers.opened(Place(url)) as (_, tickets):
        for code in CODES:
            tickets.take(code, action_id=f"first-{code}")
    each = WAITING // len(CODES)
    copied = [name for name in NAMES if name not in ("id", "serial", "number")]
    columns = ", ".join(f'"{name}"' for name in copied)
    with psycopg.connect(url) as connection:
        connection.execute(
            f"INSERT INTO ticket ({columns}, serial, number)"
            f" SELECT {columns}, n, category || '-' || to_char(n, 'FM00000')"
            f" FROM generate_series({CALLS + 2}, {CALLS + each}) AS n, ticket"
            " WHERE state = 'waiting'"
            " ORDER BY n, id"
        )
        connection.execute(
            "UPDATE serial SET last = %s WHERE series LIKE 'ticket:%%'", (CALLS + each,)
        )


def _played(url: str) -> dict[str, list[dict[str, Done]]]:
    """What each window and each kiosk did."""
    begin, answers = NEW.Barrier(WINDOWS + KIOSKS), NEW.Queue()
    numbered = [(workers.window, n) for n in range(1, WINDOWS + 1)]
    numbered += [(workers.kiosk, n) for n in range(1, KIOSKS + 1)]
    found: dict[str, list[dict[str, Done]]] = {"window": [], "kiosk": []}
    tasks = [(work, (url, number, SECONDS, begin, answers)) for work, number in numbered]
    with running(tasks) as crowd:
        for _ in crowd:
            kind, done = hear(answers, crowd)
            found[kind].append(done)
    return found


def _reach(name: str, place: Place) -> Iterator[Figure]:
    """From the call to the view that another program has fetched of it."""
    random, took = Random(1), []
    heard, say = NEW.Pipe(duplex=False)
    clerk = workers.clerk_at(_WINDOW)
    with (
        workers.opened(place) as (_, tickets),
        running([(workers.screen, (place, _WINDOW, say))]) as screens,
    ):
        for n in range(CALLS):
            tickets.take("E", action_id=f"{name}-take-{n}")
        for n in range(CALLS):
            _drain(heard, random.uniform(0.1, 0.3))
            begun = time.monotonic()
            called = tickets.call_next(clerk, action_id=f"{name}-call-{n}").id
            took.append((_arrived(heard, called, screens) - begun) * 1000)
    for percent in (50, 99):
        yield Figure(f"queue.{name}.reach.p{percent}", percentile(took, percent), "ms")


def _drain(heard: Any, seconds: float) -> None:
    """A pause in which whatever is still said of the call before is heard."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if heard.poll(left):
            heard.recv()


def _arrived(heard: Any, called: int, screens: Processes) -> float:
    """When the screen had the ticket."""
    said: list[float] = []

    def arrived() -> bool:
        if heard.poll(LOOK):
            at, current = heard.recv()
            said.extend([at] if current == called else [])
        return bool(said)

    wait(screens, arrived, PATIENCE, 0)
    return said[0]


def _slowest(processes: list[dict[str, Done]], phase: str) -> float:
    return percentile(chain.from_iterable(done[phase].took for done in processes), 99)


def _twice(processes: list[dict[str, Done]]) -> int:
    """How many tickets more than one of them had."""
    had = Counter(chain.from_iterable(done["own"].answers for done in processes))
    return sum(times > 1 for times in had.values())


@contextmanager
def _server() -> Iterator[str]:
    """A queue server for the bench alone; its URL."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="counter-bench-"))
    try:
        host.start(folder, SystemClock(), port=port)
        try:
            yield host.url(folder)
        finally:
            host.stop(folder)
    finally:
        shutil.rmtree(folder)
