"""The queue's bench with two small processes: every ticket called once, in the rule's order."""

from collections import Counter

import pytest

from counter_app.bench import _asked, queue_local
from counter_app.bench.bed import made
from counter_app.bench.queue_day import WAITING, queue_day
from counter_app.queue.moves import TicketState


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
    assert figures["queue.local.call.p99"].value > 0
    for name in ("twice", "lost", "disorder"):
        assert figures[f"queue.local.{name}"].value == 0


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
