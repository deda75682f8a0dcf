"""Changes of residents' records: commands to the district, seen here until it has answered.

The resident's row has the proposed value at once, so that everything that reads it sees it;
`proposal.was` keeps what the replica has there.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from db.outbox import enqueue
from db.replica import AT_ONCE
from db.residents import ResidentRow
from db.sync import ProposalRow, Replica, state_of

KIND, RESIDENT = "resident.change", "resident"
FIELDS = ("card_lost_on", "restricted")
"""What may be proposed at a counter."""


def propose(
    session: Session, clock: Clock, resident_id: int, field: str, value: Any, *, action_id: str
) -> None:
    """Sets a field of a resident here, and asks the district for it where there is one.

    Within the act's transaction, which records itself. Raises Refusal residents.unknown,
    sync.pending when the same is still to be answered.
    """
    assert field in FIELDS  # noqa: S101 - our own callers
    row = session.get(ResidentRow, resident_id)
    if row is None:
        raise Refusal("residents.unknown")
    if state_of(session) is not None:
        _ask(session, clock, row, field, value, action_id)
    setattr(row, field, value)
    session.add(row)
    session.flush()


def proposed(session: Session, action_id: str) -> ProposalRow | None:
    """What an action that is sent again has already proposed."""
    return session.exec(select(ProposalRow).where(ProposalRow.action_id == action_id)).first()


def _ask(
    session: Session, clock: Clock, row: ResidentRow, field: str, value: Any, action_id: str
) -> None:
    open_ = select(ProposalRow.op_id).where(
        ProposalRow.resident_id == row.id, ProposalRow.field == field
    )
    if session.exec(open_).first():
        raise Refusal("sync.pending")
    known = session.get(Replica, (RESIDENT, str(row.id)))
    if known is None:
        raise Refusal("residents.unknown")
    fields = {field: _plain(value)}
    at = clock.now()
    op_id = enqueue(session, at, KIND, {"resident": str(row.id), "fields": fields})
    session.add(
        ProposalRow(
            op_id=op_id,
            resident_id=row.id or 0,
            field=field,
            value=json.dumps(_plain(value), ensure_ascii=False),
            was=json.dumps(_plain(getattr(row, field)), ensure_ascii=False),
            base_ver=known.ver,
            at=at,
            action_id=action_id,
        )
    )
    session.flush()


def lay_over(session: Session, ids: Sequence[int]) -> None:
    """Over residents that have just come anew, what is still proposed of them."""
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        chosen = select(ProposalRow).where(col(ProposalRow.resident_id).in_(some))
        for proposal in session.exec(chosen).all():
            now = _value(session, proposal.resident_id, proposal.field)
            if now is not None:
                proposal.was = json.dumps(now[0], ensure_ascii=False)
                _set(session, proposal, proposal.value)
        session.flush()  # what has come back is deleted past the session


def withdraw(session: Session, op_id: str) -> None:
    """The district will not: what the replica has shows again."""
    proposal = session.get(ProposalRow, op_id)
    if proposal is not None:
        _set(session, proposal, proposal.was)
        session.delete(proposal)
        session.flush()


def beneath(session: Session) -> Mapping[int, dict[str, Any]]:
    """What the replica has, by resident and field, where a proposal lies over it."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for proposal in session.exec(select(ProposalRow)):
        found[proposal.resident_id][proposal.field] = json.loads(proposal.was)
    return found


def base_vers(session: Session, op_ids: Sequence[str]) -> dict[str, int]:
    """Of the operations among these that are proposals."""
    chosen = select(ProposalRow.op_id, ProposalRow.base_ver)
    return dict(session.exec(chosen.where(col(ProposalRow.op_id).in_(op_ids))).all())


def _value(session: Session, resident_id: int, field: str) -> tuple[Any] | None:
    asked = text(f"SELECT {field} FROM resident WHERE id = :id")  # noqa: S608 - one of FIELDS
    row = session.connection().execute(asked, {"id": resident_id}).first()
    return None if row is None else (row[0],)


def _set(session: Session, proposal: ProposalRow, value: str) -> None:
    said = text(f"UPDATE resident SET {proposal.field} = :value WHERE id = :id")  # noqa: S608
    values = {"value": json.loads(value), "id": proposal.resident_id}
    session.connection().execute(said, values)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
