"""The queue's bench with two small processes: every ticket called once, in the rule's order."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Engine

from counter_app.bench import _asked, queue_local
from counter_app.bench.bed import made
from counter_app.bench.queue_day import WAITING, queue_day
from counter_app.bench.queue_rows import RowsAlone
from counter_app.clock import SystemClock
from counter_app.queue.moves import TicketState
from counter_app.queue.tickets import Tickets
from db.engine import create_store
from db.migrate import upgrade

KEY = b"k" * 32


def silent(code: str, done: int, total: int) -> None:
    assert done <= total


def test_many_programs_empty_one_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_local, "PROCESSES", 2)
    monkeypatch.setattr(queue_local, "WAITING", 40)
    with made(5, silent) as bed:
        figures = {figure.name: figure for figure in queue_local.local(bed, silent)}
    call = figures["queue.local.call"]
    assert call.floor is not None
    assert call.value > 0
    assert figures["queue.local.call.ratio"].value == pytest.approx(call.value / call.floor)
    assert figures["queue.local.rows"].value > 0
    assert figures["queue.local.call.p99"].value > 0
    for name in ("twice", "lost", "disorder"):
        assert figures[f"queue.local.{name}"].value == 0


def test_the_rows_alone_are_those_of_a_call(tmp_path: Path) -> None:
    engine = create_store(tmp_path / "queue.db", KEY)
    upgrade(engine)
    tickets = Tickets(engine, SystemClock(), queue_local.SETTINGS, lambda _: "")
    first, second = (tickets.take("A", action_id=f"take-{n}").id for n in range(2))
    before = _counted(engine)
    with RowsAlone(1, tmp_path / "queue.db", KEY, 1.0) as rows:
        assert [rows.call(n) for n in range(3)] == [first, second, None]
    added = {name: count - before[name] for name, count in _counted(engine).items()}
    assert added == {"ticket_event": 4, "announcement": 2, "outbox": 2, "audit": 2}
    assert {ticket.state for ticket in tickets.today()} == {TicketState.DONE}
    engine.dispose()


def _counted(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()
            for name in ("ticket_event", "announcement", "outbox", "audit")
        }


def test_a_day_in_the_panel() -> None:
    with made(5, silent) as bed:
        figures = {figure.name: figure for figure in queue_day(bed, silent, 20)}
        with bed.open() as counter:
            states = Counter(ticket.state for ticket in counter.tickets.today())
    for name in ("repaint", "call"):
        morning, evening, rise = (
            figures[f"queue.day.{name}.{part}"].value for part in ("morning", "evening", "rise")
        )
        assert min(morning, evening) > 0
        assert rise == evening / morning
    assert figures["queue.day.repaint.morning"].floor
    assert states == {TicketState.DONE: 19, TicketState.CALLED: 1, TicketState.WAITING: WAITING}


def test_the_queue_is_asked_for_whole_or_in_part() -> None:
    assert _asked("queue.day", "queue")
    assert _asked("queue.day.repaint.rise", "queue.day")
    assert not _asked("queue.local.call", "queue.day")
    assert not _asked("queues", "queue")
    assert _asked("queue", None)
