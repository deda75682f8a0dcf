"""The shared queue's facts on their way to the district: one PC at a time is at it.

Who is at it has a lease by the server's clock and writes only while it has it; one that stood still
for longer finds that another has taken over, and changes nothing.
"""

from datetime import datetime
from typing import NamedTuple

from db.acts import Row, Sql

LEASE_SECONDS = 90
"""Longer than a request may take."""
_LOOK = (
    "SELECT holder, until > clock_timestamp(),"
    " until > clock_timestamp() + make_interval(secs => ?),"
    " coalesce((SELECT max(op_seq) FROM outbox), 0) - settled, pc,"
    " coalesce((SELECT max(op_seq) FROM outbox), 0), queue_now() FROM queue_upload"
)
_TAKE = (
    "UPDATE queue_upload SET holder = ?, pc = ?,"
    " until = clock_timestamp() + make_interval(secs => ?)"
    " WHERE holder = ? OR until < clock_timestamp()"
    " RETURNING store, mark, settled, previous, batch"
)
_KEEP = (
    "UPDATE queue_upload SET mark = ?, settled = ?, previous = ?, batch = ? WHERE holder = ?"
    " AND store = ? RETURNING id"
)
_RELEASE = "UPDATE queue_upload SET until = '-infinity' WHERE holder = ?"
_ROWS = (
    "SELECT op_seq, op_id, kind, payload, at, schema_v FROM outbox WHERE op_seq > ?"
    " AND op_seq <= ? ORDER BY op_seq LIMIT ?"
)
_STAMP = "UPDATE outbox SET schema_v = ? WHERE op_seq > ? AND op_seq <= ? AND schema_v IS NULL"
_OLDEST = "SELECT min(op_seq) FROM outbox"
_SET_ASIDE = "UPDATE outbox SET op_id = ?, kind = ?, payload = ? WHERE op_seq = ?"
_DROP = (
    "DELETE FROM outbox WHERE op_seq <= ? AND at < ? AND op_seq < (SELECT max(op_seq) FROM outbox)"
)
"""The newest stays: it says how far the store has come."""
_HEAD = "SELECT seq, hash FROM audit_head WHERE id = 1"
_HASH = "SELECT hash FROM audit WHERE seq = ?"
_ANEW = (
    "UPDATE queue_upload SET store = gen_random_uuid(), mark = '', previous = '', batch = NULL"
    " RETURNING store"
)
NEWEST = 2**31 - 1


class Look(NamedTuple):
    """`fresh`: half of the lease is left at least. `waiting`: facts that have no result yet."""

    holder: str
    leased: bool
    fresh: bool
    waiting: int
    pc: str
    newest: int
    now: datetime | None
    """By the server's clock, which all PCs go by."""


class Upload(NamedTuple):
    """What is written down: the store's id and mark at the district, up to which op_seq facts have
    their result, the hash of the last batch, and the one on its way as JSON."""

    store: str
    mark: str
    settled: int
    previous: str
    batch: str | None


def look(sql: Sql) -> Look:
    return Look(*_one(sql, _LOOK, LEASE_SECONDS / 2))


def take(sql: Sql, holder: str, pc: str) -> Upload | None:
    """Begins or prolongs the lease; None while another has it."""
    row = sql.one(_TAKE, holder, pc, float(LEASE_SECONDS), holder)
    return None if row is None else Upload(*row)


def keep(sql: Sql, holder: str, upload: Upload) -> bool:
    """Writes it down; whether it still may be."""
    said = (upload.mark, upload.settled, upload.previous, upload.batch)
    return sql.one(_KEEP, *said, holder, upload.store) is not None


def release(sql: Sql, holder: str) -> None:
    sql.run(_RELEASE, holder)


def facts(sql: Sql, after: int, last: int, most: int) -> list[Row]:
    """op_seq, op_id, kind, payload, moment, and the schema they were sent with."""
    return sql.all(_ROWS, after, last, most)


def stamp(sql: Sql, schema: int, after: int, last: int) -> None:
    sql.run(_STAMP, schema, after, last)


def oldest(sql: Sql) -> int | None:
    found: int | None = _one(sql, _OLDEST)[0]
    return found


def set_aside(sql: Sql, op_seq: int, other: str, kind: str, payload: str) -> None:
    sql.run(_SET_ASIDE, other, kind, payload, op_seq)


def drop(sql: Sql, done: int, before: datetime) -> None:
    sql.run(_DROP, done, before)


def head(sql: Sql) -> tuple[int, str]:
    """Of the queue's audit chain."""
    seq, hash_ = _one(sql, _HEAD)
    return seq, hash_


def hash_at(sql: Sql, seq: int) -> str | None:
    row = sql.one(_HASH, seq)
    return None if row is None else str(row[0])


def anew(sql: Sql) -> str:
    """Another store to the district, after the queue was restored; its id."""
    return str(_one(sql, _ANEW)[0])


def _one(sql: Sql, statement: str, *values: object) -> Row:
    row = sql.one(statement, *values)
    assert row is not None  # noqa: S101 - the statement gives one
    return row
