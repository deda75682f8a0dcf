"""Numbers called by hand while the shared queue could not be reached, kept until it has them."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from db.base import Instant, Table, stored


class HandState(StrEnum):
    KEPT = "kept"
    POSTED = "posted"
    CONFLICT = "conflict"
    """The queue would not take it: a person must look."""
    SETTLED = "settled"
    """A person has."""


class HandCall(Table, table=True):
    """`id` is the order of the calls. `code` and `fields` (JSON): the queue's refusal."""

    __tablename__ = "hand_call"

    id: int | None = Field(default=None, primary_key=True)
    action_id: str = Field(unique=True, max_length=40)
    number: str = Field(max_length=12)
    window: int
    clerk_id: int
    login: str = Field(max_length=40)
    at: datetime = Field(sa_type=Instant)
    state: HandState = Field(sa_type=stored(HandState), index=True)
    code: str | None = Field(default=None, max_length=60)
    fields: str = "{}"
