"""What screens and commands ask of the sync: how it stands, what waits for a person.

Nothing here speaks to the district; that is the sync's own process, which writes what it learns
into the store and watches there for who wants something.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import RESOLVE, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from counter_app.residents.residents import checked_purpose
from counter_app.sync.outcome import Outcome
from counter_app.sync.proposals import MADE
from counter_app.sync.views import BlockLevel, Pending, Progress, SyncState, SyncView, WorkItem
from db.acts import moment
from db.engine import reading, room_beside, transaction
from db.sync import ProposalRow, SyncStateRow, WorkItemRow, state_of

SILENCE = timedelta(minutes=3)
"""After which the sync's process is taken to have ended: it hears of the district, or finds that it
cannot, far more often."""

ROOM = 1024 * 1024
"""Bytes beside the store; with less, what comes from the district may find no room."""

_STANDS = text(
    "SELECT s.*, (SELECT coalesce(max(op_seq), 0) FROM outbox) AS newest,"
    " (SELECT count(*) FROM work_item WHERE settled IS NULL) AS open, c.done, c.total"
    " FROM sync_state AS s LEFT JOIN sync_copy AS c ON c.id = s.id"
)
_LEVELS = text(
    "SELECT series, sum(last - used), sum(last - first + 1) FROM number_block"
    " WHERE closed_at IS NULL AND source = 'district' AND series LIKE :year || '-%'"
    " GROUP BY series ORDER BY series"
)


class Sync:
    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def view(self) -> SyncView:
        """How it stands, as the store has it."""
        now = self._clock.now()
        with reading(self._engine) as session:
            connection = session.connection()
            row = connection.execute(_STANDS).mappings().first()
            if row is None:
                return SyncView(SyncState.ALONE)
            levels = connection.execute(_LEVELS, {"year": now.year}).all()
        full = room_beside(self._engine) < ROOM
        return _viewed(row, tuple(BlockLevel(*level) for level in levels), now, full=full)

    def ask(self, actor: Actor, action_id: str, *, check: bool = False) -> None:
        """Wants a sync now, with a comparison of the whole register if `check`; the process sees
        to it as soon as it can. Raises Refusal sync.alone."""
        with transaction(self._engine) as session:
            state = _known(session)
            if state.asked_action == action_id:
                return
            state.asked, state.asked_action = state.asked + 1, action_id
            state.asked_check += check
            record(session, self._clock, actor, "sync.asked", "sync", {"check": check})

    def work_items(self, *, settled: bool = False) -> tuple[WorkItem, ...]:
        """What waits for a person, oldest first; `settled`: what no longer does, newest first."""
        with reading(self._engine) as session:
            waits = col(WorkItemRow.settled).is_(None)
            chosen = select(WorkItemRow).where(~waits if settled else waits)
            order = col(WorkItemRow.id)
            rows = session.exec(chosen.order_by(order.desc() if settled else order).limit(500))
            return tuple(map(_item, rows))

    def settle(self, actor: Actor, item_id: int, note: str, *, action_id: str) -> WorkItem:
        """Closes a work item with a note of what was done.

        Raises Refusal sync.no_item, sync.settled, sync.note_needed, sync.note_long, clerks.*.
        """
        said = _note(note)
        with transaction(self._engine) as session:
            require_active(session, actor, RESOLVE)
            row = session.get(WorkItemRow, item_id) if 0 < item_id < 2**63 else None
            if row is None:
                raise Refusal("sync.no_item")
            if row.action_id == action_id:
                return _item(row)
            if row.settled:
                raise Refusal("sync.settled", name=row.settled_by)
            row.settled, row.settled_by = self._clock.now(), actor.name
            row.note, row.action_id = said, action_id
            detail = {"item": item_id, "op": row.op_id, "outcome": row.outcome, "note": said}
            record(session, self._clock, actor, "sync.settled", row.subject, detail)
            session.flush()
            return _item(row)

    def pending(self, resident_id: int) -> tuple[Pending, ...]:
        """What the district has still to change of a resident's record, oldest first."""
        with reading(self._engine) as session:
            chosen = select(ProposalRow).where(ProposalRow.resident_id == resident_id)
            rows = session.exec(chosen.order_by(MADE))
            return tuple(Pending(r.op_id, r.field, json.loads(r.value), r.at) for r in rows)


def _viewed(
    row: Mapping[Any, Any], levels: tuple[BlockLevel, ...], now: datetime, *, full: bool
) -> SyncView:
    """`full`: whether the disk is, of which a process that cannot write can leave no word here."""
    queued = max(row["newest"] - row["settled"], 0)
    attention = row["attention"]
    reason = Refusal(attention, **json.loads(row["attention_fields"])) if attention else None
    if full:
        reason = Refusal("sync.disk_full")
    heard, offline = moment(row["heard"]), moment(row["offline_since"])
    offline = offline and min(offline, now)
    if offline and row["cursor"] is None:
        reason = reason or Refusal("sync.busy" if row["busy"] else "sync.no_answer")
    if not offline and (heard is None or abs(now - heard) > SILENCE):
        offline = heard and min(heard, now)
        reason = reason or Refusal("sync.not_running")
    copying = row["total"] is not None
    return SyncView(
        state=_state(row, bool(attention) or full, offline is not None or heard is None, queued),
        district=row["district"],
        synced=moment(row["synced"]),
        offline_since=offline,
        reason=reason,
        queued=queued,
        conflicts=row["open"],
        lag=row["lag"],
        skew=row["skew"],
        progress=Progress(row["done"], row["total"]) if copying else None,
        checked=moment(row["checked"]),
        blocks=levels,
        until=moment(row["until"]),
    )


def _state(row: Mapping[Any, Any], attention: bool, offline: bool, queued: int) -> SyncState:
    said = (
        (row["cursor"] is None, SyncState.FIRST),
        (attention, SyncState.ATTENTION),
        (offline and row["busy"], SyncState.BUSY),
        (offline, SyncState.OFFLINE),
        (queued > 0, SyncState.SENDING),
    )
    return next((state for holds, state in said if holds), SyncState.SYNCED)


def _item(row: WorkItemRow) -> WorkItem:
    return WorkItem(
        id=row.id or 0,
        op_id=row.op_id,
        kind=row.kind,
        subject=row.subject,
        outcome=Outcome(row.outcome),
        code=row.code,
        fields=json.loads(row.fields),
        at=row.at,
        told=row.told,
        settled=row.settled,
        settled_by=row.settled_by,
        note=row.note,
    )


def _known(session: Session) -> SyncStateRow:
    state = state_of(session)
    if state is None:
        raise Refusal("sync.alone")
    return state


def _note(words: str) -> str:
    try:
        return checked_purpose(words)
    except Refusal as refusal:
        told = {"residents.purpose_needed": "note_needed", "residents.purpose_long": "note_long"}
        raise Refusal(f"sync.{told[refusal.code]}", **refusal.fields) from None
