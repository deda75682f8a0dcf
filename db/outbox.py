"""Facts on their way to the district office, written in the transaction of the act."""

import json
import os
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Field, Session

from db.base import Instant, Table


class OutboxRow(Table, table=True):
    __tablename__ = "outbox"

    op_seq: int | None = Field(default=None, primary_key=True)
    op_id: str = Field(max_length=36)
    """Made by `ordered_id`. No index: here a fact is known by `op_seq`."""
    kind: str = Field(max_length=60)
    payload: str
    at: datetime = Field(sa_type=Instant)
    schema_v: int | None = None
    """Of the payload, once it has been sent; sent again, it is the same, with `base_ver`."""
    base_ver: int | None = None


def enqueue(session: Session, at: datetime, kind: str, payload: Mapping[str, object]) -> str:
    """Adds one operation; it leaves only when the district has durably taken it. Returns its id."""
    op_id = ordered_id(at)
    session.add(
        OutboxRow(
            op_id=op_id,
            kind=kind,
            payload=json.dumps(payload, ensure_ascii=False, sort_keys=True),
            at=at,
        )
    )
    return op_id


def ordered_id(at: datetime) -> str:
    """A UUID whose text sorts by time (version 7, RFC 9562)."""
    milliseconds = int(at.timestamp() * 1000).to_bytes(6)
    tail = bytearray(os.urandom(10))
    tail[0] = tail[0] & 0x0F | 0x70
    tail[2] = tail[2] & 0x3F | 0x80
    text = (milliseconds + tail).hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
