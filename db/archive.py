"""Documents as they are kept: sealed, and never changed again."""

from datetime import datetime

from sqlmodel import Field

from db.base import Instant, Table


class SealedDocument(Table, table=True):
    __tablename__ = "sealed_document"

    certificate_id: int = Field(primary_key=True, foreign_key="certificate.id")
    pdf: bytes
    sha256: str = Field(max_length=64)
    fonts: str
    """JSON: the SHA-256 of each font the page was drawn with."""
    at: datetime = Field(sa_type=Instant)
