"""Migrations make the schema the models describe, after a backup, all or nothing."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

import db.migrate
from db import search
from db.engine import create_store, open_store, reading, transaction
from db.migrate import MIGRATIONS, SCHEMA, found_schema, migrate, upgrade
from db.tables import metadata

KEY = b"k" * 32
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

_MADE = text("SELECT sql FROM sqlite_master WHERE name = 'resident_search'")

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "{base}"


def upgrade() -> None:
    op.add_column("serial", sa.Column("note", sa.String()))
    op.execute("{then}")
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "counter.db"


@pytest.fixture
def engine(path: Path) -> Engine:
    engine = create_store(path, KEY)
    upgrade(engine)
    with transaction(engine) as session:
        session.connection().execute(text("INSERT INTO serial VALUES ('kept', 41)"))
    return engine


def a_later_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, then: str) -> None:
    """The same migrations and one more."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9000_next.py").write_text(NEXT.format(base=SCHEMA, then=then))
    monkeypatch.setattr(db.migrate, "MIGRATIONS", folder)
    monkeypatch.setattr(db.migrate, "SCHEMA", "9000")


def test_the_schema_constant_is_the_newest_revision() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == SCHEMA


def test_migrations_make_what_the_models_say(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_name": lambda name, kind, _: not str(name).startswith("resident_search")
            },
        )
        assert compare_metadata(context, metadata) == []


def test_a_current_store_is_left_alone(engine: Engine, path: Path) -> None:
    assert migrate(engine, path, KEY, NOW) is None
    assert not list(path.parent.glob("*.backup"))


def test_an_older_store_is_backed_up_then_upgraded(
    engine: Engine, path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    a_later_program(monkeypatch, tmp_path, "UPDATE serial SET note = 'seen'")
    backup = migrate(engine, path, KEY, NOW)
    assert found_schema(engine) == "9000"
    with reading(engine) as session:
        rows = session.connection().execute(text("SELECT * FROM serial")).all()
    assert [tuple(row) for row in rows] == [("kept", 41, "seen")]
    assert backup is not None
    assert backup.stat().st_mode & 0o077 == 0
    before = open_store(backup, KEY)
    assert found_schema(before) == SCHEMA
    with reading(before) as session:
        kept = session.connection().execute(text("SELECT * FROM serial")).all()
    assert [tuple(row) for row in kept] == [("kept", 41)]


def test_a_failing_migration_changes_nothing(
    engine: Engine, path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    a_later_program(monkeypatch, tmp_path, "UPDATE no_such_table SET x = 1")
    with pytest.raises(Exception, match="no_such_table"):
        migrate(engine, path, KEY, NOW)
    assert found_schema(engine) == SCHEMA
    with reading(engine) as session:
        columns = session.connection().execute(text("SELECT * FROM serial")).keys()
    assert "note" not in columns


def test_an_older_search_index_goes_on_with_shorter_lists_of_beginnings(path: Path) -> None:
    engine = create_store(path, KEY)
    upgrade(engine, "0035")
    with transaction(engine) as session:
        search.put_all(session, [(1, "NGUYEN VAN"), (2, "NGUYEN THI"), (3, "NGUYET")])
    upgrade(engine)
    with transaction(engine) as session:
        search.put(session, 2, "TRAN THI")
        search.put(session, 4, "NGUYEN")
        search.compact(session)
    again = open_store(path, KEY)
    for one in (engine, again):
        with reading(one) as session:
            found = {
                start: search.matches(session, search.starting(start), 9)
                for start in ("N", "NGU", "NGUY", "NGUYE", "NGUYEN")
            }
            made = session.connection().execute(_MADE).scalar_one()
            sound = session.connection().execute(text("PRAGMA integrity_check")).scalars().all()
        assert list(found.values()) == [[1, 3, 4]] * 4 + [[1, 4]]
        assert "prefix='1 2 3'," in made
        assert sound == ["ok"]
    again.dispose()
