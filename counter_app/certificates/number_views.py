"""Blocks of numbers and what is left of them, as they are shown."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, col, select

from counter_app.certificates.kinds import RESERVED
from db.certificates import Certificate, JointReceipt, Payment
from db.numbers import BlockSource, NumberBlock


class Room(StrEnum):
    ENOUGH = "enough"
    LOW = "low"
    OUT = "out"
    BEHIND = "behind"
    """The store was put back; the next program that is opened goes on behind what was given."""
    UNSURE = "unsure"
    """The store was put back, or its mark lost, and nobody knows which number is the next."""


@dataclass(frozen=True, slots=True)
class Left:
    """How many more numbers a series has here."""

    series: str
    left: int
    room: Room
    left_out: int = 0
    """Numbers of all series that are left out as the store was put back this `day`."""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class BlockView:
    """`used`: the last number given, None before any; `left` is 0 for a closed one. `lost` are
    numbers given without anything kept under them: never, unless somebody tampered."""

    series: str
    first: int
    last: int
    used: int | None
    left: int
    source: BlockSource
    taken_at: datetime
    closed_at: datetime | None
    lost: int


def granted(series: str, blocks: list[NumberBlock]) -> Left:
    """Blocks of the district are filled up long before; less than a quarter says that they could
    not be."""
    granted = sum(row.last - row.first + 1 for row in blocks if row.closed_at is None)
    rest = sum(map(left_of, blocks))
    low = Room.LOW if rest * 4 < granted else Room.ENOUGH
    return Left(series, rest, low if rest else Room.OUT)


def left_of(row: NumberBlock) -> int:
    return row.last - row.used if row.closed_at is None else 0


def viewed(session: Session, row: NumberBlock) -> BlockView:
    return BlockView(
        series=row.series,
        first=row.first,
        last=row.last,
        used=row.used if row.used >= row.first else None,
        left=left_of(row),
        source=BlockSource(row.source),
        taken_at=row.taken_at,
        closed_at=row.closed_at,
        lost=0 if row.source == BlockSource.GAP else row.used - row.first + 1 - _kept(session, row),
    )


def _kept(session: Session, row: NumberBlock) -> int:
    """How many documents or payments there are under the numbers given."""
    kept = dict(zip(RESERVED, (col(Payment.receipt_number), col(JointReceipt.number)), strict=True))
    number = kept.get(row.series.rpartition("-")[2], col(Certificate.issue_number))
    first, used = (f"{row.series}-{edge:06d}" for edge in (row.first, row.used))
    return session.exec(select(func.count()).where(number.between(first, used))).one()
