"""Numbers are taken, called, served and finished. Qt-free; one act, one transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from counter_app.queue.categories import CATEGORIES, LANGUAGES
from counter_app.queue.moves import Move, TicketState, after
from db.engine import reading, transaction
from db.outbox import enqueue
from db.queue import Ticket, TicketEvent
from db.serials import next_serial

LIVE = (TicketState.CALLED, TicketState.SERVING)


@dataclass(frozen=True, slots=True)
class TicketView:
    id: int
    number: str
    category: str
    state: TicketState
    language: str
    window: int | None
    taken_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    recalls: int
    version: int


@dataclass(frozen=True, slots=True)
class QueueView:
    """What a window sees. `waiting` stands in calling order; `upcoming` is its first."""

    current: TicketView | None
    waiting: tuple[TicketView, ...]
    served_today: int

    @property
    def upcoming(self) -> TicketView | None:
        return self.waiting[0] if self.waiting else None


class Tickets:
    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def take(
        self, category: str, language: str = "ko", *, action_id: str, actor: Actor | None = None
    ) -> TicketView:
        """A new number of the day. Raises Refusal queue.no_category or queue.no_language."""
        if category not in CATEGORIES:
            raise Refusal("queue.no_category", codes=", ".join(CATEGORIES))
        if language not in LANGUAGES:
            raise Refusal("queue.no_language", codes=", ".join(LANGUAGES))
        with transaction(self._engine) as session:
            if done := _done(session, action_id):
                return done
            now = self._clock.now()
            serial = next_serial(session, f"ticket:{now.date()}:{category}")
            ticket = Ticket(
                day=now.date(),
                category=category,
                serial=serial,
                number=f"{category}-{serial:03d}",
                state=TicketState.WAITING,
                language=language,
                taken_at=now,
            )
            session.add(ticket)
            session.flush()
            self._note(session, actor, ticket, Move.TAKE, action_id)
            return _view(ticket)

    def call_next(self, actor: Actor, *, action_id: str) -> TicketView:
        """Finishes the window's present ticket, if any, and calls the one that waits longest.

        Raises Refusal queue.no_window or queue.empty (then nothing is finished either).
        """
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            if done := _done(session, action_id):
                return done
            window = _window(actor)
            day = self._clock.now().date()
            ticket = session.exec(_waiting(day).limit(1)).first()
            if ticket is None:
                raise Refusal("queue.empty")
            if current := _current(session, window):
                self._apply(session, actor, current, Move.FINISH, f"{action_id}:finish")
            ticket.window = window
            self._apply(session, actor, ticket, Move.CALL, action_id)
            return _view(ticket)

    def move(
        self, actor: Actor, ticket_id: int, move: Move, *, version: int, action_id: str
    ) -> TicketView:
        """One move of one ticket, if it still is what the clerk saw.

        Raises Refusal queue.no_ticket, queue.stale, queue.other_window or queue.illegal_<move>.
        """
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            if done := _done(session, action_id):
                return done
            ticket = session.get(Ticket, ticket_id)
            if ticket is None:
                raise Refusal("queue.no_ticket")
            if ticket.version != version:
                raise Refusal("queue.stale", number=ticket.number)
            if ticket.state in LIVE and ticket.window != actor.window:
                raise Refusal("queue.other_window", number=ticket.number, window=ticket.window)
            self._apply(session, actor, ticket, move, action_id)
            return _view(ticket)

    def ticket(self, ticket_id: int) -> TicketView:
        """Raises Refusal queue.no_ticket."""
        with reading(self._engine) as session:
            ticket = session.get(Ticket, ticket_id)
            if ticket is None:
                raise Refusal("queue.no_ticket")
            return _view(ticket)

    def view(self, window: int | None) -> QueueView:
        """The day's queue as a window sees it."""
        day = self._clock.now().date()
        with reading(self._engine) as session:
            current = _current(session, window) if window is not None else None
            served = session.exec(
                select(func.count())
                .select_from(Ticket)
                .where(Ticket.day == day, Ticket.state == TicketState.DONE)
            ).one()
            return QueueView(
                _view(current) if current else None,
                tuple(_view(ticket) for ticket in session.exec(_waiting(day))),
                served,
            )

    def today(self) -> tuple[TicketView, ...]:
        """Every ticket of the day, in order of arrival."""
        with reading(self._engine) as session:
            rows = select(Ticket).where(Ticket.day == self._clock.now().date())
            return tuple(_view(ticket) for ticket in session.exec(rows.order_by(col(Ticket.id))))

    def _apply(
        self, session: Session, actor: Actor, ticket: Ticket, move: Move, action_id: str
    ) -> None:
        now = self._clock.now()
        ticket.state = after(ticket.state, move)
        ticket.version += 1
        stamp = STAMPS.get(move)
        if stamp:
            setattr(ticket, stamp, now)
        if move == Move.RECALL:
            ticket.recalls += 1
        session.add(ticket)
        session.flush()
        self._note(session, actor, ticket, move, action_id)

    def _note(
        self, session: Session, actor: Actor | None, ticket: Ticket, move: Move, action_id: str
    ) -> None:
        """The event, audit and outbox rows of one move."""
        now = self._clock.now()
        session.add(
            TicketEvent(
                action_id=action_id,
                ticket_id=_id(ticket),
                move=move,
                state=ticket.state,
                version=ticket.version,
                at=now,
                window=ticket.window,
                clerk_id=actor.clerk_id if actor else None,
            )
        )
        fact = {"number": ticket.number, "state": ticket.state, "window": ticket.window}
        record(session, self._clock, actor, f"ticket.{move}", f"ticket:{ticket.id}", fact)
        enqueue(session, now, "ticket", {"day": str(ticket.day), "move": move, **fact})


STAMPS = {
    Move.CALL: "called_at",
    Move.START: "started_at",
    Move.FINISH: "ended_at",
    Move.NO_SHOW: "ended_at",
    Move.CANCEL: "ended_at",
}


def _waiting(day: date) -> SelectOfScalar[Ticket]:
    """The day's waiting tickets, first come first served."""
    return (
        select(Ticket)
        .where(Ticket.day == day, Ticket.state == TicketState.WAITING)
        .order_by(col(Ticket.id))
    )


def _current(session: Session, window: int) -> Ticket | None:
    live = select(Ticket).where(Ticket.window == window, col(Ticket.state).in_(LIVE))
    return session.exec(live).first()


def _done(session: Session, action_id: str) -> TicketView | None:
    """What an action that was already done left behind."""
    event = session.exec(select(TicketEvent).where(TicketEvent.action_id == action_id)).first()
    ticket = session.get(Ticket, event.ticket_id) if event else None
    return _view(ticket) if ticket else None


def _window(actor: Actor) -> int:
    if actor.window is None:
        raise Refusal("queue.no_window")
    return actor.window


def _view(ticket: Ticket) -> TicketView:
    return TicketView(
        _id(ticket),
        ticket.number,
        ticket.category,
        ticket.state,
        ticket.language,
        ticket.window,
        ticket.taken_at,
        ticket.called_at,
        ticket.started_at,
        ticket.ended_at,
        ticket.recalls,
        ticket.version,
    )


def _id(ticket: Ticket) -> int:
    assert ticket.id is not None  # noqa: S101 - a stored row has its id
    return ticket.id
