"""Sends what happened in the shared queue: a store of its own to the district, the centre's, which
one PC at a time is at. Whoever was at it may die at any point: the next goes on with the same."""

import json
import time
from dataclasses import asdict
from hashlib import sha256
from uuid import uuid4

from sqlalchemy import Engine

from counter_app.errors import Refusal
from counter_app.privacy.audit import TERMINAL
from counter_app.sync import chain, queue_refusals
from counter_app.sync.batches import QUARANTINED, fitting, not_applied
from counter_app.sync.outcome import Outcome
from counter_app.sync.packing import canonical
from counter_app.sync.peer import STALE, Refused
from counter_app.sync.state import QUEUE, Ends, attend, changing, mended
from counter_app.sync.wire import (
    OPERATIONS,
    PROTOCOL,
    SCHEMA,
    Batch,
    Hello,
    Operation,
    Result,
    Results,
    Table,
    Witness,
)
from db import queue_refused
from db import queue_upload as kept
from db.acts import Sql, looking, make_safe, writing
from db.engine import reading
from db.errors import Lost
from db.outbox import ordered_id
from db.queue_upload import NEWEST, Upload
from db.references import record_of

IDLE, OTHERS, AWAY = 2.0, 30.0, 10.0
"""Seconds until it is looked at again: when all is sent, another PC is at it, the queue is lost."""
GREETED_SECONDS = 600.0


