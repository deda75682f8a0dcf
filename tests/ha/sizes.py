"""What one resident, one visitor and one certificate come to in the real tables, from real acts:
the figures that docs/scale.md reckons with. `bin/sizes` prints them."""

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from counter_app.bench.bed import made
from counter_app.bench.search import demo_clerk
from counter_app.certificates.requests import Request
from counter_app.clock import SystemClock
from counter_app.district import feed, ops
from counter_app.district.schema import prepare as prepare_district
from counter_app.district.store import open_district, writing
from counter_app.district.store import reading as reading_district
from counter_app.district.tables import Store, Upload
from counter_app.errors import Refusal
from counter_app.main import Counter, open_counter
from counter_app.queue import host
from counter_app.sync.documents import resident_document
from counter_app.sync.packing import canonical
from counter_app.sync.wire import Batch, Operation, Outcome, Table
from db.engine import reading
from db.migrate_shared import prepare as prepare_queue
from db.outbox import OutboxRow
from tests.conftest import PASSWORD
from tests.queue.shared.server import free_port

RESIDENTS, VISITORS, CERTIFICATES = 5_000, 1_000, 100
BATCH = 4
"""Operations sent together: about what one certificate makes."""
STORE, CENTRE = "store", "1144066000"


@dataclass(frozen=True)
class Size:
    """Of one: bytes on the disk with indexes, of WAL, sent to a counter; milliseconds that the
    program had a processor, the database not counted."""

    what: str
    disk: float = 0
    wal: float = 0
    milliseconds: float = 0
    sent: float = 0

    def row(self) -> str:
        figures = [f"{figure:,.0f}" for figure in (self.disk, self.wal, self.sent)]
        return f"| {' | '.join((self.what, *figures))} | {self.milliseconds:.2g} |"


def measured() -> Iterator[Size]:
    with made(RESIDENTS, lambda *_: None) as bed:
        store = (bed.home / "counter.db").stat().st_size
        yield Size("resident in a counter's own store", store / RESIDENTS)
        with served(prepare_district) as url, bed.open() as counter:
            yield from of_a_district(url, counter)
        with served(prepare_queue) as url, closing(sharing(bed.home, url)) as counter:
            yield of_a_queue(url, counter)


def of_a_district(url: str, counter: Counter) -> Iterator[Size]:
    engine = open_district(url)
    documents = residents(counter)
    put = partial(register, engine, documents)
    yield sized(url, "resident in the register, with the entry in the feed", RESIDENTS, put)
    paged = sized(url, "resident in a snapshot", RESIDENTS, partial(page, engine))
    yield replace(paged, sent=page(engine) / RESIDENTS)
    for document in documents.values():
        document["stay_expires"] = "2030-01-01"
    yield sized(url, "change of a resident", RESIDENTS, put)
    with writing(engine) as session:
        session.add(Store(id=STORE, client="", centre=CENTRE, seen_at=counter.clock.now()))
    upload(engine, counter)
    issue(counter)
    up = partial(upload, engine, counter)
    yield sized(url, "certificate with its payment, uploaded", CERTIFICATES, up)
    engine.dispose()


def of_a_queue(url: str, counter: Counter) -> Size:
    clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)

    def visits() -> None:
        for n in range(VISITORS):
            counter.tickets.take("ABCE"[n % 4], action_id=f"take-{n}")
            counter.tickets.call_next(clerk, action_id=f"call-{n}")

    return sized(url, "visitor in the shared queue: taken, called, finished", VISITORS, visits)


def sized(url: str, what: str, count: int, act: Callable[[], object]) -> Size:
    before = looked_at(url)
    began = time.process_time()
    act()
    took = time.process_time() - began
    disk, wal = (later - sooner for sooner, later in zip(before, looked_at(url), strict=True))
    return Size(what, disk / count, wal / count, took * 1000 / count)


