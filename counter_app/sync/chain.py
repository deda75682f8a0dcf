"""The audit chain's head is deposited at the district; whether the chain is still what was
deposited. What is not is told once, here and there, whatever becomes of the chain afterwards."""

import json

from sqlmodel import Session, col, select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.sync.alarms import alarm
from counter_app.sync.wire import Witness
from db.audit import AuditHead, AuditRow
from db.outbox import enqueue
from db.sync import WorkItemRow

CUT, DIFFERS, OF_QUEUE = "sync.audit_cut", "sync.audit_differs", "sync.queue_audit"
KIND = "audit.broken"


def witness(session: Session) -> Witness | None:
    """The head of the audit chain."""
    head = session.get(AuditHead, 1)
    return Witness(head.seq, head.hash) if head else None


def against(session: Session, deposited: Witness | None) -> Refusal | None:
    """Whether the audit chain is what the district was told it is."""
    if deposited is None:
        return None
    head = session.get(AuditHead, 1)
    if head is None or head.seq < deposited.seq:
        return Refusal(CUT, seq=deposited.seq)
    own = select(AuditRow.hash).where(col(AuditRow.seq) == deposited.seq)
    if session.exec(own).first() != deposited.hash:
        return Refusal(DIFFERS, seq=deposited.seq)
    return None


def tell(session: Session, clock: Clock, store: str, broken: Refusal) -> None:
    """For a person here, and to the district: it finds a chain that is shorter than it was by
    itself, one that has grown again not."""
    codes = (OF_QUEUE,) if broken.code == OF_QUEUE else (CUT, DIFFERS)
    fields = {"seq": str(broken.fields["seq"])}
    known = select(WorkItemRow.id).where(
        col(WorkItemRow.code).in_(codes), WorkItemRow.fields == json.dumps(fields)
    )
    if session.exec(known).first() is None:
        alarm(session, clock, broken.code, fields)
        said = {"store": store, "row": broken.fields["seq"], "code": broken.code}
        enqueue(session, clock.now(), KIND, said)
