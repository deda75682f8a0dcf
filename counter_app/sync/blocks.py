"""Number blocks from the district: asked for early, taken in once, closed with their gaps told."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import text
from sqlmodel import Session, col, select

from counter_app.certificates.numbers import JOINT, RECEIPTS, letters
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.audit import record
from counter_app.sync.packing import parse
from counter_app.sync.peer import STALE, Refused
from counter_app.sync.state import NUMBERS, Ends, attend, changing, heard, known, mended
from counter_app.sync.wire import BlockAsked, BlockGrant, OwnNumbers
from db.engine import reading
from db.numbers import BlockSource, NumberBlock, add_block
from db.outbox import enqueue
from db.sync import SyncStateRow

LEAST, DAYS = 200, 3
"""Numbers a block has at least; and for how many days like the busiest of late it lasts."""
LATELY = timedelta(days=30)
EARLY = timedelta(days=5)
"""Before a year begins its numbers are asked for."""


def refill(ends: Ends) -> int:
    """Asks for a block of each series that is half used up; how many came.

    Raises Refused, Unreachable, Malformed.
    """
    now = ends.clock.now()
    came = 0
    with reading(ends.engine) as session:
        state = known(session)
        wanted = list(_wanted(session, state, now))
    for asked in wanted:
        try:
            grant = ends.district.block(asked)
        except Refused as refused:
            if refused.code not in STALE:
                with changing(ends) as (_, state):
                    attend(state, Refusal("sync.no_numbers", said=refused.code))
            raise
        with changing(ends) as (session, state):
            heard(state, ends.clock.now())
            came += _take_in(session, ends.clock, grant)
            mended(state, NUMBERS)
    return came


def told(
    session: Session, state: SyncStateRow, now: datetime, came: Iterable[tuple[str, bytes]]
) -> None:
    """Blocks as the district has them: those of this store that it has closed are closed here."""
    for _, payload in came:
        grant = parse(BlockGrant, payload)
        if grant.store == state.store and grant.closed:
            row = _held(session, grant)
            if row is not None and row.closed_at is None:
                row.closed_at = now
                session.add(row)
    session.flush()


def own(session: Session) -> Iterator[OwnNumbers]:
    """Numbers that were given here before they came from the district."""
    for row in session.exec(select(NumberBlock).where(NumberBlock.source != BlockSource.DISTRICT)):
        if row.used >= row.first:
            yield OwnNumbers(row.series, row.first, row.used)


def close_all(session: Session, clock: Clock, why: str, source: BlockSource | None = None) -> None:
    """Closes every open block, of one source if it is named; what is left of it is a gap, and on
    record. `why`: joined, renewed or left."""
    chosen = select(NumberBlock).where(col(NumberBlock.closed_at).is_(None))
    for row in session.exec(chosen.order_by(col(NumberBlock.series), col(NumberBlock.first))).all():
        if source is None or row.source == source:
            _close(session, clock, row, why)


def _close(session: Session, clock: Clock, row: NumberBlock, why: str) -> None:
    row.closed_at = clock.now()
    session.add(row)
    if row.used == row.last:
        return
    gap = {"first": row.used + 1, "last": row.last, "source": row.source.value, "why": why}
    record(session, clock, None, "numbers.closed", row.series, gap)
    enqueue(session, clock.now(), "numbers.closed", {"series": row.series, **gap})


def _wanted(session: Session, state: SyncStateRow, now: datetime) -> Iterator[BlockAsked]:
    years = sorted({now.year, (now + EARLY).year})
    for year in years:
        for letter in sorted(letters()):
            series = f"{year}-{state.centre}-{letter}"
            if asked := _asked(session, state, series, now):
                yield asked


def _asked(session: Session, state: SyncStateRow, series: str, now: datetime) -> BlockAsked | None:
    held = session.exec(select(NumberBlock).where(NumberBlock.series == series)).all()
    open_ = [row for row in held if row.closed_at is None]
    left = sum(row.last - row.used for row in open_)
    if left * 2 > sum(row.last - row.first + 1 for row in open_):
        return None
    newest = max((row.last for row in held if row.source == BlockSource.DISTRICT), default=0)
    own = [row.used for row in held if row.source != BlockSource.DISTRICT]
    return BlockAsked(
        # The same until a block has come: an answer that was lost is given again.
        request=str(uuid5(NAMESPACE_URL, f"{state.store}/{series}/{newest}")),
        store=state.store,
        series=series,
        wanted=max(LEAST, DAYS * _busiest(session, series, now)),
        above=max(own, default=0),
    )


_OF = {RECEIPTS: ("payment", "receipt_number"), JOINT: ("joint_receipt", "number")}


def _busiest(session: Session, series: str, now: datetime) -> int:
    """Numbers of a series given on the busiest day of late."""
    letter = series.rpartition("-")[2]
    table, number = _OF.get(letter, ("certificate", "issue_number"))
    day = "substr(at, 1, 10)" if letter == JOINT else "day"
    asked = text(
        f"SELECT max(n) FROM (SELECT count(*) AS n FROM {table}"  # noqa: S608 - of the table above
        f" WHERE {number} BETWEEN :first AND :last AND {day} >= :since GROUP BY {day})"
    )
    values = {
        "first": f"{series}-000000",
        "last": f"{series}-999999",
        "since": (now - LATELY).date().isoformat(),
    }
    return session.connection().execute(asked, values).scalar() or 0


def _take_in(session: Session, clock: Clock, grant: BlockGrant) -> bool:
    """Whether the block is new here. A block that is closed already is none."""
    if grant.closed or _held(session, grant) is not None:
        return False
    source, now = BlockSource.DISTRICT, clock.now()
    add_block(session, grant.series, grant.first, grant.last, source, now, grant.id)
    session.flush()
    fact = {"first": grant.first, "last": grant.last, "source": source.value}
    record(session, clock, None, "numbers.allotted", grant.series, fact)
    return True


def _held(session: Session, grant: BlockGrant) -> NumberBlock | None:
    return session.exec(select(NumberBlock).where(NumberBlock.action_id == grant.id)).first()
