"""Fetches what has changed: staged until a checkpoint, then put in place with the cursor."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from counter_app.errors import Refusal
from counter_app.sync import copying, staging
from counter_app.sync.applying import put_in_place
from counter_app.sync.greeting import newest_op
from counter_app.sync.packing import Malformed, Trailer
from counter_app.sync.peer import Refused
from counter_app.sync.rejoining import rejoin
from counter_app.sync.rows import latest, rows_of
from counter_app.sync.state import (
    PULL,
    TOO_FAR,
    Ends,
    attend,
    changing,
    copy_of,
    heard,
    known,
    mended,
)
from db.engine import reading
from db.sync import SyncStateRow


@dataclass(frozen=True, slots=True)
class Pulled:
    """How many changes came, and whether nothing more waits at the district."""

    changes: int
    complete: bool


def pull(ends: Ends, wait: float = 0) -> Pulled:
    """One answer's changes; the first copy, or a new one where that is needed, as a whole.

    Raises Refused, Unreachable, Malformed.
    """
    with reading(ends.engine) as session:
        state = known(session)
        whole = state.cursor is None or copy_of(session) is not None
        stopped = state.attention == TOO_FAR
        since = state.staged or state.cursor or ""
    if stopped:
        return Pulled(0, True)
    try:
        if whole:
            return _copied(ends)
        return _changes(ends, since, wait)
    except Refused as refused:
        if whole:
            raise
        if refused.code == "district.epoch":
            rejoin(ends)
        elif refused.code == "district.cursor_old":
            copying.begin(ends)
        else:
            raise
        return Pulled(0, False)
    except IntegrityError:
        # What is here cannot be what the district has, or the two would fit.
        copying.begin(ends)
        return Pulled(0, False)
    except Malformed:
        with changing(ends) as (_, state):
            attend(state, Refusal("sync.malformed"))
        raise


def _copied(ends: Ends) -> Pulled:
    with reading(ends.engine) as session:
        first = known(session).cursor is None
    try:
        came = copying.copy(ends)
    except IntegrityError:
        raise Malformed("record") from None  # the error quotes the record
    if first:
        copying.tidy(ends)
    return Pulled(came, False)


def _changes(ends: Ends, since: str, wait: float) -> Pulled:
    changes, trailer = ends.district.changes(since, wait)
    now = ends.clock.now()
    rows = rows_of(latest(changes)) if trailer.checkpoint else None
    with changing(ends) as (session, state):
        if (state.staged or state.cursor) != since:
            return Pulled(0, False)  # begun anew in the meantime
        if rows is None:
            staging.stage(session, changes)
            state.staged = trailer.next
        else:
            if state.staged is not None:
                staging.stage(session, changes)
                rows = rows_of(staging.unstage(session))
                state.staged = None
            put_in_place(session, state, now, rows)
            state.cursor = trailer.next
            if not trailer.held:
                mended(state, PULL)
        heard(state, now)
        _note(session, state, trailer, now, len(changes))
    return Pulled(len(changes), trailer.complete)


def _note(
    session: Session, state: SyncStateRow, trailer: Trailer, now: datetime, came: int
) -> None:
    """How recent what is here is; nothing is known to be newest while the district holds back."""
    if trailer.held:
        state.lag = trailer.held
        attend(state, Refusal("sync.held_back", seconds=round(trailer.held)))
        return
    if came and trailer.committed:
        skew = timedelta(seconds=state.skew or 0)
        state.lag = max((now - skew - trailer.committed).total_seconds(), 0.0)
    if trailer.complete and state.settled >= newest_op(session):
        state.synced = now
