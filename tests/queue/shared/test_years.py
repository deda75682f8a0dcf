"""After years on a shared queue an act reads as little as on the first day, whatever the server has
counted of its tables, and when."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from db import acts, queue_refused
from db import queue_upload as upload
from db.shared import open_shared
from tests.asking import Sql
from tests.queue.shared.server import Server
from tests.queue.years import MOVES, VISITORS, Run, all_there_is, put_days, serve

DAYS = 60
LEARNS = {"learning": 14, "outlook": 14, "day": 15, "month": 31}
"""What reads so many days, and is to read no more."""
FEW = 400
"""Rows of a table, and pages with those of its indexes, that anything else may read."""
READ = """
SELECT relname, pages, rows FROM (
    SELECT relid, relname, heap_blks_hit + heap_blks_read + coalesce(idx_blks_hit, 0)
        + coalesce(idx_blks_read, 0) AS pages FROM pg_statio_user_tables) AS io
JOIN (SELECT relid, seq_tup_read + coalesce((SELECT sum(idx_tup_read) FROM pg_stat_user_indexes AS i
    WHERE i.relid = t.relid), 0) AS rows FROM pg_stat_user_tables AS t) AS seen USING (relid)
"""
LONG = {"ticket", "ticket_event", "announcement", "audit", "outbox"}


def read_by_now(counter: Counter, sql: Sql) -> dict[str, tuple[int, int]]:
    """Pages and rows, by table; a session says so when it ends."""
    counter.queue.engine.dispose()
    until = time.monotonic() + 10
    while sql("SELECT 1 FROM pg_stat_activity WHERE application_name = 'counter'"):
        assert time.monotonic() < until
    return {str(n): (int(str(p)), int(str(r))) for n, p, r in sql(READ) if n in LONG}


def busy_morning(run: Run) -> None:
    """Counted when all waited; nothing but tidied up ever since."""
    run("ALTER DATABASE counter RESET plan_cache_mode")
    run("ANALYZE")
    serve(run)


def never(run: Run) -> None:
    """And planned without a look at what is asked for."""
    run("ALTER DATABASE counter SET plan_cache_mode = force_generic_plan")
    serve(run)


@pytest.mark.parametrize("counted", [busy_morning, never])
def test_nothing_reads_what_is_long_over(
    counter: Counter,
    clerk: Actor,
    clock: FixedClock,
    sql: Sql,
    server: Server,
    tmp_path: Path,
    counted: Callable[[Run], None],
) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        run = connection.execute
        for table in LONG:
            run(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")
        put_days(run, clock.at.date(), DAYS, postgres=True)
        counted(run)
        run("VACUUM")
    event.listen(counter.queue.engine, "connect", _prepare_all)
    before, read = read_by_now(counter, sql), {}
    done = all_there_is(counter, clerk, clock, tmp_path)
    for did in chain(done, _sent_up(server, clock.at)):
        after = read_by_now(counter, sql)
        for table, now in after.items():
            pages, rows = (b - a for a, b in zip(before[table], now, strict=True))
            learned = LEARNS.get(did, 0) * VISITORS * len(MOVES)
            if rows > learned + FEW or pages > 2 * learned + FEW:
                read[did, table] = pages, rows
        before = after
    assert read == {}


def _sent_up(server: Server, at: datetime) -> Iterator[str]:
    """What a PC asks that is at it. What it drops it must have gone through."""
    last = DAYS * VISITORS * len(MOVES)
    asks: dict[str, Callable[[acts.Sql], object]] = {
        "look": upload.look,
        "take": lambda sql: upload.take(sql, "me", "pc"),
        "facts": lambda sql: upload.facts(sql, last - 10, upload.NEWEST, 100),
        "stamp": lambda sql: upload.stamp(sql, 1, last - 10, last),
        "oldest": upload.oldest,
        "set aside": lambda sql: upload.set_aside(sql, last, "other", "ticket", "{}"),
        "drop": lambda sql: upload.drop(sql, 100, at),
        "head": upload.head,
        "hash": lambda sql: upload.hash_at(sql, last),
        "refused": lambda sql: queue_refused.note(sql, "store", "op", "said"),
        "owes": lambda sql: queue_refused.owes(sql, "store"),
        "taken": lambda sql: queue_refused.take(sql, "store"),
        "done": lambda sql: queue_refused.done(sql, "store", ["op"]),
    }
    for name, ask in asks.items():
        engine = open_shared(server.url)
        with acts.writing(engine) as sql:
            ask(sql)
        engine.dispose()
        yield name


def _prepare_all(driver: psycopg.Connection[Any], _: object) -> None:
    driver.prepare_threshold = 0
