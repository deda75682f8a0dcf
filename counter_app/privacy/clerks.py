"""Clerks sign in at a window, are locked out after failures, and can be suspended."""

import hashlib
import platform
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import (
    MANAGE_CLERKS,
    MANAGED,
    PERMISSIONS,
    SERVE,
    Actor,
    may,
    require,
)
from counter_app.privacy.audit import record
from counter_app.privacy.grace import USUAL, require_recent
from counter_app.queue.categories import LANGUAGES
from counter_app.replicated import staff_of
from counter_app.sync.references import StaffRecord
from db.clerks import Clerk, Role, Window
from db.engine import path_of, reading, transaction

HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
"""Argon2id as RFC 9106 has it where memory is short."""

NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$H0snBCs0Yd9vAXvoZJXyHA"
    "$3Wq2HT3uJDqJhAH8I2yMNf2Y5lxPgcesMRNi5DUtteA"
)
"""Checked for an unknown login, so that it takes as long as a wrong password. Written out:
hashing anew is a tenth of a second that every start would wait."""

LONGEST_REASON = 200
NODE = platform.node()
FOREIGN = tuple(language for language in LANGUAGES if language != "ko")


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
    manageable: bool
    languages: tuple[str, ...]
    """What they speak besides Korean."""


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
            return _id(clerk)

    def open_windows(self, numbers: tuple[int, ...]) -> None:
        """Makes sure that the windows the configuration names exist."""
        with transaction(self._engine) as session:
            present = set(session.exec(select(Window.number)))
            session.add_all(Window(number=n) for n in numbers if n not in present)

    def sign_in(
        self, login: str, password: str, window: int | None = None, *, take_over: bool = False
    ) -> Actor:
        """Seats a clerk at a window (None: works without one). Who only manages takes no seat.

        `take_over`: also where another clerk never signed out, as after a crash.

        Raises Refusal clerks.wrong_password, clerks.locked, clerks.suspended, clerks.not_synced,
        clerks.not_permitted, clerks.no_such_window or clerks.window_taken; a failure counts
        towards the lock.
        """
        clerk = self._checked(login, password)
        with transaction(self._engine) as session:
            role = _role(session, clerk)
            actor = Actor(_id(clerk), clerk.login, clerk.name, role, window, self._pc)
            if may(actor, MANAGE_CLERKS) and not may(actor, SERVE):
                actor = replace(actor, window=None)
            if actor.window is not None:
                require(actor, SERVE)
                self._seat(session, actor, actor.window, take_over)
            record(session, self._clock, actor, "clerk.signed_in", f"clerk:{clerk.id}", {})
        return actor

    def proven(self, login: str, password: str) -> Actor:
        """Whoever signs a paper, at no window. Refuses as `sign_in` does."""
        clerk = self._checked(login, password)
        with reading(self._engine) as session:
            return Actor(_id(clerk), clerk.login, clerk.name, _role(session, clerk), None)

    def unlock(self, actor: Actor, password: str) -> None:
        """The same clerk comes back to a locked screen. Refuses as `sign_in` does."""
        self._checked(actor.login, password)
        with transaction(self._engine) as session:
            record(session, self._clock, actor, "clerk.unlocked", f"clerk:{actor.clerk_id}", {})

    def sign_out(self, actor: Actor) -> None:
        """Leaves the window free."""
        with transaction(self._engine) as session:
            self._leave(session, actor.clerk_id)
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

    def people(self, actor: Actor) -> tuple[ClerkView, ...]:
        """All accounts. Raises Refusal clerks.not_permitted, clerks.suspended."""
        with reading(self._engine) as session:
            require_active(session, actor, MANAGE_CLERKS)
            seats = {w.clerk_id: w.number for w in session.exec(select(Window))}
            own = _role(session, _known(session, actor.clerk_id))
            found = session.exec(select(Clerk).order_by(Clerk.login)).all()
            return tuple(_view(session, c, seats.get(c.id), own) for c in found)

    def serving(self, actor: Actor) -> str:
        """What the clerk speaks besides Korean, codes with a space between.

        Raises Refusal clerks.not_permitted or clerks.suspended when they may not serve now,
        clerks.seat_lost when somebody else has taken their window over.
        """
        with reading(self._engine) as session:
            require_active(session, actor, SERVE)
            window = None if actor.window is None else session.get(Window, actor.window)
            if window and window.clerk_id not in (None, actor.clerk_id):
                name = _known(session, window.clerk_id).name
                raise Refusal("clerks.seat_lost", window=actor.window, name=name)
            return _known(session, actor.clerk_id).languages

    def suspend(self, actor: Actor, clerk_id: int, reason: str) -> None:
        """Bars an account from its next act on.

        Raises Refusal clerks.reason_needed, clerks.reason_long, clerks.not_oneself and what
        `restore` raises.
        """
        with transaction(self._engine) as session:
            clerk = _managed(session, actor, clerk_id)
            reason = _checked_reason(reason)
            if clerk_id == actor.clerk_id:
                raise Refusal("clerks.not_oneself")
            clerk.suspended_at = clerk.suspended_at or self._clock.now()
            self._leave(session, clerk_id)
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
            said = {"reason": _checked_reason(reason)}
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
            raise self._failed(_id(clerk))
        _require_standing(clerk, said)
        if SERVE in PERMISSIONS[clerk.role]:
            with reading(self._engine) as session:
                require_recent(session, self._clock.now(), self._grace)
        if clerk.failures:
            with transaction(self._engine) as session:
                _known(session, _id(clerk)).failures = 0
        return clerk

    def _failed(self, clerk_id: int) -> Refusal:
        """Counts a wrong password and locks the account at the limit; what to tell."""
        with transaction(self._engine) as session:
            clerk = _known(session, clerk_id)
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
        self._leave(session, actor.clerk_id)
        window.clerk_id, window.since = actor.clerk_id, self._clock.now()

    def _leave(self, session: Session, clerk_id: int) -> None:
        for window in session.exec(select(Window).where(Window.clerk_id == clerk_id)):
            window.clerk_id, window.since = None, None
        session.flush()


