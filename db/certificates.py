"""Certificates issued, the money taken for them, and every step in between."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from db.base import Instant, Table, stored


class CertificateState(StrEnum):
    PREPARED = "prepared"
    SPOOLED = "spooled"
    HANDED_OVER = "handed_over"
    SPOILED = "spoiled"
    VOIDED = "voided"


class Tender(StrEnum):
    CASH = "cash"
    CARD = "card"
    STAMP = "stamp"


class Certificate(Table, table=True):
    id: int | None = Field(default=None, primary_key=True)
    issue_number: str = Field(unique=True, max_length=40)
    kind: str = Field(max_length=40)
    resident_id: int = Field(index=True)
    ticket_id: int | None = None
    copies: int
    pages: int
    content: str
    """What the document states, as JSON: enough to draw the same page again."""
    asked: str | None = None
    """Who asked for what, on which ground and how identified, as JSON; None for the oldest."""
    pdf_sha256: str = Field(max_length=64)
    state: CertificateState = Field(sa_type=stored(CertificateState), index=True)
    job: str | None = None
    clerk_id: int
    window: int | None = None
    prepared_at: datetime = Field(sa_type=Instant)
    day: str = Field(max_length=10, index=True)


class CertificateEvent(Table, table=True):
    __tablename__ = "certificate_event"

    id: int | None = Field(default=None, primary_key=True)
    action_id: str = Field(unique=True, max_length=60)
    certificate_id: int = Field(foreign_key="certificate.id", index=True)
    state: CertificateState = Field(sa_type=stored(CertificateState))
    sheets: int = 0
    """Sheets of paper this step used."""
    at: datetime = Field(sa_type=Instant)
    clerk_id: int
    reason: str | None = None


class JointReceipt(Table, table=True):
    """One receipt for the payments of a tray, which are booked one by one; never changed."""

    __tablename__ = "joint_receipt"

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=40)
    action_id: str = Field(unique=True, max_length=60)
    asked_sha256: str = Field(max_length=64)
    """Of what was asked for: the same action with something else is another act."""
    content: str
    """What the receipt states, as JSON."""
    at: datetime = Field(sa_type=Instant)
    clerk_id: int


class Payment(Table, table=True):
    """Money in (positive), or given back: negative, and `reverses` names what it undoes.

    Rows are never changed and never deleted: triggers see to it, and to closed days.
    """

    __table_args__ = (
        CheckConstraint("(certificate_id IS NULL) <> (matter_id IS NULL)", name="for_one_thing"),
    )

    id: int | None = Field(default=None, primary_key=True)
    receipt_number: str = Field(unique=True, max_length=40)
    certificate_id: int | None = Field(default=None, foreign_key="certificate.id", index=True)
    matter_id: int | None = Field(default=None, foreign_key="matter.id", index=True)
    """What was paid for: a certificate, or the fee of a matter."""
    won: int
    """What was taken, as the parts in payment_part say tender by tender."""
    waived: int = 0
    """What a waiver left untaken."""
    rule: str
    """The fee rule as it stood, as JSON."""
    content: str
    """What the receipt states, as JSON."""
    reverses: int | None = Field(default=None, foreign_key="payment.id", unique=True)
    reason: str | None = None
    """Why it was given back."""
    action_id: str | None = Field(default=None, unique=True, max_length=60)
    """Of an act at the till or with a matter; others are made by the step of a certificate."""
    joint_id: int | None = Field(default=None, foreign_key="joint_receipt.id", index=True)
    """The receipt it shares with the other documents of its tray."""
    at: datetime = Field(sa_type=Instant)
    day: str = Field(max_length=10, index=True)
    """The business day it counts for: once a day is closed, the next."""
    clerk_id: int
    window: int | None = None
