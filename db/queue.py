"""Tickets, what happened to them, the windows that serve them, and what was called out."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field, UniqueConstraint

from db.base import Instant, Table, stored


class TicketState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    BACK_OFFICE = "back_office"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class Move(StrEnum):
    TAKE = "take"
    QUICK = "quick"
    """A person served at the window who took no number."""
    CALL = "call"
    CALL_THIS = "call_this"
    """One particular number, out of its order and with a reason."""
    RECALL = "recall"
    START = "start"
    HOLD = "hold"
    RESUME = "resume"
    BACK_OFFICE = "back_office"
    TRANSFER = "transfer"
    AMEND = "amend"
    """What the ticket says is corrected: tasks, note, language, priority."""
    NO_SHOW = "no_show"
    RESTORE = "restore"
    FINISH = "finish"
    CANCEL = "cancel"
    UNDO = "undo"
    ARCHIVE = "archive"
    """The day ended with this ticket still open; it stays what it was."""


class Priority(StrEnum):
    """Grounds on which a visitor is called before others (민원처리법 §11①)."""

    SENIOR = "senior"
    """65 or older."""
    DISABLED = "disabled"
    PREGNANT = "pregnant"
    INFANT = "infant"
    """With an infant."""
    ASSISTED = "assisted"


class DeskState(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    LUNCH = "lunch"
    CLOSED = "closed"


class Call(StrEnum):
    CALL = "call"
    RECALL = "recall"
    WITHDRAWN = "withdrawn"
    """The call was undone: boards take the number away, nothing is spoken."""


LIVE = "state IN ('called', 'serving') AND archived_at IS NULL"
WAITING = "state = 'waiting' AND archived_at IS NULL"


class Ticket(Table, table=True):
    """`id` is the order of arrival, whatever the clock said."""

    __table_args__ = (
        UniqueConstraint("day", "number"),
        Index(
            "ix_ticket_live_window",
            "window",
            unique=True,
            sqlite_where=text(LIVE),
        ),
        Index(
            "ix_ticket_lane",
            "lane",
            "id",
            sqlite_where=text(WAITING),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    day: date
    category: str = Field(max_length=4)
    serial: int
    number: str = Field(max_length=12)
    state: TicketState = Field(sa_type=stored(TicketState))
    lane: str = Field(max_length=40)
    """Whoever waits in one lane is called in the order of arrival (counter_app.queue.order)."""
    language: str = Field(max_length=12)
    interpreter: bool = False
    priority: Priority | None = Field(default=None, sa_type=stored(Priority))
    tasks: str = "[]"
    """JSON [[kind, quantity], …]."""
    note: str = Field(default="", max_length=500)
    for_window: int | None = None
    """The one window it was sent to."""
    window: int | None = None
    """The window that called it last."""
    why: str | None = None
    """Why it was called when it was, as JSON [code, fields]."""
    taken_at: datetime = Field(sa_type=Instant)
    called_at: datetime | None = Field(default=None, sa_type=Instant)
    recalled_at: datetime | None = Field(default=None, sa_type=Instant)
    started_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    archived_at: datetime | None = Field(default=None, sa_type=Instant)
    recalls: int = 0
    version: int = 1


class TicketEvent(Table, table=True):
    """One move of one ticket. `changes` is a JSON object of the columns it set, as stored in
    SQLite: applied in order of `version`, the events give the ticket's row."""

    __tablename__ = "ticket_event"
    __table_args__ = (UniqueConstraint("ticket_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    action_id: str = Field(unique=True, max_length=60)
    ticket_id: int = Field(foreign_key="ticket.id")
    move: Move = Field(sa_type=stored(Move))
    state: TicketState = Field(sa_type=stored(TicketState))
    version: int
    at: datetime = Field(sa_type=Instant)
    window: int | None = None
    clerk: str | None = Field(default=None, max_length=40)
    """Login."""
    reason: str | None = Field(default=None, max_length=200)
    turn: int | None = None
    """The desk's turn before a call, for undoing it."""
    changes: str


class Desk(Table, table=True):
    """A service window as the queue knows it."""

    window: int = Field(primary_key=True)
    state: DeskState = Field(sa_type=stored(DeskState))
    reason: str | None = Field(default=None, max_length=200)
    since: datetime = Field(sa_type=Instant)
    clerk_id: int | None = None
    clerk_name: str = Field(default="", max_length=100)
    languages: str = Field(default="", max_length=60)
    """Codes of what the clerk speaks besides Korean, one space between."""
    serves: str = Field(default="", max_length=200)
    """Categories in tiers, "A B>E"; empty: all alike (counter_app.queue.order)."""
    auto_call: bool = False
    turn: int = 0
    """Place in the round of priority and ordinary numbers."""
    pc: str = Field(default="", max_length=80)
    """Where it is open (counter_app.privacy.clerks.pc_of)."""


class Announcement(Table, table=True):
    """A call, for boards and voices; `id` runs in the order of the calls."""

    id: int | None = Field(default=None, primary_key=True)
    kind: Call = Field(sa_type=stored(Call))
    ticket_id: int = Field(foreign_key="ticket.id")
    day: date
    number: str = Field(max_length=12)
    category: str = Field(max_length=4)
    language: str = Field(max_length=12)
    window: int
    at: datetime = Field(sa_type=Instant)
