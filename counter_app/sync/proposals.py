"""Changes of residents' records: commands to the district, seen here until it has answered.

The resident's row has the proposed value at once, so that everything that reads it sees it;
`proposal.was` keeps what the replica has there.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.residents import indexing, names
from counter_app.residents.places import key_of
from db.outbox import enqueue
from db.replica import AT_ONCE
from db.residents import AddressRow, ResidentRow
from db.sync import ProposalRow, Replica, state_of

KIND, MOVE, RESIDENT = "resident.change", "resident.move", "resident"
FOUND_BY = frozenset({"name_roman", "name_hangul"})
"""Fields whose words the search index has."""
FIELDS = ("card_lost_on", "restricted", *sorted(FOUND_BY), "passport_number", "passport_expiry")
"""What may be proposed at a counter."""
ADDRESS = "address"
"""A move; not laid over the record, which has the old address until the district has made it."""
_LAID_OVER = col(ProposalRow.field) != ADDRESS
MADE = text("proposal.rowid")
"""The order in which they were made; ids of one millisecond have none."""


@dataclass(frozen=True, slots=True)
class Move:
    """`centre`: the 행정동 code of the centre in charge of the new address."""

    text_ko: str
    moved_in: date
    reported_on: date
    centre: str

    def to_json(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}


def propose(
    session: Session,
    clock: Clock,
    resident_id: int,
    field: str,
    value: str | date | None,
    action_id: str | None = None,
) -> bool:
    """Sets a field of a resident here, and asks the district for it where there is one; whether
    anything changes by it. Within the act's transaction, which records itself.

    Raises Refusal residents.unknown.
    """
    assert field in FIELDS  # noqa: S101 - our own callers
    row = session.get(ResidentRow, resident_id)
    if row is None:
        raise Refusal("residents.unknown")
    if getattr(row, field) == value:
        return False
    if state_of(session) is not None:
        _ask(session, clock, row, field, value, action_id)
    setattr(row, field, value)
    session.add(row)
    session.flush()
    if field in FOUND_BY:
        _index(session, row.id or 0)
    return True


def propose_move(
    session: Session, clock: Clock, resident_id: int, move: Move, action_id: str
) -> None:
    """Asks the district for a new address; where there is none, the record has it at once.

    Raises Refusal residents.unknown.
    """
    row = session.get(ResidentRow, resident_id)
    if row is None:
        raise Refusal("residents.unknown")
    if state_of(session) is None:
        _move_here(session, row, move)
        return
    payload = {"resident": str(row.id), "move": move.to_json()}
    _add(session, clock, row, ADDRESS, move.text_ko, "null", MOVE, payload, action_id)


def op_of(session: Session, action_id: str) -> str | None:
    """The operation by which an action asks the district; None where there is none to ask."""
    chosen = select(ProposalRow.op_id).where(ProposalRow.action_id == action_id)
    return session.exec(chosen).first()


def _ask(
    session: Session,
    clock: Clock,
    row: ResidentRow,
    field: str,
    value: str | date | None,
    action_id: str | None,
) -> None:
    same = [proposal for proposal in _of(session, row.id or 0) if proposal.field == field]
    was = same[0].was if same else _said(getattr(row, field))
    payload = {"resident": str(row.id), "fields": {field: _plain(value)}}
    _add(session, clock, row, field, value, was, KIND, payload, action_id)


def _add(
    session: Session,
    clock: Clock,
    row: ResidentRow,
    field: str,
    value: str | date | None,
    was: str,
    kind: str,
    payload: Mapping[str, object],
    action_id: str | None,
) -> None:
    known = session.get(Replica, (RESIDENT, str(row.id)))
    if known is None:
        raise Refusal("residents.unknown")
    at, before = clock.now(), _of(session, row.id or 0)
    op_id = enqueue(session, at, kind, payload)
    session.add(
        ProposalRow(
            op_id=op_id,
            resident_id=row.id or 0,
            field=field,
            value=_said(value),
            was=was,
            # As it will be when those before it have been answered.
            base_ver=known.ver + len(before),
            at=at,
            action_id=action_id or op_id,
        )
    )
    session.flush()


def lay_over(session: Session, ids: Sequence[int]) -> None:
    """Over residents that have just come anew, what is still proposed of them."""
    if session.exec(select(ProposalRow.op_id).limit(1)).first() is None:
        return
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        chosen = select(ProposalRow).where(col(ProposalRow.resident_id).in_(some), _LAID_OVER)
        for proposal in session.exec(chosen.order_by(MADE)).all():
            came = _value(session, proposal)
            if came is not None and proposal.was != _said(came[0]):
                proposal.was = _said(came[0])
        session.flush()
        for proposal in session.exec(chosen.order_by(MADE)).all():
            _set(session, proposal, proposal.value)


def withdraw(session: Session, op_id: str) -> None:
    """The district will not: what the replica has shows again, under what else is proposed."""
    proposal = session.get(ProposalRow, op_id)
    if proposal is None:
        return
    session.delete(proposal)
    session.flush()
    if proposal.field == ADDRESS:
        return
    left = [one for one in _of(session, proposal.resident_id) if one.field == proposal.field]
    _set(session, proposal, left[-1].value if left else proposal.was)


def _of(session: Session, resident_id: int) -> list[ProposalRow]:
    chosen = select(ProposalRow).where(ProposalRow.resident_id == resident_id)
    return list(session.exec(chosen.order_by(MADE)))


def beneath(session: Session) -> Mapping[int, dict[str, Any]]:
    """What the replica has, by resident and field, where a proposal lies over it."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for proposal in session.exec(select(ProposalRow).where(_LAID_OVER)):
        found[proposal.resident_id][proposal.field] = json.loads(proposal.was)
    return found


