"""Where in the feed a counter is, and how far the feed may be read."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from counter_app.errors import Refusal


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """Everything up to (xid, seq) has been read; written `epoch.xid.seq`. One epoch's have an
    order."""

    epoch: str
    xid: int
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}.{self.xid}.{self.seq}"


@dataclass(frozen=True, slots=True)
class State:
    """Of the feed: transactions from `horizon` on may still be under way, from `end` on none has
    begun; those before `floor` are no longer kept."""

    epoch: str
    horizon: int
    floor: int
    end: int

    def at(self, xid: int, seq: int = 0) -> Cursor:
        return Cursor(self.epoch, xid, seq)

    @property
    def newest(self) -> Cursor:
        return self.at(self.horizon)

    @property
    def oldest(self) -> Cursor:
        return self.at(self.floor)

    def require(self, cursor: Cursor) -> None:
        """Raises Refusal district.epoch, district.cursor_old."""
        if cursor.epoch != self.epoch:
            raise Refusal("district.epoch")
        if cursor.xid < self.floor:
            raise Refusal("district.cursor_old")


_STATE = {
    "postgresql": text(
        "SELECT to_hex(system_identifier) || '-' || left(pg_walfile_name(pg_current_wal_lsn()), 8)"
        " || '-' || (SELECT value FROM meta WHERE name = 'restores'),"
        " pg_snapshot_xmin(pg_current_snapshot())::text::bigint,"
        " (SELECT value FROM meta WHERE name = 'floor')::bigint,"
        " pg_snapshot_xmax(pg_current_snapshot())::text::bigint FROM pg_control_system()"
    ),
    "sqlite": text(
        "SELECT (SELECT value FROM meta WHERE name = 'system') || '-'"
        " || (SELECT value FROM meta WHERE name = 'restores'),"
        " 1 + coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'feed'), 0),"
        " (SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'floor'),"
        " 1 + coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'feed'), 0)"
    ),
}
"""The epoch: which cluster, which timeline of it (the head of a WAL file's name), which restore."""


def state(session: Session) -> State:
    connection = session.connection()
    row: Any = connection.execute(_STATE[connection.dialect.name]).one()
    return State(*row)


def read_cursor(said: str) -> Cursor:
    """Raises Refusal district.bad_cursor."""
    found = re.fullmatch(r"([\w-]{1,60})\.(\d{1,18})\.(\d{1,18})", said, re.ASCII)
    if not found:
        raise Refusal("district.bad_cursor")
    return Cursor(found[1], int(found[2]), int(found[3]))
