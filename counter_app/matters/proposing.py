"""What the district is asked for: a table of proposals by the name that procedures give them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.matters.plausible import last_move
from counter_app.sync.proposals import Move, op_of, propose, propose_move
from db.residents import ResidentRow

PARTICULARS = ("name_roman", "name_hangul", "passport_number", "passport_expiry")


@dataclass(frozen=True, slots=True)
class Asked:
    """`facts`: what was told; `centre`: this one's code."""

    session: Session
    clock: Clock
    resident_id: int
    facts: Mapping[str, str]
    centre: str
    action_id: str

    def field(self, name: str, value: str | date | None) -> list[str]:
        """The operation for one field; none where it is so already or there is no district."""
        action = f"{self.action_id}:{name}"[-60:]
        propose(self.session, self.clock, self.resident_id, name, value, action_id=action)
        op_id = op_of(self.session, action)
        return [op_id] if op_id else []


def _move(asked: Asked) -> list[str]:
    told = asked.facts
    today = asked.clock.now().date()
    moved_in = date.fromisoformat(told["moved_in"])
    last = last_move(asked.session, asked.resident_id)
    if last is not None and moved_in < last:
        raise Refusal("matters.before_last_move", day=last)
    move = Move(told["address"], moved_in, today, asked.centre)
    action = f"{asked.action_id}:move"[-60:]
    propose_move(asked.session, asked.clock, asked.resident_id, move, action)
    op_id = op_of(asked.session, action)
    return [op_id] if op_id else []


def _particulars(asked: Asked) -> list[str]:
    told = {name: asked.facts[name] for name in PARTICULARS if name in asked.facts}
    values: dict[str, str | date] = dict(told)
    if expiry := told.get("passport_expiry"):
        values["passport_expiry"] = date.fromisoformat(expiry)
    return [op for name, value in values.items() for op in asked.field(name, value)]


def _card_lost(asked: Asked) -> list[str]:
    """Unless the loss is on record already."""
    row = asked.session.get(ResidentRow, asked.resident_id)
    if row is None:
        raise Refusal("residents.unknown")
    day = date.fromisoformat(asked.facts["lost_on"])
    if row.registered_on and day < row.registered_on:
        raise Refusal("residents.card_before", registered=row.registered_on)
    return [] if row.card_lost_on else asked.field("card_lost_on", day)


def _card_given(asked: Asked) -> list[str]:
    return asked.field("card_lost_on", None)


PROPOSALS: Mapping[str, Callable[[Asked], list[str]]] = {
    "move": _move,
    "particulars": _particulars,
    "card_lost": _card_lost,
    "card_given": _card_given,
}
"""Each returns the operations by which the district is asked."""
