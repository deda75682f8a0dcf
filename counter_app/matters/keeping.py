"""What every act on a matter begins and ends with: the row as it was seen, what is recorded."""

import json
from collections.abc import Mapping

from sqlmodel import Session, select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.matters.procedures import Paper, procedure_of
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from counter_app.words import Coded
from db.matters import MatterEvent, MatterRow
from db.outbox import enqueue
from db.residents import ResidentRow


def begin(
    session: Session,
    actor: Actor,
    number: str,
    ver: int,
    action_id: str,
    act: str,
    **said: object,
) -> tuple[MatterRow, bool]:
    """The matter, and whether the action is done already. `said`: what history keeps of it.

    Raises Refusal matters.unknown, .closed, .stale, .action_used, clerks.*.
    """
    require_active(session, actor, SERVE)
    row, done = numbered(session, number), repeated(session, action_id, act, **said)
    if done is not None:
        if done.id != row.id:
            raise Refusal("matters.action_used")
        return row, True
    if row.closed_at is not None:
        raise Refusal("matters.closed")
    if row.ver != ver:
        raise Refusal("matters.stale")
    return row, False


def numbered(session: Session, number: str) -> MatterRow:
    """Raises Refusal matters.unknown."""
    row = session.exec(select(MatterRow).where(MatterRow.number == number.strip())).first()
    if row is None:
        raise Refusal("matters.unknown")
    return row


def repeated(session: Session, action_id: str, act: str, **said: object) -> MatterRow | None:
    """The matter of an action that is done. Raises Refusal matters.action_used."""
    event = session.exec(select(MatterEvent).where(MatterEvent.action_id == action_id)).first()
    if event is None:
        return None
    kept = json.loads(event.detail)
    if event.act != act or any(kept.get(key, value) != value for key, value in said.items()):
        raise Refusal("matters.action_used")
    return session.get(MatterRow, event.matter_id)


def person_of(session: Session, resident_id: int | None) -> ResidentRow | None:
    """None for somebody who is not in the register yet. Raises Refusal residents.unknown."""
    if resident_id is None:
        return None
    row = session.get(ResidentRow, resident_id) if 0 < resident_id < 2**63 else None
    if row is None:
        raise Refusal("residents.unknown")
    return row


def papers_of(row: MatterRow, person: ResidentRow | None) -> tuple[Paper, ...]:
    """The documents to be brought."""
    procedure = procedure_of(row.procedure, row.version)
    return procedure.papers_for(json.loads(row.facts), person.id_kind if person else None)


def require_item(
    session: Session, row: MatterRow, key: str, *, documents_only: bool = False
) -> None:
    """Raises Refusal matters.no_item."""
    items = [paper.key for paper in papers_of(row, person_of(session, row.resident_id))]
    steps = procedure_of(row.procedure, row.version).steps_for(json.loads(row.facts), over=False)
    items += [] if documents_only else [step.key for step in steps]
    if key not in items:
        keys = ", ".join(items)
        raise Refusal("matters.no_item", key=key[:40], keys=keys)


def require_timely(row: MatterRow, key: str) -> None:
    """That a step can be true in the present state. Raises Refusal matters.step_early."""
    steps = procedure_of(row.procedure, row.version).steps
    states = next((step.states for step in steps if step.key == key), None)
    if states and row.state not in states:
        named = sorted(f"state_{state.value}" for state in states)
        raise Refusal("matters.step_early", states=Coded("matters", named))


def subject(row: MatterRow) -> str:
    return f"matter:{row.id}"


def tell(
    session: Session,
    clock: Clock,
    actor: Actor,
    row: MatterRow,
    act: str,
    action_id: str,
    detail: Mapping[str, object],
) -> None:
    """History, audit and outbox, none of which says what was told of the person."""
    now = clock.now()
    row.ver += act != "start"
    session.add(row)
    session.add(
        MatterEvent(
            action_id=action_id,
            matter_id=row.id or 0,
            act=act,
            state=row.state,
            detail=json.dumps(dict(detail), ensure_ascii=False, sort_keys=True),
            at=now,
            clerk_id=actor.clerk_id,
            window=actor.window,
        )
    )
    session.flush()
    said = {"procedure": row.procedure, "state": row.state.value, **detail}
    record(session, clock, actor, f"matter.{act}", subject(row), said)
    person = str(row.resident_id) if row.resident_id else None
    enqueue(session, now, "matter", {"matter": row.number, "person": person, "act": act, **said})
