"""Whenever the program dies while it marks numbers, none is given twice, and none is left out."""

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count, pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine

from counter_app.certificates.allotment import Allotment
from counter_app.certificates.marking import EVERY, MOST, Marking
from counter_app.certificates.numbers import Numbers
from counter_app.certificates.putting_back import settle
from counter_app.clock import FixedClock
from counter_app.privacy.actor import Actor
from db.clerks import Role
from db.engine import create_store, open_store, transaction
from db.migrate import copy_to, upgrade
from db.number_mark import grow, mark_of
from db.numbers import BlockSource
from tests.certificates.series import OFFICE
from tests.conftest import MORNING
from tests.faults.dying import die_before

KEY = b"k" * 32
CLOCK = FixedClock(MORNING)
CALLS = {"open", "os.rename", "os.remove"}
SOMEBODY = Actor(1, "minseo", "김민서", Role.CLERK, 3)
KILLED = 9

Act = Callable[[Engine], object]


def give(engine: Engine, acts: int = 1) -> list[int]:
    """Somebody signs in and takes one number an act."""
    with transaction(engine) as session:
        grow(session)
    return go_on(engine, acts)


def go_on(engine: Engine, acts: int = 4) -> list[int]:
    """The same without signing in."""
    numbers, given = Numbers(engine, CLOCK, OFFICE, Allotment()), []
    for _ in range(acts):
        with transaction(engine) as session:
            given.append(int(numbers.next(session, SOMEBODY, "AR")[-6:]))
    return given


def put_back_and_give(engine: Engine) -> None:
    settle(engine, CLOCK)
    give(engine)


def copy_and_give(engine: Engine) -> None:
    copy_to(Path(engine.url.database or ""), KEY, Path(f"{engine.url.database}.copy"), CLOCK.now())
    Marking(engine, CLOCK).renew()
    give(engine)


def given_here(engine: Engine) -> set[int]:
    numbers = Numbers(engine, CLOCK, OFFICE, Allotment())
    return {
        number
        for block in numbers.blocks()
        if block.source is BlockSource.LOCAL and block.used
        for number in range(block.first, block.used + 1)
    }


@pytest.fixture
def template(tmp_path: Path) -> Path:
    folder = tmp_path / "template"
    folder.mkdir()
    engine = create_store(folder / "counter.db", KEY)
    upgrade(engine)
    engine.dispose()
    return folder


def begun(template: Path, acts: int = 3) -> list[int]:
    engine = open_store(template / "counter.db", KEY)
    given = give(engine, acts)
    engine.dispose()
    return given


def deaths(template: Path, act: Act) -> Iterator[Path]:
    """The stores left behind by a death before each step of the act, the last one by none."""
    for step in count(1):
        path = Path(shutil.copytree(template, template.with_name(f"{step}"))) / "counter.db"
        child = os.fork()
        if child == 0:
            try:
                engine = open_store(path, KEY)
                die_before(engine, step, CALLS, mark_of(path).name)
                act(engine)
                os._exit(0)
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        assert status in (0, KILLED)
        yield path
        if status == 0:
            assert step > 10
            return


@pytest.mark.parametrize("act", [give, go_on, copy_and_give])
def test_a_death_leaves_no_number_out(template: Path, act: Act) -> None:
    begun(template, EVERY - 2)
    for path in deaths(template, act):
        engine = open_store(path, KEY)
        settle(engine, CLOCK)
        before = given_here(engine)
        assert before == set(range(1, len(before) + 1))
        assert give(engine) == [len(before) + 1]
        assert not [*path.parent.glob("*.new.*")]
        engine.dispose()


def test_the_first_number_of_all(template: Path) -> None:
    for path in deaths(template, give):
        engine = open_store(path, KEY)
        before = given_here(engine)
        assert give(engine) == [len(before) + 1]
        engine.dispose()


def test_a_death_while_it_is_put_back_gives_none_twice(template: Path) -> None:
    begun(template)
    path = template / "counter.db"
    kept = Path(shutil.copy(path, template.with_name("kept.db")))
    lost = set(begun(template, 5))
    shutil.copy(kept, path)
    for left in deaths(template, put_back_and_give):
        engine = open_store(left, KEY)
        given = given_here(engine) | lost
        settle(engine, CLOCK)
        after = give(engine)
        assert not given & {*after}
        assert after[0] <= max(lost) + 2 * MOST + 2
        numbers = Numbers(engine, CLOCK, OFFICE, Allotment())
        used = [block for block in numbers.blocks() if block.used]
        assert all((one.used or 0) < other.first for one, other in pairwise(used))
        engine.dispose()
        shutil.copy(kept, left)
        engine = open_store(left, KEY)
        settle(engine, CLOCK)
        assert not (given | {*after}) & {*give(engine)}
        engine.dispose()
