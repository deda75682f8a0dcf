"""A store of before there was secure paper goes on, and its certificates may now be void."""

from pathlib import Path

import pytest
from sqlalchemy import text

from db.engine import create_store, reading, transaction
from db.migrate import upgrade
from tests.till.test_upgrade import OLD


def test_an_older_store_knows_the_new_state(tmp_path: Path) -> None:
    engine = create_store(tmp_path / "counter.db", b"k" * 32)
    upgrade(engine, "0004")
    with transaction(engine) as session:
        for statement in OLD:
            session.connection().execute(text(statement))
    upgrade(engine, "0010")
    with transaction(engine) as session:
        run = session.connection().execute
        run(text("UPDATE certificate SET state = 'voided'"))
        run(text("UPDATE certificate_event SET state = 'voided'"))
    for table in ("certificate", "certificate_event"):
        with pytest.raises(Exception, match="CHECK"), transaction(engine) as session:
            session.connection().execute(text(f"UPDATE {table} SET state = 'gone'"))
    with reading(engine) as session:
        run = session.connection().execute
        assert run(text("SELECT state, issue_number FROM certificate")).all() == [("voided", "A")]
        assert run(text("PRAGMA integrity_check")).scalar() == "ok"
        assert run(text("PRAGMA foreign_key_check")).all() == []
        assert run(text("PRAGMA writable_schema")).scalar() == 0
