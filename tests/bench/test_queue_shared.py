"""The bench of a shared queue with three small programs."""

import pytest

from counter_app.bench import queue_shared
from counter_app.bench.bed import made


def silent(*_: object) -> None:
    """Nobody watches."""


def test_a_few_programs_share_one_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    small = {"WINDOWS": 2, "KIOSKS": 1, "WAITING": 2_000, "SECONDS": 0.2, "CALLS": 2}
    for name, value in small.items():
        monkeypatch.setattr(queue_shared, name, value)
    with made(50, silent) as bed:
        figures = {figure.name: figure for figure in queue_shared.shared(bed, silent)}
    assert figures["queue.shared.twice"].value == 0
    ratio = figures["queue.shared.act"].ratio
    assert ratio
    assert figures["queue.shared.act.ratio"].value == pytest.approx(ratio)
    assert figures["queue.local.reach.p99"].value >= figures["queue.local.reach.p50"].value > 0
    assert figures["queue.shared.reach.p50"].unit == "ms"