def require_active(session: Session, actor: Actor, permission: str) -> None:
    """For acts: the role allows it and the account still stands, inside the act's transaction.
    What the district says of the account counts from the moment it has come.

    Raises Refusal clerks.not_permitted, clerks.suspended or clerks.suspended_there.
    """
    clerk = _known(session, actor.clerk_id)
    said = staff_of(session, clerk.login)
    require(replace(actor, role=said.role) if said else actor, permission)
    _require_standing(clerk, said)


def _require_standing(clerk: Clerk, said: StaffRecord | None) -> None:
    """Raises Refusal clerks.suspended, clerks.suspended_there."""
    if said and said.suspended:
        raise Refusal("clerks.suspended_there")
    if clerk.suspended_at:
        raise Refusal("clerks.suspended")


def _role(session: Session, clerk: Clerk) -> Role:
    """The district's word on it, where there is one."""
    said = staff_of(session, clerk.login)
    return said.role if said else clerk.role


def _view(session: Session, clerk: Clerk, window: int | None, asking: Role) -> ClerkView:
    said = staff_of(session, clerk.login)
    role = said.role if said else clerk.role
    return ClerkView(
        id=_id(clerk),
        login=clerk.login,
        name=clerk.name,
        role=role,
        window=window,
        locked_at=clerk.locked_at,
        suspended_at=clerk.suspended_at,
        suspended_there=said is not None and said.suspended,
        manageable=role in MANAGED[asking],
        languages=tuple(clerk.languages.split()),
    )


def _managed(session: Session, actor: Actor, clerk_id: int) -> Clerk:
    """The account, which the actor may suspend and restore."""
    require_active(session, actor, MANAGE_CLERKS)
    clerk = _known(session, clerk_id)
    own = _role(session, _known(session, actor.clerk_id))
    if _role(session, clerk) not in MANAGED[own]:
        raise Refusal("clerks.administrators_only")
    return clerk


def _checked_reason(text: str) -> str:
    """One line. Raises Refusal clerks.reason_needed, clerks.reason_long."""
    reason = " ".join(text.split())
    if not reason:
        raise Refusal("clerks.reason_needed")
    if len(reason) > LONGEST_REASON:
        raise Refusal("clerks.reason_long", longest=LONGEST_REASON)
    return reason


def _matches(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except VerifyMismatchError:
        return False


def _known(session: Session, clerk_id: int) -> Clerk:
    clerk = session.get(Clerk, clerk_id)
    if clerk is None:
        raise Refusal("clerks.unknown")
    return clerk


def _id(clerk: Clerk) -> int:
    assert clerk.id is not None  # noqa: S101 - a stored row has its id
    return clerk.id
