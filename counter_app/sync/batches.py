"""A batch of operations: how many fit, whether the answers are to them, what a person must see."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from sqlmodel import Session, select

from counter_app.clock import Clock
from counter_app.privacy.audit import record
from counter_app.sync.outcome import Outcome
from counter_app.sync.packing import Malformed, canonical
from counter_app.sync.subjects import subject_of
from counter_app.sync.wire import BATCH_BYTES, Batch, Operation, Result, Results
from db.sync import WorkItemRow

QUARANTINED = "sync.quarantined"
"""In place of an operation that the district knows otherwise by its id."""
_AROUND = 512
"""Bytes of a batch besides what its operations say."""
_DONE = frozenset({Outcome.APPLIED, Outcome.DUPLICATE})


def fitting(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """As many as a batch may hold, and one at least."""
    size = _AROUND
    for at, operation in enumerate(operations):
        size += len(canonical(asdict(operation))) + 1
        if at and size > BATCH_BYTES:
            return tuple(operations[:at])
    return tuple(operations)


def not_applied(batch: Batch, results: Results) -> list[tuple[Operation, Result]]:
    """What a person has to look at. Raises Malformed where the answers are to something else."""
    told = [(result.op_id, result.op_seq) for result in results.results]
    if told != [(operation.op_id, operation.op_seq) for operation in batch.operations]:
        raise Malformed("results")
    pairs = zip(batch.operations, results.results, strict=True)
    return [(operation, result) for operation, result in pairs if result.outcome not in _DONE]


def for_a_person(session: Session, clock: Clock, operation: Operation, result: Result) -> None:
    """A work item, once: what was sent again may have one."""
    known = select(WorkItemRow.id).where(WorkItemRow.op_id == operation.op_id)
    if session.exec(known).first() is not None:
        return
    subject = subject_of(operation.payload)
    said = {"op": operation.op_id, "kind": operation.kind, "code": result.code}
    record(session, clock, None, f"sync.{result.outcome}", subject, said)
    session.add(
        WorkItemRow(
            op_id=operation.op_id,
            op_seq=operation.op_seq,
            kind=operation.kind,
            subject=subject,
            payload=json.dumps(operation.payload, ensure_ascii=False, sort_keys=True),
            outcome=result.outcome.value,
            code=result.code,
            fields=json.dumps(result.fields, ensure_ascii=False),
            at=operation.at,
            told=clock.now(),
        )
    )
