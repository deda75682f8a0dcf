"""Signing keys made here, what is held of other keys, and the proof of each certificate."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.base import Instant, Table, stored


class KeyRole(StrEnum):
    CENTRE = "centre"
    ROOT = "root"


class HeldKind(StrEnum):
    ROOT = "roots"
    ENDORSEMENT = "endorsements"
    REVOCATION = "revocations"
    LIST = "lists"
    CERTIFICATE = "certificates"


class SigningKey(Table, table=True):
    """A private key; nowhere else but in this encrypted store."""

    __tablename__ = "signing_key"

    id: str = Field(primary_key=True, max_length=16)
    """The key id in hex."""
    role: KeyRole = Field(sa_type=stored(KeyRole))
    name: str = Field(max_length=60)
    """Whose: the office's or the district's."""
    private: bytes
    """PKCS #8, DER."""
    public: bytes
    """SubjectPublicKeyInfo, DER."""
    made_at: datetime = Field(sa_type=Instant)


class Held(Table, table=True):
    """A root trusted here, or a token or X.509 certificate that hangs on one."""

    id: int | None = Field(default=None, primary_key=True)
    kind: HeldKind = Field(sa_type=stored(HeldKind))
    data: bytes = Field(unique=True)
    at: datetime = Field(sa_type=Instant)


class CertificateProof(Table, table=True):
    """A certificate's place in a status list, and its number for strangers."""

    __tablename__ = "certificate_proof"
    __table_args__ = (UniqueConstraint("list_id", "place"),)

    certificate_id: int = Field(primary_key=True, foreign_key="certificate.id")
    list_id: str = Field(max_length=16)
    """The key, in hex, under which the list was begun."""
    place: int
    confirmation: str = Field(unique=True, max_length=16)
    voided_at: datetime | None = Field(default=None, sa_type=Instant)
