"""The least that a sync's work can be done with: bare SQLite, bare PostgreSQL."""

import csv
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection
from sqlmodel import Session

from counter_app.bench.sync_bed import SyncBed, engine_of
from counter_app.residents.indexing import words_of
from db import replica
from db.engine import reading
from db.shared import conninfo_of

_TABLES = ("resident", "address", "crossing", "replica", "spelling", "resident_search")
"""Everything that a copy fills."""


def imported(home: Path) -> float:
    """Seconds of `sqlite3 .import` of the same rows, with the same indexes and the words of the
    search index, into a plain file; of executemany where there is no such program."""
    with tempfile.TemporaryDirectory(prefix="counter-bench-") as name:
        folder = Path(name)
        plain = folder / "plain.db"
        _export(home, folder, plain)
        program = shutil.which("sqlite3")
        begun = time.perf_counter()
        if program:
            said = [f".import --csv {folder / name}.csv {name}" for name in _TABLES]
            subprocess.run([program, str(plain)], input="\n".join(said), text=True, check=True)
        else:
            _insert(folder, plain)
        return time.perf_counter() - begun


def _export(home: Path, folder: Path, plain: Path) -> None:
    """The rows of the register as CSV; `plain` has their tables and indexes."""
    engine = engine_of(home)
    with reading(engine) as session, closing(sqlite3.connect(plain)) as target:
        connection = session.connection()
        for name in _TABLES:
            schema = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL"
            for (said,) in connection.exec_driver_sql(schema, (name,)):
                target.execute(_as_csv(said))
            rows = _words(session) if name == "resident_search" else _rows(connection, name)
            with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(rows)
    engine.dispose()


def _as_csv(schema: str) -> str:
    """NULL is an empty cell in CSV, and as such is imported. What older programs do not know of
    FTS5 only matters where rows are deleted."""
    return schema.replace("IS NULL", "= ''").replace("contentless_delete=1, ", "")


def _rows(connection: Connection, table: str) -> Iterator[Sequence[Any]]:
    for row in connection.exec_driver_sql(f"SELECT * FROM {table}"):
        yield [one.decode() if isinstance(one, bytes) else one for one in row]


def _words(session: Session) -> Iterator[Sequence[Any]]:
    """What the search index was made of, which it does not give back."""
    for resident, addresses, _ in replica.everybody(session):
        yield (words_of(resident, addresses),)


def _insert(folder: Path, plain: Path) -> None:
    with closing(sqlite3.connect(plain)) as target:
        for name in _TABLES:
            with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
                rows = csv.reader(file)
                for first in rows:
                    said = f"INSERT INTO {name} VALUES ({', '.join('?' * len(first))})"
                    target.executemany(said, chain([first], rows))
        target.commit()


def noticed(place: SyncBed) -> list[float]:
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


def bare_drain(place: SyncBed, operations: int, batch: int) -> float:
    """As many rows in as many transactions, straight into the database."""
    with psycopg.connect(conninfo_of(place.settings.db)) as connection:
        connection.execute("CREATE TABLE bare (op_id text PRIMARY KEY, payload text)")
        connection.commit()
        begun = time.perf_counter()
        for first in range(0, operations, batch):
            rows = [(f"{n}", '{"day":"2026-01-01"}') for n in range(first, first + batch)]
            with connection.cursor() as cursor:
                cursor.executemany("INSERT INTO bare VALUES (%s, %s)", rows)
            connection.commit()
        return time.perf_counter() - begun
