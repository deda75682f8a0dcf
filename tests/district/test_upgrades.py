"""A district of an older schema goes on with what it holds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, inspect, text

from counter_app.clock import FixedClock
from counter_app.district import enrolling
from counter_app.district.schema import VERSION, prepare, require_current, version
from counter_app.district.store import open_district, reading, writing
from counter_app.district.upgrades import STEPS
from counter_app.errors import Refusal
from tests.conftest import MORNING

HERE = Path(__file__).parent
ROWS = (
    "INSERT INTO client VALUES"
    " ('c', '1144066000', 'print', 'key', '{day}', '{end}', NULL),"
    " ('d', '1144066000', 'other', 'key', '{day}', '{end}', '{day}')",
    "INSERT INTO store VALUES ('s', 'c', '1144066000', 'm', 'n', 7, '{day}', NULL)",
    "INSERT INTO upload VALUES ('s', 'aa', 1, 6, 'signed', '{day}')",
    "INSERT INTO record (tbl, pk, centre, payload) VALUES ('resident', '1', '1144066000', '{{}}')",
)
DAY, END = "2026-11-01T09:00:00+09:00", "2027-12-01T09:00:00+09:00"


@pytest.fixture
def old(url: str) -> Iterator[Engine]:
    """As the program of schema 1 left it."""
    engine = open_district(url)
    said = (HERE / f"schema_1.{engine.dialect.name}.sql").read_text()
    with writing(engine) as session:
        for statement in (*said.split("\n--\n"), *ROWS):
            plain = statement.format(day=DAY, end=END) if statement in ROWS else statement
            session.connection().exec_driver_sql(plain.replace("%", "%%"))
    yield engine
    engine.dispose()


def test_it_is_brought_up_to_date_with_what_it_holds(old: Engine) -> None:
    with pytest.raises(Refusal, match=r"district\.older_schema"):
        require_current(old)
    prepare(old)
    prepare(old)
    require_current(old)
    with writing(old) as session:
        assert version(session.connection()) == VERSION
        assert enrolling.caller_by(session, "print", MORNING).client == "c"
        with pytest.raises(Refusal, match=r"district\.revoked"):
            enrolling.caller_by(session, "other", MORNING)
        rows = session.connection().execute(text("SELECT id, next_op_seq, shared FROM store"))
        assert [tuple(row) for row in rows] == [("s", 7, False)]
        assert session.connection().scalar(text("SELECT count(*) FROM upload")) == 1
        assert session.connection().scalar(text("SELECT count(*) FROM feed")) == 1


def test_it_is_then_as_a_new_one(old: Engine, tmp_path: Path) -> None:
    prepare(old)
    with reading(old) as session:
        upgraded = looks(session.connection())
    with writing(old) as session:
        if old.dialect.name == "postgresql":
            session.connection().exec_driver_sql("DROP SCHEMA public CASCADE")
            session.connection().exec_driver_sql("CREATE SCHEMA public")
    fresh = old
    if old.dialect.name == "sqlite":
        fresh = open_district(f"sqlite:///{tmp_path / 'fresh.db'}")
    prepare(fresh)
    with reading(fresh) as session:
        assert upgraded == looks(session.connection())
    fresh.dispose()


def test_every_schema_has_a_way_on(clock: FixedClock) -> None:
    assert sorted(STEPS) == list(range(1, VERSION))


def test_a_newer_one_is_left_alone(old: Engine) -> None:
    with writing(old) as session:
        session.connection().exec_driver_sql("UPDATE meta SET value = '99' WHERE name = 'schema'")
    for look in (prepare, require_current):
        with pytest.raises(Refusal, match=r"district\.newer_schema"):
            look(old)


def looks(connection: Connection) -> dict[str, Any]:
    """Columns, keys and indexes of every table."""
    found = inspect(connection)
    return {
        table: (
            {one["name"]: (str(one["type"]), one["nullable"]) for one in found.get_columns(table)},
            found.get_pk_constraint(table)["constrained_columns"],
            sorted(one["name"] or "" for one in found.get_indexes(table)),
            sorted(str(one["column_names"]) for one in found.get_unique_constraints(table)),
        )
        for table in found.get_table_names()
    }
