"""Clerks sign in at a window, are locked out after failures, and may act while they stand."""

import hashlib
import platform
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import (
    PERMISSIONS,
    SERVE,
    Actor,
    may,
    require,
)
from counter_app.privacy.audit import record
from counter_app.privacy.grace import USUAL, require_recent
from counter_app.replicated import staff_of
from counter_app.sync.references import StaffRecord
from db.clerks import Clerk, Role, Window
from db.engine import path_of, reading, transaction
from db.number_mark import grow

HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
"""Argon2id as RFC 9106 has it where memory is short."""

NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$H0snBCs0Yd9vAXvoZJXyHA"
    "$3Wq2HT3uJDqJhAH8I2yMNf2Y5lxPgcesMRNi5DUtteA"
)
"""Checked for an unknown login, so that it takes as long as a wrong password. Written out:
hashing anew is a tenth of a second that every start would wait."""

NODE = platform.node()


@dataclass(frozen=True, slots=True)
class WindowView:
    number: int
    clerk_name: str | None


def pc_of(store: Path) -> str:
    """The PC's name, and what tells several stores on it apart. `pc_name` shows the name."""
    mark = hashlib.sha256(f"{NODE}:{store.resolve()}".encode()).hexdigest()[:8]
    return f"{NODE[:60]}~{mark}"


class Clerks:
    def __init__(
        self, engine: Engine, clock: Clock, failures_allowed: int, grace: timedelta = USUAL
    ) -> None:
        """`grace`: how long accounts stand without word from the district."""
        self._engine = engine
        self._grace = grace
        self._clock = clock
        self._failures_allowed = failures_allowed
        self._pc = pc_of(path_of(engine))

    def add(self, login: str, name: str, role: Role, password: str) -> int:
        """A new account; used at set-up, before anyone can sign in. Returns its id."""
        with transaction(self._engine) as session:
            if session.exec(select(Clerk).where(Clerk.login == login)).first():
                raise Refusal("clerks.login_taken", login=login)
            clerk = Clerk(login=login, name=name, role=role, password_hash=HASHER.hash(password))
            session.add(clerk)
            session.flush()
            record(session, self._clock, None, "clerk.added", f"clerk:{clerk.id}", {"role": role})
            return id_of(clerk)

    def open_windows(self, numbers: tuple[int, ...]) -> None:
        """Makes sure that the windows the configuration names exist."""
        with transaction(self._engine) as session:
            present = set(session.exec(select(Window.number)))
            session.add_all(Window(number=n) for n in numbers if n not in present)

    def sign_in(
        self, login: str, password: str, window: int | None = None, *, take_over: bool = False
    ) -> Actor:
        """Seats a clerk at a window (None: works without one). Who does not serve takes no seat.

        `take_over`: also where another clerk never signed out, as after a crash.

        Raises Refusal clerks.wrong_password, clerks.locked, clerks.suspended, clerks.not_synced,
        clerks.no_such_window or clerks.window_taken; a failure counts
        towards the lock.
        """
        clerk = self._checked(login, password)
        with transaction(self._engine) as session:
            role = role_of(session, clerk)
            actor = Actor(id_of(clerk), clerk.login, clerk.name, role, window, self._pc)
            if not may(actor, SERVE):
                actor = replace(actor, window=None)
            if actor.window is not None:
                self._seat(session, actor, actor.window, take_over)
            record(session, self._clock, actor, "clerk.signed_in", f"clerk:{clerk.id}", {})
            grow(session)
        return actor

    def proven(self, login: str, password: str) -> Actor:
        """Whoever signs a paper, at no window. Refuses as `sign_in` does."""
        clerk = self._checked(login, password)
        with reading(self._engine) as session:
            return Actor(id_of(clerk), clerk.login, clerk.name, role_of(session, clerk), None)

    def unlock(self, actor: Actor, password: str) -> None:
        """The same clerk comes back to a locked screen. Refuses as `sign_in` does, a wrong password
        as clerks.wrong_password_here, for nobody was asked for a login."""
        try:
            self._checked(actor.login, password)
        except Refusal as refusal:
            if refusal.code == "clerks.wrong_password":
                raise Refusal("clerks.wrong_password_here") from refusal
            raise
        with transaction(self._engine) as session:
            record(session, self._clock, actor, "clerk.unlocked", f"clerk:{actor.clerk_id}", {})
            grow(session)

    def sign_out(self, actor: Actor) -> None:
        """Leaves the window free."""
        with transaction(self._engine) as session:
            leave_windows(session, actor.clerk_id)
            record(session, self._clock, actor, "clerk.signed_out", f"clerk:{actor.clerk_id}", {})

    def windows(self) -> tuple[WindowView, ...]:
        with reading(self._engine) as session:
            rows = session.exec(
                select(Window, Clerk)
                .join(Clerk, col(Window.clerk_id) == col(Clerk.id), isouter=True)
                .order_by(col(Window.number))
            )
            return tuple(WindowView(w.number, c.name if c else None) for w, c in rows)

    def seat(self, login: str) -> int | None:
        """The window where a clerk sits, at this PC."""
        with reading(self._engine) as session:
            sits = select(Window.number).join(Clerk, col(Window.clerk_id) == col(Clerk.id))
            return session.exec(sits.where(Clerk.login == login)).first()

    def serving(self, actor: Actor) -> str:
        """What the clerk speaks besides Korean, codes with a space between.

        Raises Refusal clerks.not_permitted or clerks.suspended when they may not serve now,
        clerks.seat_lost when somebody else has taken their window over.
        """
        with reading(self._engine) as session:
            require_active(session, actor, SERVE)
            window = None if actor.window is None else session.get(Window, actor.window)
            if window and window.clerk_id not in (None, actor.clerk_id):
                name = known(session, window.clerk_id).name
                raise Refusal("clerks.seat_lost", window=actor.window, name=name)
            return known(session, actor.clerk_id).languages

    def _checked(self, login: str, password: str) -> Clerk:
        """The account, its password right and neither locked nor suspended."""
        with reading(self._engine) as session:
            clerk = session.exec(select(Clerk).where(Clerk.login == login)).first()
            said = staff_of(session, login) if clerk else None
        right = _matches(clerk.password_hash if clerk else NOBODY, password)
        if clerk is None:
            raise Refusal("clerks.wrong_password")
        if clerk.locked_at:
            raise Refusal("clerks.locked")
        if not right:
            raise self._failed(id_of(clerk))
        _require_standing(clerk, said)
        if (said.role if said else clerk.role) in PERMISSIONS[SERVE]:
            with reading(self._engine) as session:
                require_recent(session, self._clock.now(), self._grace)
        if clerk.failures:
            with transaction(self._engine) as session:
                known(session, id_of(clerk)).failures = 0
        return clerk

    def _failed(self, clerk_id: int) -> Refusal:
        """Counts a wrong password and locks the account at the limit; what to tell."""
        with transaction(self._engine) as session:
            clerk = known(session, clerk_id)
            clerk.failures += 1
            left = self._failures_allowed - clerk.failures
            if left <= 0:
                clerk.locked_at = clerk.locked_at or self._clock.now()
            action = "clerk.sign_in_failed" if left > 0 else "clerk.locked"
            record(session, self._clock, None, action, f"clerk:{clerk_id}", {})
        return Refusal("clerks.wrong_password") if left > 0 else Refusal("clerks.locked")

    def _seat(self, session: Session, actor: Actor, number: int, take_over: bool) -> None:
        windows = {window.number: window for window in session.exec(select(Window))}
        window = windows.get(number)  # not asked of the store, whose numbers end somewhere
        if window is None:
            raise Refusal("clerks.no_such_window", window=number)
        if window.clerk_id not in (None, actor.clerk_id):
            if not take_over:
                raise Refusal("clerks.window_taken", window=number)
            detail = {"from": window.clerk_id}
            record(session, self._clock, actor, "clerk.took_over", f"window:{number}", detail)
        leave_windows(session, actor.clerk_id)
        window.clerk_id, window.since = actor.clerk_id, self._clock.now()


