"""What there is to know about the district: its counters, what needs looking into, its numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, text
from sqlmodel import Session, col, func, select

from counter_app.district.store import reading
from counter_app.district.tables import Alarm, Block, Certificate, Client, NumberTaken, Store

_WAITING = text(
    "SELECT coalesce(extract(epoch FROM max(clock_timestamp() - xact_start)), 0)::float"
    " FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()"
)


@dataclass(frozen=True, slots=True)
class CounterView:
    """An enrolled counter; of its newest store, when it was last heard and what it has sent."""

    client: str
    centre: str
    until: datetime
    revoked: datetime | None
    store: str
    seen: datetime | None
    sent: int


@dataclass(frozen=True, slots=True)
class AlarmView:
    store: str
    kind: str
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """`held_back`: seconds for which the oldest transaction under way keeps the feed waiting."""

    records: int
    changes: int
    held_back: float
    counters: tuple[CounterView, ...]
    alarms: tuple[AlarmView, ...]


@dataclass(frozen=True, slots=True)
class BlockLook:
    """`missing`: numbers of it that no document bears, in ranges; of an open block only those below
    the last one taken."""

    store: str
    series: str
    first: int
    last: int
    closed: datetime | None
    taken: int
    missing: tuple[tuple[int, int], ...]


def standing(engine: Engine) -> Standing:
    with reading(engine) as session:
        on_postgres = engine.dialect.name == "postgresql"
        alarms = session.exec(select(Alarm).order_by(col(Alarm.at))).all()
        return Standing(
            records=_count(session, "record WHERE payload IS NOT NULL"),
            changes=_count(session, "feed"),
            held_back=session.connection().scalar(_WAITING) or 0 if on_postgres else 0,
            counters=tuple(_counters(session)),
            alarms=tuple(AlarmView(one.store, one.kind, one.detail, one.at) for one in alarms),
        )


def blocks(engine: Engine) -> tuple[BlockLook, ...]:
    """By series and number."""
    with reading(engine) as session:
        rows = session.exec(select(Block).order_by(col(Block.series), col(Block.first)))
        return tuple(_looked(session, row) for row in rows.all())


def _counters(session: Session) -> Iterator[CounterView]:
    stores = {
        store.client: store for store in session.exec(select(Store).order_by(col(Store.seen_at)))
    }
    ends = select(Certificate.client, func.max(col(Certificate.expires_at)))
    until = dict(session.exec(ends.group_by(col(Certificate.client))).all())
    for client in session.exec(select(Client).order_by(col(Client.centre), col(Client.id))):
        store = stores.get(client.id)
        yield CounterView(
            client=client.id,
            centre=client.centre,
            until=until[client.id],
            revoked=client.revoked_at,
            store=store.id if store else "",
            seen=store.seen_at if store else None,
            sent=max(store.next_op_seq - 1, 0) if store else 0,
        )


def _looked(session: Session, row: Block) -> BlockLook:
    first, last = (f"{row.series}-{number:06d}" for number in (row.first, row.last))
    within = select(NumberTaken.number).where(col(NumberTaken.number).between(first, last))
    taken = sorted(int(number[-6:]) for number in session.exec(within))
    end = row.last if row.closed_at else max(taken, default=row.first - 1)
    return BlockLook(
        store=row.store,
        series=row.series,
        first=row.first,
        last=row.last,
        closed=row.closed_at,
        taken=len(taken),
        missing=tuple(_gaps(row.first, end, taken)),
    )


def _gaps(first: int, end: int, taken: list[int]) -> Iterator[tuple[int, int]]:
    awaited = first
    for number in (*taken, end + 1):
        if number > awaited:
            yield awaited, number - 1
        awaited = number + 1


def _count(session: Session, of: str) -> int:
    counted = text(f"SELECT count(*) FROM {of}")  # noqa: S608 - of the two above
    return int(session.connection().scalar(counted) or 0)
