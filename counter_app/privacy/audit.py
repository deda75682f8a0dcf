"""The hash-chained record of every act that counts, written in the act's own transaction."""

import hashlib
import json
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, text
from sqlmodel import Session, select

from counter_app.clock import SEOUL, Clock
from counter_app.privacy.actor import Actor
from counter_app.privacy.acts import ACTS
from db.audit import AuditHead, AuditRow
from db.clerks import Clerk
from db.engine import reading
from db.queue import TicketEvent
from db.queue_sql import ADD_AUDIT, HEAD, SET_HEAD

GENESIS = "0" * 64
_ROWS = text(
    'SELECT seq, at, clerk, "window", terminal, action, subject, detail, previous, hash'
    " FROM audit ORDER BY seq"
)
"""As stored, of whatever type: a forger need not keep to the types."""
_hashed = json.JSONEncoder(ensure_ascii=False, default=repr).encode
_RECORDED = {"sqlite": select(Clerk.id), "postgresql": select(TicketEvent.id)}
"""What no store has without a row of its chain: an account, or on a shared queue a ticket."""
TERMINAL = platform.node()[:100]
PUT_BACK = "store.put_back"
"""What the chain says between the row that the copy ended with and the first after it."""
EMPTIED, PRUNED = "emptied", "access.pruned"
"""What became of a row whose content was deleted, and the act that says of how many."""


@dataclass(frozen=True, slots=True)
class Chain:
    """What walking the chain found. `first_bad` is the number of the first row that is wrong."""

    ok: bool
    rows: int
    first_bad: int | None


def record(
    session: Session,
    clock: Clock,
    actor: Actor | None,
    action: str,
    subject: str,
    detail: Mapping[str, object],
) -> int:
    """Adds one row to the chain and returns its number; nobody signed in is written as "-" (a
    kiosk, the system).

    `detail` holds no identity number and no name. Of an access (acts.ACTS) it is added which
    fields it showed, and for which ticket.
    """
    if access := ACTS.get(action):
        ticket = (actor.ticket or None) if actor else None
        detail = {**detail, "fields": access.fields, "ticket": ticket}
    session.flush()
    driver = session.connection()
    last, previous = driver.exec_driver_sql(HEAD).one_or_none() or (0, GENESIS)
    said = (
        last + 1,
        clock.now().astimezone(SEOUL).isoformat(timespec="microseconds"),
        actor.login if actor else "-",
        actor.window if actor else None,
        TERMINAL,
        action,
        subject,
        json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str),
        previous,
    )
    own = digest(*said)
    driver.exec_driver_sql(ADD_AUDIT, (*said, own))
    driver.exec_driver_sql(SET_HEAD, (last + 1, own))
    return last + 1


def digest(*said: object) -> str:
    """SHA-256 over everything a row says, as stored, and the hash of the row before it."""
    return hashlib.sha256(_hashed(said).encode()).hexdigest()


class Emptied:
    """Rows without content until the act that accounts for them has come."""

    def __init__(self) -> None:
        self._found: dict[object, tuple[int, Digest]] = {}

    def add(self, subject: object, seq: int, own: str) -> None:
        self._found.setdefault(subject, (seq, Digest()))[1].add(own)

    def accounted(self, act: int, detail: str) -> bool:
        """Whether the act tells of just these; they are forgotten then."""
        _, found = self._found.pop(deleted_by(act), (0, Digest()))
        told = json.loads(detail)
        return (told.get("rows"), told.get("digest")) == (found.rows, found.text)

    @property
    def first(self) -> int | None:
        """The first row that no act has accounted for."""
        return min((seq for seq, _ in self._found.values()), default=None)


class Digest:
    """SHA-256 over the hashes of rows, in their order; each speaks for what its row said."""

    def __init__(self) -> None:
        self.rows = 0
        self._sum = hashlib.sha256()

    def add(self, own: str) -> None:
        self.rows += 1
        self._sum.update(own.encode())

    @property
    def text(self) -> str:
        return self._sum.hexdigest()


def deleted_by(act: int) -> str:
    """The subject of a row that was emptied by the chain's row `act`."""
    return f"audit:{act}"


def _text(at: object) -> object:
    """A moment as it was hashed; PostgreSQL keeps no text of it."""
    local = isinstance(at, datetime) and at.astimezone(SEOUL)
    return local.isoformat(timespec="microseconds") if local else at


def verify(engine: Engine, progress: Callable[[int, int], None] | None = None) -> Chain:
    """Walks the whole chain; finds an altered, removed, inserted or reordered row.

    Of a row whose content was deleted only its place is left; the act that deleted it, further
    down the chain, must account for it.
    """
    emptied = Emptied()
    with reading(engine) as session:
        total = session.exec(select(func.count()).select_from(AuditRow)).one()
        head = session.get(AuditHead, 1) or AuditHead(seq=0, hash=GENESIS)
        recorded = _RECORDED[engine.dialect.name].limit(1)
        if head.seq == total == 0 and session.exec(recorded).first() is not None:
            return Chain(False, 0, 1)
        expected, previous = 1, GENESIS
        with session.connection().execute(_ROWS, execution_options={"yield_per": 2000}) as rows:
            for seq, at, *said, before, own in rows:
                action, subject, detail = said[3:]
                left = action == EMPTIED
                right = own if left else digest(seq, _text(at), *said, before)
                if (seq, before, own) != (expected, previous, right):
                    return Chain(False, total, expected)
                if left:
                    emptied.add(subject, seq, own)
                if action == PRUNED and not emptied.accounted(seq, detail):
                    return Chain(False, total, expected)
                expected, previous = expected + 1, own
                if progress and expected % 5000 == 0:
                    progress(expected, total)
        if (unaccounted := emptied.first) is not None:
            return Chain(False, total, unaccounted)
        cut_off = (head.seq, head.hash) != (expected - 1, previous)
        return Chain(not cut_off, total, expected if cut_off else None)
