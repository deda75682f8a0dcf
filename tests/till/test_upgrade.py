"""Payments made before there was a till keep every won, and are guarded like the others."""

from pathlib import Path

import pytest
from sqlalchemy import text

from db.engine import create_store, reading, transaction
from db.migrate import upgrade

OLD = (
    "INSERT INTO certificate (id, issue_number, kind, resident_id, copies, pages, content,"
    ' pdf_sha256, state, clerk_id, "window", prepared_at, day)'
    " VALUES (1, 'A', 'x', 1, 1, 1, '{}', '', 'spoiled', 1, 3, '', '2026-11-16')",
    "INSERT INTO certificate_event (action_id, certificate_id, state, sheets, at, clerk_id, reason)"
    " VALUES ('s', 1, 'spoiled', 0, '', 1, '용지 걸림')",
    "INSERT INTO payment (id, receipt_number, certificate_id, won, rule, content, tender, reverses,"
    " at, day, clerk_id) VALUES (1, 'R-1', 1, 1000, '{}', '{}', 'card', NULL, '', '2026-11-16', 1),"
    " (2, 'R-2', 1, -1000, '{}', '{}', 'card', 1, '', '2026-11-16', 1)",
)


def test_old_payments_become_parts(tmp_path: Path) -> None:
    engine = create_store(tmp_path / "counter.db", b"k" * 32)
    upgrade(engine, "0004")
    with transaction(engine) as session:
        for statement in OLD:
            session.connection().execute(text(statement))
    upgrade(engine)
    with reading(engine) as session:
        run = session.connection().execute
        payments = run(text('SELECT id, won, waived, reverses, reason, "window" FROM payment'))
        assert [tuple(row) for row in payments] == [
            (1, 1000, 0, None, None, 3),
            (2, -1000, 0, 1, "용지 걸림", 3),
        ]
        parts = run(text("SELECT payment_id, tender, won FROM payment_part ORDER BY id"))
        assert [tuple(row) for row in parts] == [(1, "card", 1000), (2, "card", -1000)]
        assert run(text("PRAGMA foreign_key_check")).all() == []
    with (
        pytest.raises(Exception, match="append-only"),
        transaction(engine) as session,
    ):
        session.connection().execute(text("DELETE FROM payment"))
