"""Write checkpoints: what the district has settled and sent back need be kept here no longer."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import text
from sqlmodel import Session
from typing_extensions import TypedDict

from counter_app.sync.wire import Malformed
from db.sync import SyncStateRow


class _Written(TypedDict):
    op_seq: int


_WRITTEN = TypeAdapter(_Written)
_DONE = {"done": 0}
_FORGET = (
    text("DELETE FROM proposal WHERE op_id IN (SELECT op_id FROM outbox WHERE op_seq <= :done)"),
    text("DELETE FROM outbox WHERE op_seq <= :done AND op_seq < (SELECT max(op_seq) FROM outbox)"),
)
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
    """Lets go of what has its result and has come back."""
    done = {"done": min(state.written, state.settled)}
    for statement in _FORGET:
        session.connection().execute(statement, done)
