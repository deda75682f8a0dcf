"""The sync with a district, beside the least that must be done for it."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import orjson
from sqlalchemy import text

from counter_app.bench import sync_workers as workers
from counter_app.bench.bed import Bed
from counter_app.bench.figures import Figure, percentile
from counter_app.bench.processes import NEW, hear, require_alive, running, wait
from counter_app.bench.sync_bed import SyncBed, engine_of, made, store_of
from counter_app.bench.sync_crowd import crowd
from counter_app.bench.sync_floors import bare_drain, imported, noticed
from counter_app.cli.progress import Tell
from counter_app.clock import SystemClock
from counter_app.district import feed
from counter_app.district.store import writing
from counter_app.sync.wire import Table
from db.engine import transaction
from db.outbox import enqueue

RATE, CHANGES = 50, 500
"""Changes a second, and how many in all."""
OPERATIONS, BATCH = 10_000, 200
SYNCS = 10_000
_SOON = 0.002
SOON, LATE = 60.0, 1800.0
"""Seconds after which a change, and a whole task, is given up."""


def sync(bed: Bed, tell: Tell) -> Iterator[Figure]:
    """First copy, changes as they happen, a crowd of counters, a day's operations, memory."""
    with made(bed.residents, tell) as place:
        for n, part in enumerate((_copy, _reach, crowd, _drain, _flat)):
            tell("bench.syncing", n, 5)
            yield from part(place, tell)


def first_copy(bed: Bed, tell: Tell) -> Iterator[Figure]:
    with made(bed.residents, tell) as place:
        yield from _copy(place, tell)


def _copy(place: SyncBed, tell: Tell) -> Iterator[Figure]:
    with closing(store_of(place.home)) as store:

        def look() -> None:
            for done, total in store.execute("SELECT done, total FROM sync_copy"):
                tell("bench.fetching", done, total)

        copied: workers.Copied = _asked(place, look, workers.first_copy)
    floor = imported(place.home)
    yield Figure("sync.copy", copied.seconds, "s", floor)
    yield Figure("sync.copy.ratio", copied.seconds / floor, "×")
    yield Figure("sync.copy.memory", copied.bytes / 1e6, "MB")


def _reach(place: SyncBed, tell: Tell) -> Iterator[Figure]:
    """From the district's commit to the counter's store."""
    floor = noticed(place)
    took: list[float] = []
    waiting: dict[str, float] = {}
    with (
        running([(workers.sync, (place.home,))]) as process,
        closing(store_of(place.home)) as store,
    ):

        def all_seen() -> bool:
            took.extend(_seen(store, waiting))
            return not waiting

        everybody = (*process, *place.server)
        waiting.update(_changed(place, 0))
        wait(everybody, all_seen, SOON, _SOON)
        wait(everybody, lambda: _checked(store), SOON)
        took.clear()
        begun = time.monotonic()
        for n in range(CHANGES):
            if n % RATE == 0:
                tell("bench.reaching", n, CHANGES)
                require_alive(everybody)
            while (left := begun + n / RATE - time.monotonic()) > 0:
                all_seen()
                time.sleep(min(left, _SOON))
            waiting.update(_changed(place, n))
        wait(everybody, all_seen, SOON, _SOON)
    for percent in (50, 95):
        yield Figure(
            f"sync.reach.p{percent}",
            percentile(took, percent) * 1000,
            "ms",
            percentile(floor, percent) * 1000,
        )


def _checked(store: Any) -> bool:
    """Whether the comparison is behind it that every process begins with."""
    checked = store.execute("SELECT checked FROM sync_state").fetchone()
    return checked[0] is not None


def _changed(place: SyncBed, n: int) -> dict[str, float]:
    """Another passport number for a resident; by the number, when it was committed."""
    number = f"B{n:07d}{time.monotonic_ns() % 10_000:04d}"
    with writing(place.engine) as session:
        asked = {"n": n + 1, "centre": place.places[0].code}
        row = session.connection().execute(
            text(
                "SELECT pk, payload FROM record WHERE tbl = 'resident' AND centre = :centre"
                " AND payload IS NOT NULL ORDER BY pk OFFSET :n LIMIT 1"
            ),
            asked,
        )
        pk, payload = row.one()
        document = {**orjson.loads(payload), "passport_number": number}
        feed.put(session, Table.RESIDENT, pk, place.places[0].code, document)
    return {number: time.monotonic()}


def _seen(store: Any, waiting: dict[str, float]) -> list[float]:
    """Seconds that each of what is there now took; it waits no longer."""
    marks = ", ".join("?" * len(waiting))
    said = f"SELECT passport_number FROM resident WHERE passport_number IN ({marks})"
    now = time.monotonic()
    return [now - waiting.pop(number) for (number,) in store.execute(said, tuple(waiting))]


def _drain(place: SyncBed, tell: Tell) -> Iterator[Figure]:
    """What a day offline has left in the outbox."""
    clock, engine = SystemClock(), engine_of(place.home)
    with transaction(engine) as session:
        for n in range(OPERATIONS):
            enqueue(session, clock.now(), "till.counted", {"day": "2026-01-01", "n": n})
    engine.dispose()
    with closing(store_of(place.home)) as store:
        left = "SELECT count(*) FROM outbox, sync_state WHERE op_seq > settled"

        def look() -> None:
            for (waits,) in store.execute(left):
                tell("bench.draining", OPERATIONS - min(waits, OPERATIONS), OPERATIONS)

        seconds: float = _asked(place, look, workers.drained)
    yield Figure("sync.drain", seconds, "s", bare_drain(place, OPERATIONS, BATCH))


def _flat(place: SyncBed, tell: Tell) -> Iterator[Figure]:
    answers, held = NEW.Queue(), []
    with running([(workers.many_syncs, (place.home, SYNCS, answers))]) as process:
        for n in range(10):
            tell("bench.resyncing", n * SYNCS // 10, SYNCS)
            held.append(hear(answers, (*process, *place.server), LATE))
    yield Figure("sync.growth", max(0, held[-1] - held[0]) / 1e6, "MB")


def _asked(place: SyncBed, look: Callable[[], None], work: Callable[..., None]) -> Any:
    """What a process of its own answers that works on the counter's store."""
    answers = NEW.Queue()
    with running([(work, (place.home, answers))]) as process:
        return hear(answers, (*process, *place.server), LATE, look)