def require_active(session: Session, actor: Actor, permission: str) -> None:
    """For acts: the role allows it and the account still stands, inside the act's transaction.
    What the district says of the account counts from the moment it has come; here, what has been
    taken from a role counts at once, and what was given from the next sign-in on.

    Raises Refusal clerks.not_permitted, clerks.suspended or clerks.suspended_there.
    """
    clerk = known(session, actor.clerk_id)
    said = staff_of(session, clerk.login)
    for role in {said.role} if said else {actor.role, clerk.role}:
        require(replace(actor, role=role), permission)
    _require_standing(clerk, said)


def _require_standing(clerk: Clerk, said: StaffRecord | None) -> None:
    """Raises Refusal clerks.suspended, clerks.suspended_there."""
    if said and said.suspended:
        raise Refusal("clerks.suspended_there")
    if clerk.suspended_at:
        raise Refusal("clerks.suspended")


def leave_windows(session: Session, clerk_id: int) -> None:
    for window in session.exec(select(Window).where(Window.clerk_id == clerk_id)):
        window.clerk_id, window.since = None, None
    session.flush()


def role_of(session: Session, clerk: Clerk) -> Role:
    """The district's word on it, where there is one."""
    said = staff_of(session, clerk.login)
    return said.role if said else clerk.role


def _matches(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except VerifyMismatchError:
        return False


def known(session: Session, clerk_id: int) -> Clerk:
    clerk = session.get(Clerk, clerk_id)
    if clerk is None:
        raise Refusal("clerks.unknown")
    return clerk


def id_of(clerk: Clerk) -> int:
    assert clerk.id is not None  # noqa: S101 - a stored row has its id
    return clerk.id
