"""Two hundred counters of twenty centres on one server process, while things happen at all."""

import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

from counter_app.bench import sync_workers as workers
from counter_app.bench.figures import Figure, percentile
from counter_app.bench.processes import NEW, hear, meet, running
from counter_app.bench.sync_bed import SyncBed
from counter_app.cli.progress import Tell
from counter_app.clock import SystemClock
from counter_app.district import enrolling, feed
from counter_app.district.running import trusted
from counter_app.district.store import writing
from counter_app.sync import identity
from counter_app.sync.wire import EnrolAsked, Table

COUNTERS, PROCESSES = 200, 4
SECONDS, RATE = 10.0, 50
"""How long, and changes a second."""
_FIRST = 5_000_000
"""Keys of made-up records that no resident has."""


def crowd(place: SyncBed, tell: Tell) -> Iterator[Figure]:
    homes = _enrolled(place, tell)
    begin, answers = NEW.Barrier(PROCESSES + 1), NEW.Queue()
    shares = [homes[n::PROCESSES] for n in range(PROCESSES)]
    tasks = [(workers.crowd, (share, SECONDS + 2, begin, answers)) for share in shares]
    with running(tasks) as processes:
        everybody = (*processes, *place.server)
        meet(begin, everybody)
        said = _said(place, tell)
        heard: list[workers.Heard] = [hear(answers, everybody) for _ in tasks]
    took = [(at - said[pk]) * 1000 for one in heard for pk, at in one.came if pk in said]
    expected = len(said) * COUNTERS // (len(place.places) - 1)
    for percent in (50, 99):
        yield Figure(f"sync.crowd.p{percent}", max(0.0, percentile(took, percent)), "ms")
    yield Figure("sync.crowd.errors", sum(len(one.errors) for one in heard), "answers")
    yield Figure("sync.crowd.missing", max(0, expected - len(took)), "changes")


def _centre(place: SyncBed, n: int) -> str:
    others = place.places[1:]
    return others[n % len(others)].code


def _said(place: SyncBed, tell: Tell) -> dict[int, float]:
    """When each change was committed, by its key."""
    said: dict[int, float] = {}
    begun = time.monotonic()
    for n in range(int(SECONDS * RATE)):
        if n % RATE == 0:
            tell("bench.crowding", n, int(SECONDS * RATE))
        time.sleep(max(0.0, begun + n / RATE - time.monotonic()))
        pk, centre = _FIRST + n, _centre(place, n)
        with writing(place.engine) as session:
            feed.put(session, Table.RESIDENT, str(pk), centre, {"n": n})
        said[pk] = time.monotonic()
    return said


def _enrolled(place: SyncBed, tell: Tell) -> list[Path]:
    """Folders with the certificates of counters, spread over the centres."""
    clock, base = SystemClock(), place.home.with_name("crowd")
    base.mkdir()
    trust = trusted(place.settings, clock)
    homes = []
    for n in range(COUNTERS):
        tell("bench.enrolling", n, COUNTERS)
        home, key = base / str(uuid4()), identity.new_key()
        home.mkdir()
        with writing(place.engine) as session:
            code = enrolling.new_code(session, _centre(place, n), clock.now())
            session.flush()
            asked = EnrolAsked(code, identity.request(key))
            given = asdict(enrolling.enrol(session, trust, asked, clock.now()))
        identity.keep(home, place.settings.url, key, given["certificate"], trust.ca)
        homes.append(home)
    return homes
