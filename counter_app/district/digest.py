"""What a centre should hold: counts and XORs of row hashes, exact at the cursor they name."""

from collections import defaultdict
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from counter_app.district.cursors import Cursor, state
from counter_app.district.feed import Answer
from counter_app.errors import Refusal
from counter_app.sync.packing import Change, line, pack
from counter_app.sync.wire import BUCKETS, COMMON, Digest, Op, Table

_LATER = text(
    "SELECT EXISTS (SELECT 1 FROM feed WHERE centre IN (:centre, :common)"
    " AND (xid, seq) > (:xid, :seq))"
)
_SUMS = {
    "postgresql": text(
        "SELECT tbl, bucket, count(*), bit_xor(('x' || row_hash)::bit(64)::bigint) FROM record"
        " WHERE centre IN (:centre, :common) AND payload IS NOT NULL GROUP BY tbl, bucket"
    ),
    "sqlite": text(
        "SELECT tbl, bucket, count(*), xor_hex(row_hash) FROM record"
        " WHERE centre IN (:centre, :common) AND payload IS NOT NULL GROUP BY tbl, bucket"
    ),
}
_ROWS = text(
    "SELECT pk, ver, row_hash, payload FROM record WHERE centre IN (:centre, :common)"
    " AND tbl = :tbl AND bucket = :bucket AND payload IS NOT NULL ORDER BY pk"
)


def digest(session: Session, centre: str, cursor: Cursor | None) -> Digest:
    """At `cursor` if nothing came after it, else at the newest; a counter that is elsewhere
    fetches its changes and asks again.

    Raises Refusal district.epoch, district.cursor_old; district.busy when changes are being
    written that nobody may be told of yet.
    """
    at = _exact(session, centre, cursor)
    tables: dict[str, list[tuple[int, str]]] = defaultdict(lambda: [(0, f"{0:016x}")] * BUCKETS)
    sums = _SUMS[session.connection().dialect.name]
    rows: Any = session.connection().execute(sums, {"centre": centre, "common": COMMON})
    for tbl, bucket, count, xor in rows:
        tables[tbl][bucket] = (count, f"{int(xor) % 2**64:016x}")
    return Digest(str(at), {name: tuple(pairs) for name, pairs in sorted(tables.items())})


def bucket(
    session: Session, centre: str, table: Table, number: int, cursor: Cursor | None
) -> Answer:
    """All records of one bucket, exact as `digest` is; the trailer's `next` is the cursor."""
    at = _exact(session, centre, cursor)
    asked = {"centre": centre, "common": COMMON, "tbl": table.value, "bucket": number}
    lines = [
        line(Change(0, table.value, pk, Op.PUT.value, ver, row_hash, payload.encode()))
        for pk, ver, row_hash, payload in session.connection().execute(_ROWS, asked)
    ]
    return Answer(pack(lines, str(at), checkpoint=True, complete=True), len(lines))


def _exact(session: Session, centre: str, cursor: Cursor | None) -> Cursor:
    """The cursor that this transaction's view of the records is."""
    now = state(session)
    if cursor is not None:
        now.require(cursor)
        if not _later(session, centre, cursor.xid, cursor.seq):
            return cursor
    if _later(session, centre, now.horizon, 0):
        raise Refusal("district.busy")
    return now.newest


def _later(session: Session, centre: str, xid: int, seq: int) -> bool:
    asked = {"centre": centre, "common": COMMON, "xid": xid, "seq": seq}
    return bool(session.connection().scalar(_LATER, asked))
