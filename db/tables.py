"""Every table, so that one import knows the whole schema."""

from db import (  # noqa: F401 - each brings its own
    archive,
    audit,
    certificates,
    clerks,
    flags,
    hand_calls,
    matters,
    number_mark,
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

metadata = Table.metadata