class QueueOutbox:
    """One process's part in it; for one thread."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._me = str(uuid4())
        self._greeted = 0.0
        """Until when, by the monotonic clock."""

    def step(self, ends: Ends) -> float:
        """One batch, if it is ours to send; seconds until it is looked at again.

        Raises Refused, Unreachable, Malformed.
        """
        try:
            pause = self._step(ends)
            if pause == OTHERS:
                self.engine.dispose()  # the server has not connections for all who only look
            return pause
        except (Lost, Refusal):  # the window tells of a lost queue
            self._greeted = 0.0
            return AWAY
        except Refused as refused:
            self._greeted = 0.0
            if refused.code == "district.superseded" or refused.code not in STALE:
                with changing(ends) as (_, state):
                    attend(state, _why(refused))
            raise

    def close(self) -> None:
        """Another need not wait for the lease to end."""
        try:
            with writing(self.engine) as sql:
                kept.release(sql, self._me)
        except (Lost, Refusal):
            pass
        finally:
            self.engine.dispose()

    def _step(self, ends: Ends) -> float:
        with looking(self.engine) as sql:
            seen, owes = kept.look(sql), queue_refusals.owes(sql, ends)
        if owes:
            queue_refusals.take(self.engine, ends)
        if seen.leased and seen.holder != self._me:
            self._greeted = 0.0
            return OTHERS
        mine = seen.fresh and seen.holder == self._me
        greeted = time.monotonic() < self._greeted
        if mine and greeted and not seen.waiting:
            return IDLE
        with writing(self.engine) as sql:
            upload = kept.take(sql, self._me, TERMINAL)
        if upload is None:
            return OTHERS
        if not (mine and greeted):
            upload = self._hello(ends, upload)
        if upload is not None and self._push(ends, upload):
            return 0.0
        return IDLE

    def _hello(self, ends: Ends, upload: Upload) -> Upload | None:
        """What is known of the queue from then on; None if another is at it by now."""
        with looking(self.engine) as sql:
            seen, head, oldest = kept.look(sql), Witness(*kept.head(sql)), kept.oldest(sql)
        make_safe(self.engine)
        now = seen.now or ends.clock.now()
        said = Hello(
            store=upload.store,
            mark=upload.mark,
            protocols=(PROTOCOL, PROTOCOL),
            schema=SCHEMA,
            cursor=None,
            op_seq=seen.newest,
            at=now,
            witness=head if head.seq else None,
            shared=True,
        )
        welcome = ends.district.hello(said)
        known = _with(upload, mark=welcome.mark)
        if welcome.expected_op_seq <= upload.settled and oldest is not None:
            known = _with(known, settled=max(welcome.expected_op_seq, oldest) - 1, batch=None)
        with writing(self.engine) as sql:
            if not kept.keep(sql, self._me, known):
                return None
            kept.drop(sql, min(known.settled, _written(ends, known)), now - ends.keep)
            queue_refused.drop(sql)
            there = welcome.witness
            same = there is None or kept.hash_at(sql, there.seq) == there.hash
        with changing(ends) as (session, state):
            mended(state, QUEUE)
            if not same and there is not None:
                broken = Refusal(chain.OF_QUEUE, seq=there.seq)
                chain.tell(session, ends.clock, upload.store, broken)
                attend(state, broken)
        self._greeted = time.monotonic() + GREETED_SECONDS
        return known

    def _push(self, ends: Ends, upload: Upload) -> bool:
        """Whether there may be more."""
        with writing(self.engine) as sql:
            batch, upload = _batch(sql, upload)
            if batch is None or not kept.keep(sql, self._me, upload):
                return False
        body = canonical(asdict(batch))
        try:
            results = ends.district.ops(body, ends.district.sign(body))
        except Refused as refused:
            if refused.code == "district.op_reused" and self._set_aside(
                ends, upload, batch, refused
            ):
                return True
            raise
        return self._settle(ends, upload, batch, body, results)

    def _settle(
        self, ends: Ends, upload: Upload, batch: Batch, body: bytes, results: Results
    ) -> bool:
        """The queue knows with the result whose work it is to look at what was not applied."""
        first, last = batch.operations[0].op_seq, batch.operations[-1].op_seq
        if not results.results:
            return self._elsewhere(upload, first, results.expected_op_seq)
        refused = not_applied(batch, results)
        done = {"settled": last, "batch": None, "previous": sha256(body).hexdigest()}
        with writing(self.engine) as sql:
            ours = kept.keep(sql, self._me, _with(upload, **done))
            if ours:
                queue_refusals.note(sql, ends, refused)
        if refused:
            queue_refusals.take(self.engine, ends)
        return ours

    def _elsewhere(self, upload: Upload, first: int, expected: int) -> bool:
        with writing(self.engine) as sql:
            oldest = kept.oldest(sql)
            back = oldest is not None and expected < first and oldest < first
            settled = max(expected, oldest or 0) - 1 if back else upload.settled
            kept.keep(sql, self._me, _with(upload, settled=settled, batch=None))
        if not back:
            raise Refused("sync.queue_gap", {"expected": str(expected), "first": str(first)})
        return True

    def _set_aside(self, ends: Ends, upload: Upload, batch: Batch, refused: Refused) -> bool:
        """An operation that the district knows otherwise by its id makes way for the rest."""
        op_id = refused.refusal.fields.get("op_id")
        found = [one for one in batch.operations if one.op_id == op_id]
        if not found or found[0].kind == QUARANTINED:
            return False
        result = Result(found[0].op_id, found[0].op_seq, Outcome.REJECTED, refused.code, {})
        with writing(self.engine) as sql:
            if kept.keep(sql, self._me, _with(upload, batch=None)):
                queue_refusals.note(sql, ends, [(found[0], result)])
                said = json.dumps({"op_id": found[0].op_id})
                other = ordered_id(ends.clock.now())
                kept.set_aside(sql, found[0].op_seq, other, QUARANTINED, said)
        queue_refusals.take(self.engine, ends)
        return True


def _with(upload: Upload, **other: object) -> Upload:
    return upload._replace(**other)  # type: ignore[arg-type]  # its own fields


def anew(engine: Engine) -> str:
    """Makes the queue another store to the district, after it was restored; its id."""
    with writing(engine) as sql:
        return kept.anew(sql)


def _batch(sql: Sql, upload: Upload) -> tuple[Batch | None, Upload]:
    """The one on its way, or the next, which is written down with it."""
    last, seq, hash_, oldest = json.loads(upload.batch) if upload.batch else (None, 0, "", None)
    rows = kept.facts(sql, upload.settled, last or NEWEST, OPERATIONS)
    if not rows:
        return None, upload
    operations = fitting(
        [
            Operation(op_id, op_seq, kind, at, json.loads(payload), None, schema or SCHEMA)
            for op_seq, op_id, kind, payload, at, schema in rows
        ]
    )
    if last is None:
        last, oldest = operations[-1].op_seq, kept.oldest(sql)
        seq, hash_ = kept.head(sql)
        kept.stamp(sql, SCHEMA, upload.settled, last)
        upload = _with(upload, batch=json.dumps([last, seq, hash_, oldest]))
    head = Witness(seq, hash_)
    return Batch(upload.store, upload.previous, operations, head, oldest), upload


def _written(ends: Ends, upload: Upload) -> int:
    """Up to which op_seq facts have come back to this PC."""
    with reading(ends.engine) as session:
        said = record_of(session, Table.WRITTEN, upload.store)
    return int(json.loads(said)["op_seq"]) if said else 0


def _why(refused: Refused) -> Refusal:
    if refused.code == "district.superseded":
        return Refusal("sync.queue_superseded")
    return Refusal("sync.queue_refused", said=refused.code)
