"""What somebody came for, from the first paper to the last: the matter, its history, its papers."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field

from db.base import Instant, Table, stored


class MatterState(StrEnum):
    OPEN = "open"
    PROPOSED = "proposed"
    """The district has been asked for the change."""
    FORWARDED = "forwarded"
    """The papers have gone to who decides."""
    READY = "ready"
    """The card is here."""
    DONE = "done"
    WITHDRAWN = "withdrawn"
    REFERRED = "referred"


class MatterRow(Table, table=True):
    """Only what moves is ever changed; no row is deleted."""

    __tablename__ = "matter"
    __table_args__ = (Index("ix_matter_open", "due", "id", sqlite_where=text("closed_at IS NULL")),)

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=40)
    procedure: str = Field(max_length=40)
    version: int
    resident_id: int | None = Field(default=None, index=True)
    """None of somebody who is not in the register yet."""
    ticket_id: int | None = Field(default=None, index=True)
    state: MatterState = Field(sa_type=stored(MatterState))
    ver: int
    """Counts the acts, so that one on a screen that is out of date changes nothing."""
    facts: str
    """What was told, by the keys of the procedure's questions, as JSON."""
    ticked: str = "[]"
    """Keys of documents seen and steps done, as JSON."""
    proposals: str = "[]"
    """The operations that ask the district for what this is about, as JSON."""
    due: date | None = None
    due_rule: str = ""
    """The rule it was counted by, as JSON; "" for none."""
    fee_won: int = 0
    fee_rule: str = ""
    paid: str = ""
    """How a fee was taken before payments named the matter they are for, as JSON; "" since."""
    turned_down: str = Field(default="", max_length=20)
    """Why it was not accepted, one of the act's reasons; "" if it was or may be."""
    language: str = Field(default="ko", max_length=5)
    """The visitor's."""
    clerk_id: int
    window: int | None = None
    opened_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)


class MatterEvent(Table, table=True):
    """One act; never changed, never deleted."""

    __tablename__ = "matter_event"

    id: int | None = Field(default=None, primary_key=True)
    action_id: str = Field(unique=True, max_length=60)
    matter_id: int = Field(foreign_key="matter.id", index=True)
    act: str = Field(max_length=20)
    state: MatterState = Field(sa_type=stored(MatterState))
    detail: str = "{}"
    at: datetime = Field(sa_type=Instant)
    clerk_id: int
    window: int | None = None


class MatterPaper(Table, table=True):
    """A paper that was brought, made safe: a PDF of pictures of its pages."""

    __tablename__ = "matter_paper"

    id: int | None = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="matter.id", index=True)
    document: str = Field(max_length=40)
    kind: str = Field(default="", max_length=8)
    """Of the file as it was brought; "" where that was not kept."""
    pages: int
    sha256: str = Field(max_length=64)
    """Of the file as it was brought."""
    pdf: bytes
    at: datetime = Field(sa_type=Instant)
    clerk_id: int
