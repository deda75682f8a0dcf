"""Every table, so that one import knows the whole schema."""

from db import (
    audit,
    certificates,
    clerks,
    hand_calls,
    outbox,
    proof,
    queue,
    records,
    residents,
    serials,
    till,
)
from db.base import Table

TABLES = (
    audit,
    certificates,
    clerks,
    hand_calls,
    outbox,
    proof,
    queue,
    records,
    residents,
    serials,
    till,
)
metadata = Table.metadata
