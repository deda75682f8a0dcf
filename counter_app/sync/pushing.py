"""Sends what happened here, in its order, and keeps what the district makes of it."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256

from sqlalchemy import text
from sqlmodel import Session, col, select

from counter_app.errors import Refusal
from counter_app.sync import proposals
from counter_app.sync.batches import QUARANTINED, fitting, for_a_person, not_applied
from counter_app.sync.chain import witness
from counter_app.sync.greeting import newest_op, oldest_op
from counter_app.sync.outcome import Outcome
from counter_app.sync.packing import canonical
from counter_app.sync.peer import STALE, Refused
from counter_app.sync.state import PUSH, Ends, attend, changing, heard, known, mended
from counter_app.sync.wire import OPERATIONS, SCHEMA, Batch, Operation, Result, Results, Witness
from counter_app.sync.written import drop, forget
from db.engine import reading
from db.outbox import OutboxRow, ordered_id
from db.sync import SyncStateRow

_STAMP = text("UPDATE outbox SET schema_v = :schema, base_ver = :base_ver WHERE op_seq = :op_seq")
"""What an operation is sent with: sent again later, to a district that was restored, it is the
same."""


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
            last, seq, hash_, *oldest = json.loads(state.batch)
            head = Witness(seq, hash_) if seq else None
            return _made(session, state, last, head, oldest[0] if oldest else None)
    with changing(ends) as (session, state):
        head, oldest = witness(session), oldest_op(session, state)
        batch = _made(session, state, None, head, oldest)
        if batch is not None:
            last = batch.operations[-1].op_seq
            state.batch = json.dumps([last, *((head.seq, head.hash) if head else (0, "")), oldest])
            sent = [
                {"schema": one.schema, "base_ver": one.base_ver, "op_seq": one.op_seq}
                for one in batch.operations
            ]
            session.connection().execute(_STAMP, sent)
        return batch


def _made(
    session: Session,
    state: SyncStateRow,
    last: int | None,
    head: Witness | None,
    oldest: int | None,
) -> Batch | None:
    chosen = select(OutboxRow).where(col(OutboxRow.op_seq) > state.settled)
    if last is not None:
        chosen = chosen.where(col(OutboxRow.op_seq) <= last)
    rows = session.exec(chosen.order_by(col(OutboxRow.op_seq)).limit(OPERATIONS)).all()
    if not rows:
        return None
    base = proposals.base_vers(session, [row.op_id for row in rows])
    operations = [_operation(state, row, base.get(row.op_id)) for row in rows]
    return Batch(state.store, state.previous, fitting(operations), head, oldest)


def _operation(state: SyncStateRow, row: OutboxRow, base_ver: int | None) -> Operation:
    op_seq = row.op_seq or 0
    schema = SCHEMA if op_seq > state.schema_until else state.schema_before
    return Operation(
        op_id=row.op_id,
        op_seq=op_seq,
        kind=row.kind,
        at=row.at,
        payload=json.loads(row.payload),
        base_ver=row.base_ver if row.schema_v else base_ver,
        schema=row.schema_v or schema,
    )


def _settle(ends: Ends, batch: Batch, body: bytes, results: Results) -> Pushed:
    first, last = batch.operations[0].op_seq, batch.operations[-1].op_seq
    if not results.results:
        return _elsewhere(ends, first, results.expected_op_seq)
    refused = not_applied(batch, results)
    with changing(ends) as (session, state):
        for operation, result in refused:
            proposals.withdraw(session, operation.op_id)
            for_a_person(session, ends.clock, operation, result)
        state.settled, state.batch = last, None
        state.previous = sha256(body).hexdigest()
        heard(state, ends.clock.now())
        mended(state, PUSH)
        forget(session, state)
        drop(session, state, ends.clock.now() - ends.keep)
        return Pushed(len(results.results), newest_op(session) > last)


def _elsewhere(ends: Ends, first: int, expected: int) -> Pushed:
    """The district waits for an earlier one: sent again from there, or from the oldest that is
    still here."""
    with changing(ends) as (session, state):
        state.batch = None
        oldest = oldest_op(session, state)
        if expected < first and oldest is not None and oldest < first:
            state.settled = max(expected, oldest) - 1
            return Pushed(0, True)
        attend(state, Refusal("sync.op_gap", expected=expected, first=first))
        return Pushed(0, False)


def _quarantine(ends: Ends, batch: Batch, refused: Refused) -> bool:
    """Sets aside an operation whose id the district knows for another one, so that the rest can
    go; whether there is one that can be."""
    op_id = refused.refusal.fields.get("op_id")
    operation = next((one for one in batch.operations if one.op_id == op_id), None)
    if operation is None or operation.kind == QUARANTINED:
        return False
    with changing(ends) as (session, state):
        row = session.get(OutboxRow, operation.op_seq)
        if row is None:
            return False
        result = Result(row.op_id, operation.op_seq, Outcome.REJECTED, refused.code, {})
        proposals.withdraw(session, operation.op_id)
        for_a_person(session, ends.clock, operation, result)
        row.op_id, row.kind = ordered_id(ends.clock.now()), QUARANTINED
        row.schema_v = row.base_ver = None
        row.payload = json.dumps({"op_id": operation.op_id})
        state.batch = None
    return True
