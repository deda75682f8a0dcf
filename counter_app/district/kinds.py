"""The kinds of operations, and what each does to the district's register."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from counter_app.district import blocks
from counter_app.district.changing import Settled, change_resident
from counter_app.district.tables import Fact, NumberTaken, OwnRange, Store
from counter_app.sync.wire import OLDEST_SCHEMA, SCHEMA, Operation, Outcome, canonical

Handler = Callable[[Session, Store, Operation, datetime], Settled]
APPLIED = Settled(Outcome.APPLIED)


def settle(session: Session, store: Store, operation: Operation, now: datetime) -> Settled:
    """What becomes of an operation."""
    handler = KINDS.get(operation.kind)
    if handler is None:
        return _rejected("unknown_kind")
    if not OLDEST_SCHEMA <= operation.schema <= SCHEMA:
        return _rejected("schema")
    return handler(session, store, operation, now)


def _fact(session: Session, store: Store, operation: Operation, _now: datetime) -> Settled:
    session.add(
        Fact(
            op_id=operation.op_id,
            store=store.id,
            centre=store.centre,
            kind=operation.kind,
            at=operation.at,
            payload=canonical(operation.payload).decode(),
        )
    )
    return APPLIED


def _numbered(name: str) -> Handler:
    """A fact that takes the number in its field `name`: once in the whole district, out of the
    store's own block."""

    def take(session: Session, store: Store, operation: Operation, now: datetime) -> Settled:
        number = operation.payload.get(name)
        found = blocks.split(number) if isinstance(number, str) else None
        if found is None:
            return _rejected("no_number")
        if not blocks.owner(session, *found) & {store.id, blocks.ANYONE}:
            return _rejected("not_in_block", number=str(number))
        if session.get(NumberTaken, number) is not None:
            return _rejected("number_taken", number=str(number))
        session.add(NumberTaken(number=str(number), store=store.id, op_id=operation.op_id))
        session.flush()
        return _fact(session, store, operation, now)

    return take


def _own_range(session: Session, store: Store, operation: Operation, now: datetime) -> Settled:
    """Numbers the store had before it belonged to a district, or was allotted since: the numbers
    of blocks granted to others are not among them."""
    said = operation.payload
    if said.get("source") != "district":
        series, first, last = said.get("series"), said.get("first"), said.get("last")
        if not (isinstance(series, str) and isinstance(first, int) and isinstance(last, int)):
            return _rejected("unreadable")
        if series.split("-")[1:2] != [store.centre]:
            return _rejected("not_yours")
        session.add(
            OwnRange(op_id=operation.op_id, store=store.id, series=series, first=first, last=last)
        )
    return _fact(session, store, operation, now)


def _rejected(why: str, **fields: str) -> Settled:
    return Settled(Outcome.REJECTED, f"district.{why}", fields)


KINDS: dict[str, Handler] = {
    "certificate.prepared": _numbered("number"),
    "payment.taken": _numbered("receipt"),
    "payment.given_back": _numbered("receipt"),
    "numbers.allotted": _own_range,
    "resident.change": change_resident,
    **dict.fromkeys(
        (
            "certificate.spooled",
            "certificate.print_failed",
            "certificate.handed_over",
            "certificate.spoiled",
            "certificate.voided",
            "certificate.reprinted",
            "certificate.reprint_spooled",
            "paper.loaded",
            "paper.written_off",
            "paper.came_out",
            "till.counted",
            "till.moved",
            "till.closed",
            "ticket",
            "desk",
            "numbers.closed",
            "sync.quarantined",
        ),
        _fact,
    ),
}
"""What is not here is rejected, and a person looks at it."""
