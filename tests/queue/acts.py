"""Every act of the queue, in a state in which it can be made: for trying what breaks it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.queue.history import replay
from counter_app.queue.moves import Move, TicketState
from counter_app.queue.tickets import Tickets, TicketView, Wishes
from counter_app.queue.views import ticket_from
from db.engine import reading
from db.queue_sql import NAMES

ENDS = {
    TicketState.WAITING: Move.CANCEL,
    TicketState.CALLED: Move.FINISH,
    TicketState.SERVING: Move.FINISH,
    TicketState.HELD: Move.FINISH,
    TicketState.BACK_OFFICE: Move.FINISH,
}


@dataclass(frozen=True, slots=True)
class Scene:
    """A clerk at a window."""

    tickets: Tickets
    clerk: Actor
    new: Callable[[], str]

    def take(self) -> TicketView:
        return self.tickets.take("E", "vi", action_id=self.new())

    def call(self) -> TicketView:
        self.take()
        return self.tickets.call_next(self.clerk, action_id=self.new())

    def after(self, *moves: Move) -> TicketView:
        """A number that was called, and then moved."""
        seen = self.call()
        for move in moves:
            seen = self.move(seen, move)
        return seen

    def move(self, seen: TicketView, move: Move) -> TicketView:
        return self.tickets.move(
            self.clerk, seen.id, move, version=seen.version, action_id=self.new()
        )

    def busy(self) -> TicketView:
        """One at the window and one who waits."""
        self.call()
        return self.take()

    def called_over_another(self) -> TicketView:
        self.call()
        return self.call()

    def tidy(self) -> None:
        """Ends what is open."""
        for seen in self.tickets.today():
            if seen.state in ENDS:
                self.move(seen, ENDS[seen.state])


@dataclass(frozen=True, slots=True)
class Asked:
    """One act on a ticket as it was seen, under one id however often it is made."""

    tickets: Tickets
    clerk: Actor
    ticket_id: int
    version: int
    action_id: str

    @property
    def of(self) -> tuple[Actor, int]:
        return self.clerk, self.ticket_id

    @property
    def once(self) -> dict[str, Any]:
        return {"version": self.version, "action_id": self.action_id}


@dataclass(frozen=True, slots=True)
class Act:
    """`begin` brings about what it needs and returns the ticket it is made of."""

    begin: Callable[[Scene], TicketView]
    do: Callable[[Asked], TicketView]
    moves: int = 1
    """How many tickets it moves."""
    calls: bool = False
    """Whether boards are told."""


def _plain(move: Move, *before: Move, calls: bool = False) -> Act:
    return Act(
        lambda scene: scene.after(*before),
        lambda asked: asked.tickets.move(*asked.of, move, **asked.once),
        calls=calls,
    )


def _take(asked: Asked) -> TicketView:
    return asked.tickets.take("E", "vi", action_id=asked.action_id)


def _quick(asked: Asked) -> TicketView:
    return asked.tickets.quick(asked.clerk, "A", action_id=asked.action_id)


def _next(asked: Asked) -> TicketView:
    return asked.tickets.call_next(asked.clerk, action_id=asked.action_id)


def _call_this(asked: Asked) -> TicketView:
    return asked.tickets.call_this(*asked.of, "몸이 불편함", **asked.once)


def _transfer(asked: Asked) -> TicketView:
    return asked.tickets.transfer(*asked.of, category="B", note="서류", **asked.once)


def _amend(asked: Asked) -> TicketView:
    return asked.tickets.amend(*asked.of, Wishes("zh", True, note="통역"), **asked.once)


def _undo(asked: Asked) -> TicketView:
    return asked.tickets.undo(*asked.of, **asked.once)


ACTS = {
    "take": Act(Scene.take, _take),
    "quick": Act(Scene.take, _quick),
    "next": Act(Scene.take, _next, calls=True),
    "next over another": Act(Scene.busy, _next, moves=2, calls=True),
    "call this": Act(Scene.take, _call_this, calls=True),
    "transfer": Act(Scene.call, _transfer),
    "amend": Act(Scene.call, _amend),
    "undo": Act(Scene.called_over_another, _undo, moves=2, calls=True),
    "recall": _plain(Move.RECALL, calls=True),
    "start": _plain(Move.START),
    "hold": _plain(Move.HOLD, Move.START),
    "resume": _plain(Move.RESUME, Move.START, Move.HOLD),
    "back office": _plain(Move.BACK_OFFICE, Move.START),
    "no-show": _plain(Move.NO_SHOW),
    "restore": _plain(Move.RESTORE, Move.NO_SHOW),
    "cancel": _plain(Move.CANCEL),
    "finish": _plain(Move.FINISH, Move.START),
}


def counted(counter: Counter) -> dict[str, int]:
    """How much there is of each thing that acts leave behind."""
    tables = {
        "events": "ticket_event",
        "calls": "announcement",
        "audit": "audit WHERE action LIKE 'ticket.%'",
        "facts": "outbox WHERE kind = 'ticket'",
    }
    with reading(counter.queue.engine) as session:
        run = session.connection().execute
        return {
            name: run(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for name, table in tables.items()
        }


def left_by(act: Act) -> dict[str, int]:
    return {"events": act.moves, "calls": int(act.calls), "audit": 1, "facts": 1}


def assert_whole(counter: Counter) -> None:
    """Tickets are what their events say, no number is twice or missing, no call, no link."""
    today = counter.tickets.today()
    for ticket in today:
        again = replay(counter.tickets.history(ticket.id))
        assert ticket_from(tuple(again[name] for name in NAMES)) == ticket
    given: dict[str, list[int]] = {}
    for ticket in today:
        prefix, _, serial = ticket.number.partition("-")
        given.setdefault(prefix, []).append(int(serial))
    for serials in given.values():
        assert sorted(serials) == list(range(1, len(serials) + 1))
    calls = [call.id for call in counter.tickets.announcements(0, 10_000)]
    assert calls == list(range(1, len(calls) + 1))
    assert verify(counter.queue.engine).ok
