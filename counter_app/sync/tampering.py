"""Reckons from the rows themselves what is here, whatever anybody has written down about them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from counter_app.sync import proposals
from counter_app.sync.packing import bucket, row_hash
from counter_app.sync.rows import document
from counter_app.sync.wire import BUCKETS, Table
from db import replica
from db.replica import Found

Sums = dict[str, list[tuple[int, str]]]

_KNOWN = text("SELECT hash FROM replica WHERE tbl = :tbl AND pk = :pk")
_LOST = text(
    "SELECT tbl, pk FROM replica WHERE tbl = 'resident' AND NOT EXISTS"
    " (SELECT 1 FROM resident WHERE id = CAST(pk AS INTEGER))"
)
_OTHERS = text("SELECT tbl, pk, payload FROM replica WHERE tbl <> 'resident'")


def hashes(session: Session) -> Iterator[tuple[str, str, str]]:
    """Table, key and hash of every record as it is here."""
    beneath = proposals.beneath(session)
    for found in replica.everybody(session):
        id_ = found[0]["id"]
        yield Table.RESIDENT.value, str(id_), row_hash(_said(found, beneath.get(id_)))
    for tbl, pk, payload in session.connection().execute(_OTHERS):
        yield tbl, pk, row_hash(payload if isinstance(payload, bytes) else b"")


def _said(found: Found, beneath: Mapping[str, Any] | None) -> bytes:
    try:
        return document(found, beneath)
    except TypeError:
        return b""  # a forger need not keep to the types


def altered(session: Session) -> set[tuple[str, str]]:
    """Records whose rows are not what came."""
    connection = session.connection()
    wrong = {(tbl, pk) for tbl, pk in connection.execute(_LOST)}
    for tbl, pk, said in hashes(session):
        if connection.execute(_KNOWN, {"tbl": tbl, "pk": pk}).scalar() != said:
            wrong.add((tbl, pk))
    return wrong


def sums(session: Session) -> Sums:
    """As `wire.Digest` has them."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * BUCKETS)
    xors: dict[str, list[int]] = defaultdict(lambda: [0] * BUCKETS)
    for tbl, pk, said in hashes(session):
        at = bucket(pk)
        counts[tbl][at] += 1
        xors[tbl][at] ^= int(said, 16)
    return {
        tbl: [(count, f"{xor:016x}") for count, xor in zip(counts[tbl], xors[tbl], strict=True)]
        for tbl in counts
    }
