"""The counter's side of the sync: where it stands, the replica, what is staged, what is open.

`sync_state` has a row once the counter belongs to a district, `sync_copy` while a copy of the
register is being fetched. docs/sync.md tells what the words mean.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Index, false, text
from sqlmodel import Field, Session, select

from db.base import Instant, Table

STATE = 1
"""The id of the only row of `sync_state` and of `sync_copy`."""


class SyncStateRow(Table, table=True):
    __tablename__ = "sync_state"

    id: int = Field(default=STATE, primary_key=True)
    store: str = Field(max_length=36)
    """This store's id with the district; a new one after it was restored or cloned."""
    mark: str = ""
    district: str = Field(default="", max_length=200)
    """How the district's office is called."""
    centre: str = Field(default="", max_length=10)
    epoch: str = ""
    cursor: str | None = None
    """Of the replica; None before the first copy."""
    staged: str | None = None
    """Of what has come since but is not yet a checkpoint."""
    settled: int = 0
    """Every operation up to this op_seq has its result."""
    written: int = 0
    """Every operation up to this op_seq has come back."""
    previous: str = ""
    """The sha256 of the body of the last batch that was answered."""
    batch: str | None = None
    """The last op_seq and the witness of a batch on its way, as JSON: sent again it is the same."""
    schema_now: int
    """Of what is written into the outbox now."""
    schema_before: int
    schema_until: int = 0
    """The last op_seq that was written with the schema before."""
    asked: int = 0
    """Counts up when somebody wants a sync now, by the action `asked_action`."""
    asked_action: str = Field(default="", max_length=60)
    asked_check: int = 0
    """The same for a comparison with the district's register."""
    heard: datetime | None = Field(default=None, sa_type=Instant)
    """When the district last answered."""
    synced: datetime | None = Field(default=None, sa_type=Instant)
    offline_since: datetime | None = Field(default=None, sa_type=Instant)
    busy: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Since then it has answered, last that it cannot now."""
    attention: str = ""
    """The code of what somebody has to mend; `attention_fields` as JSON."""
    attention_fields: str = "{}"
    lag: float | None = None
    skew: float | None = None
    checked: datetime | None = Field(default=None, sa_type=Instant)
    mended: int = 0
    """Checks in a row that found a difference."""
    until: datetime | None = Field(default=None, sa_type=Instant)


class SyncCopy(Table, table=True):
    __tablename__ = "sync_copy"

    id: int = Field(default=STATE, primary_key=True)
    base: str
    """The cursor from which changes follow."""
    page_table: str = Field(max_length=20)
    page_after: str
    """The position within the pages; which is not a cursor."""
    done: int = 0
    total: int
    replayed: str | None = None
    """The cursor up to which changes since the base are staged; None while pages still come."""
    horizon: str = ""
    """The cursor past which the copy is whole."""
    applied: str | None = None
    """Up to which table and key a first copy, which is put in place in parts, is in place."""


class Replica(Table, table=True):
    """What is here of the district's feed: of residents, who have tables of their own, version and
    hash; of all other records the payload too."""

    __tablename__ = "replica"
    __table_args__ = ({"sqlite_with_rowid": False},)

    tbl: str = Field(primary_key=True, max_length=20)
    pk: str = Field(primary_key=True, max_length=100)
    ver: int
    hash: str = Field(max_length=16)
    payload: bytes | None = None


class Staged(Table, table=True):
    """The newest that came of a record, before it is put in place."""

    __tablename__ = "sync_staged"
    __table_args__ = ({"sqlite_with_rowid": False},)

    tbl: str = Field(primary_key=True, max_length=20)
    pk: str = Field(primary_key=True, max_length=100)
    op: str = Field(max_length=6)
    ver: int
    hash: str = Field(max_length=16)
    payload: bytes | None = None


class ProposalRow(Table, table=True):
    """A change of a resident that the district has still to make. The resident's row has `value`
    already; `was` is what the replica has there. Both as JSON."""

    __tablename__ = "proposal"

    op_id: str = Field(primary_key=True, max_length=36)
    resident_id: int = Field(index=True)
    field: str = Field(max_length=20)
    value: str
    was: str
    base_ver: int
    at: datetime = Field(sa_type=Instant)
    action_id: str = Field(unique=True, max_length=60)


class WorkItemRow(Table, table=True):
    __tablename__ = "work_item"
    __table_args__ = (Index("ix_work_item_open", "id", sqlite_where=text("settled IS NULL")),)

    id: int | None = Field(default=None, primary_key=True)
    op_id: str = Field(unique=True, max_length=36)
    op_seq: int
    kind: str = Field(max_length=60)
    subject: str = Field(max_length=60)
    payload: str
    """What the district did not apply, as it stood in the outbox."""
    outcome: str = Field(max_length=10)
    code: str = Field(max_length=60)
    fields: str
    at: datetime = Field(sa_type=Instant)
    told: datetime = Field(sa_type=Instant)
    settled: datetime | None = Field(default=None, sa_type=Instant)
    settled_by: str = Field(default="", max_length=100)
    note: str = Field(default="", max_length=200)
    action_id: str | None = Field(default=None, unique=True, max_length=60)


def state_of(session: Session) -> SyncStateRow | None:
    """None where the counter belongs to no district."""
    return session.get(SyncStateRow, STATE)


def records(session: Session, table: str) -> Iterator[tuple[str, bytes]]:
    """Key and payload of every record of a kind but residents, by key."""
    kept = select(Replica.pk, Replica.payload).where(Replica.tbl == table).order_by(Replica.pk)
    return ((pk, payload or b"") for pk, payload in session.exec(kept))
