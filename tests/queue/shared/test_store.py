"""A shared store opens only when it should, and says in each case why not."""

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.sql.schema import SchemaItem

from db.errors import Lost, Refusal
from db.kept import unkept
from db.migrate_shared import MIGRATIONS, SCHEMA, TABLES, found_schema, prepare
from db.shared import connecting, conninfo_of, open_shared
from db.shared_errors import told
from db.tables import metadata
from tests.asking import Sql
from tests.queue.shared.server import Server

NOT_ASKED = {"ix_audit_subject", "ix_audit_action"}
"""Indexes that only a centre's own store has: nobody asks a queue by person, or for a review."""
NOT_FOLLOWED = {"fk_ticket_event_ticket_id_ticket", "fk_announcement_ticket_id_ticket"}
"""Tickets are never removed, and their rows are only made beside what refers to them."""


def refused(url: str) -> str:
    """The code of what stands in the way."""
    with pytest.raises((Refusal, Lost)) as caught:
        engine = open_shared(url)
        try:
            prepare(engine)
        finally:
            engine.dispose()
    assert isinstance(caught.value, Refusal | Lost)
    return caught.value.code


def test_the_schema_constant_is_the_newest_revision() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == SCHEMA


def test_migrations_make_what_the_models_say(engine: Engine) -> None:
    def of_shared(thing: SchemaItem, name: str | None, kind: str, *_: object) -> bool:
        table = name if kind == "table" else getattr(thing, "table", None)
        return str(table) in TABLES and name not in NOT_ASKED | NOT_FOLLOWED

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": of_shared})
        assert compare_metadata(context, metadata) == []


def test_one_live_ticket_a_window_and_heads_by_index(sql: Sql) -> None:
    """What the models leave to each store's own migrations."""
    indexes = sql("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'ticket'")
    found = {str(name): str(how) for name, how in indexes}
    assert "UNIQUE" in found["ix_ticket_live_window"]
    for name in ("ix_ticket_live_window", "ix_ticket_lane"):
        assert "WHERE" in found[name]


def test_two_pcs_prepare_at_once(server: Server, sql: Sql) -> None:
    sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    first, second = open_shared(server.url), open_shared(server.url)
    with connecting(first) as connection:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(1)")
        assert found_schema(second) is None
    prepare(first)
    prepare(second)
    assert found_schema(second) == SCHEMA
    first.dispose()
    second.dispose()


def test_a_newer_schema(server: Server, sql: Sql) -> None:
    sql("UPDATE alembic_version SET version_num = '9999'")
    assert refused(server.url) == "shared.newer_schema"
    assert sql("SELECT version_num FROM alembic_version") == [("9999",)]


def test_a_wrong_password(server: Server) -> None:
    password = server.url.split(":")[2].split("@")[0]
    assert refused(server.url.replace(password, "guess")) == "shared.wrong_password"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("/counter", "/postgres"), "shared.not_admitted"),
        (("/counter", "/counter?sslmode=disable"), "shared.not_admitted"),
        (("/counter", "/counter?sslmode=verify-full&sslrootcert=system"), "shared.not_protected"),
        (("/counter", "/counter?sslrootcert=/none&sslmode=verify-ca"), "shared.not_protected"),
        (
            ("/counter", "/counter?options=-c%20default_transaction_read_only%3Don"),
            "shared.only_standby",
        ),
        (("/counter", "/counter?connect_timeout=soon"), "shared.bad_url"),
        (("/counter", "/counter?colour=red"), "shared.bad_url"),
        (("@127.0.0.1", "@127.0.0.1,127.0.0.1,127.0.0.1"), None),
    ],
)
def test_what_a_url_may_get_wrong(
    server: Server, change: tuple[str, str], code: str | None
) -> None:
    head, _, tail = server.url.rpartition(change[0])
    changed = f"{head}{change[1]}{tail}"
    if code is None:
        engine = open_shared(changed)
        assert found_schema(engine) == SCHEMA
        engine.dispose()
    else:
        assert refused(changed) == code


def test_nobody_listens(server: Server) -> None:
    server.stop()
    assert refused(server.url) == "shared.unreachable"


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer"])
def test_nothing_goes_over_the_network_in_the_clear(mode: str) -> None:
    with pytest.raises(Refusal) as caught:
        conninfo_of(f"postgresql://counter:x@10.0.0.5/counter?sslmode={mode}")
    assert caught.value.code == "shared.not_protected"


def test_over_the_network_the_password_proves_the_server() -> None:
    assert "channel_binding=require" in conninfo_of("postgresql://counter:x@10.0.0.5/counter")
    checked = conninfo_of("postgresql://counter:x@10.0.0.5/counter?sslmode=verify-full")
    assert "channel_binding" not in checked


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('사용자 "counter"의 password 인증을 실패했습니다', "shared.wrong_password"),
        ('호스트 "10.0.0.9"에 대한 설정이 pg_hba.conf 파일에 없습니다.', "shared.not_admitted"),
        ("FATAL:  the database system is starting up", "shared.unreachable"),
    ],
)
def test_a_server_that_speaks_korean(said: str, code: str) -> None:
    reason = told(psycopg.OperationalError(f"connection failed: {said}"))
    assert isinstance(reason, Refusal | Lost)
    assert reason.code == code


def test_a_read_only_server_is_asked_again_and_told_of(engine: Engine) -> None:
    with pytest.raises(Lost) as caught, connecting(engine) as connection:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        connection.execute(text("INSERT INTO serial VALUES ('x', 1)"))
    assert caught.value.code == "shared.only_standby"


def test_a_row_that_somebody_else_holds(engine: Engine, sql: Sql) -> None:
    sql("INSERT INTO serial VALUES ('x', 1)")
    change = text("UPDATE serial SET last = 2 WHERE series = 'x'")
    with connecting(engine) as holder:
        holder.execute(change)
        with pytest.raises(Lost) as caught, connecting(engine) as other:
            other.execute(change)
    assert caught.value.code == "shared.busy"


def test_a_fault_stays_a_fault(engine: Engine) -> None:
    with pytest.raises(psycopg.errors.UndefinedTable), connecting(engine) as connection:
        connection.execute(text("SELECT * FROM nothing"))


def test_a_record_that_can_be_changed_is_told_of(engine: Engine, sql: Sql) -> None:
    assert unkept(engine) == ()
    sql("ALTER TABLE audit DISABLE TRIGGER audit_append_only")
    sql("DROP TRIGGER announcement_append_only ON announcement")
    assert unkept(engine) == ("announcement_append_only", "audit_append_only")
