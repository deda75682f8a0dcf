"""What the district keeps. Its own tables, apart from those of any counter."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, MetaData, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.base import Instant

_KEY = String(120).with_variant(String(120, collation="C"), "postgresql")
"""Sorted as its bytes are, whatever the database's language."""


class Base(SQLModel):
    """Base of the district's tables."""

    model_config = {"defer_build": True}

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Meta(Base, table=True):
    """Facts of the whole: the schema's version, how often it was restored, the feed's floor."""

    name: str = Field(primary_key=True, max_length=40)
    value: str


class Record(Base, table=True):
    """A record as a document. `payload`: canonical JSON, None for a tombstone. Triggers count
    `ver`, reckon `row_hash` and `bucket`, and write the feed."""

    __table_args__ = (Index("ix_record_centre_tbl_pk", "centre", "tbl", "pk"),)

    tbl: str = Field(primary_key=True, max_length=20)
    pk: str = Field(primary_key=True, sa_type=_KEY)
    centre: str = Field(max_length=10)
    payload: str | None = None
    ver: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    row_hash: str | None = Field(default=None, max_length=16)
    bucket: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class Client(Base, table=True):
    """A counter that was enrolled."""

    id: str = Field(primary_key=True, max_length=36)
    centre: str = Field(max_length=10)
    enrolled_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)


class Certificate(Base, table=True):
    """A counter's certificate; one that was had anew is beside the one before for a while. `spki`:
    its public key, base64 of DER. `shown_at`: when a hello first came with it."""

    thumbprint: str = Field(primary_key=True, max_length=64)
    client: str = Field(max_length=36, index=True)
    spki: str
    issued_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    shown_at: datetime | None = Field(default=None, sa_type=Instant)


class Enrolment(Base, table=True):
    """A code that enrols one counter, known by its hash."""

    code_sha256: str = Field(primary_key=True, max_length=64)
    centre: str = Field(max_length=10)
    expires_at: datetime = Field(sa_type=Instant)
    client: str | None = Field(default=None, max_length=36)


class Store(Base, table=True):
    """A counter's store. `mark` is the one it has shown, `offered` the one it was given last.
    `next_op_seq` is 0 until it has sent something. `restored`: the district is older than what
    the store was told; its next mark and its next op_seq are believed. `shared`: a centre's queue,
    which whichever of its counters is at it sends; `client` is the first that did."""

    id: str = Field(primary_key=True, max_length=60)
    client: str = Field(max_length=36, index=True)
    centre: str = Field(max_length=10)
    mark: str = ""
    offered: str = ""
    next_op_seq: int = Field(default=0, sa_type=BigInteger)
    seen_at: datetime = Field(sa_type=Instant)
    said_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the last hello was said, by the counter's clock."""
    superseded_at: datetime | None = Field(default=None, sa_type=Instant)
    restored: bool = False
    shared: bool = False


class Deposit(Base, table=True):
    """Heads of audit chains that stores have deposited; never changed."""

    store: str = Field(primary_key=True, max_length=60)
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    hash: str = Field(primary_key=True, max_length=128)
    at: datetime = Field(sa_type=Instant)


class Alarm(Base, table=True):
    """What somebody at the district has to look into; told once."""

    store: str = Field(primary_key=True, max_length=60)
    kind: str = Field(primary_key=True, max_length=40)
    detail: str = Field(primary_key=True, max_length=200)
    at: datetime = Field(sa_type=Instant)


class Upload(Base, table=True):
    """A signed batch that was taken: what the store answers for. `thumbprint`: of the certificate
    whose key signed it; empty before certificates could be had anew, when a client had one."""

    store: str = Field(primary_key=True, max_length=60)
    sha256: str = Field(primary_key=True, max_length=64)
    first_seq: int = Field(sa_type=BigInteger)
    last_seq: int = Field(sa_type=BigInteger)
    signature: str
    thumbprint: str = Field(default="", max_length=64)
    at: datetime = Field(sa_type=Instant)


class OpApplied(Base, table=True):
    """An operation that was settled, with the answer that was given."""

    __tablename__ = "op_applied"
    __table_args__ = (UniqueConstraint("store", "op_seq"),)

    op_id: str = Field(primary_key=True, max_length=36)
    store: str = Field(max_length=60)
    op_seq: int = Field(sa_type=BigInteger)
    body_sha256: str = Field(max_length=64)
    outcome: str = Field(max_length=10)
    code: str = Field(default="", max_length=60)
    fields: str = "{}"


class Fact(Base, table=True):
    """What happened at a centre, as it told it; never changed."""

    op_id: str = Field(primary_key=True, max_length=36)
    store: str = Field(max_length=60, index=True)
    centre: str = Field(max_length=10)
    kind: str = Field(max_length=60)
    at: datetime = Field(sa_type=Instant)
    payload: str


class NumberTaken(Base, table=True):
    """A number that a certificate or a receipt bears: in the whole district once."""

    __tablename__ = "number_taken"

    number: str = Field(primary_key=True, max_length=80)
    store: str = Field(max_length=60)
    op_id: str = Field(max_length=36)


class Block(Base, table=True):
    """Numbers of a series that one store may give; a constraint keeps them apart."""

    id: str = Field(primary_key=True, max_length=36)
    request: str = Field(unique=True, max_length=60)
    store: str = Field(max_length=60, index=True)
    series: str = Field(max_length=60, index=True)
    first: int
    last: int
    granted_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)


class OwnRange(Base, table=True):
    """Numbers that a store had of its own, before the district granted any."""

    __tablename__ = "own_range"

    op_id: str = Field(primary_key=True, max_length=36)
    store: str = Field(max_length=60, index=True)
    series: str = Field(max_length=60, index=True)
    first: int
    last: int


class PaperHeld(Base, table=True):
    """Sheets of secure paper, by serial, that a store has loaded and not written off."""

    __tablename__ = "paper_held"

    store: str = Field(primary_key=True, max_length=60)
    prefix: str = Field(primary_key=True, max_length=12)
    width: int = Field(primary_key=True)
    first: int = Field(primary_key=True, sa_type=BigInteger)
    last: int = Field(sa_type=BigInteger)
    centre: str = Field(max_length=10)
    at: datetime = Field(sa_type=Instant)
