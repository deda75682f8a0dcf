"""The append-only record of everything that counts."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from db.base import Instant, Table

NO_TICKET = "subject NOT LIKE 'ticket:%'"
"""Who asks for rows by subject says this too: the queue's acts, most of all, have no index."""


class AuditRow(Table, table=True):
    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_subject", "subject", sqlite_where=text(NO_TICKET)),
        Index("ix_audit_action", "action", "at", sqlite_where=text(NO_TICKET)),
    )

    seq: int = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    clerk: str = Field(max_length=40)
    window: int | None = None
    terminal: str = Field(max_length=100)
    action: str = Field(max_length=60)
    subject: str = Field(max_length=60)
    detail: str
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class AuditHead(Table, table=True):
    """The last row's number and hash, so that a cut-off tail is noticed."""

    __tablename__ = "audit_head"

    id: int = Field(default=1, primary_key=True)
    seq: int
    hash: str = Field(max_length=64)
