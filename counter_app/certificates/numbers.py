"""Issue and receipt numbers: out of the blocks this PC holds, taken in the act's transaction.

A series is an office's kind, or its receipts, in one year: 2026-1144066000-AR. Within a block no
number is left out; what is void keeps its own.
"""

import re
from dataclasses import replace

from sqlalchemy import ColumnElement, Engine, func
from sqlmodel import Session, col, select

from counter_app.certificates.allotment import MOST, Allotment
from counter_app.certificates.kinds import RESERVED, kinds
from counter_app.certificates.marking import EVERY, Marking, Standing
from counter_app.certificates.number_views import BlockView, Left, Room, granted, left_of, viewed
from counter_app.certificates.putting_back import leave_out, put_back
from counter_app.certificates.steps import IN_FLIGHT
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import MANAGE_NUMBERS, Actor, require
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from db.certificates import Certificate
from db.engine import reading, transaction
from db.numbers import BlockSource, NumberBlock, add_block, next_number
from db.outbox import enqueue
from db.sync import state_of

RECEIPTS, JOINT = RESERVED
"""In place of a kind's letters; a joint receipt is that of several documents."""

_FLYING = select(func.count()).where(col(Certificate.state).in_(IN_FLIGHT))


class Numbers:
    def __init__(self, engine: Engine, clock: Clock, office: str, allotment: Allotment) -> None:
        self._engine = engine
        self._clock = clock
        self._office = office
        self._allotment = allotment
        self._marking = Marking(engine, clock)

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
            if refusal.code != "numbers.out":
                raise
            raise Refusal("numbers.no_refund", **refusal.fields) from None

    def _left(self, session: Session, series: str) -> int:
        blocks = _blocks(session, col(NumberBlock.series) == series)
        return sum(map(left_of, blocks)) + len(self._unbegun(blocks))

    def next(self, session: Session, actor: Actor, of: str) -> str:
        """The next number of this year's series `of`: a kind's, or RECEIPTS.

        Raises Refusal numbers.out, numbers.unsure, store.disk_full and its like.
        """
        self._marking.give(session)
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
                return viewed(session, row)
            for held in _blocks(session, col(NumberBlock.series) == series):
                if held.first <= last and held.last >= first:
                    raise Refusal("numbers.overlap", first=held.first, last=held.last)
            block = self._add(session, actor, series, first, last, action_id)
            return viewed(session, block)

    def resume(self, actor: Actor, receipt_number: str) -> int:
        """Where nobody knows how far numbers had come: goes on behind the last receipt number on
        paper, "…-000000" if there is none this year. How many were left out of each series.

        A document has a receipt, also a free one: no series can have come further than receipts.
        Raises Refusal numbers.sure, numbers.no_receipt, numbers.from_district, clerks.*.
        """
        require(actor, MANAGE_NUMBERS)
        year = f"{self._clock.now().year}-{self._office}-"
        found = re.fullmatch(rf"{year}{RECEIPTS}-(\d{{6}})", receipt_number, re.ASCII)
        with transaction(self._engine) as session:
            require_active(session, actor, MANAGE_NUMBERS)
            if state_of(session) is not None:
                raise Refusal("numbers.from_district")
            judged = self._marking.judged(session)
            if judged.standing is Standing.SURE:
                raise Refusal("numbers.sure")
            if found is None:
                example, none = (f"{year}{RECEIPTS}-{end}" for end in ("000123", "000000"))
                raise Refusal("numbers.no_receipt", example=example, none=none)
            held = {f"{year}{of}": self._begun(session, f"{year}{of}") for of in letters()}
            last = int(found[1])
            left_out = EVERY + sum(
                max(0, min(row.last, last) - row.used)
                for row in held[f"{year}{RECEIPTS}"]
                if row.closed_at is None
            )
            for blocks in held.values():
                leave_out(session, self._clock, actor, blocks, left_out)
            said = {"receipt": receipt_number, "left_out": left_out}
            put_back(session, self._clock, actor, self._marking, judged, said)
        return left_out

    def _begun(self, session: Session, series: str) -> list[NumberBlock]:
        """The blocks of a series, of one not begun its first."""
        blocks = _blocks(session, col(NumberBlock.series) == series)
        if unbegun := self._unbegun(blocks):
            source, now = BlockSource.LOCAL, self._clock.now()
            blocks.append(add_block(session, series, unbegun[0], unbegun[-1], source, now))
            session.flush()
        return blocks

    def blocks(self, year: int | None = None) -> tuple[BlockView, ...]:
        """What this PC holds or held for a year, this one if none is named, by series."""
        with reading(self._engine) as session:
            found = self._of_year(session, year)
            return tuple(viewed(session, row) for row in found)

    def least(self) -> Left:
        """The series of this year that runs out first; "" stands for those not begun yet."""
        return self.standing()[0]

    def standing(self) -> tuple[Left, ...]:
        """Every series of this year, the one that runs out first before the others; before any is
        begun, "" stands for all."""
        with reading(self._engine) as session:
            judged = self._marking.judged(session).standing
            if judged is not Standing.SURE:
                return (Left("", 0, Room(judged.value)),)
            found = self._of_year(session)
            joined = state_of(session) is not None
        told = granted if joined else self._allotted
        of = {row.series: [one for one in found if one.series == row.series] for row in found}
        day = self._clock.now().date()
        gaps = (row for row in found if row.source == BlockSource.GAP)
        left_out = sum(row.last - row.first + 1 for row in gaps if row.taken_at.date() == day)
        standing = [
            replace(told(series, rows), left_out=left_out, day=day if left_out else None)
            for series, rows in (of or {"": []}).items()
        ]
        return tuple(sorted(standing, key=lambda one: one.left))

    def _of_year(self, session: Session, year: int | None = None) -> list[NumberBlock]:
        of = f"{year or self._clock.now().year}-{self._office}-"
        return _blocks(session, col(NumberBlock.series).startswith(of))

    def _allotted(self, series: str, blocks: list[NumberBlock]) -> Left:
        left = sum(map(left_of, blocks)) + len(self._unbegun(blocks))
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
        source, now = BlockSource.LOCAL, self._clock.now()
        row = add_block(session, series, first, last, source, now, action_id)
        session.flush()
        fact = {"first": first, "last": last, "source": source.value}
        record(session, self._clock, actor, "numbers.allotted", series, fact)
        enqueue(session, now, "numbers.allotted", {"series": series, **fact})
        self._marking.begun(session)
        return row

    def _check_series(self, series: str) -> None:
        year = self._clock.now().year
        found = re.fullmatch(r"(\d{4})-(\d{10})-(\w+)", series, re.ASCII)
        known = found and found[2] == self._office and found[3] in letters()
        if not (found and known and int(found[1]) in (year, year + 1)):
            raise Refusal(
                "numbers.no_series",
                example=f"{year}-{self._office}-{letters()[-1]}",
                letters=", ".join(letters()),
            )


def letters() -> list[str]:
    """By what the series of a year are told apart."""
    return [RECEIPTS, JOINT, *sorted({kind.series for kind in kinds()})]


def _blocks(session: Session, which: ColumnElement[bool]) -> list[NumberBlock]:
    rows = select(NumberBlock).where(which)
    ordered = rows.order_by(col(NumberBlock.series), col(NumberBlock.first))
    return list(session.exec(ordered).all())
