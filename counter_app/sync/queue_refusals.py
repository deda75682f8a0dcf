"""What the district did not apply of the shared queue becomes one work item, at one PC."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import Engine

from counter_app.sync.batches import for_a_person
from counter_app.sync.packing import canonical, parse
from counter_app.sync.state import Ends, changing, standing
from counter_app.sync.wire import Operation, Result
from db import queue_refused as kept
from db.acts import Sql, writing


@dataclass(frozen=True, slots=True)
class _Refused:
    operation: Operation
    result: Result


def note(sql: Sql, ends: Ends, refused: Iterable[tuple[Operation, Result]]) -> None:
    """In the transaction that settles them."""
    store = standing(ends.engine).store
    for operation, result in refused:
        said = canonical(asdict(_Refused(operation, result))).decode()
        kept.note(sql, store, operation.op_id, said)


def owes(sql: Sql, ends: Ends) -> bool:
    """Whether there is something for this PC to take."""
    return kept.owes(sql, standing(ends.engine).store)


def take(queue: Engine, ends: Ends) -> None:
    """Makes work items of what is ours to take. Whoever dies in between has it once all the same,
    for an item is known by its operation. Raises Refusal shared.*, Lost."""
    store = standing(ends.engine).store
    with writing(queue) as sql:
        ours = kept.take(sql, store)
    with changing(ends) as (session, _):
        for _, said in ours:
            one = parse(_Refused, said.encode())
            for_a_person(session, ends.clock, one.operation, one.result)
    with writing(queue) as sql:
        kept.done(sql, store, (op_id for op_id, _ in ours))
