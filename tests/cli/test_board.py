"""`counter board` as a process: refused in a sentence, one to a name, killed and started again."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from counter_app.announcements.kept import Memory
from counter_app.main import Counter
from counter_app.privacy.actor import Actor

PATIENCE = 60
COUNTER = Path(sys.executable).with_name("counter")


def start(home: Path, *words: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "COUNTER_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        (COUNTER, "board", *words), env=environment, stderr=subprocess.PIPE, text=True
    )


def refused(home: Path, *words: str) -> str:
    with start(home, *words) as board:
        _, told = board.communicate(timeout=PATIENCE)
        assert board.returncode == 1
        assert told.count("\n") == 1
        return told


def finished(home: Path, call: int) -> None:
    """Waits until a board has announced a call."""
    end = time.monotonic() + PATIENCE
    while Memory(home, "1").kept.finished != call:
        assert time.monotonic() < end, "not announced"
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("settings", "named"),
    [("[board]\nseconds = 0\n", "seconds"), ("[voice]\nengine = 'online'\n", "engine")],
)
def test_a_wrong_setting_is_named(home: Path, settings: str, named: str) -> None:
    with (home / "counter.toml").open("a") as file:
        file.write(settings)
    assert named in refused(home)


def test_a_name_that_is_none(home: Path) -> None:
    assert "--name" in refused(home, "--name", "../hall")


def test_a_killed_board_goes_on_where_it_was_and_is_alone(
    home: Path, counter: Counter, clerk: Actor
) -> None:
    with (home / "counter.toml").open("a") as file:
        file.write("[board]\nseconds = 2\n[voice]\nengine = 'off'\n")
    with start(home) as board:
        finished(home, 0)
        counter.tickets.take("E", action_id="slip-1")
        counter.tickets.call_next(clerk, action_id="call-1")
        finished(home, 1)
        assert "--name" in refused(home)
        board.kill()
    counter.tickets.take("E", action_id="slip-2")
    counter.tickets.call_next(clerk, action_id="call-2")
    said = json.loads((home / "board-1.json").read_text("utf-8"))
    assert said["finished"] == 1
    with start(home) as board:
        finished(home, 2)
        board.terminate()
