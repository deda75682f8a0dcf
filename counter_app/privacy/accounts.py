"""Accounts: who has one, which role it has, and how it is suspended and restored."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from counter_app import written
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import (
    GRANT,
    LIST_GRANTS,
    MANAGE_CLERKS,
    MANAGED,
    PERMISSIONS,
    SEE_CLERKS,
    SERVE,
    Actor,
)
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import id_of, known, leave_windows, require_active, role_of
from counter_app.privacy.staff import GRANTED, SET_THERE
from counter_app.queue.categories import LANGUAGES
from counter_app.replicated import staff_of
from db.audit import NO_TICKET, AuditRow
from db.clerks import Clerk, Role, Window
from db.engine import reading, transaction

FOREIGN = tuple(language for language in LANGUAGES if language != "ko")
GRANTS = ("clerk.added", GRANTED, "clerk.suspended", "clerk.restored", SET_THERE)
"""Acts that give or take rights. Nothing deletes them: three years is the least they are kept."""
SUSPENDED_THERE = "clerk.suspended_there"
"""How SET_THERE is told where the district takes all rights."""


@dataclass(frozen=True, slots=True)
class ClerkView:
    """An account; `manageable` by whoever asked, as far as roles go."""

    id: int
    login: str
    name: str
    role: Role
    window: int | None
    locked_at: datetime | None
    suspended_at: datetime | None
    suspended_there: bool
    """By the district."""
    role_there: bool
    """Given by the district, and changed there."""
    manageable: bool
    languages: tuple[str, ...]
    """What they speak besides Korean."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A right given or taken; `act` is one of GRANTS or SUSPENDED_THERE, `by` a login, "-" at
    set-up and for what the district said."""

    at: datetime
    by: str
    act: str
    login: str
    role: str
    reason: str


class Accounts:
    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def people(self, actor: Actor) -> tuple[ClerkView, ...]:
        """All accounts. Raises Refusal clerks.not_permitted, clerks.suspended."""
        with reading(self._engine) as session:
            require_active(session, actor, SEE_CLERKS)
            seats = {w.clerk_id: w.number for w in session.exec(select(Window))}
            own = role_of(session, known(session, actor.clerk_id))
            found = session.exec(select(Clerk).order_by(Clerk.login)).all()
            return tuple(_view(session, c, seats.get(c.id), own) for c in found)

    def suspend(self, actor: Actor, clerk_id: int, reason: str) -> None:
        """Bars an account from its next act on.

        Raises Refusal clerks.reason_needed, clerks.reason_long, clerks.not_oneself and what
        `restore` raises.
        """
        with transaction(self._engine) as session:
            clerk = _managed(session, actor, clerk_id)
            reason = checked_reason(reason)
            if clerk_id == actor.clerk_id:
                raise Refusal("clerks.not_oneself")
            clerk.suspended_at = clerk.suspended_at or self._clock.now()
            leave_windows(session, clerk_id)
            record(
                session,
                self._clock,
                actor,
                "clerk.suspended",
                f"clerk:{clerk_id}",
                {"reason": reason},
            )

    def restore(self, actor: Actor, clerk_id: int, reason: str) -> None:
        """Lifts a suspension and a lock.

        Raises Refusal clerks.reason_needed, clerks.reason_long, clerks.not_here (the district
        has suspended it), clerks.not_permitted, clerks.suspended, clerks.unknown and
        clerks.administrators_only.
        """
        with transaction(self._engine) as session:
            clerk = _managed(session, actor, clerk_id)
            said = {"reason": checked_reason(reason)}
            there = staff_of(session, clerk.login)
            if there and there.suspended:
                raise Refusal("clerks.not_here")
            clerk.suspended_at, clerk.locked_at, clerk.failures = None, None, 0
            record(session, self._clock, actor, "clerk.restored", f"clerk:{clerk_id}", said)

    def speaks(self, actor: Actor, clerk_id: int, languages: Iterable[str]) -> None:
        """Sets what a clerk speaks besides Korean; a window takes it up when it is opened next.

        Raises Refusal clerks.no_language, clerks.not_permitted, clerks.suspended, clerks.unknown
        and clerks.administrators_only.
        """
        spoken = list(dict.fromkeys(languages))
        if not set(spoken) <= set(FOREIGN):
            raise Refusal("clerks.no_language", codes=", ".join(FOREIGN))
        with transaction(self._engine) as session:
            clerk = _managed(session, actor, clerk_id)
            before, clerk.languages = clerk.languages, " ".join(spoken)
            said = {"languages": spoken}
            if clerk.languages != before:
                record(session, self._clock, actor, "clerk.speaks", f"clerk:{clerk_id}", said)

    def grant(self, actor: Actor, clerk_id: int, role: Role, reason: str) -> None:
        """Gives an account another role, from its next act on; the grant stays on record.

        Raises Refusal clerks.not_own_role, clerks.role_there (the district says who has which),
        clerks.reason_needed, clerks.reason_long, clerks.not_permitted, clerks.suspended and
        clerks.unknown.
        """
        with transaction(self._engine) as session:
            require_active(session, actor, GRANT)
            clerk = known(session, clerk_id)
            reason = checked_reason(reason)
            if clerk_id == actor.clerk_id:
                raise Refusal("clerks.not_own_role")
            if staff_of(session, clerk.login):
                raise Refusal("clerks.role_there")
            before, clerk.role = clerk.role, Role(role)
            if role not in PERMISSIONS[SERVE]:
                leave_windows(session, clerk_id)
            if role != before:
                said = {"from": before, "to": role, "reason": reason}
                record(session, self._clock, actor, GRANTED, f"clerk:{clerk_id}", said)

    def grants(self, actor: Actor) -> tuple[Grant, ...]:
        """Who gave and took which right, the newest first: all there ever were.

        Raises Refusal clerks.not_permitted, clerks.suspended.
        """
        with reading(self._engine) as session:
            require_active(session, actor, LIST_GRANTS)
            accounts = {f"clerk:{c.id}": c.login for c in session.exec(select(Clerk))}
            chosen = (
                select(AuditRow)
                .where(col(AuditRow.subject).in_(accounts), text(NO_TICKET))
                .where(col(AuditRow.action).in_(GRANTS))
                .order_by(col(AuditRow.seq).desc())
            )
            return tuple(_grant(row, accounts[row.subject]) for row in session.exec(chosen))


def _view(session: Session, clerk: Clerk, window: int | None, asking: Role) -> ClerkView:
    said = staff_of(session, clerk.login)
    role = said.role if said else clerk.role
    return ClerkView(
        id=id_of(clerk),
        login=clerk.login,
        name=clerk.name,
        role=role,
        window=window,
        locked_at=clerk.locked_at,
        suspended_at=clerk.suspended_at,
        suspended_there=said is not None and said.suspended,
        role_there=said is not None,
        manageable=role in MANAGED.get(asking, ()),
        languages=tuple(clerk.languages.split()),
    )


def _managed(session: Session, actor: Actor, clerk_id: int) -> Clerk:
    """The account, which the actor may suspend and restore."""
    require_active(session, actor, MANAGE_CLERKS)
    clerk = known(session, clerk_id)
    own = role_of(session, known(session, actor.clerk_id))
    if role_of(session, clerk) not in MANAGED[own]:
        raise Refusal("clerks.administrators_only")
    return clerk


def checked_reason(said: str) -> str:
    """One line. Raises Refusal clerks.reason_needed, clerks.reason_long."""
    return written.reason(said, lacks="clerks.reason_needed", long="clerks.reason_long")


def _grant(row: AuditRow, login: str) -> Grant:
    said = json.loads(row.detail)
    role = said.get("to") or said.get("role") or ""
    act = SUSPENDED_THERE if said.get("suspended") else row.action
    return Grant(row.at, row.clerk, act, login, role, said.get("reason", ""))
