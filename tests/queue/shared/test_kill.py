"""Whenever a window of a shared queue dies during an act, the act sent again is done once."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.clerks import pc_of
from tests.faults.act_and_die import Death
from tests.faults.mortal import KILLED, Mortal, mortal
from tests.proxy import Cut, Proxy
from tests.queue.acts import ACTS, Asked, Scene, assert_whole, counted, left_by
from tests.queue.shared.server import Server, sharing

LEAST = 1
"""An act speaks at least so often."""


@pytest.fixture
def process(
    built_centre: Path, tmp_path: Path, server: Server, proxy: Proxy, counter: Counter
) -> Iterator[Mortal]:
    """A PC that reaches the queue through the proxy."""
    copy = Path(shutil.copytree(built_centre, tmp_path / "mortal"))
    url = server.url.replace(f":{server.port}/", f":{proxy.port}/")
    with mortal(sharing(copy, url)) as made:
        yield made


@pytest.mark.parametrize("how", Cut)
def test_done_once_whenever_a_window_died(
    counter: Counter,
    clerk: Actor,
    tmp_path: Path,
    action: Callable[[], str],
    process: Mortal,
    proxy: Proxy,
    how: Cut,
) -> None:
    dies = replace(clerk, pc=pc_of(tmp_path / "mortal" / "counter.db"))  # both are window 3
    scene = Scene(counter.tickets, dies, action)
    outcomes = set()
    for name, act in ACTS.items():
        for step in count(1):
            seen = act.begin(scene)
            before = counted(counter)
            after = {thing: before[thing] + more for thing, more in left_by(act).items()}
            death = Death(name, seen.id, seen.version, f"{name}-{step}")

            def kill_at_step(child: int, step: int = step) -> None:
                proxy.cut(how, step, lambda: os.kill(child, signal.SIGKILL))

            status = process.act(death, kill_at_step)
            assert status == (KILLED if proxy.was_cut() else 0), (name, step)
            proxy.spare()
            asked = Asked(scene.tickets, dies, seen.id, seen.version, death.action_id)
            left = counted(counter)
            done = act.do(asked)
            assert act.do(asked) == done == scene.tickets.ticket(done.id)
            assert counted(counter) == after, (name, step)
            assert left in (before, after), (name, step)
            outcomes.add((status, left == after))
            scene.tidy()
            if status == 0:
                break
        assert step > LEAST, name
    assert outcomes >= {(KILLED, False), (0, True)}
    assert ((KILLED, True) in outcomes) == (how is Cut.AFTER)
    assert_whole(counter)
