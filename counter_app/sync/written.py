"""Write checkpoints: what the district has settled and sent back need not be kept for ever."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import bindparam, text
from sqlmodel import Session
from typing_extensions import TypedDict

from counter_app.sync.packing import Malformed
from db.base import Instant
from db.sync import SyncStateRow


class _Written(TypedDict):
    op_seq: int


_WRITTEN = TypeAdapter(_Written)
_FORGET = text(
    "DELETE FROM proposal WHERE op_id IN (SELECT op_id FROM outbox WHERE op_seq <= :done)"
)
_DROP = text(
    "DELETE FROM outbox WHERE op_seq <= :done AND at < :before"
    " AND op_seq < (SELECT max(op_seq) FROM outbox)"
).bindparams(bindparam("before", type_=Instant))
"""The newest operation stays: its op_seq is what the next one counts on from."""


def told(
    session: Session, state: SyncStateRow, _now: datetime, came: Iterable[tuple[str, bytes]]
) -> None:
    """Raises Malformed."""
    for pk, payload in came:
        if pk == state.store:
            try:
                state.written = max(state.written, _WRITTEN.validate_json(payload)["op_seq"])
            except ValidationError:
                raise Malformed("written") from None
    forget(session, state)


def forget(session: Session, state: SyncStateRow) -> None:
    """Proposals that have their answer and have come back are no longer laid over the replica."""
    session.connection().execute(_FORGET, {"done": _done(state)})


def drop(session: Session, state: SyncStateRow, before: datetime) -> None:
    """Lets go of what has its result, has come back, and is older: a district that is restored may
    lack what is not."""
    session.connection().execute(_DROP, {"done": _done(state), "before": before})


def _done(state: SyncStateRow) -> int:
    return min(state.written, state.settled)
