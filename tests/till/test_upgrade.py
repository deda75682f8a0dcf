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


PAID = (
    *OLD[:2],
    "INSERT INTO joint_receipt (id, number, action_id, asked_sha256, content, at, clerk_id)"
    " VALUES (7, 'T-1', 't', '', '{}', '', 1)",
    "INSERT INTO payment (id, receipt_number, certificate_id, won, waived, rule, content, reverses,"
    ' reason, action_id, at, day, clerk_id, "window", joint_id) VALUES'
    " (1, 'R-1', 1, 1000, 0, '{}', '{}', NULL, NULL, NULL, '', '2026-11-16', 1, 3, 7),"
    " (2, 'R-2', 1, -1000, 0, '{}', '{}', 1, '착오', 'c', '', '2026-11-16', 1, 3, NULL),"
    " (5, 'R-3', 1, 0, 1000, '{}', '{}', NULL, NULL, NULL, '', '2026-11-16', 1, NULL, NULL)",
    "INSERT INTO payment_part (id, payment_id, tender, won, reference)"
    " VALUES (1, 1, 'card', 1000, '30012345'), (2, 2, 'card', -1000, '30012345')",
    "INSERT INTO waiver (payment_id, ground, proof, consent) VALUES (5, 'veteran', '증', 0)",
)


def test_payments_name_what_they_are_for(tmp_path: Path) -> None:
    engine = create_store(tmp_path / "counter.db", b"k" * 32)
    upgrade(engine, "0026")
    states = [statement.replace("'spoiled', 1, 3", "'prepared', 1, 3") for statement in PAID]
    with transaction(engine) as session:
        for statement in states:
            session.connection().execute(text(statement))
    tables = ("payment", "payment_part", "waiver", "joint_receipt")
    guards = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    with reading(engine) as session:
        run = session.connection().execute
        before = {name: run(text(f"SELECT * FROM {name}")).mappings().all() for name in tables}
        guarded = run(text(guards)).all()
    upgrade(engine)
    with reading(engine) as session:
        run = session.connection().execute
        after = {name: run(text(f"SELECT * FROM {name}")).mappings().all() for name in tables}
        assert set(guarded) <= set(run(text(guards)).all())
        assert run(text("PRAGMA foreign_key_check")).all() == []
        assert run(text("PRAGMA integrity_check")).all() == [("ok",)]
    assert {row.pop("matter_id") for row in map(dict, after["payment"])} == {None}
    for name in tables:
        kept = [
            {key: row[key] for key in old}
            for old, row in zip(before[name], after[name], strict=True)
        ]
        assert kept == [dict(row) for row in before[name]]
    for statement, refused in (
        ("DELETE FROM payment", "append-only"),
        ("UPDATE payment SET won = 1", "append-only"),
        ("INSERT OR REPLACE INTO payment SELECT * FROM payment", "keeps every row"),
        (
            "INSERT INTO payment_part (payment_id, tender, won, reference)"
            " VALUES (9, 'cash', 1, '')",
            "FOREIGN KEY",
        ),
        (
            "INSERT INTO payment (receipt_number, won, waived, rule, content, at, day, clerk_id)"
            " VALUES ('R-4', 0, 0, '', '', '', '2026-11-16', 1)",
            "for_one_thing",
        ),
    ):
        with pytest.raises(Exception, match=refused), transaction(engine) as session:
            session.connection().execute(text(statement))


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


def test_stamps_are_known_by_their_number_and_old_doubles_stay(tmp_path: Path) -> None:
    engine = create_store(tmp_path / "counter.db", b"k" * 32)
    upgrade(engine, "0028")
    states = [statement.replace("'spoiled', 1, 3", "'prepared', 1, 3") for statement in PAID[:4]]
    stamps = (
        "INSERT INTO payment_part (id, payment_id, tender, won, reference) VALUES"
        " (1, 1, 'stamp', 1000, 'S-77'), (2, 2, 'stamp', -1000, 'S-77'),"
        " (3, 5, 'stamp', 1000, 'ｓ　７７'), (4, 5, 'stamp', 1, ''), (5, 5, 'card', 1, '30 01')"
    )
    with transaction(engine) as session:
        for statement in (*states, stamps):
            session.connection().execute(text(statement))
    upgrade(engine)
    with reading(engine) as session:
        parts = "SELECT id, reference, stamp_key FROM payment_part ORDER BY id"
        assert [tuple(row) for row in session.connection().execute(text(parts))] == [
            (1, "S-77", "S77"),
            (2, "S-77", "S77"),
            (3, "ｓ　７７", "S77"),
            (4, "", ""),
            (5, "30 01", ""),
        ]
    with pytest.raises(Exception, match="append-only"), transaction(engine) as session:
        session.connection().execute(text("UPDATE payment_part SET won = 0"))
    third = (
        "INSERT INTO payment_part (payment_id, tender, won, reference, stamp_key)"
        " VALUES (5, 'stamp', 1, 's77', 'S77')"
    )
    with pytest.raises(Exception, match="a stamp is taken once"), transaction(engine) as session:
        session.connection().execute(text(third))
