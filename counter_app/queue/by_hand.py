"""Calling by hand while the shared queue is lost, and posting what was called when it is back."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import pc_of, require_active
from counter_app.queue import checks
from counter_app.queue.link import Link
from counter_app.queue.posting import Posting
from counter_app.queue.settings import QueueSettings
from counter_app.residents.keyboard import otherwise
from counter_app.residents.names import fold
from db.clerks import Role
from db.engine import path_of, reading, transaction
from db.hand_calls import HandCall, HandState

_NUMBER = re.compile(r"\s*([^0-9]*?)[\s\-‐-―−]*([0-9]{1,4})\s*")


@dataclass(frozen=True, slots=True)
class HandCallView:
    """`why`: for a conflict, what the queue said when the call was posted."""

    id: int
    number: str
    window: int
    at: datetime
    state: HandState
    why: Refusal | None


@dataclass(frozen=True, slots=True)
class ByHandView:
    """Of one window. `current`: called by hand last, not posted yet; `kept`: how many are not;
    `conflicts`: what a person must look at, oldest first."""

    current: HandCallView | None
    kept: int
    conflicts: tuple[HandCallView, ...]


class ByHand:
    """`engine` is the local store's; `tickets` posts, through a link of its own, while `link`,
    which everybody else uses, still counts as lost."""

    def __init__(
        self, engine: Engine, clock: Clock, settings: QueueSettings, link: Link, tickets: Posting
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._settings = settings
        self._link = link
        self._tickets = tickets
        self._pc = pc_of(path_of(engine))
        self._posting = Lock()

    def call(self, actor: Actor, typed: str, *, action_id: str) -> HandCallView:
        """Writes down that the window has called the number on a visitor's slip.

        Raises Refusal by_hand.reachable while the queue is there, by_hand.no_number,
        queue.no_window, queue.action_used, clerks.not_permitted or clerks.suspended.
        """
        checks.action(action_id)
        window = checks.window(actor)
        number = number_of(self._settings, typed)
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            done = select(HandCall).where(HandCall.action_id == action_id)
            if row := session.exec(done).first():
                if (row.number, row.window, row.clerk_id) != (number, window, actor.clerk_id):
                    raise Refusal("queue.action_used")
                return _view(row)
            if self._link.view.lost_since is None:
                raise Refusal("by_hand.reachable")
            row = HandCall(
                action_id=action_id,
                number=number,
                window=window,
                clerk_id=actor.clerk_id,
                login=actor.login,
                at=self._clock.now(),
                state=HandState.KEPT,
            )
            session.add(row)
            session.flush()
            self._record(session, actor, row, "call")
            return _view(row)

    def view(self, window: int) -> ByHandView:
        with reading(self._engine) as session:
            open_calls = (
                select(HandCall)
                .where(
                    HandCall.window == window,
                    col(HandCall.state).in_((HandState.KEPT, HandState.CONFLICT)),
                )
                .order_by(col(HandCall.id))
            )
            views = [_view(row) for row in session.exec(open_calls)]
        kept = [view for view in views if view.state is HandState.KEPT]
        conflicts = tuple(view for view in views if view.state is HandState.CONFLICT)
        return ByHandView(kept[-1] if kept else None, len(kept), conflicts)

    def settle(self, actor: Actor, call_id: int) -> HandCallView:
        """A person has looked at a conflict. Raises Refusal by_hand.no_call."""
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            row = session.get(HandCall, call_id)
            if row is None or row.state not in (HandState.CONFLICT, HandState.SETTLED):
                raise Refusal("by_hand.no_call")
            if row.state is HandState.CONFLICT:
                row.state = HandState.SETTLED
                self._record(session, actor, row, "settle")
            return _view(row)

    def post(self) -> None:
        """Gives the queue every call that it has not, in their order and each once.

        One that it refuses becomes a conflict. Raises Refusal shared.*, Lost when it is lost again;
        then the rest is kept.
        """
        with self._posting:
            with reading(self._engine) as session:
                kept = select(HandCall).where(HandCall.state == HandState.KEPT)
                rows = session.exec(kept.order_by(col(HandCall.id))).all()
            if rows:
                self._tickets.reach()
            for row in rows:
                self._post(row)

    def _post(self, row: HandCall) -> None:
        actor = Actor(row.clerk_id, row.login, "", Role.CLERK, row.window, self._pc)
        try:
            self._tickets.called_by_hand(actor, row.number, row.at, action_id=row.action_id)
        except Refusal as refusal:
            if refusal.code.startswith("shared."):
                raise
            row.state = HandState.CONFLICT
            row.code = refusal.code
            row.fields = json.dumps(refusal.fields, default=str)
        else:
            row.state = HandState.POSTED
        with transaction(self._engine) as session:
            session.add(row)
            self._record(session, actor, row, "post")

    def _record(self, session: Session, actor: Actor, row: HandCall, act: str) -> None:
        detail = {"number": row.number, "state": row.state, "code": row.code}
        record(session, self._clock, actor, f"by_hand.{act}", f"hand_call:{row.id}", detail)


def number_of(settings: QueueSettings, typed: str) -> str:
    """The number as slips bear it: "e 12" is E-012, and so is what the same keys write while
    Korean is on. Raises Refusal by_hand.no_number."""
    seen = fold(typed)
    for text in (seen, otherwise(seen).upper()):
        if found := _NUMBER.fullmatch(text):
            prefix, serial = found[1], int(found[2])
            for category in settings.categories.values():
                if category.prefix == prefix and category.first <= serial <= category.last:
                    return category.number(serial)
    raise Refusal("by_hand.no_number")


def _view(row: HandCall) -> HandCallView:
    fields: Mapping[str, object] = json.loads(row.fields)
    why = Refusal(row.code, **fields) if row.code else None
    assert row.id is not None  # noqa: S101 - a stored row has its id
    return HandCallView(row.id, row.number, row.window, row.at, row.state, why)
