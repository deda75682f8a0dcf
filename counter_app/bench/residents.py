"""The resident desk: opening a person with a long past, and the nightly job over everybody."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

from counter_app.bench.bed import Bed
from counter_app.bench.figures import Figure, milliseconds, percentile
from counter_app.bench.search import demo_clerk
from counter_app.cli.progress import Tell
from counter_app.keys import read_key
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import record
from counter_app.residents.worklist import BATCH, HOMES, PEOPLE
from db.engine import connect, transaction
from db.residents import AddressRow

ADDRESSES, LOOKS = 40, 500
"""The past of the person who is opened."""
OPENINGS, WARM = 200, 10


def residents(bed: Bed, tell: Tell) -> Iterator[Figure]:
    for part in PARTS:
        yield from part(bed, tell)


def opening(bed: Bed, tell: Tell) -> Iterator[Figure]:
    """All that the window asks when a person is opened: record, documents, accesses; recorded."""
    with bed.open() as counter, closing(_bare(counter)) as bare:
        clerk = demo_clerk(counter)
        who = _someone(counter, clerk)
        bare.execute("CREATE TABLE looked (at TEXT)")
        times, floors = [], []
        for done in range(OPENINGS + WARM):
            took = milliseconds(lambda: _open(counter, clerk, who))
            floor = milliseconds(lambda: _least(bare, who))
            if done >= WARM:
                times.append(took)
                floors.append(floor)
            tell("bench.opening", done + 1, OPENINGS + WARM)
        bare.execute("DROP TABLE looked")
    for percent in (50, 99):
        floor = percentile(floors, percent)
        yield Figure(f"residents.open.p{percent}", percentile(times, percent), "ms", floor)


def flags(bed: Bed, tell: Tell) -> Iterator[Figure]:
    """Microseconds a person; beside reading the same rows and no more."""
    with bed.open() as counter, closing(_bare(counter)) as bare:
        begun = time.perf_counter()
        done = counter.worklist.reckon(None, lambda n, all_: tell("worklist.reckoning", n, all_))
        spent = time.perf_counter() - begun
        begun = time.perf_counter()
        _read_all(bare, counter.clock.now().date().isoformat())
        floor = time.perf_counter() - begun
    yield Figure("residents.flags.each", spent / done.people * 1e6, "µs", floor / done.people * 1e6)


PARTS: tuple[Callable[[Bed, Tell], Iterator[Figure]], ...] = (opening, flags)


def _someone(counter: Counter, clerk: Actor) -> int:
    """The first resident, who has moved often and was looked at often."""
    today, who = counter.clock.now().date(), 1
    with transaction(counter.engine) as session:
        for n in range(ADDRESSES):
            moved = today - timedelta(days=30 * (ADDRESSES - n))
            left = None if n == ADDRESSES - 1 else moved + timedelta(days=30)
            text = f"서울특별시 마포구 와우산로 {n + 1}, 302호 (서교동)"
            session.add(
                AddressRow(
                    resident_id=who, moved_in=moved, moved_out=left, reported_on=moved, text_ko=text
                )
            )
        for _ in range(LOOKS):
            purpose = {"purpose": "certificate"}
            record(session, counter.clock, clerk, "resident.viewed", f"resident:{who}", purpose)
    counter.residents.fill_keys()
    return who


def _open(counter: Counter, clerk: Actor, who: int) -> None:
    counter.residents.open(clerk, who, "certificate")
    counter.archive.of_resident(who)
    counter.accesses.newest(clerk, who)


def _least(bare: Any, who: int) -> None:
    bare.execute("BEGIN IMMEDIATE")
    for statement in (
        "SELECT * FROM resident WHERE id = ?",
        "SELECT * FROM address WHERE resident_id = ?",
        "SELECT * FROM certificate WHERE resident_id = ?",
    ):
        bare.execute(statement, (who,)).fetchall()
    bare.execute("SELECT * FROM audit WHERE subject = ?", (f"resident:{who}",)).fetchall()
    bare.execute("INSERT INTO looked VALUES ('2026-01-01T00:00:00')")
    bare.execute("COMMIT")


def _read_all(bare: Any, today: str) -> None:
    last = 0
    while people := bare.execute(PEOPLE, (last, BATCH)).fetchall():
        bare.execute(HOMES, (people[0][0], people[-1][0], today, today)).fetchall()
        last = people[-1][0]


def _bare(counter: Counter) -> Any:
    config = counter.config
    return connect(config.store, read_key(config.home, config.key))
