"""Issue and receipt numbers: out of the blocks this PC holds, taken in the act's transaction.

A series is an office's kind, or its receipts, in one year: 2026-1144066000-AR. Within a block no
number is left out; what is void keeps its own.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Engine, func
from sqlmodel import Session, col, select

from counter_app.certificates.allotment import MOST, Allotment
from counter_app.certificates.kinds import RESERVED, kinds
from counter_app.certificates.steps import IN_FLIGHT
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import MANAGE_NUMBERS, Actor, require
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from db.certificates import Certificate, JointReceipt, Payment
from db.engine import reading, transaction
from db.numbers import BlockSource, NumberBlock, next_number
from db.outbox import enqueue
from db.sync import state_of

RECEIPTS, JOINT = RESERVED
"""In place of a kind's letters; a joint receipt is that of several documents."""


_FLYING = select(func.count()).where(col(Certificate.state).in_(IN_FLIGHT))


class Room(StrEnum):
    ENOUGH = "enough"
    LOW = "low"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Left:
    """How many more numbers a series has here."""

    series: str
    left: int
    room: Room


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


class Numbers:
    def __init__(self, engine: Engine, clock: Clock, office: str, allotment: Allotment) -> None:
        self._engine = engine
        self._clock = clock
        self._office = office
        self._allotment = allotment

    def receipt(self, session: Session, actor: Actor) -> str:
        """The next receipt number, for money taken: one is left for each document in flight, so
        that its fee can be given back and the day be closed.

        Raises Refusal numbers.out, numbers.kept.
        """
        number = self.next(session, actor, RECEIPTS)
        left = self._left(session, series := number.rpartition("-")[0])
        if left < session.exec(_FLYING).one():
            raise Refusal("numbers.kept", series=series, left=f"{left + 1:,}")
        return number

    def refund(self, session: Session, actor: Actor) -> str:
        """The next receipt number, for money given back. Raises Refusal numbers.no_refund."""
        try:
            return self.next(session, actor, RECEIPTS)
        except Refusal as refusal:
            raise Refusal("numbers.no_refund", **refusal.fields) from None

    def _left(self, session: Session, series: str) -> int:
        blocks = _blocks(session, col(NumberBlock.series) == series)
        return sum(map(_left, blocks)) + len(self._unbegun(blocks))

    def next(self, session: Session, actor: Actor, of: str) -> str:
        """The next number of this year's series `of`: a kind's, or RECEIPTS.

        Raises Refusal numbers.out.
        """
        series = f"{self._clock.now().year}-{self._office}-{of}"
        number = next_number(session, series)
        if number is None and self._begin(session, actor, series):
            number = next_number(session, series)
        if number is None:
            raise Refusal("numbers.out", series=series)
        return f"{series}-{number:06d}"

    def allot(
        self, actor: Actor, series: str, first: int, last: int, *, action_id: str
    ) -> BlockView:
        """Another block for a series of this year or the next.

        Raises Refusal numbers.no_series, numbers.range, numbers.overlap, numbers.action_used,
        numbers.from_district, clerks.*.
        """
        require(actor, MANAGE_NUMBERS)
        self._check_series(series)
        if not 1 <= first <= last <= MOST:
            raise Refusal("numbers.range", most=f"{MOST:,}")
        with transaction(self._engine) as session:
            require_active(session, actor, MANAGE_NUMBERS)
            if state_of(session) is not None:
                raise Refusal("numbers.from_district")
            done = select(NumberBlock).where(NumberBlock.action_id == action_id)
            if row := session.exec(done).first():
                if (row.series, row.first, row.last) != (series, first, last):
                    raise Refusal("numbers.action_used")
                return _viewed(session, row)
            for held in _blocks(session, col(NumberBlock.series) == series):
                if held.first <= last and held.last >= first:
                    raise Refusal("numbers.overlap", first=held.first, last=held.last)
            block = self._add(session, actor, series, first, last, action_id)
            return _viewed(session, block)

    def blocks(self, year: int | None = None) -> tuple[BlockView, ...]:
        """What this PC holds or held for a year, this one if none is named, by series."""
        with reading(self._engine) as session:
            found = self._of_year(session, year)
            return tuple(_viewed(session, row) for row in found)

    def least(self) -> Left:
        """The series of this year that runs out first; "" stands for those not begun yet."""
        return self.standing()[0]

    def standing(self) -> tuple[Left, ...]:
        """Every series of this year, the one that runs out first before the others; before any is
        begun, "" stands for all."""
        with reading(self._engine) as session:
            found = self._of_year(session)
            joined = state_of(session) is not None
        told = _granted if joined else self._allotted
        of = {row.series: [one for one in found if one.series == row.series] for row in found}
        standing = [told(series, rows) for series, rows in (of or {"": []}).items()]
        return tuple(sorted(standing, key=lambda one: one.left))

    def _of_year(self, session: Session, year: int | None = None) -> list[NumberBlock]:
        of = f"{year or self._clock.now().year}-{self._office}-"
        return _blocks(session, col(NumberBlock.series).startswith(of))

    def _allotted(self, series: str, blocks: list[NumberBlock]) -> Left:
        left = sum(map(_left, blocks)) + len(self._unbegun(blocks))
        low = Room.LOW if left <= self._allotment.low else Room.ENOUGH
        return Left(series, left, low if left else Room.OUT)

    def _begin(self, session: Session, actor: Actor, series: str) -> bool:
        """Makes the allotment this PC's first block of a series, if it still is to begin; where
        there is a district, numbers come from it."""
        if state_of(session) is not None:
            return False
        unbegun = self._unbegun(_blocks(session, col(NumberBlock.series) == series))
        if unbegun:
            self._add(session, actor, series, unbegun[0], unbegun[-1])
        return bool(unbegun)

    def _unbegun(self, blocks: list[NumberBlock]) -> range:
        """What the allotment would give a series that has these blocks."""
        if any(row.source != BlockSource.CARRIED for row in blocks):
            return range(0)
        first = max([self._allotment.first, *(row.last + 1 for row in blocks)])
        return range(first, self._allotment.last + 1)

    def _add(
        self,
        session: Session,
        actor: Actor,
        series: str,
        first: int,
        last: int,
        action_id: str | None = None,
    ) -> NumberBlock:
        row = NumberBlock(
            series=series,
            first=first,
            last=last,
            used=first - 1,
            source=BlockSource.LOCAL,
            taken_at=self._clock.now(),
            action_id=action_id,
        )
        session.add(row)
        session.flush()
        fact = {"first": first, "last": last, "source": row.source.value}
        record(session, self._clock, actor, "numbers.allotted", series, fact)
        enqueue(session, self._clock.now(), "numbers.allotted", {"series": series, **fact})
        return row

    def _check_series(self, series: str) -> None:
        year = self._clock.now().year
        letters = [RECEIPTS, JOINT, *sorted({kind.series for kind in kinds()})]
        found = re.fullmatch(r"(\d{4})-(\d{10})-(\w+)", series, re.ASCII)
        known = found and found[2] == self._office and found[3] in letters
        if not (found and known and int(found[1]) in (year, year + 1)):
            raise Refusal(
                "numbers.no_series",
                example=f"{year}-{self._office}-{letters[-1]}",
                letters=", ".join(letters),
            )