def base_vers(session: Session, op_ids: Sequence[str]) -> dict[str, int]:
    """Of the operations among these that are proposals."""
    chosen = select(ProposalRow.op_id, ProposalRow.base_ver)
    return dict(session.exec(chosen.where(col(ProposalRow.op_id).in_(op_ids))).all())


def _value(session: Session, proposal: ProposalRow) -> tuple[Any] | None:
    """What the resident's row has, None where there is none."""
    asked = text(f"SELECT {proposal.field} FROM resident WHERE id = :id")  # noqa: S608 - of FIELDS
    row = session.connection().execute(asked, {"id": proposal.resident_id}).first()
    return None if row is None else (row[0],)


def _set(session: Session, proposal: ProposalRow, value: str) -> None:
    said = text(f"UPDATE resident SET {proposal.field} = :value WHERE id = :id")  # noqa: S608 - our own names
    values = {"value": json.loads(value), "id": proposal.resident_id}
    session.connection().execute(said, values)
    if proposal.field in FOUND_BY:
        _index(session, proposal.resident_id)


def _index(session: Session, resident_id: int) -> None:
    """What a person is found by follows the name and the address."""
    row = session.get(ResidentRow, resident_id)
    if row is None:
        return
    session.refresh(row)
    row.name_key = names.key(names.words(row.name_roman))
    session.flush()
    indexing.index(session, [resident_id])


def _move_here(session: Session, row: ResidentRow, move: Move) -> None:
    present = select(AddressRow).where(
        AddressRow.resident_id == row.id, col(AddressRow.moved_out).is_(None)
    )
    for address in session.exec(present).all():
        if address.reported_on is None and address.moved_in == move.moved_in:
            session.delete(address)  # the move that was known and is reported now
        else:
            address.moved_out = move.moved_in
    session.add(
        AddressRow(
            resident_id=row.id or 0,
            moved_in=move.moved_in,
            reported_on=move.reported_on,
            text_ko=move.text_ko,
            place=key_of(move.text_ko),
        )
    )
    row.centre = move.centre
    session.add(row)
    session.flush()
    _index(session, row.id or 0)


def _said(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
