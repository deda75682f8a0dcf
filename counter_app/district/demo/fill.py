"""Fills an empty district: quickly, and without a feed, for nobody has a cursor yet."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

import psycopg
from sqlalchemy import Engine

from counter_app.district import feed
from counter_app.district.demo.centres import Centre
from counter_app.district.demo.references import references
from counter_app.district.demo.residents import Resident, residents
from counter_app.district.store import writing
from counter_app.sync.packing import canonical
from counter_app.sync.wire import Table
from db.shared import conninfo_of

BATCH = 5_000
Progress = Callable[[int, int], None]


def fill(
    engine: Engine,
    url: str,
    centres: Sequence[Centre],
    wanted: int,
    seed: int,
    day: date,
    progress: Progress,
) -> None:
    """`wanted` residents and what goes to all centres; `progress(done, wanted)`."""
    everyone = islice(residents(seed, day, centres), wanted)
    if engine.dialect.name == "postgresql":
        _copy(url, _batches(everyone), wanted, progress)
    else:
        _put(engine, _batches(everyone), wanted, progress)
    with writing(engine) as session:
        feed.put_all(session, references(centres))


def _copy(url: str, batches: Iterator[list[Resident]], wanted: int, progress: Progress) -> None:
    done = 0
    with psycopg.connect(conninfo_of(url)) as connection:
        connection.execute("SET statement_timeout = 0")
        connection.execute("SET idle_in_transaction_session_timeout = 0")
        connection.execute("ALTER TABLE record DISABLE TRIGGER record_feed")
        with connection.cursor() as cursor:
            words = "COPY record (tbl, pk, centre, payload) FROM STDIN"
            with cursor.copy(words) as copy:
                for batch in batches:
                    for one in batch:
                        copy.write_row(_row(one))
                    done += len(batch)
                    progress(done, wanted)
        connection.execute("ALTER TABLE record ENABLE TRIGGER record_feed")
        connection.execute("ANALYZE record")


def _put(
    engine: Engine, batches: Iterator[list[Resident]], wanted: int, progress: Progress
) -> None:
    done = 0
    for batch in batches:
        with writing(engine) as session:
            rows = ((Table.RESIDENT, one.pk, one.centre, one.document) for one in batch)
            feed.put_all(session, rows)
        done += len(batch)
        progress(done, wanted)


def _batches(everyone: Iterator[Resident]) -> Iterator[list[Resident]]:
    while batch := list(islice(everyone, BATCH)):
        yield batch


def _row(one: Resident) -> tuple[Any, ...]:
    return Table.RESIDENT.value, one.pk, one.centre, canonical(one.document).decode()
