"""Residents as the feed brings them: many rows at once, as the driver takes them.

A document's values are what the store keeps: dates as ISO text, enums as their values.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import orjson
from sqlalchemy import Connection, Index, text
from sqlalchemy.schema import CreateIndex, DropIndex
from sqlmodel import Session

from db import search
from db.base import Table
from db.records import Crossing
from db.residents import AddressRow, ResidentRow

Row = tuple[Any, ...]

_TABLES = [
    Table.metadata.tables[str(model.__tablename__)] for model in (ResidentRow, AddressRow, Crossing)
]
RESIDENT = tuple(column.name for column in _TABLES[0].columns)
ADDRESS = ("resident_id", "moved_in", "moved_out", "reported_on", "text_ko")
CROSSING = ("resident_id", "direction", "day", "port", "passport_number")
AT_ONCE = 500
"""Ids of one question."""
_CACHE_KIB = 24 * 1024
_LOG_PAGES, _USUAL_LOG_PAGES = 4_096, 1_000
"""After so many a commit carries the log over into the store. Of many large ones in a row each
would wait for that; but more would keep a clerk waiting whose act comes in between."""


_EACH = "WITH every AS MATERIALIZED (SELECT value AS v FROM jsonb_each(CAST(? AS TEXT)))"
_PUT = (
    f"INSERT INTO resident ({', '.join(RESIDENT)})",
    f"INSERT INTO address ({', '.join(ADDRESS)}, place)",
    f"INSERT INTO crossing ({', '.join(CROSSING)})",
    "INSERT INTO resident_search (rowid, words)",
    "INSERT OR REPLACE INTO replica (tbl, pk, ver, hash, payload)",
)
_TAKE = (
    "DELETE FROM address WHERE resident_id = ?",
    "DELETE FROM crossing WHERE resident_id = ?",
    "DELETE FROM resident WHERE id = ?",
    "DELETE FROM resident_search WHERE rowid = ?",
)
_UNKNOW = "DELETE FROM replica WHERE tbl = ? AND pk = ?"
_EMPTY = (
    "DELETE FROM address",
    "DELETE FROM crossing",
    "DELETE FROM resident",
    "DELETE FROM replica",
    "DELETE FROM spelling",
    "INSERT INTO resident_search (resident_search) VALUES ('delete-all')",
)


def put(
    session: Session,
    residents: Iterable[Row],
    addresses: Iterable[Row],
    crossings: Iterable[Row],
    words: Iterable[Row],
    known: Iterable[Row],
) -> None:
    """Residents who are not here, in ascending order, with the words to find them by; addresses
    with the key of their place behind; and what `replica` keeps of records.

    Raises IntegrityError for what no row may be."""
    parts = (residents, addresses, crossings, words, known)
    for statement, rows in zip(_PUT, parts, strict=True):
        insert(session, statement, rows)


def insert(session: Session, statement: str, rows: Iterable[Row]) -> None:
    """`statement` up to its values. Thousands of rows are one step of the database's, in which
    other threads go on; of `executemany` each row would wait for its turn with them. Bytes, which
    JSON has not, go that way."""
    some = list(rows)
    if not some:
        return
    connection, width = session.connection(), len(some[0])
    try:
        said = orjson.dumps(some)
    except TypeError:
        connection.exec_driver_sql(f"{statement} VALUES ({', '.join('?' * width)})", some)
    else:
        values = ", ".join(f"v ->> {at}" for at in range(width))
        connection.exec_driver_sql(f"{_EACH} {statement} SELECT {values} FROM every", (said,))  # noqa: S608 - our own names


def take(session: Session, ids: Iterable[int]) -> None:
    """Removes residents with all that hangs on them."""
    keys = [(key,) for key in ids]
    for statement in _TAKE:
        _each(session, statement, keys)


def unknow(session: Session, records: Iterable[tuple[str, str]]) -> None:
    """Removes records, by table and key, from `replica`."""
    _each(session, _UNKNOW, records)


def begin_many(session: Session) -> None:
    """Empties the register, and takes the indexes away until `end_many`: so many rows go in
    several times as fast."""
    connection = session.connection()
    for statement in _EMPTY:
        connection.exec_driver_sql(statement)
    for index in _indexes():
        connection.execute(DropIndex(index, if_exists=True))


def many(session: Session) -> None:
    """For a transaction between `begin_many` and `end_many`."""
    session.connection().exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KIB}")
    session.connection().exec_driver_sql(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
    search.expect_many(session)


def few(session: Session) -> None:
    """For the first transaction behind `end_steps`."""
    session.connection().exec_driver_sql(f"PRAGMA wal_autocheckpoint = {_USUAL_LOG_PAGES}")


def end_steps() -> Iterator[Callable[[Session], None]]:
    """What follows the last `many`: each step a transaction of its own, so that none is long."""
    for index in _indexes():
        yield partial(_create, index)
    yield search.expect_few


Found = tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]
"""A resident's row as stored, the addresses and the crossings, in the order they were put."""


def found(session: Session, ids: Sequence[int]) -> Iterator[Found]:
    """Those of the residents who are here, by id."""
    connection = session.connection()
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        marks = ", ".join(map(str, some))
        yield from _whole(connection, f"IN ({marks})")


def everybody(session: Session) -> Iterator[Found]:
    """All residents, by id, some at a time."""
    connection, last = session.connection(), -1
    after = text("SELECT id FROM resident WHERE id > :last ORDER BY id LIMIT 1 OFFSET :n")
    while True:
        up_to = connection.execute(after, {"last": last, "n": AT_ONCE - 1}).scalar()
        yield from _whole(connection, f"> {last}" + (f" AND {{}} <= {up_to}" if up_to else ""))
        if up_to is None:
            return
        last = up_to


def _whole(connection: Connection, which: str) -> Iterator[Found]:
    def rows(table: str, names: str, key: str) -> Iterator[Any]:
        said = f"SELECT {names} FROM {table} WHERE {key} {which.format(key)} ORDER BY {key}, id"  # noqa: S608 - our own names
        return iter(connection.exec_driver_sql(said).mappings())

    hanging: list[dict[int, list[dict[str, Any]]]] = []
    for table, names in (("address", ADDRESS), ("crossing", CROSSING)):
        by_id = defaultdict(list)
        for row in rows(table, ", ".join(names), "resident_id"):
            by_id[row["resident_id"]].append(dict(row))
        hanging.append(by_id)
    for row in rows("resident", ", ".join(RESIDENT), "id"):
        yield dict(row), hanging[0].get(row["id"], []), hanging[1].get(row["id"], [])


def _each(session: Session, statement: str, rows: Iterable[Row]) -> None:
    if rows := list(rows):
        session.connection().exec_driver_sql(statement, rows)


def _create(index: Index, session: Session) -> None:
    session.connection().execute(CreateIndex(index, if_not_exists=True))


def _indexes() -> Iterator[Index]:
    for table in _TABLES:
        yield from table.indexes
