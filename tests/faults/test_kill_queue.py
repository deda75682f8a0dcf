"""Whenever a window dies during an act of the queue, the act sent again is done exactly once."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.main import Counter, open_counter
from tests.conftest import MORNING, PASSWORD
from tests.faults.act_and_die import Death
from tests.faults.mortal import KILLED, Mortal, mortal
from tests.queue.acts import ACTS, Asked, Scene, assert_whole, counted, left_by


@pytest.fixture(scope="module")
def place(built_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(built_centre, tmp_path_factory.mktemp("deaths") / "home"))


@pytest.fixture(scope="module")
def counter(place: Path) -> Iterator[Counter]:
    with closing(open_counter(place, FixedClock(MORNING))) as opened:
        yield opened


@pytest.fixture(scope="module")
def scene(counter: Counter) -> Scene:
    numbers = count(1)
    clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
    return Scene(counter.tickets, clerk, lambda: f"action-{next(numbers)}")


@pytest.fixture(scope="module")
def process(place: Path, scene: Scene) -> Iterator[Mortal]:
    with mortal(place) as made:
        yield made


@pytest.mark.parametrize("name", ACTS)
def test_done_once_whenever_it_died(
    counter: Counter, scene: Scene, process: Mortal, name: str
) -> None:
    act = ACTS[name]
    for step in count(1):
        seen = act.begin(scene)
        before = counted(counter)
        after = {thing: before[thing] + more for thing, more in left_by(act).items()}
        death = Death(name, seen.id, seen.version, f"{name}-{step}", step)
        status = process.act(death)
        if status == KILLED:
            assert counted(counter) == before
        else:
            assert (status, counted(counter)) == (0, after)
        asked = Asked(scene.tickets, scene.clerk, seen.id, seen.version, death.action_id)
        done = act.do(asked)
        assert act.do(asked) == done == scene.tickets.ticket(done.id)
        assert counted(counter) == after
        scene.tidy()
        if status == 0:
            break
    assert step > 8
    assert_whole(counter)
