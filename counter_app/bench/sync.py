"""The sync with a district, beside the least that must be done for it."""

import csv
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
import psycopg
from sqlalchemy import text

from counter_app.bench import sync_workers as workers
from counter_app.bench.bed import Bed
from counter_app.bench.figures import Figure, percentile
from counter_app.bench.sync_bed import SyncBed, made
from counter_app.bench.sync_crowd import crowd
from counter_app.cli.progress import Tell
from counter_app.clock import SystemClock
from counter_app.config import read_config
from counter_app.district import feed
from counter_app.district.store import writing
from counter_app.keys import read_key
from counter_app.sync.wire import Table
from db.engine import connect, open_store, transaction
from db.outbox import enqueue
from db.shared import conninfo_of

RATE, CHANGES = 50, 500
"""Changes a second, and how many in all."""
OPERATIONS, BATCH = 10_000, 200
SYNCS = 10_000
PATIENCE = 1800.0
_TABLES = ("resident", "address", "crossing")


def sync(bed: Bed, tell: Tell) -> Iterator[Figure]:
    """First copy, changes as they happen, a crowd of counters, a day's operations, memory."""
    with made(bed.residents, tell) as place:
        for n, part in enumerate((_copy, _reach, crowd, _drain, _flat)):
            tell("bench.syncing", n, 5)
            yield from part(place)


def _copy(place: SyncBed) -> Iterator[Figure]:
    copied: workers.Copied = _asked(workers.first_copy, place.home)
    floor = _imported(place.home)
    yield Figure("sync.copy", copied.seconds, "s", floor)
    yield Figure("sync.copy.ratio", copied.seconds / floor, "×")
    yield Figure("sync.copy.memory", copied.bytes / 1e6, "MB")


def _imported(home: Path) -> float:
    """Seconds of `sqlite3 .import` of the same rows, with the same indexes, into a plain file; of
    executemany where there is no such program."""
    with tempfile.TemporaryDirectory(prefix="counter-bench-") as folder:
        plain = Path(folder) / "plain.db"
        rows = _exported(home, Path(folder), plain)
        program = shutil.which("sqlite3")
        begun = time.perf_counter()
        if program:
            said = [f".import --csv {Path(folder) / name}.csv {name}" for name in _TABLES]
            subprocess.run([program, str(plain)], input="\n".join(said), text=True, check=True)
        else:
            _inserted(plain, rows)
        return time.perf_counter() - begun


def _exported(home: Path, folder: Path, plain: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of the register as CSV and as they are; `plain` has their tables and indexes."""
    rows: dict[str, list[tuple[Any, ...]]] = {}
    with closing(_store(home)) as store, closing(sqlite3.connect(plain)) as target:
        for name in _TABLES:
            schema = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL"
            for (said,) in store.execute(f"{schema} AND type IN ('table', 'index')", (name,)):
                target.execute(said)
            rows[name] = store.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - ours
            with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(rows[name])
    return rows


def _inserted(plain: Path, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    with closing(sqlite3.connect(plain)) as target:
        for name, all_ in rows.items():
            marks = ", ".join("?" * len(all_[0])) if all_ else "?"
            target.executemany(f"INSERT INTO {name} VALUES ({marks})", all_)  # noqa: S608 - ours
        target.commit()


def _reach(place: SyncBed) -> Iterator[Figure]:
    """From the district's commit to the counter's store."""
    floor = _noticed(place)
    took: list[float] = []
    with workers.running([(workers.sync, (place.home,))]), closing(_store(place.home)) as store:
        _until_seen(store, _changed(place, 0))
        waiting: dict[str, float] = {}
        begun = time.monotonic()
        for n in range(CHANGES):
            while (left := begun + n / RATE - time.monotonic()) > 0:
                took.extend(_seen(store, waiting))
                time.sleep(min(left, 0.002))
            waiting.update(_changed(place, n))
        until = time.monotonic() + PATIENCE
        while waiting and time.monotonic() < until:
            took.extend(_seen(store, waiting))
    for percent in (50, 95):
        yield Figure(
            f"sync.reach.p{percent}",
            percentile(took, percent) * 1000,
            "ms",
            percentile(floor, percent) * 1000,
        )


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
    said = f"SELECT passport_number FROM resident WHERE passport_number IN ({marks})"  # noqa: S608
    now = time.monotonic()
    return [now - waiting.pop(number) for (number,) in store.execute(said, tuple(waiting))]


def _until_seen(store: Any, waiting: dict[str, float]) -> None:
    until = time.monotonic() + PATIENCE
    while waiting and time.monotonic() < until:
        _seen(store, waiting)
        time.sleep(0.01)


def _noticed(place: SyncBed) -> list[float]:
    """Seconds from a bare commit to its notice at another connection."""
    conninfo = conninfo_of(place.settings.db)
    took = []
    with (
        psycopg.connect(conninfo, autocommit=True) as says,
        psycopg.connect(conninfo, autocommit=True) as hears,
    ):
        hears.execute("LISTEN bench")
        for _ in range(100):
            says.execute("NOTIFY bench")
            begun = time.monotonic()
            for _ in hears.notifies(timeout=5, stop_after=1):
                took.append(time.monotonic() - begun)
    return took


def _drain(place: SyncBed) -> Iterator[Figure]:
    """What a day offline has left in the outbox."""
    config, clock = read_config(place.home), SystemClock()
    engine = open_store(config.store, read_key(place.home, config.key))
    with transaction(engine) as session:
        for n in range(OPERATIONS):
            enqueue(session, clock.now(), "till.counted", {"day": "2026-01-01", "n": n})
    engine.dispose()
    seconds: float = _asked(workers.drained, place.home)
    yield Figure("sync.drain", seconds, "s", _bare_drain(place))


def _bare_drain(place: SyncBed) -> float:
    """As many rows in as many transactions, straight into the database."""
    with psycopg.connect(conninfo_of(place.settings.db)) as connection:
        connection.execute("CREATE TABLE bare (op_id text PRIMARY KEY, payload text)")
        connection.commit()
        begun = time.perf_counter()
        for first in range(0, OPERATIONS, BATCH):
            rows = [(f"{n}", '{"day":"2026-01-01"}') for n in range(first, first + BATCH)]
            with connection.cursor() as cursor:
                cursor.executemany("INSERT INTO bare VALUES (%s, %s)", rows)
            connection.commit()
        return time.perf_counter() - begun


def _flat(place: SyncBed) -> Iterator[Figure]:
    held: list[int] = _asked(workers.many_syncs, place.home, SYNCS)
    yield Figure("sync.growth", max(0, held[-1] - held[0]) / 1e6, "MB")


def _asked(work: Any, *given: Any) -> Any:
    """What a process of its own answers."""
    answers = workers.NEW.Queue()
    with workers.running([(work, (*given, answers))]):
        return answers.get(timeout=PATIENCE)


def _store(home: Path) -> Any:
    config = read_config(home)
    return connect(config.store, read_key(home, config.key))
