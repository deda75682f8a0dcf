"""The hash-chained record of every act that counts, written in the act's own transaction."""

import hashlib
import json
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Engine, func
from sqlmodel import Session, select

from counter_app.clock import Clock
from counter_app.privacy.actor import Actor
from db.audit import AuditHead, AuditRow
from db.engine import reading

GENESIS = "0" * 64
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
    row.hash = digest(row)
    head.seq, head.hash = row.seq, row.hash
    session.add_all((row, head))
    session.flush()


def digest(row: AuditRow) -> str:
    """SHA-256 over everything the row says and the hash of the row before it."""
    said = (
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
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def verify(engine: Engine, progress: Callable[[int, int], None] | None = None) -> Chain:
    """Walks the whole chain; finds an altered, removed, inserted or reordered row."""
    with reading(engine) as session:
        total = session.exec(select(func.count()).select_from(AuditRow)).one()
        head = session.get(AuditHead, 1) or AuditHead(seq=0, hash=GENESIS)
        expected, previous = 1, GENESIS
        for row in session.exec(select(AuditRow).order_by("seq").execution_options(yield_per=2000)):
            if not _follows(row, expected, previous):
                return Chain(False, total, expected)
            expected, previous = expected + 1, row.hash
            if progress and expected % 5000 == 0:
                progress(expected, total)
        cut_off = (head.seq, head.hash) != (expected - 1, previous)
        return Chain(not cut_off, total, expected if cut_off else None)


def _follows(row: AuditRow, expected: int, previous: str) -> bool:
    return row.seq == expected and row.previous == previous and row.hash == digest(row)
