"""The store opens only when it should, and says in each case why not."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, text
from sqlcipher3 import dbapi2

from db.engine import connect, create_store, open_store, reading, told, transaction
from db.errors import Refusal
from db.migrate import SCHEMA, found_schema, migrate, upgrade
from db.references import standing

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "counter.db"
    engine = create_store(path, KEY)
    upgrade(engine)
    engine.dispose()
    return path


def refused(path: Path, key: bytes = KEY) -> str:
    """The code of the refusal to open, the file being the same before and after."""
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(Refusal) as caught:
        engine = open_store(path, key)
        migrate(engine, path, key, NOW)
    assert (path.read_bytes() if path.exists() else None) == before
    return caught.value.code


def test_opens_with_its_key(store: Path) -> None:
    assert found_schema(open_store(store, KEY)) == SCHEMA


def test_refuses_a_wrong_key(store: Path) -> None:
    assert refused(store, OTHER_KEY) == "store.wrong_key"


@pytest.mark.parametrize(
    "content", [b"", b"hello" * 5000, b"x" * 4096, b"SQLite format 3\x00" + b"\x00" * 4080, b"\xff"]
)
def test_refuses_what_is_no_store(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    assert refused(path) == "store.not_a_store"


def test_refuses_a_plain_database(tmp_path: Path) -> None:
    path = tmp_path / "plain.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    assert refused(path) == "store.not_a_store"


def test_opens_a_store_whose_random_bytes_spell_text(store: Path) -> None:
    salt, spelt = b"sixteen letters!", store.with_name("spelt.db")
    with closing(connect(store, KEY)) as source:
        key = f"x'{KEY.hex()}{salt.hex()}'"
        source.execute(f"ATTACH DATABASE '{spelt}' AS spelt KEY \"{key}\"")
        source.execute("SELECT sqlcipher_export('spelt')")
    assert spelt.read_bytes().startswith(salt)
    assert found_schema(open_store(spelt, KEY)) == SCHEMA


@pytest.mark.parametrize("pages", [1, 20])
def test_refuses_a_store_cut_short(store: Path, pages: int) -> None:
    store.write_bytes(store.read_bytes()[: pages * 4096])
    assert refused(store) == "store.damaged"


def test_a_page_that_cannot_be_read_is_told(store: Path) -> None:
    with pytest.raises(Refusal) as caught, reading(_broken(store, "serial")) as session:
        session.connection().execute(text("SELECT * FROM serial")).all()
    assert caught.value.code == "store.damaged"


def _broken(store: Path, table: str) -> Engine:
    """The store with one page of a table that says something else."""
    engine = open_store(store, KEY)
    with reading(engine) as session:
        named = text("SELECT rootpage FROM sqlite_master WHERE name = :table")
        page = session.connection().execute(named, {"table": table}).scalar_one()
    engine.dispose()
    content = bytearray(store.read_bytes())
    content[(page - 1) * 4096 + 100] ^= 1
    store.write_bytes(content)
    return open_store(store, KEY)


def test_what_stands_of_the_district_is_told_of_a_page_that_cannot_be_read(store: Path) -> None:
    broken = _broken(store, "sync_state")
    with pytest.raises(Refusal, match=r"store\.damaged"):
        standing(broken)


@pytest.mark.parametrize(
    ("said", "free", "code"),
    [
        ("disk I/O error", 0, "store.disk_full"),
        ("disk I/O error", 10**9, "store.disk_failing"),
        ("unable to open database file", 10**9, "store.read_only"),
    ],
)
def test_tells_a_full_disk_from_a_failing_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, free: int, code: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    refusal = told(dbapi2.OperationalError(said), tmp_path / "counter.db")
    assert isinstance(refusal, Refusal)
    assert refusal.code == code


def test_refuses_a_missing_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.db") == "store.missing"


def test_refuses_a_newer_schema(store: Path) -> None:
    engine = open_store(store, KEY)
    with transaction(engine) as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    assert refused(store) == "store.newer_schema"


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        ("DELETE FROM alembic_version", "store.unversioned"),
        ("DROP TABLE alembic_version", "store.unversioned"),
        ("INSERT INTO alembic_version VALUES ('0000')", "store.unversioned"),
        ("UPDATE alembic_version SET version_num = ''", "store.unversioned"),
        ("UPDATE alembic_version SET version_num = '0000'", "store.unversioned"),
        ("DROP TABLE audit", "store.lacks"),
        ("DROP TABLE resident_search", "store.lacks"),
        ("ALTER TABLE audit_head DROP COLUMN hash", "store.lacks"),
    ],
)
def test_refuses_a_store_that_was_cut_from_outside(store: Path, harm: str, code: str) -> None:
    with closing(connect(store, KEY)) as raw:
        raw.execute(harm)
    assert refused(store) == code


def test_never_writes_over_a_store(store: Path) -> None:
    with pytest.raises(Refusal) as caught:
        create_store(store, KEY)
    assert caught.value.code == "store.exists"


def test_the_file_tells_nothing(store: Path) -> None:
    content = store.read_bytes()
    assert b"resident" not in content
    assert not content.startswith(b"SQLite")
    with pytest.raises(sqlite3.DatabaseError), sqlite3.connect(store) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master")
    connection.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("temp_store", 2)],
)
def test_every_connection_is_careful(store: Path, pragma: str, value: object) -> None:
    with reading(open_store(store, KEY)) as session:
        assert session.connection().execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_what_does_not_wait_for_the_disk_leaves_nobody_else_without(store: Path) -> None:
    engine = open_store(store, KEY)
    with pytest.raises(ZeroDivisionError), transaction(engine, lazily=True) as session:
        _ = 1 / 0
    with transaction(engine, lazily=True) as session:
        assert session.connection().execute(text("PRAGMA synchronous")).scalar() == 1
    with closing(engine.raw_connection()) as next_one:
        assert next_one.cursor().execute("PRAGMA synchronous").fetchone() == (2,)
    with transaction(engine) as session:
        assert session.connection().execute(text("PRAGMA synchronous")).scalar() == 2


def test_a_full_disk_changes_nothing_and_says_so(store: Path) -> None:
    engine = open_store(store, KEY)
    with transaction(engine) as session:
        session.connection().execute(text("INSERT INTO serial VALUES ('kept', 1)"))
    with pytest.raises(Refusal) as caught, transaction(engine) as session:
        pages = session.connection().execute(text("PRAGMA page_count")).scalar()
        session.connection().execute(text(f"PRAGMA max_page_count = {pages}"))
        for n in range(10_000):
            session.connection().execute(text(f"INSERT INTO serial VALUES ('{n:0>50}', 1)"))
    assert caught.value.code == "store.disk_full"
    with reading(open_store(store, KEY)) as session:
        rows = session.connection().execute(text("SELECT series FROM serial")).scalars().all()
    assert rows == ["kept"]


def test_an_exception_rolls_back(store: Path) -> None:
    engine = open_store(store, KEY)
    with pytest.raises(ZeroDivisionError), transaction(engine) as session:
        session.connection().execute(text("INSERT INTO serial VALUES ('a', 1)"))
        _ = 1 / 0
    with reading(engine) as session:
        assert session.connection().execute(text("SELECT count(*) FROM serial")).scalar() == 0
