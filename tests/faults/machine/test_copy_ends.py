"""A copy that is broken off again and again comes to its end; the planted loop never would."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from counter_app.sync import copying, pages
from tests.faults.machine.client import Client
from tests.faults.machine.loopback import Fate
from tests.faults.machine.world import SEOGYO, World, made

ROUNDS = 12
"""More than a copy needs that gets three answers each time."""


@pytest.fixture
def world(district: Engine, template: Path, tmp_path: Path) -> Iterator[World]:
    with made(district, template, tmp_path, 27) as one:
        one.settle()
        one.put(3, SEOGYO)
        one.prune()
        yield one


def ends(client: Client) -> bool:
    """Whether a copy ends although the network is lost after every third answer."""
    client.sync("pull")
    for _ in range(ROUNDS):
        client.district.fates.extend([Fate.FINE] * 3 + [Fate.LOST] * 3)
        client.sync("pull")
        client.district.fates.clear()
        if not client.sql("SELECT 1 FROM sync_copy"):
            return True
    return False


def test_27_it_goes_on_where_it_was(world: World) -> None:
    assert ends(world.clients[0])
    world.settle()
    world.require_whole()


def test_a_planted_snapshot_loop_is_caught(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    at = copying._at
    monkeypatch.setattr(copying, "_at", lambda session: at(session) and (pages.TABLES[0], ""))
    assert not ends(world.clients[0])
