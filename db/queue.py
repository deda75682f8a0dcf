"""Tickets and what happened to them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field, UniqueConstraint

from db.base import Instant, Table, stored


class TicketState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class Move(StrEnum):
    TAKE = "take"
    CALL = "call"
    RECALL = "recall"
    START = "start"
    FINISH = "finish"
    NO_SHOW = "no_show"
    CANCEL = "cancel"


LIVE = "state IN ('called', 'serving')"


class Ticket(Table, table=True):
    __table_args__ = (
        UniqueConstraint("day", "category", "serial"),
        Index(
            "ix_ticket_live_window",
            "window",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        Index("ix_ticket_day_state", "day", "state", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    day: date
    category: str = Field(max_length=4)
    serial: int
    number: str = Field(max_length=12)
    state: TicketState = Field(sa_type=stored(TicketState))
    language: str = Field(max_length=12)
    window: int | None = None
    taken_at: datetime = Field(sa_type=Instant)
    called_at: datetime | None = Field(default=None, sa_type=Instant)
    started_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    recalls: int = 0
    version: int = 1


class TicketEvent(Table, table=True):
    __tablename__ = "ticket_event"

    id: int | None = Field(default=None, primary_key=True)
    action_id: str = Field(unique=True, max_length=60)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    move: Move = Field(sa_type=stored(Move))
    state: TicketState = Field(sa_type=stored(TicketState))
    version: int
    at: datetime = Field(sa_type=Instant)
    window: int | None = None
    clerk_id: int | None = None
