"""A store of schema 0001 with a queue in it goes on where it stood."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from counter_app.clock import FixedClock
from counter_app.privacy.actor import Actor
from counter_app.queue.history import replay
from counter_app.queue.moves import Move, TicketState
from counter_app.queue.settings import QueueSettings
from counter_app.queue.tickets import Tickets
from db.clerks import Role
from db.engine import create_store, open_store, reading, transaction
from db.migrate import SCHEMA, found_schema, migrate, upgrade
from db.queue_sql import NAMES
from tests.conftest import MORNING

KEY = b"k" * 32
CLERK = Actor(2, "jihun", "", Role.CLERK, 4)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "counter.db"


@pytest.fixture
def engine(path: Path) -> Engine:
    """As the program of schema 0001 left it, rows dumped from a store it had made."""
    engine = create_store(path, KEY)
    upgrade(engine, "0001")
    with transaction(engine) as session:
        for line in (Path(__file__).parent / "queue_0001.sql").read_text().splitlines():
            session.connection().exec_driver_sql(line)
    return engine


def tickets(engine: Engine) -> Tickets:
    return Tickets(engine, FixedClock(MORNING), QueueSettings(tuple(range(1, 7))), lambda _: "")


def test_every_ticket_stays_what_it_was(engine: Engine, path: Path) -> None:
    kept = "id, day, category, serial, number, state, language, taken_at, called_at, started_at"
    with reading(engine) as session:
        before = session.connection().execute(text(f"SELECT {kept} FROM ticket")).all()
    backup = migrate(engine, path, KEY, MORNING)
    assert found_schema(engine) == SCHEMA
    with reading(engine) as session:
        assert session.connection().execute(text(f"SELECT {kept} FROM ticket")).all() == before
    assert backup is not None
    assert found_schema(open_store(backup, KEY)) == "0001"


def test_the_old_events_give_the_rows(engine: Engine, path: Path) -> None:
    migrate(engine, path, KEY, MORNING)
    with reading(engine) as session:
        rows = session.connection().execute(text("SELECT * FROM ticket")).mappings().all()
    assert len(rows) == 12
    for row in rows:
        again = replay(tickets(engine).history(row["id"]))
        assert {name: again[name] for name in NAMES} == {name: row[name] for name in NAMES}


def test_work_goes_on(engine: Engine, path: Path) -> None:
    migrate(engine, path, KEY, MORNING)
    queue = tickets(engine)
    assert [ticket.number for ticket in queue.view(4).waiting] == ["E-001", "E-002", "A-002"]
    assert queue.take("A", action_id="next").number == "A-003"
    assert queue.call_next(CLERK, action_id="call").number == "E-001"
    states = {ticket.number: ticket.state for ticket in queue.today()}
    assert states["A-001"] == TicketState.SERVING


def test_what_an_earlier_day_left_open_is_archived_as_it_was(engine: Engine, path: Path) -> None:
    migrate(engine, path, KEY, MORNING)
    queue = tickets(engine)
    left = [ticket for ticket in map(queue.ticket, range(1, 9)) if ticket.archived_at]
    assert {ticket.state for ticket in left} == {TicketState.WAITING, TicketState.SERVING}
    assert {ticket.archived_at for ticket in left} == {queue.ticket(9).taken_at}
    assert all(queue.history(ticket.id)[-1].move == Move.ARCHIVE for ticket in left)


def test_facts_on_their_way_keep_their_place(engine: Engine, path: Path) -> None:
    facts = [(3, "an-id", "ticket", "{}"), (7, "another", "issue", "{}")]
    add = "INSERT INTO outbox (op_seq, op_id, kind, payload, at) VALUES (?, ?, ?, ?, '')"
    with transaction(engine) as session:
        session.connection().exec_driver_sql(add, facts)
    migrate(engine, path, KEY, MORNING)
    with reading(engine) as session:
        found = session.connection().exec_driver_sql(
            "SELECT op_seq, op_id, kind, payload FROM outbox"
        )
        assert [tuple(row) for row in found] == facts


def test_whoever_acted_is_known_by_login(engine: Engine, path: Path) -> None:
    with transaction(engine) as session:
        session.connection().exec_driver_sql(
            "INSERT INTO clerk (id, login, name, role, password_hash, failures)"
            " VALUES (2, 'jihun', '', 'clerk', '', 0)"
        )
    migrate(engine, path, KEY, MORNING)
    acted = {event.clerk for id_ in range(1, 13) for event in tickets(engine).history(id_)}
    assert acted == {None, "jihun"}
