"""Looking after the district: old changes dropped, the feed renumbered after a restore.

For engines that are patient.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import Session, col, func, select, update

from counter_app.district.blocks import ANYONE
from counter_app.district.cursors import state
from counter_app.district.store import reading, writing
from counter_app.district.tables import Block, Store
from counter_app.errors import Refusal

TOMBSTONE_DAYS = 90
"""A counter that was away for longer fetches everything anew."""
_AT_ONCE = 5_000
LOST_NUMBERS = 3_000
"""Of each series: so many may have been granted since what was restored was saved."""
_OLD = text(
    "SELECT max(xid) FROM feed WHERE xid < :horizon"
    " AND xid < coalesce((SELECT min(xid) FROM feed WHERE at >= :since), :horizon)"
)
_BURY = text(
    "DELETE FROM record WHERE payload IS NULL AND (tbl, pk, ver) IN"
    " (SELECT tbl, pk, ver FROM feed WHERE op = 'delete' AND xid < :floor)"
)
_DROP = text(
    "DELETE FROM feed WHERE xid < :floor AND seq IN"
    " (SELECT seq FROM feed WHERE xid < :floor ORDER BY xid, seq LIMIT :most)"
)
_SET = text("UPDATE meta SET value = :value WHERE name = :name")
_AHEAD = text("SELECT max(xid) >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint FROM feed")
_RENUMBER = (
    "UPDATE feed SET xid = pg_current_xact_id()::text::bigint, seq = ordered.newest + ordered.place"
    " FROM (SELECT xid, seq, row_number() OVER (ORDER BY xid, seq) AS place,"
    " max(seq) OVER () AS newest FROM feed) AS ordered"
    " WHERE feed.xid = ordered.xid AND feed.seq = ordered.seq",
    "SELECT setval(pg_get_serial_sequence('feed', 'seq'), coalesce(max(seq), 1)) FROM feed",
    "UPDATE meta SET value = pg_current_xact_id()::text WHERE name = 'floor'",
)


def prune(engine: Engine, now: datetime, days: int = TOMBSTONE_DAYS) -> int:
    """Drops changes older than that and the tombstones they left; how many changes."""
    since = now - timedelta(days=days)
    with writing(engine) as session:
        told: Any = since
        if engine.dialect.name == "sqlite":
            told = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        there = state(session)
        old = session.connection().scalar(_OLD, {"since": told, "horizon": there.horizon})
        if old is None:
            return 0
        floor = int(old) + 1
        session.connection().execute(_SET, {"name": "floor", "value": str(floor)})
    dropped = 0
    with writing(engine) as session:
        session.connection().execute(_BURY, {"floor": floor})
    while True:
        with writing(engine) as session:
            done = session.connection().execute(_DROP, {"floor": floor, "most": _AT_ONCE})
        if not done.rowcount:
            return dropped
        dropped += done.rowcount


def restored(engine: Engine) -> bool:
    """Whether the feed is from another cluster: its changes would never be sent."""
    if engine.dialect.name == "sqlite":
        return False
    with reading(engine) as session:
        return bool(session.connection().scalar(_AHEAD))


def require_stamped(engine: Engine) -> None:
    """Raises Refusal district.restored."""
    if restored(engine):
        raise Refusal("district.restored")


def restamp(engine: Engine, now: datetime) -> None:
    """After a restore: a new epoch, with the feed in the order it had. What counters did since the
    copy was made is not known, so each is believed once, and numbers are left out."""
    with writing(engine) as session:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("LOCK TABLE feed IN EXCLUSIVE MODE")
            for statement in _RENUMBER:
                connection.exec_driver_sql(statement)
        restores = connection.scalar(text("SELECT value FROM meta WHERE name = 'restores'"))
        connection.execute(_SET, {"name": "restores", "value": str(int(restores) + 1)})
        connection.execute(update(Store).values(restored=True))
        _leave_out(session, int(restores) + 1, now)


def _leave_out(session: Session, restore: int, now: datetime) -> None:
    newest = select(Block.series, func.max(Block.last)).group_by(col(Block.series))
    for series, last in session.exec(newest).all():
        session.add(
            Block(
                id=f"{restore}/{series}",
                request=f"{restore}/{series}",
                store=ANYONE,
                series=series,
                first=last + 1,
                last=last + LOST_NUMBERS,
                granted_at=now,
                closed_at=now,
            )
        )
