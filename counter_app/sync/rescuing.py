"""A damaged store: what can be read of it goes on in a new one; the district has the rest."""

from dataclasses import dataclass
from pathlib import Path

from sqlmodel import col, select

from counter_app.clock import Clock
from counter_app.config import Config
from counter_app.errors import Refusal
from counter_app.keys import read_key
from counter_app.privacy.audit import GENESIS, record
from counter_app.sync import blocks
from counter_app.sync.connecting import new_store
from counter_app.sync.single import alone
from db.audit import AuditHead, AuditRow
from db.engine import open_store, transaction
from db.numbers import BlockSource
from db.salvage import Salvaged, damaged, salvage
from db.sync import state_of

BESIDE = ("", "-wal", "-shm")
"""The files of one store."""


@dataclass(frozen=True, slots=True)
class Rescued:
    """Where the damaged store lies now; operations saved that the district may not have; tables of
    which something could not be read."""

    quarantine: Path
    operations: int
    torn: tuple[str, ...]


def rescue(config: Config, clock: Clock) -> Rescued:
    """Begins a new store with what can be read of a damaged one, which is put aside.

    Raises Refusal sync.not_damaged, sync.running, store.key_*.
    """
    key = read_key(config.home, config.key)
    with alone(config.store) as ours:
        if not ours:
            raise Refusal("sync.running")
        if not damaged(config.store, key):
            raise Refusal("sync.not_damaged")
        fresh = config.store.with_name(f"{config.store.name}.rescued")
        fresh.unlink(missing_ok=True)
        found = salvage(config.store, key, fresh)
        _begin(fresh, key, clock, found)
        aside = config.store.with_name(f"{config.store.name}.damaged-{clock.now():%Y%m%d-%H%M%S}")
        for end in BESIDE:
            old = config.store.with_name(f"{config.store.name}{end}")
            if old.exists():
                old.rename(aside.with_name(f"{aside.name}{end}"))
        fresh.rename(config.store)
    return Rescued(aside, found.rows.get("outbox", 0), tuple(found.torn))


def _begin(fresh: Path, key: bytes, clock: Clock, found: Salvaged) -> None:
    """The new store is another one to the district, and its register is still to come."""
    engine = open_store(fresh, key)
    try:
        with transaction(engine) as session:
            last = session.exec(select(AuditRow).order_by(col(AuditRow.seq).desc())).first()
            head = session.get(AuditHead, 1) or AuditHead(seq=0, hash=GENESIS)
            if last and head.seq < last.seq:
                head.seq, head.hash = last.seq, last.hash
            session.add(head)
            record(session, clock, None, "store.rescued", "store", {"torn": found.torn})
            state = state_of(session)
            if state is not None:
                blocks.close_all(session, clock, "rescued", BlockSource.DISTRICT)
                new_store(state)
                state.cursor = state.staged = None
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        engine.dispose()
