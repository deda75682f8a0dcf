"""The kinds of operations, and what each does to the district's register."""

from collections.abc import Callable, Iterable

from counter_app.clock import SEOUL
from counter_app.district import paper
from counter_app.district.alarms import alarm
from counter_app.district.changing import change_resident, move_resident
from counter_app.district.register_fields import is_centre
from counter_app.district.tables import Fact, OwnRange, Store
from counter_app.district.work import APPLIED, Settled, Work, rejected
from counter_app.sync.packing import canonical
from counter_app.sync.wire import OLDEST_SCHEMA, SCHEMA, Operation

Handler = Callable[[Work, Operation], Settled]
NUMBERED = {
    "certificate.prepared": "number",
    "payment.taken": "receipt",
    "payment.given_back": "receipt",
}
"""Facts that take a number, and the field it stands in."""


def settle(work: Work, operation: Operation) -> Settled:
    """What becomes of an operation."""
    handler = KINDS.get(operation.kind)
    if handler is None:
        return rejected("unknown_kind")
    if not OLDEST_SCHEMA <= operation.schema <= SCHEMA:
        return rejected("schema")
    return handler(work, operation)


def numbers_of(operations: Iterable[Operation]) -> list[str]:
    """The numbers that operations would take."""
    said = (one.payload.get(NUMBERED.get(one.kind, "")) for one in operations)
    return [number for number in said if isinstance(number, str)]


def _fact(work: Work, operation: Operation, centre: str = "") -> Settled:
    """Filed for the centre it comes from unless another is to be told."""
    work.add(
        Fact,
        op_id=operation.op_id,
        store=work.store.id,
        centre=centre or work.store.centre,
        kind=operation.kind,
        at=operation.at,
        payload=canonical(operation.payload).decode(),
    )
    return APPLIED


def _notice(work: Work, operation: Operation) -> Settled:
    """Filed for the centre that is to be told, where it is known; the payload says who tells."""
    told = operation.payload.get("centre")
    return _fact(work, operation, str(told) if is_centre(told) else "")


def _broken(work: Work, operation: Operation) -> Settled:
    """A counter has found that its audit chain, or its queue's, is not the one it deposited."""
    said = operation.payload
    known = work.session.get(Store, str(said.get("store")))
    store = known if known and known.centre == work.store.centre else work.store
    alarm(work.session, store.id, "audit", f"{said.get('row')} {said.get('code')}", work.now)
    return _fact(work, operation)


def _numbered(work: Work, operation: Operation) -> Settled:
    number = operation.payload.get(NUMBERED[operation.kind])
    taken = work.take(number if isinstance(number, str) else "", operation.op_id)
    return _fact(work, operation) if taken is APPLIED else taken


def _paper_loaded(work: Work, operation: Operation) -> Settled:
    """A pack that is in the book of another counter of the centre is a person's work."""
    read = paper.spans(operation.payload.get("serials"))
    if not read:
        return rejected("unreadable")
    for span in read:
        if held := paper.held_elsewhere(work.session, work.store, span):
            both, at = held
            return rejected(
                "paper_taken", serials=str(both), day=f"{at.astimezone(SEOUL):%Y-%m-%d}"
            )
    for span in read:
        paper.hold(work.session, work.store.id, work.store.centre, span, operation.at)
    return _fact(work, operation)


def _paper_written_off(work: Work, operation: Operation) -> Settled:
    paper.give_up(work.session, work.store.id, paper.spans(operation.payload.get("serials")))
    return _fact(work, operation)


def _own_range(work: Work, operation: Operation) -> Settled:
    """Numbers the store had before it belonged to a district, or was allotted since: the numbers
    of blocks granted to others are not among them."""
    said = operation.payload
    if said.get("source") != "district":
        series, first, last = said.get("series"), said.get("first"), said.get("last")
        if not (isinstance(series, str) and isinstance(first, int) and isinstance(last, int)):
            return rejected("unreadable")
        if series.split("-")[1:2] != [work.store.centre]:
            return rejected("not_yours")
        store, op_id = work.store.id, operation.op_id
        work.add(OwnRange, op_id=op_id, store=store, series=series, first=first, last=last)
    return _fact(work, operation)


KINDS: dict[str, Handler] = {
    **dict.fromkeys(NUMBERED, _numbered),
    "numbers.allotted": _own_range,
    "resident.change": change_resident,
    "resident.move": move_resident,
    **dict.fromkeys(
        (
            "certificate.spooled",
            "certificate.print_failed",
            "certificate.handed_over",
            "certificate.spoiled",
            "certificate.voided",
            "certificate.reprinted",
            "certificate.reprint_spooled",
            "paper.came_out",
            "till.counted",
            "till.moved",
            "till.closed",
            "ticket",
            "desk",
            "numbers.closed",
            "sync.quarantined",
            "matter",
        ),
        _fact,
    ),
    "matter.notice": _notice,
    "audit.broken": _broken,
    paper.LOADED: _paper_loaded,
    paper.WRITTEN_OFF: _paper_written_off,
}
"""What is not here is rejected, and a person looks at it."""
