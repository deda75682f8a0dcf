"""Ranges of numbers, each for one store: granted, closed, and what is missing in them."""

import re
from dataclasses import asdict
from datetime import datetime
from uuid import uuid4

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from counter_app.district import feed
from counter_app.district.tables import Block, NumberTaken, OwnRange, Store
from counter_app.errors import Refusal
from counter_app.sync.wire import BlockAsked, BlockGrant, Table

MOST = 999_999
"""A number has six digits on paper."""
ANYONE = ""
"""In place of a store: numbers that may be any store's since a restore."""
LEAST_BLOCK, MOST_BLOCK = 50, 600
"""The larger: about three days of a counter's peak."""
Range = tuple[int, int, str]
Ranges = tuple[list[Range], list[Range]]
_SERIES = re.compile(r"(\d{4})-(\d{10})-([A-Z]{1,4})", re.ASCII)


def grant(session: Session, store: Store, asked: BlockAsked, now: datetime) -> BlockGrant:
    """The same block when asked again with the same request.

    Raises Refusal district.no_series, district.not_yours, district.block_used,
    district.numbers_out.
    """
    lock(session, asked.series)
    known = session.exec(select(Block).where(Block.request == asked.request)).first()
    if known is not None:
        if (known.store, known.series) != (store.id, asked.series):
            raise Refusal("district.block_used")
        return granted(known)
    _check(store, asked.series, now)
    first = max(_next(session, asked.series), asked.above + 1)
    last = min(first + min(max(asked.wanted, LEAST_BLOCK), MOST_BLOCK) - 1, MOST)
    if first > MOST:
        raise Refusal("district.numbers_out", series=asked.series)
    block = Block(
        id=str(uuid4()),
        request=asked.request,
        store=store.id,
        series=asked.series,
        first=first,
        last=last,
        granted_at=now,
    )
    session.add(block)
    _tell(session, store, block)
    return granted(block)


def close(session: Session, store: Store, now: datetime) -> None:
    """No number of the store's open blocks is given from now on."""
    for block in session.exec(
        select(Block).where(Block.store == store.id, col(Block.closed_at).is_(None))
    ):
        block.closed_at = now
        _tell(session, store, block)


def granted(block: Block) -> BlockGrant:
    return BlockGrant(
        id=block.id,
        store=block.store,
        series=block.series,
        first=block.first,
        last=block.last,
        closed=block.closed_at is not None,
    )


def ranges(session: Session, series: str) -> Ranges:
    """Of a series, what was granted, and what stores had of their own: first, last, store."""
    granted = select(Block.first, Block.last, Block.store).where(Block.series == series)
    own = select(OwnRange.first, OwnRange.last, OwnRange.store).where(OwnRange.series == series)
    return list(session.exec(granted)), list(session.exec(own))


def holders(held: list[Range], number: int) -> set[str]:
    return {store for first, last, store in held if first <= number <= last}


def split(number: str) -> tuple[str, int] | None:
    """The series and the number in it, None for what is no number."""
    series, _, last = number.rpartition("-")
    known = _SERIES.fullmatch(series) and re.fullmatch(r"\d{6}", last, re.ASCII)
    return (series, int(last)) if known else None


def _check(store: Store, series: str, now: datetime) -> None:
    found = _SERIES.fullmatch(series)
    if not found or int(found[1]) not in (now.year, now.year + 1):
        raise Refusal("district.no_series")
    if found[2] != store.centre or store.shared:
        raise Refusal("district.not_yours")


def _next(session: Session, series: str) -> int:
    """Above every block, and above every number taken."""
    given = session.exec(select(func.max(Block.last)).where(Block.series == series)).one()
    numbers = col(NumberTaken.number).like(f"{series}-%")
    taken = session.exec(select(func.max(NumberTaken.number)).where(numbers)).one()
    return max(given or 0, int(taken[-6:]) if taken else 0) + 1


def lock(session: Session, series: str) -> None:
    """One of those that would take of the same at a time."""
    if session.connection().dialect.name == "postgresql":
        session.connection().execute(
            text("SELECT pg_advisory_xact_lock(hashtext(:series))"), {"series": series}
        )


def _tell(session: Session, store: Store, block: Block) -> None:
    session.flush()
    feed.put(session, Table.BLOCK, block.id, store.centre, asdict(granted(block)))
