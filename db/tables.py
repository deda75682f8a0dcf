"""Every table, so that one import knows the whole schema."""

from db import (
    archive,
    audit,
    certificates,
    clerks,
    flags,
    hand_calls,
    matters,
    numbers,
    outbox,
    privacy,
    proof,
    queue,
    records,
    residents,
    serials,
    stationery,
    sync,
    till,
)
from db.base import Table

TABLES = (
    archive,
    audit,
    certificates,
    clerks,
    flags,
    hand_calls,
    matters,
    numbers,
    outbox,
    privacy,
    proof,
    queue,
    records,
    residents,
    serials,
    stationery,
    sync,
    till,
)
metadata = Table.metadata
