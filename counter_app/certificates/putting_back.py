"""A store that was put back from a copy goes on behind every number that may have been given since:
what lies between is closed as a gap that the store keeps, and on record."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from sqlalchemy import Engine
from sqlmodel import Session, select

from counter_app.certificates.marking import MOST, PLACES, Judged, Marking, Standing
from counter_app.clock import Clock
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import PUT_BACK, record
from db.engine import reading, transaction
from db.number_mark import Block
from db.numbers import BlockSource, NumberBlock, add_block
from db.outbox import enqueue


def settle(engine: Engine, clock: Clock) -> None:
    """Where the mark says how far numbers had come: goes on behind them.

    Raises Refusal store.disk_full and its like, store.not_writable.
    """
    marking = Marking(engine, clock)
    with reading(engine) as session:
        if marking.judged(session).standing is not Standing.BEHIND:
            return
    with transaction(engine) as session:
        judged = marking.judged(session)
        if judged.standing is Standing.BEHIND and judged.mark:
            for series, blocks in groupby(judged.mark.blocks, lambda block: block.series):
                _go_on_behind(session, clock, series, blocks)
            put_back(session, clock, None, marking, judged, {"left_out": MOST})


def put_back(
    session: Session,
    clock: Clock,
    actor: Actor | None,
    marking: Marking,
    judged: Judged,
    said: dict[str, object],
) -> None:
    """On record, once the gaps are closed, with `said`; the mark then vouches for this store. As
    many places of the status lists are left out as of a series, `said["left_out"]`."""
    driver, mark = session.connection(), judged.mark
    for place in mark.places.items() if mark else ():
        driver.exec_driver_sql(_AT_LEAST, place)
    driver.exec_driver_sql(_FURTHER, (said["left_out"],))
    copied = driver.exec_driver_sql("SELECT copied FROM number_mark").scalar_one()
    fact = {"copied": copied, "chain": mark.chain if mark else None, **said}
    record(session, clock, actor, PUT_BACK, "numbers", fact)
    age = _older_than_all(max(marking.age(session), mark.age if mark else 0), clock.now())
    driver.exec_driver_sql(_VOUCHED, (age,))
    marking.write(session, age)


LIFE = 1_000_000
"""How much older a store may become until it is put back: above that begins its next life."""


def _older_than_all(age: int, now: datetime) -> int:
    """Beyond whatever age the store had come to when a copy of it was made, and was not marked."""
    return LIFE * max(age // LIFE + 1, int(now.timestamp()))


_AT_LEAST = (
    "INSERT INTO serial (series, last) VALUES (?, ?) ON CONFLICT (series)"
    " DO UPDATE SET last = max(serial.last, excluded.last)"
)
_FURTHER = f"UPDATE serial SET last = last + ? WHERE series GLOB '{PLACES}*'"  # noqa: S608
_VOUCHED = "UPDATE number_mark SET age = ?, given = 0, marked = 1, copied = NULL"


def leave_out(
    session: Session,
    clock: Clock,
    actor: Actor | None,
    blocks: Iterable[NumberBlock],
    count: int,
) -> None:
    """The next `count` numbers of these blocks of a series, in the order in which they would be
    given."""
    for row in blocks:
        left = row.last - row.used if row.closed_at is None else 0
        if left and count > 0:
            end = row.used + min(left, count)
            count -= end - row.used
            row.closed_at = clock.now()
            session.flush()
            _gap(session, clock, actor, row.series, row.used + 1, end)
            _open(session, clock, row.series, end + 1, row.last)


def _go_on_behind(session: Session, clock: Clock, series: str, blocks: Iterable[Block]) -> None:
    """`blocks`: as they were when the mark was written; up to MOST more of each were given since.
    What is on record here is no gap."""
    here = session.exec(select(NumberBlock).where(NumberBlock.series == series)).all()
    given = sorted((row.first, row.used) for row in here if row.used >= row.first)
    for row in here:
        if row.closed_at is None and row.used < row.last:
            row.closed_at = clock.now()
    session.flush()
    for block in blocks:
        end = block.used if block.closed else min(block.last, block.used + MOST)
        for first, last in _less(block.first, end, given):
            _gap(session, clock, None, series, first, last)
        for first, last in () if block.closed else _less(end + 1, block.last, given):
            _open(session, clock, series, first, last)


def _less(first: int, last: int, given: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What is left of `first` to `last` without the ranges given, which are in order."""
    for begin, end in given:
        if begin <= last and end >= first:
            if first < begin:
                yield first, begin - 1
            first = end + 1
    if first <= last:
        yield first, last


def _gap(
    session: Session, clock: Clock, actor: Actor | None, series: str, first: int, last: int
) -> None:
    now, source = clock.now(), BlockSource.GAP
    row = add_block(session, series, first, last, source, now)
    row.used, row.closed_at = last, now
    said = {"first": first, "last": last, "source": source.value, "why": "put_back"}
    record(session, clock, actor, "numbers.closed", series, said)
    enqueue(session, now, "numbers.closed", {"series": series, **said})


def _open(session: Session, clock: Clock, series: str, first: int, last: int) -> None:
    if first <= last:
        add_block(session, series, first, last, BlockSource.LOCAL, clock.now())
        session.flush()
