"""The queue's bench with two small processes: every ticket called once, in the rule's order."""

import pytest

from counter_app.bench import queue_local
from counter_app.bench.bed import made


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
