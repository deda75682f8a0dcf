"""What a centre is sent: its changes in order, pages of its records; and how records are put."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from counter_app.district.cursors import Cursor, state
from counter_app.sync.packing import Change, canonical, line, pack
from counter_app.sync.wire import COMMON, Op, SnapshotBase, Table

_AFTER = (
    "SELECT * FROM (SELECT xid, seq, tbl, pk, op, ver, row_hash, payload, at FROM feed"
    " WHERE centre = {centre} AND (xid, seq) > (:xid, :seq) AND xid < :horizon"
    " ORDER BY xid, seq LIMIT :limit) AS {name}"
)
_CHANGES = text(
    _AFTER.format(centre=":centre", name="own")
    + " UNION ALL "
    + _AFTER.format(centre=f"'{COMMON}'", name="common")
    + " ORDER BY xid, seq LIMIT :limit"
)
"""Each half goes along its index."""
_PAGE = text(
    "SELECT pk, ver, row_hash, payload FROM record WHERE centre = :centre AND tbl = :tbl"
    " AND pk > :after AND payload IS NOT NULL ORDER BY pk LIMIT :limit"
)
_COUNTS = text(
    "SELECT tbl, count(*) FROM record WHERE centre IN (:centre, :common)"
    " AND payload IS NOT NULL GROUP BY tbl ORDER BY tbl"
)
_INTO = "INSERT INTO record (tbl, pk, centre, payload) "
_UNLESS_SAME = (
    " ON CONFLICT (tbl, pk) DO UPDATE SET centre = excluded.centre, payload = excluded.payload"
    " WHERE record.payload IS DISTINCT FROM excluded.payload OR record.centre <> excluded.centre"
)
_PUT = text(f"{_INTO}VALUES (:tbl, :pk, :centre, :payload){_UNLESS_SAME}")


@dataclass(frozen=True, slots=True)
class Answer:
    """A body to send, and how many lines are in it. `quiet`: two cursors between which there is
    nothing, nor yet after the second; None where that is not known."""

    body: bytes
    lines: int
    quiet: tuple[Cursor, Cursor] | None = None


def changes(session: Session, centre: str, cursor: Cursor, limit: int, held: float = 0.0) -> Answer:
    """What came after `cursor` and can no longer be overtaken. `held`: seconds for which what comes
    next has been held back.

    A transaction is sent whole, unless it alone is longer than `limit`: then in pieces, of which
    only the last is a checkpoint. Raises Refusal district.epoch, district.cursor_old.
    """
    now = state(session)
    now.require(cursor)
    rows = (
        session.connection()
        .execute(
            _CHANGES,
            {
                "centre": centre,
                "xid": cursor.xid,
                "seq": cursor.seq,
                "horizon": now.horizon,
                "limit": limit + 1,
            },
        )
        .all()
    )
    complete = len(rows) <= limit
    whole = rows if complete else [row for row in rows if row[0] != rows[-1][0]]
    kept = whole or rows[:limit]
    ahead = now.newest if complete else now.at(kept[-1][0], kept[-1][1])
    end = ahead if (ahead.xid, ahead.seq) > (cursor.xid, cursor.seq) else cursor
    lines = (line(_change(row)) for row in kept)
    body = pack(
        lines,
        str(end),
        checkpoint=bool(whole) or complete,
        complete=complete,
        committed=kept[-1][-1] if kept else None,
        held=held,
    )
    last = now.at(kept[-1][0], kept[-1][1]) if kept else cursor
    return Answer(body, len(kept), (last, end) if complete else None)


def base(session: Session, centre: str) -> SnapshotBase:
    counts = session.connection().execute(_COUNTS, {"centre": centre, "common": COMMON}).all()
    now = state(session)
    return SnapshotBase(str(now.newest), {row[0]: row[1] for row in counts}, str(now.at(now.end)))


def page(session: Session, centre: str, table: Table, after: str, limit: int) -> Answer:
    """The records of a table with keys after `after`; payloads as they are kept."""
    asked = {"tbl": table.value, "after": after, "limit": limit}
    connection = session.connection()
    rows = [
        row
        for owner in (centre, COMMON)
        for row in connection.execute(_PAGE, {**asked, "centre": owner}).all()
    ]
    rows.sort(key=itemgetter(0))
    kept = rows[:limit]
    complete = len(rows) < limit
    tbl, put = table.value, Op.PUT.value
    lines = (
        line(Change(0, tbl, pk, put, ver, row_hash, payload.encode()))
        for pk, ver, row_hash, payload in kept
    )
    body = pack(lines, kept[-1][0] if kept else after, checkpoint=complete, complete=complete)
    return Answer(body, len(kept))


def put(session: Session, table: Table, pk: str, centre: str, value: Mapping[str, object]) -> None:
    """A record as it is now; nothing happens when it is so already."""
    put_all(session, [(table, pk, centre, value)])


def put_all(
    session: Session, records: Iterable[tuple[Table, str, str, Mapping[str, object]]]
) -> None:
    rows = [
        {"tbl": table.value, "pk": pk, "centre": centre, "payload": canonical(value).decode()}
        for table, pk, centre, value in records
    ]
    if rows:
        session.connection().execute(_PUT, rows)


def put_chosen(session: Session, chosen: str, values: Mapping[str, object]) -> None:
    """The same of what a query gives, which has a WHERE: table, key, centre and canonical payload
    of each."""
    session.connection().execute(text(_INTO + chosen + _UNLESS_SAME), values)


def delete(session: Session, table: Table, pk: str) -> None:
    """Leaves a tombstone."""
    session.connection().execute(
        text(
            "UPDATE record SET payload = NULL WHERE tbl = :tbl AND pk = :pk AND payload IS NOT NULL"
        ),
        {"tbl": table.value, "pk": pk},
    )


def _change(row: Any) -> Change:
    _, seq, tbl, pk, op, ver, row_hash, payload, _ = row
    return Change(seq, tbl, pk, op, ver, row_hash or "", payload and payload.encode())
