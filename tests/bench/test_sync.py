"""The bench of the sync on a small district."""

from pathlib import Path

import pytest

from counter_app.bench import sync, sync_crowd
from counter_app.bench.bed import Bed
from counter_app.bench.report import label, limit


def silent(*_: object) -> None:
    """Nobody watches."""


def test_a_small_district_is_synced_with(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"CHANGES": 20, "OPERATIONS": 400, "SYNCS": 40}.items():
        monkeypatch.setattr(sync, name, value)
    crowd: dict[str, float] = {"COUNTERS": 20, "PROCESSES": 2, "SECONDS": 1.0}
    for name, few in crowd.items():
        monkeypatch.setattr(sync_crowd, name, few)
    figures = {figure.name: figure for figure in sync.sync(Bed(Path(), 300, None), silent)}
    assert figures["sync.copy"].ratio == figures["sync.copy.ratio"].value
    assert figures["sync.crowd.errors"].value == figures["sync.crowd.missing"].value == 0
    assert figures["sync.reach.p95"].value >= figures["sync.reach.p50"].value > 0
    assert figures["sync.drain"].ratio
    for name in figures:
        assert label(name, "ko")
        assert limit(name, 300) is not None or name.endswith("p50")
