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
from db.audit import AuditHead, AuditRow
from db.clerks import Clerk
from db.engine import reading
from db.queue import TicketEvent

GENESIS = "0" * 64
_ROWS = text(
    'SELECT seq, at, clerk, "window", terminal, action, subject, detail, previous, hash'
    " FROM audit ORDER BY seq"
)
"""As stored, of whatever type: a forger need not keep to the types."""
_RECORDED = {"sqlite": select(Clerk.id), "postgresql": select(TicketEvent.id)}
"""What no store has without a row of its chain: an account, or on a shared queue a ticket."""
TERMINAL = platform.node()[:100]


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
) -> None:
    """Adds one row to the chain; nobody signed in is written as "-" (a kiosk, the system).

    `detail` holds no identity number and no name.
    """
    head = session.get(AuditHead, 1) or AuditHead(seq=0, hash=GENESIS)
    row = AuditRow(
        seq=head.seq + 1,
        at=clock.now(),
        clerk=actor.login if actor else "-",
        window=actor.window if actor else None,
        terminal=TERMINAL,
        action=action,
        subject=subject,
        detail=json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str),
        previous=head.hash,
        hash="",
    )
    row.hash = digest(
        row.seq,
        row.at.isoformat(timespec="microseconds"),
        row.clerk,
        row.window,
        row.terminal,
        row.action,
        row.subject,
        row.detail,
        row.previous,
    )
    head.seq, head.hash = row.seq, row.hash
    session.add_all((row, head))
    session.flush()


def digest(*said: object) -> str:
    """SHA-256 over everything a row says, as stored, and the hash of the row before it."""
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, default=repr).encode()).hexdigest()


def _text(at: object) -> object:
    """A moment as it was hashed; PostgreSQL keeps no text of it."""
    local = isinstance(at, datetime) and at.astimezone(SEOUL)
    return local.isoformat(timespec="microseconds") if local else at


def verify(engine: Engine, progress: Callable[[int, int], None] | None = None) -> Chain:
    """Walks the whole chain; finds an altered, removed, inserted or reordered row."""
    with reading(engine) as session:
        total = session.exec(select(func.count()).select_from(AuditRow)).one()
        head = session.get(AuditHead, 1) or AuditHead(seq=0, hash=GENESIS)
        recorded = _RECORDED[engine.dialect.name].limit(1)
        if head.seq == total == 0 and session.exec(recorded).first() is not None:
            return Chain(False, 0, 1)
        expected, previous = 1, GENESIS
        with session.connection().execute(_ROWS, execution_options={"yield_per": 2000}) as rows:
            for seq, at, *said, before, own in rows:
                if (seq, before, own) != (
                    expected,
                    previous,
                    digest(seq, _text(at), *said, before),
                ):
                    return Chain(False, total, expected)
                expected, previous = expected + 1, own
                if progress and expected % 5000 == 0:
                    progress(expected, total)
        cut_off = (head.seq, head.hash) != (expected - 1, previous)
        return Chain(not cut_off, total, expected if cut_off else None)
