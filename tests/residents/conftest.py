"""A store of a few thousand made-up residents, and a clerk who may look them up."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from counter_app.clock import SEOUL, FixedClock
from counter_app.demo.fill import fill
from counter_app.demo.people import Person, people
from counter_app.privacy.actor import Actor
from counter_app.privacy.clerks import Clerks
from counter_app.residents.residents import Residents
from counter_app.rules import Rules
from db.clerks import Role
from db.engine import create_store, open_store
from db.migrate import upgrade

TODAY = date(2026, 11, 23)
SEOGYO = "1144066000"
KEY = bytes(range(32))


@pytest.fixture(scope="session")
def everyone() -> tuple[Person, ...]:
    return tuple(people(3000, 20261123, TODAY))


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, everyone: tuple[Person, ...]) -> Path:
    path: Path = tmp_path_factory.mktemp("filled") / "counter.db"
    engine = create_store(path, KEY)
    upgrade(engine)
    fill(engine, everyone, lambda done: None)
    engine.dispose()
    return path


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, filled: Path) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("store")
    engine = open_store(Path(shutil.copy(filled, folder)), KEY)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 23, 10, 0, tzinfo=SEOUL))


@pytest.fixture(scope="module")
def actor(engine: Engine, clock: FixedClock) -> Actor:
    clerk_id = Clerks(engine, clock, 5).add("minseo", "김민서", Role.CLERK, "correct horse")
    return Actor(clerk_id, "minseo", "김민서", Role.CLERK, 3)


@pytest.fixture(scope="module")
def residents(engine: Engine, clock: FixedClock) -> Residents:
    return Residents(engine, clock, Rules("guide"), SEOGYO)
