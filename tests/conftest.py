"""A real centre for every test: encrypted store, accounts, windows and a few hundred people."""

import gc
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings

from counter_app.clock import SEOUL, FixedClock
from counter_app.demo.centre import make_centre
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.second import Second
from db.engine import connect
from tests.compiled import share_compiled
from tests.memory import keep_in_memory

MORNING = datetime(2026, 11, 16, 10, 0, tzinfo=SEOUL)
PASSWORD = "seogyo-demo"
SECOND = Second("sujin", PASSWORD)
"""A supervisor who signs beside the clerk."""

gc.disable()  # as the command does while it loads
share_compiled()
keep_in_memory()
settings.register_profile(
    "firm",
    deadline=None,
    derandomize="COUNTER_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("firm")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What a module makes once for its tests is made by one worker, which takes them all."""
    for item in items:
        if isinstance(item, pytest.Function) and _shares(item):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


def _shares(test: pytest.Function) -> bool:
    found = test._fixtureinfo.name2fixturedefs.values()
    return any(fixture.scope == "module" for *_, fixture in found)


def pytest_collection_finish() -> None:
    """What is loaded stays, so no search for garbage, with which each test of a window ends, need
    go through it."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING)


@pytest.fixture(scope="session")
def built_centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("centre") / "home"
    make_centre(home, 300, 7, FixedClock(MORNING), lambda done, total: None)
    _sign_in_sooner(home)
    return home


def _sign_in_sooner(home: Path) -> None:
    """A hash says how much work it is: a real one takes a sixth of a second, thousands of times."""
    light = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with closing(connect(home / "counter.db", _key(home))) as store:
        store.execute("UPDATE clerk SET password_hash = ?", (light,))
        store.commit()


def _key(home: Path) -> bytes:
    return bytes.fromhex((home / "store.key").read_text())


@pytest.fixture
def home(built_centre: Path, tmp_path: Path) -> Path:
    """A centre of one's own to work in and break."""
    return Path(shutil.copytree(built_centre, tmp_path / "home"))


@pytest.fixture
def counter(home: Path, clock: FixedClock) -> Iterator[Counter]:
    opened = open_counter(home, clock)
    yield opened
    opened.close()


@pytest.fixture
def clerk(counter: Counter) -> Actor:
    """Kim Minseo, signed in at window 3."""
    return counter.clerks.sign_in("minseo", PASSWORD, 3)


@pytest.fixture
def colleague(counter: Counter) -> Actor:
    return counter.clerks.sign_in("jihun", PASSWORD, 4)


@pytest.fixture
def administrator(counter: Counter) -> Actor:
    return counter.clerks.sign_in("admin", PASSWORD)


@pytest.fixture
def action() -> Callable[[], str]:
    """A new action id each call."""
    numbers = count(1)
    return lambda: f"action-{next(numbers)}"


@pytest.fixture
def sql(home: Path) -> Callable[[str], list[tuple[object, ...]]]:
    """Raw SQL on the store, past all our code: how a test tampers and how it counts."""
    key = _key(home)

    def execute(statement: str) -> list[tuple[object, ...]]:
        connection = connect(home / "counter.db", key)
        try:
            return [tuple(row) for row in connection.execute(statement)]
        finally:
            connection.close()

    return execute


@pytest.fixture(scope="session")
def live() -> Iterator[str]:
    """The name of a display that is there."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-noreset", "-displayfd", str(writing), "-screen", "0", "1366x768x24"]
    server = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        yield f":{told.readline().strip()}"
    server.terminate()
    server.wait()
