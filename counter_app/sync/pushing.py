"""Sends what happened here, in its order, and keeps what the district makes of it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256

from sqlmodel import Session, col, select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.audit import record
from counter_app.sync import proposals
from counter_app.sync.greeting import newest_op, witness
from counter_app.sync.outcome import Outcome
from counter_app.sync.peer import STALE, Refused
from counter_app.sync.state import PUSH, Ends, attend, changing, heard, known, mended
from counter_app.sync.subjects import subject_of
from counter_app.sync.wire import (
    BATCH_BYTES,
    OPERATIONS,
    SCHEMA,
    Batch,
    Malformed,
    Operation,
    Result,
    Results,
    Witness,
    canonical,
)
from counter_app.sync.written import forget
from db.engine import reading
from db.outbox import OutboxRow, ordered_id
from db.sync import SyncStateRow, WorkItemRow

QUARANTINED = "sync.quarantined"
"""In place of an operation that the district knows otherwise by its id."""
_AROUND = 512
"""Bytes of a batch besides what its operations say."""
_DONE = frozenset({Outcome.APPLIED, Outcome.DUPLICATE})


@dataclass(frozen=True, slots=True)
class Pushed:
    """How many operations have their result, and whether more wait."""

    settled: int
    more: bool


def push(ends: Ends) -> Pushed:
    """One batch. Raises Refused, Unreachable, Malformed; sent again, it is the same batch."""
    batch = _batch(ends)
    if batch is None:
        return Pushed(0, False)
    body = canonical(asdict(batch))
    try:
        results = ends.district.ops(body, ends.district.sign(body))
    except Refused as refused:
        if refused.code == "district.op_reused" and _quarantine(ends, batch, refused):
            return Pushed(0, True)
        if refused.code in STALE:
            raise
        with changing(ends) as (_, state):
            attend(state, Refusal("sync.batch", said=refused.code))
        raise
    return _settle(ends, batch, body, results)


def _batch(ends: Ends) -> Batch | None:
    """The one that is on its way, or the next, which is written down before it goes."""
    with reading(ends.engine) as session:
        state = known(session)
        if state.batch is not None:
            last, seq, hash_ = json.loads(state.batch)
            return _made(session, state, last, Witness(seq, hash_) if seq else None)
    with changing(ends) as (session, state):
        head = witness(session)
        batch = _made(session, state, None, head)
        if batch is not None:
            last = batch.operations[-1].op_seq
            state.batch = json.dumps([last, *((head.seq, head.hash) if head else (0, ""))])
        return batch


def _made(
    session: Session, state: SyncStateRow, last: int | None, head: Witness | None
) -> Batch | None:
    chosen = select(OutboxRow).where(col(OutboxRow.op_seq) > state.settled)
    if last is not None:
        chosen = chosen.where(col(OutboxRow.op_seq) <= last)
    rows = session.exec(chosen.order_by(col(OutboxRow.op_seq)).limit(OPERATIONS)).all()
    if not rows:
        return None
    base = proposals.base_vers(session, [row.op_id for row in rows])
    operations = [_operation(state, row, base.get(row.op_id)) for row in rows]
    return Batch(state.store, state.previous, tuple(_fitting(operations)), head)


def _operation(state: SyncStateRow, row: OutboxRow, base_ver: int | None) -> Operation:
    op_seq = row.op_seq or 0
    return Operation(
        op_id=row.op_id,
        op_seq=op_seq,
        kind=row.kind,
        at=row.at,
        payload=json.loads(row.payload),
        base_ver=base_ver,
        schema=SCHEMA if op_seq > state.schema_until else state.schema_before,
    )


def _fitting(operations: Sequence[Operation]) -> Sequence[Operation]:
    """As many as a batch may hold, and one at least."""
    size = _AROUND
    for at, operation in enumerate(operations):
        size += len(canonical(asdict(operation))) + 1
        if at and size > BATCH_BYTES:
            return operations[:at]
    return operations


def _settle(ends: Ends, batch: Batch, body: bytes, results: Results) -> Pushed:
    first, last = batch.operations[0].op_seq, batch.operations[-1].op_seq
    if not results.results:
        return _elsewhere(ends, first, results.expected_op_seq)
    told = [(result.op_id, result.op_seq) for result in results.results]
    if told != [(operation.op_id, operation.op_seq) for operation in batch.operations]:
        raise Malformed("results")
    with changing(ends) as (session, state):
        for operation, result in zip(batch.operations, results.results, strict=True):
            if result.outcome not in _DONE:
                _for_a_person(session, ends.clock, operation, result)
        state.settled, state.batch = last, None
        state.previous = sha256(body).hexdigest()
        heard(state, ends.clock.now())
        mended(state, PUSH)
        forget(session, state)
        return Pushed(len(told), newest_op(session) > last)


def _elsewhere(ends: Ends, first: int, expected: int) -> Pushed:
    """The district waits for an earlier one: sent again from there if it is still here."""
    with changing(ends) as (session, state):
        state.batch = None
        oldest = session.exec(select(OutboxRow.op_seq).order_by(col(OutboxRow.op_seq))).first()
        if expected < first and oldest is not None and oldest <= expected:
            state.settled = expected - 1
            return Pushed(0, True)
        attend(state, Refusal("sync.op_gap", expected=expected, first=first))
        return Pushed(0, False)


def _for_a_person(session: Session, clock: Clock, operation: Operation, result: Result) -> None:
    proposals.withdraw(session, operation.op_id)
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


def _quarantine(ends: Ends, batch: Batch, refused: Refused) -> bool:
    """Sets aside an operation whose id the district knows for another one, so that the rest can
    go; whether there is one that can be."""
    op_id = refused.refusal.fields.get("op_id")
    with changing(ends) as (session, state):
        row = session.exec(select(OutboxRow).where(OutboxRow.op_id == op_id)).first()
        if row is None or row.kind == QUARANTINED:
            return False
        operation = next(one for one in batch.operations if one.op_id == op_id)
        result = Result(row.op_id, operation.op_seq, Outcome.REJECTED, refused.code, {})
        _for_a_person(session, ends.clock, operation, result)
        row.op_id, row.kind = ordered_id(ends.clock.now()), QUARANTINED
        row.payload = json.dumps({"op_id": operation.op_id})
        state.batch = None
    return True
