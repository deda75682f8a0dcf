"""What a privacy officer says of the accesses of a month."""

from datetime import datetime

from sqlmodel import Field

from db.base import Instant, Table


class FindingNote(Table, table=True):
    """That a finding was looked into. `key` names it: rule, month, clerk and day or person."""

    __tablename__ = "finding_note"

    key: str = Field(primary_key=True, max_length=120)
    month: str = Field(max_length=7, index=True)
    note: str = Field(max_length=400)
    clerk: str = Field(max_length=40)
    at: datetime = Field(sa_type=Instant)


class ReviewReport(Table, table=True):
    """That a month was reviewed, by whom, and what there was: counts, and a digest of the rows."""

    __tablename__ = "review_report"

    month: str = Field(primary_key=True, max_length=7)
    accesses: int
    findings: int
    digest: str = Field(max_length=64)
    note: str = Field(max_length=400)
    clerk: str = Field(max_length=40)
    at: datetime = Field(sa_type=Instant)
