"""A shared queue of an earlier schema goes on where it stood."""

import shutil
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

import db.migrate_shared
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.tickets import Priority
from db.migrate_shared import MIGRATIONS, SCHEMA, found_schema, prepare
from db.shared import connecting
from tests.asking import Sql
from tests.queue.shared.server import Server

SLOW = """
from alembic import op

revision = "9000"
down_revision = "{base}"


def upgrade() -> None:
    op.execute("SELECT pg_sleep(4)")
"""
AT = "'2026-11-16T09:00:37.001234+09:00'"
SEEN = (
    f'"taken_at": "{AT[1:-1]}", "day": "2026-11-16", "category": "A", "number": "A-001",'
    ' "serial": 1, "state": "waiting", "language": "ko", "interpreter": false, "note": "",'
    ' "priority": "senior", "tasks": "[]", "lane": "A|senior||"'
)


def earlier(engine: Engine, sql: Sql, revision: str) -> None:
    """One visitor waits there, and a fact has not been sent."""
    sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with connecting(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()
    sql("INSERT INTO serial VALUES ('ticket:2026-11-16:A', 1)")
    sql(
        "INSERT INTO ticket (day, category, serial, number, state, lane, language, interpreter,"
        " priority, tasks, note, taken_at, recalls, version) VALUES ('2026-11-16', 'A', 1, 'A-001',"
        f" 'waiting', 'A|senior||', 'ko', false, 'senior', '[]', '', {AT}, 0, 1)"
    )
    sql(
        "INSERT INTO ticket_event (action_id, ticket_id, move, state, version, at, changes)"
        f" VALUES ('take', 1, 'take', 'waiting', 1, {AT}, '{{{SEEN}}}')"
    )
    sql(
        "SELECT end_act('x', now(), '-', NULL, 'pc', 'ticket.take', 'ticket:1', '', NULL, NULL,"
        f" NULL, NULL, NULL, NULL, NULL, NULL, 'op', 'ticket', '{{}}', {AT})"
    )


def test_who_waits_is_called_and_the_fact_still_goes(
    counter: Counter, clerk: Actor, engine: Engine, server: Server, sql: Sql
) -> None:
    earlier(engine, sql, "0006")
    prepare(engine)
    server.set_clock(None)
    called = counter.tickets.call_next(clerk, action_id="call")
    assert (called.number, called.priority) == ("A-001", Priority.SENIOR)
    assert counter.tickets.take("A", action_id="next").id == 2
    assert found_schema(engine) == SCHEMA
    assert sql("SELECT op_seq, op_id FROM outbox WHERE op_seq = 1") == [(1, "op")]
    assert [event.move for event in counter.tickets.history(1)] == ["take", "call"]


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE ticket SET state = 'lost'",
        "UPDATE ticket SET priority = 'rich'",
        "UPDATE desk SET state = 'gone'",
        "INSERT INTO announcement SELECT 1, 'shout', 1, now(), 'A-001', 'A', 'ko', 1, now()",
        "INSERT INTO ticket_event (id, move) VALUES (1, 'jump')",
    ],
)
def test_the_store_takes_only_what_it_knows(engine: Engine, sql: Sql, wrong: str) -> None:
    prepare(engine)
    with pytest.raises(psycopg.errors.InvalidTextRepresentation):
        sql(wrong)


def test_an_upgrade_may_take_longer_than_an_answer(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9000_slow.py").write_text(SLOW.format(base=SCHEMA))
    monkeypatch.setattr(db.migrate_shared, "MIGRATIONS", folder)
    monkeypatch.setattr(db.migrate_shared, "SCHEMA", "9000")
    prepare(engine)
    assert found_schema(engine) == "9000"