def _blocks(session: Session, which: ColumnElement[bool]) -> list[NumberBlock]:
    rows = select(NumberBlock).where(which)
    ordered = rows.order_by(col(NumberBlock.series), col(NumberBlock.first))
    return list(session.exec(ordered).all())


def _granted(series: str, blocks: list[NumberBlock]) -> Left:
    """Blocks of the district are filled up long before; less than a quarter says that they could
    not be."""
    granted = sum(row.last - row.first + 1 for row in blocks if row.closed_at is None)
    rest = sum(map(_left, blocks))
    low = Room.LOW if rest * 4 < granted else Room.ENOUGH
    return Left(series, rest, low if rest else Room.OUT)


def _left(row: NumberBlock) -> int:
    return row.last - row.used if row.closed_at is None else 0


def _viewed(session: Session, row: NumberBlock) -> BlockView:
    return BlockView(
        series=row.series,
        first=row.first,
        last=row.last,
        used=row.used if row.used >= row.first else None,
        left=_left(row),
        source=BlockSource(row.source),
        taken_at=row.taken_at,
        closed_at=row.closed_at,
        lost=row.used - row.first + 1 - _kept(session, row),
    )


def _kept(session: Session, row: NumberBlock) -> int:
    """How many documents or payments there are under the numbers given."""
    kept = {RECEIPTS: col(Payment.receipt_number), JOINT: col(JointReceipt.number)}
    number = kept.get(row.series.rpartition("-")[2], col(Certificate.issue_number))
    first, used = (f"{row.series}-{edge:06d}" for edge in (row.first, row.used))
    return session.exec(select(func.count()).where(number.between(first, used))).one()
