"""Writers of one store take turns, and none is forgotten when another dies."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

import db.engine
from db.acts import writing
from db.engine import connect, create_store, reading, transaction
from db.errors import Refusal
from db.migrate import upgrade

KEY = b"k" * 32
AT_THE_DOOR = """
import sys
from pathlib import Path
from db.engine import open_store
from db.acts import writing
engine = open_store(Path(sys.argv[1]), b"k" * 32)
print("ready", flush=True)
with writing(engine) as sql:
    sql.run("INSERT INTO serial VALUES ('dead', 1)")
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "counter.db"


@pytest.fixture
def engine(path: Path) -> Engine:
    engine = create_store(path, KEY)
    upgrade(engine)
    return engine


@contextmanager
def someone_writes(path: Path) -> Iterator[None]:
    with closing(connect(path, KEY)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")


def series(engine: Engine) -> list[str]:
    with reading(engine) as session:
        rows = session.connection().execute(text("SELECT series FROM serial ORDER BY rowid"))
        return [str(row[0]) for row in rows]


def by_act(engine: Engine, name: str) -> None:
    with writing(engine) as sql:
        sql.run("INSERT INTO serial VALUES (?, 1)", name)


def by_session(engine: Engine, name: str) -> None:
    with transaction(engine) as session:
        session.connection().execute(text("INSERT INTO serial VALUES (:name, 1)"), {"name": name})


def places_given(path: Path) -> int:
    line = path.with_name(f"{path.name}-turn")
    return int.from_bytes(line.read_bytes()[:8]) if line.exists() else 0


def until_in_line(path: Path, place: int) -> None:
    while places_given(path) < place:
        pass


@pytest.mark.parametrize("write", [by_act, by_session])
def test_who_waits_writes_afterwards_in_order(
    engine: Engine, path: Path, write: Callable[[Engine, str], None]
) -> None:
    before = places_given(path)
    with ThreadPoolExecutor(3) as writers:
        with someone_writes(path):
            waiting = []
            for n, name in enumerate("cab", start=1):
                waiting.append(writers.submit(write, engine, name))
                until_in_line(path, before + n)
            assert not any(writer.done() for writer in waiting)
        for writer in waiting:
            writer.result()
    assert series(engine) == ["c", "a", "b"]


def test_who_dies_in_line_lets_the_next_in(engine: Engine, path: Path) -> None:
    command = [sys.executable, "-c", AT_THE_DOOR, str(path)]
    before = places_given(path)
    with someone_writes(path), subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        until_in_line(path, before + 1)
        child.send_signal(signal.SIGKILL)
    by_act(engine, "next")
    assert series(engine) == ["next"]


def test_a_store_that_stays_busy_is_told(
    path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = tuple(pragma for pragma in db.engine.PRAGMAS if "busy" not in pragma)
    monkeypatch.setattr(db.engine, "PRAGMAS", (*impatient, "busy_timeout = 50"))
    engine.dispose()
    with someone_writes(path):
        for write in (by_act, by_session):
            with pytest.raises(Refusal) as caught:
                write(engine, "never")
            assert caught.value.code == "store.busy"
    assert series(engine) == []


def test_many_at_once_all_get_in(engine: Engine) -> None:
    names = [f"{n:03d}" for n in range(200)]
    with ThreadPoolExecutor(8) as writers:
        list(writers.map(lambda name: by_act(engine, name), names))
    assert sorted(series(engine)) == names