def looked_at(url: str) -> tuple[int, int]:
    """Bytes of all tables with their indexes, bytes of WAL so far."""
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT sum(pg_total_relation_size(oid)), pg_current_wal_insert_lsn() - '0/0'"
            " FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        ).fetchone()
    assert found
    return int(found[0]), int(found[1])


@contextmanager
def served(furnish: Callable[[Engine], None]) -> Iterator[str]:
    """The URL of a server that has only this."""
    folder = Path(tempfile.mkdtemp(prefix="counter-sizes-"))
    try:
        host.start(folder, SystemClock(), port=free_port(), furnish=furnish)
        try:
            yield host.url(folder)
        finally:
            host.stop(folder)
    finally:
        shutil.rmtree(folder)


def residents(counter: Counter) -> dict[str, dict[str, Any]]:
    """The whole register of a centre as documents."""
    with reading(counter.engine) as session:
        read = partial(rows, session)
        people = read("SELECT * FROM resident")
        addresses, crossings = (
            grouped(read(f"SELECT * FROM {table} ORDER BY id")) for table in ("address", "crossing")
        )
    return {
        str(row["id"]): resident_document(
            row, addresses.get(row["id"], ()), crossings.get(row["id"], ())
        )
        for row in people
    }


def rows(session: Session, statement: str) -> list[dict[str, Any]]:
    return [dict(row) for row in session.connection().execute(text(statement)).mappings()]


def grouped(found: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    by_resident: dict[int, list[dict[str, Any]]] = {}
    for row in found:
        by_resident.setdefault(row["resident_id"], []).append(row)
    return by_resident


def register(engine: Engine, documents: Mapping[str, Mapping[str, Any]]) -> None:
    """One transaction each, as changes come."""
    for pk, document in documents.items():
        with writing(engine) as session:
            feed.put(session, Table.RESIDENT, pk, CENTRE, document)


def page(engine: Engine) -> int:
    """The bytes of what a new counter is sent."""
    with reading_district(engine) as session:
        return len(feed.page(session, CENTRE, Table.RESIDENT, "", RESIDENTS).body)


def issue(counter: Counter) -> None:
    clerk, people, done = demo_clerk(counter), count(1), 0
    while done < CERTIFICATES:
        with suppress(Refusal):
            request = Request(next(people), "은행 제출")
            counter.certificates.preview(clerk, request)
            issued = counter.certificates.issue(clerk, request, action_id=f"size-{done}")
            counter.certificates.hand_over(clerk, issued.id, action_id=f"hand-{done}")
            done += 1


def upload(engine: Engine, counter: Counter) -> None:
    """What the counter has to tell, a certificate at a time as it would when it is online."""
    with reading(counter.engine) as session:
        outbox = session.exec(select(OutboxRow).order_by(col(OutboxRow.op_seq))).all()
    with writing(engine) as session:
        done = session.get_one(Store, STORE).next_op_seq
        last = session.exec(select(Upload).order_by(col(Upload.last_seq).desc())).first()
    previous = last.sha256 if last else ""
    left = [row for row in outbox if (row.op_seq or 0) >= done]
    for start in range(0, len(left), BATCH):
        operations = tuple(
            Operation(row.op_id, row.op_seq or 0, row.kind, row.at, json.loads(row.payload))
            for row in left[start : start + BATCH]
        )
        batch = Batch(STORE, previous, operations)
        body = canonical(asdict(batch))
        with writing(engine) as session:
            store = session.get_one(Store, STORE)
            signed = ops.Signed("s" * 96, "t" * 64)
            answer = ops.take(session, store, batch, body, signed, counter.clock.now())
        assert all(result.outcome is Outcome.APPLIED for result in answer.results), answer
        previous = sha256(body).hexdigest()


def sharing(home: Path, url: str) -> Counter:
    with (home / "counter.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[queue]\nurl = "{url}"\n')
    return open_counter(home, SystemClock())


if __name__ == "__main__":
    print("| one | bytes kept | of WAL | sent | ms |\n|---|---:|---:|---:|---:|")
    for size in measured():
        print(size.row())
