"""Roles that the district gives and takes: on record like those given here."""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, select

from counter_app.clock import FixedClock
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import id_of
from counter_app.replicated import staff_of
from db.audit import NO_TICKET, AuditRow
from db.clerks import Clerk

SET_THERE = "clerk.set_there"
GRANTED = "clerk.role_granted"
"""Here, where the district says nothing of the account."""


def note(session: Session, now: datetime, logins: Iterable[str]) -> None:
    """What the district says of these accounts now, as far as it was another thing before; one it
    says nothing of any more has the role that it has here."""
    for clerk in session.exec(select(Clerk).where(col(Clerk.login).in_(list(logins)))):
        said, before = staff_of(session, clerk.login), _before(session, clerk)
        role = said.role if said else clerk.role
        told = {"to": role, "suspended": said is not None and said.suspended}
        if (before["to"], before["suspended"]) != (told["to"], told["suspended"]):
            detail = {"from": before["to"], **told}
            record(session, FixedClock(now), None, SET_THERE, _subject(clerk), detail)


def _before(session: Session, clerk: Clerk) -> dict[str, object]:
    """As it was last noted or granted here, else as the account is here."""
    noted = (
        select(AuditRow.detail)
        .where(AuditRow.subject == _subject(clerk), text(NO_TICKET))
        .where(col(AuditRow.action).in_((SET_THERE, GRANTED)))
        .order_by(col(AuditRow.seq).desc())
        .limit(1)
    )
    found = session.exec(noted).first()
    told: dict[str, object] = json.loads(found) if found else {"to": clerk.role}
    return {"suspended": False} | told


def _subject(clerk: Clerk) -> str:
    return f"clerk:{id_of(clerk)}"
