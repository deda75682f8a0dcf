"""What a store sends: each operation settled once, in one transaction with its answer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from sqlmodel import Session, col, select

from counter_app.district import feed
from counter_app.district.alarms import alarm
from counter_app.district.kinds import numbers_of, settle
from counter_app.district.store import gone
from counter_app.district.tables import OpApplied, Store, Upload
from counter_app.district.work import Settled, Work, rejected
from counter_app.errors import Refusal
from counter_app.logs import log_fault
from counter_app.sync.packing import canonical
from counter_app.sync.wire import OPERATIONS, Batch, Operation, Outcome, Result, Results, Table

Hashes = Mapping[str, str]
"""Of operations, by their ids."""


class Signed(NamedTuple):
    """A batch's signature, and the certificate it was made with."""

    signature: str
    thumbprint: str


def take(
    session: Session,
    store: Store,
    batch: Batch,
    body: bytes,
    signed: Signed,
    now: datetime,
) -> Results:
    """Settles what is new; what is known gets the answer it got.

    Raises Refusal district.batch (not in order, too many), district.unreadable (no JSON that can be
    kept), district.op_reused, district.chain.
    """
    _check_order(batch)
    hashes = _hashes(batch)
    known = _known(session, batch)
    _check_bodies(known, hashes)
    first = batch.operations[0].op_seq if batch.operations else store.next_op_seq
    if first > store.next_op_seq > 0:
        if not store.restored:
            return Results((), store.next_op_seq)
        oldest = max(store.next_op_seq, batch.oldest or first)
        if first > oldest:
            return Results((), oldest)
        alarm(session, store.id, "operations_lost", f"{store.next_op_seq}-{first - 1}", now)
        store.next_op_seq = first
    _check_chain(session, store, batch, first)
    new = [operation for operation in batch.operations if operation.op_id not in known]
    _check_new(store, new)
    fresh = _settled(session, store, new, hashes, now)
    results = tuple(
        _again(known[operation.op_id], operation)
        if operation.op_id in known
        else fresh[operation.op_id]
        for operation in batch.operations
    )
    _keep(session, store, batch, body, signed, now)
    return Results(results, store.next_op_seq)


def _check_order(batch: Batch) -> None:
    numbers = [operation.op_seq for operation in batch.operations]
    ids = {operation.op_id for operation in batch.operations}
    whole = not numbers or numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    if (
        not whole
        or len(ids) < len(numbers)
        or len(numbers) > OPERATIONS
        or min(numbers, default=1) < 1
    ):
        raise Refusal("district.batch")


def _known(session: Session, batch: Batch) -> dict[str, OpApplied]:
    ids = [operation.op_id for operation in batch.operations]
    rows = session.exec(select(OpApplied).where(col(OpApplied.op_id).in_(ids)))
    return {row.op_id: row for row in rows}


def _hashes(batch: Batch) -> Hashes:
    """By operation. Raises Refusal district.unreadable."""
    try:
        return {one.op_id: _hash(one) for one in batch.operations}
    except (TypeError, RecursionError):  # numbers without end, half signs, a thousand levels
        raise Refusal("district.unreadable") from None


def _check_bodies(known: dict[str, OpApplied], hashes: Hashes) -> None:
    """Raises Refusal district.op_reused: one id, two operations."""
    for op_id, row in known.items():
        if row.body_sha256 != hashes[op_id]:
            raise Refusal("district.op_reused", op_id=op_id)


def _check_chain(session: Session, store: Store, batch: Batch, first: int) -> None:
    """Raises Refusal district.chain when the batch before is another than the store says."""
    if store.restored:
        return  # it may lack what the store has sent since
    ended = select(Upload.sha256).where(Upload.store == store.id, Upload.last_seq == first - 1)
    before = set(session.exec(ended))
    if before and batch.previous not in before:
        raise Refusal("district.chain")


def _check_new(store: Store, new: Sequence[Operation]) -> None:
    """Raises Refusal district.op_reused for one behind what is settled under an id that is not
    known: it is not the store's own past."""
    for operation in new:
        if operation.op_seq < store.next_op_seq:
            raise Refusal("district.op_reused", op_id=operation.op_id)


def _settled(
    session: Session, store: Store, new: Sequence[Operation], hashes: Hashes, now: datetime
) -> dict[str, Result]:
    """All at once; if one breaks us, one by one, so that it does not hold up the others."""
    try:
        return _together(session, store, new, hashes, now)
    except Exception as error:  # told by the one that it is of
        if gone(error):
            raise
        return {one.op_id: _alone(session, store, one, hashes, now) for one in new}


def _alone(
    session: Session, store: Store, operation: Operation, hashes: Hashes, now: datetime
) -> Result:
    try:
        return _together(session, store, [operation], hashes, now)[operation.op_id]
    except Exception as error:  # one that breaks us must not hold up the others
        if gone(error):
            raise
        done = rejected("fault", reference=log_fault(error))
        work = Work(session, store, now)
        result = _answer(work, operation, hashes, done)
        work.write()
        return result


def _together(
    session: Session, store: Store, operations: Sequence[Operation], hashes: Hashes, now: datetime
) -> dict[str, Result]:
    with session.begin_nested():
        work = Work(session, store, now, numbers_of(operations))
        results = {one.op_id: _answer(work, one, hashes, settle(work, one)) for one in operations}
        work.write()
    return results


def _answer(work: Work, operation: Operation, hashes: Hashes, done: Settled) -> Result:
    work.add(
        OpApplied,
        op_id=operation.op_id,
        store=work.store.id,
        op_seq=operation.op_seq,
        body_sha256=hashes[operation.op_id],
        outcome=done.outcome.value,
        code=done.code,
        fields=json.dumps(done.fields, ensure_ascii=False),
    )
    return Result(operation.op_id, operation.op_seq, done.outcome, done.code, done.fields)


def _again(row: OpApplied, operation: Operation) -> Result:
    """The stored answer; what was applied is told as a duplicate."""
    outcome = Outcome(row.outcome)
    if outcome is Outcome.APPLIED:
        outcome = Outcome.DUPLICATE
    return Result(row.op_id, operation.op_seq, outcome, row.code, json.loads(row.fields))


def _keep(
    session: Session, store: Store, batch: Batch, body: bytes, signed: Signed, now: datetime
) -> None:
    """The batch as evidence, and the checkpoint that says how far all is settled."""
    if not batch.operations:
        return
    last = batch.operations[-1].op_seq
    store.next_op_seq, store.restored = max(store.next_op_seq, last + 1), False
    digest = sha256(body).hexdigest()
    if session.get(Upload, (store.id, digest)) is None:
        row = Upload(
            store=store.id,
            sha256=digest,
            first_seq=batch.operations[0].op_seq,
            last_seq=last,
            signature=signed.signature,
            thumbprint=signed.thumbprint,
            at=now,
        )
        session.add(row)
    settled = {"op_seq": store.next_op_seq - 1}
    feed.put(session, Table.WRITTEN, store.id, store.centre, settled)


def _hash(operation: Operation) -> str:
    return sha256(canonical(asdict(operation))).hexdigest()
