"""Blocks of issue and receipt numbers that this PC holds, and the next number out of them.

Triggers keep blocks of one series apart, let each only count on by one, and keep every block.
"""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, Session

from db.base import Instant, Table, stored


class BlockSource(StrEnum):
    LOCAL = "local"
    """From the office's own allotment, or allotted by its administrator."""
    DISTRICT = "district"
    CARRIED = "carried"
    """Given before there were blocks."""
    GAP = "gap"
    """Given perhaps, and not on record here: behind them a store that was put back goes on."""


class NumberBlock(Table, table=True):
    """The numbers `first` to `last` of a series; `used` is the last one given, `first` - 1 before
    any. From `closed_at` on none is given any more, whatever is left."""

    __tablename__ = "number_block"

    id: int | None = Field(default=None, primary_key=True)
    series: str = Field(max_length=60, index=True)
    first: int
    last: int
    used: int
    source: BlockSource = Field(sa_type=stored(BlockSource))
    taken_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    action_id: str | None = Field(default=None, unique=True, max_length=60)


def add_block(
    session: Session,
    series: str,
    first: int,
    last: int,
    source: BlockSource,
    now: datetime,
    action_id: str | None = None,
) -> NumberBlock:
    """A block of which nothing was given yet."""
    row = NumberBlock(
        series=series,
        first=first,
        last=last,
        used=first - 1,
        source=source,
        taken_at=now,
        action_id=action_id,
    )
    session.add(row)
    return row


_NEXT = (
    "UPDATE number_block SET used = used + 1 WHERE id = (SELECT id FROM number_block"
    " WHERE series = ? AND closed_at IS NULL AND used < last ORDER BY first LIMIT 1)"
    " RETURNING used"
)


def next_number(session: Session, series: str) -> int | None:
    """The next number of the lowest block with room, None without one. Rolled back with the act,
    it is given again."""
    found = session.connection().exec_driver_sql(_NEXT, (series,)).scalar_one_or_none()
    return None if found is None else int(found)
