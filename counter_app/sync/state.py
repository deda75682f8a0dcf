"""Where the sync stands, as its steps read and write it."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.grace import KEEP
from counter_app.sync.peer import District
from db.engine import reading, transaction
from db.sync import STATE, SyncCopy, SyncStateRow, state_of

log = logging.getLogger("counter.sync")


@dataclass(frozen=True, slots=True)
class Ends:
    """The two ends of the sync: this store and the district."""

    engine: Engine
    clock: Clock
    district: District
    keep: timedelta = KEEP
    """How long what the district has taken stays here, so that one that is restored gets it."""


BUSY = timedelta(minutes=1)
HELLO, PULL, PUSH, CHECK = "hello", "pull", "push", "check"
NUMBERS, QUEUE, RENEWAL = "numbers", "queue", "renewal"
_OWNERS = {
    "sync.malformed": PULL,
    "sync.held_back": PULL,
    "sync.batch": PUSH,
    "sync.op_gap": PUSH,
    "sync.no_numbers": NUMBERS,
    "sync.differs": CHECK,
    "sync.not_renewed": RENEWAL,
    "sync.queue_superseded": QUEUE,
    "sync.queue_refused": QUEUE,
    "sync.queue_audit": QUEUE,
}
"""Which step finds what somebody has to mend, and finds it mended; all else is hello's."""
TOO_FAR = "sync.schema"
"""While somebody has to mend that, nothing may be fetched."""


def known(session: Session) -> SyncStateRow:
    """Raises Refusal sync.alone."""
    state = state_of(session)
    if state is None:
        raise Refusal("sync.alone")
    return state


def copy_of(session: Session) -> SyncCopy | None:
    return session.get(SyncCopy, STATE)


@contextmanager
def changing(ends: Ends, *, lazily: bool = False) -> Iterator[tuple[Session, SyncStateRow]]:
    """One transaction on the state and whatever goes with it. `lazily`: see transaction."""
    with transaction(ends.engine, lazily=lazily) as session:
        yield session, known(session)


def standing(engine: Engine) -> SyncStateRow:
    """As it stands now; apart from the store. Raises Refusal sync.alone."""
    with reading(engine) as session:
        state = known(session)
        session.expunge(state)
        return state


def heard(state: SyncStateRow, now: datetime) -> None:
    """The district has answered."""
    if state.offline_since is not None:
        log.info("the district answers again")
    state.heard, state.offline_since, state.busy = now, None, False


def lost(ends: Ends, why: str, *, busy: bool = False) -> None:
    """The district does not answer: written down when it begins. One that is `busy` is lost only
    when it goes on."""
    now = ends.clock.now()
    with changing(ends) as (_, state):
        if busy and state.heard is not None and abs(now - state.heard) < BUSY:
            return
        state.busy = busy
        if state.offline_since is None:
            log.warning("the district does not answer (%s)", why)
            state.offline_since = min(state.heard or now, now)  # the clock may have been set back


def attend(state: SyncStateRow, refusal: Refusal) -> None:
    """Somebody has to mend something; what hello finds goes before all else."""
    if state.attention and owner(state.attention) == HELLO != owner(refusal.code):
        return
    if state.attention != refusal.code:
        log.warning("needs attention: %s", refusal.code)
    state.attention = refusal.code
    state.attention_fields = json.dumps(refusal.fields, ensure_ascii=False, default=str)


def mended(state: SyncStateRow, step: str) -> None:
    """What this step found wrong is so no more."""
    if state.attention and owner(state.attention) == step:
        log.info("no longer needs attention: %s", state.attention)
        state.attention, state.attention_fields = "", "{}"


def owner(code: str) -> str:
    return _OWNERS.get(code, HELLO)
