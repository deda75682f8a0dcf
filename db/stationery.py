"""Secure paper by its serials. A sheet is one row in one state, so that loaded = issued + spoiled +
remaining cannot be otherwise; triggers keep serials, sheets and what is spoiled for ever."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.base import Instant, Table, stored


class SheetState(StrEnum):
    REMAINING = "remaining"
    ISSUED = "issued"
    SPOILED = "spoiled"


class PaperPack(Table, table=True):
    """Sheets `first` to `last`, as they were loaded; never changed, never deleted."""

    __tablename__ = "paper_pack"
    __table_args__ = (CheckConstraint("sheets > 0", "sheets"),)

    id: int | None = Field(default=None, primary_key=True)
    action_id: str = Field(unique=True, max_length=60)
    first: str = Field(max_length=24)
    last: str = Field(max_length=24)
    sheets: int
    at: datetime = Field(sa_type=Instant)
    clerk_id: int
    window: int | None = None


class PaperWriteOff(Table, table=True):
    """Sheets found ruined or missing; or, of a job that jammed, how many came out of the printer.
    Never changed, never deleted."""

    __tablename__ = "paper_write_off"

    id: int | None = Field(default=None, primary_key=True)
    action_id: str = Field(unique=True, max_length=60)
    event_id: int | None = Field(default=None, foreign_key="certificate_event.id")
    """The step of a certificate whose job jammed."""
    asked: str = Field(max_length=60)
    """What the clerk named: serials, or a number of sheets."""
    reason: str = Field(max_length=200)
    at: datetime = Field(sa_type=Instant)
    clerk_id: int
    window: int | None = None
    second_id: int | None = None
    """Who else signed; None where it was one clerk's word."""


class PaperSheet(Table, table=True):
    """By id in the order in which they lie in the printer."""

    __tablename__ = "paper_sheet"
    __table_args__ = (
        CheckConstraint(
            "CASE state WHEN 'remaining' THEN event_id IS NULL AND write_off_id IS NULL"
            " WHEN 'issued' THEN event_id IS NOT NULL AND write_off_id IS NULL"
            " ELSE event_id IS NOT NULL OR write_off_id IS NOT NULL END",
            "why",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    serial: str = Field(unique=True, max_length=24)
    pack_id: int = Field(foreign_key="paper_pack.id")
    state: SheetState = Field(sa_type=stored(SheetState), index=True)
    event_id: int | None = Field(default=None, foreign_key="certificate_event.id", index=True)
    """The step of a certificate that used it."""
    write_off_id: int | None = Field(default=None, foreign_key="paper_write_off.id")


class CertificateVoid(Table, table=True):
    """Beside the event of a certificate that was made void: who else signed, and the fee."""

    __tablename__ = "certificate_void"

    certificate_id: int = Field(primary_key=True, foreign_key="certificate.id")
    second_id: int
    fee_kept: bool


class CertificateReprint(Table, table=True):
    """A document printed again, marked so; only `job` is filled in later."""

    __tablename__ = "certificate_reprint"
    __table_args__ = (UniqueConstraint("certificate_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    action_id: str = Field(unique=True, max_length=60)
    certificate_id: int = Field(foreign_key="certificate.id", index=True)
    number: int
    """Its how-manieth reprint this is."""
    copies: int
    pdf_sha256: str = Field(max_length=64)
    job: str | None = None
    """None until a print queue has taken it."""
    reason: str = Field(max_length=200)
    at: datetime = Field(sa_type=Instant)
    clerk_id: int
