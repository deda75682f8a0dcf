"""Faults that a sync can have, put into the real one: each must be caught."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st
from pytest import MonkeyPatch
from sqlalchemy import text
from sqlmodel import Session, col, delete

from counter_app.district import cursors, feed, ops
from counter_app.district.tables import OpApplied
from counter_app.sync import copying, packing, pulling, pushing, staging
from counter_app.sync.applying import put_in_place
from counter_app.sync.greeting import newest_op
from counter_app.sync.peer import Unreachable
from counter_app.sync.pulling import Pulled
from counter_app.sync.pushing import Pushed
from counter_app.sync.rows import latest, rows_of
from counter_app.sync.state import Ends, changing, standing
from tests.faults.machine import client
from tests.faults.machine.loopback import Fate
from tests.faults.machine.machine import DEATHS, Deaths, Fates

Plant = Callable[[MonkeyPatch], None]


def gap_cursor(patch: MonkeyPatch) -> None:
    """The feed is read as far as transactions have begun, whichever of them have ended."""
    newest = text("SELECT pg_current_xact_id()::text::bigint")

    def begun(session: Session) -> cursors.State:
        return replace(cursors.state(session), horizon=session.connection().scalar(newest))

    patch.setattr(feed, "state", begun)


def cursor_before_apply(patch: MonkeyPatch) -> None:
    """The cursor is committed first, and then what it stands for."""

    def changes(ends: Ends, since: str, wait: float) -> Pulled:
        came, trailer = ends.district.changes(since, wait)
        with changing(ends) as (session, state):
            staging.stage(session, came)
            state.staged = None if trailer.checkpoint else trailer.next
            state.cursor = trailer.next if trailer.checkpoint else state.cursor
            rows = rows_of(latest(staging.unstage(session))) if trailer.checkpoint else None
        if rows is not None:
            with changing(ends) as (session, state):
                put_in_place(session, state, ends.clock.now(), rows)
        return Pulled(len(came), trailer.complete)

    patch.setattr(pulling, "_changes", changes)


def no_resnapshot(patch: MonkeyPatch) -> None:
    """Whose cursor is too old goes on from a newer one."""
    begin = copying.begin

    def go_on(ends: Ends) -> None:
        if standing(ends.engine).cursor is None:
            begin(ends)
            return
        base = ends.district.snapshot().base
        with changing(ends) as (_, state):
            state.cursor, state.staged = base, None

    patch.setattr(copying, "begin", go_on)


def snapshot_at_head(patch: MonkeyPatch) -> None:
    """The base of a copy is fixed after its pages."""
    replay = copying._replay

    def from_head(ends: Ends) -> int:
        head = ends.district.snapshot().base
        with changing(ends) as (session, _):
            copying._begun(session).replayed = head
        return replay(ends)

    patch.setattr(copying, "_replay", from_head)


def split_transaction(patch: MonkeyPatch) -> None:
    """Every answer is a checkpoint, also one that ends within a transaction."""

    def packed(*args: Any, **words: Any) -> bytes:
        return packing.pack(*args, **{**words, "checkpoint": True})

    patch.setattr("counter_app.district.feed.pack", packed)


def no_idempotency(patch: MonkeyPatch) -> None:
    """The district does again what it is told again."""
    take = ops.take

    def forgetful(session: Session, store: Any, batch: Any, *args: Any) -> Any:
        ids = [operation.op_id for operation in batch.operations]
        session.exec(delete(OpApplied).where(col(OpApplied.op_id).in_(ids)))
        store.next_op_seq = batch.operations[0].op_seq
        return take(session, store, batch, *args)

    patch.setattr(ops, "take", forgetful)


def early_acknowledgement(patch: MonkeyPatch) -> None:
    """What was sent is taken to have arrived."""

    def push(ends: Ends) -> Pushed:
        try:
            return pushing.push(ends)
        except Unreachable:
            with changing(ends) as (session, state):
                state.settled, state.batch = newest_op(session), None
                session.connection().execute(
                    text("DELETE FROM outbox WHERE op_seq < (SELECT max(op_seq) FROM outbox)")
                )
            return Pushed(0, False)

    patch.setitem(client.STEPS, "push", push)


@dataclass(frozen=True)
class Focus:
    """What is enough to find a fault: these rules, and these failures beside it."""

    rules: tuple[str, ...]
    fates: Fates = field(default_factory=lambda: st.just([]))
    deaths: Deaths = field(default_factory=st.none)


def _some(*fates: Fate) -> Fates:
    return st.lists(st.sampled_from((Fate.FINE, *fates)), max_size=6)


PLANTS: dict[Plant, Focus] = {
    gap_cursor: Focus(("begin_late", "commit_late", "pull")),
    cursor_before_apply: Focus(("put", "pull"), deaths=DEATHS),
    no_resnapshot: Focus(("put", "delete", "prune", "pull")),
    snapshot_at_head: Focus(("put", "pull"), _some(Fate.LOST)),
    split_transaction: Focus(("put_twins", "pull")),
    no_idempotency: Focus(("issue", "refill", "push"), _some(Fate.UNHEARD, Fate.TWICE)),
    early_acknowledgement: Focus(("issue", "refill", "push"), _some(Fate.LOST)),
}
