"""The sync's process begins and ends with the window, and begins again when it dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.clock import FixedClock, SystemClock
from counter_app.main import Counter
from counter_app.sync.views import SyncState, SyncView
from tests.ui.conftest import Stopwatch
from tests.ui.driver import Driver
from tests.ui.scenes.sync import join, look
from ui.sync.process import FIRST_PAUSE, LONG_ENOUGH, LONGEST_PAUSE, SyncProcess, command

WAITS = """
import os, sys
with open(sys.argv[1], "a") as told: told.write(f"{os.getpid()}\\n")
sys.stdin.read()
"""
DIES = "raise SystemExit(3)"
DEAF = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(600)"

LONG = 240
"""Seconds at most for a district to be made and joined, however busy the PC is."""

Until = Callable[[Callable[[], object]], None]


@pytest.fixture
def until(qtbot: QtBot) -> Until:
    return lambda condition: qtbot.waitUntil(lambda: bool(condition()), timeout=30_000)


@pytest.fixture
def make(qtbot: QtBot, idle_time: Stopwatch) -> Iterator[Callable[..., SyncProcess]]:
    made: list[SyncProcess] = []

    def start(program: str, *words: str) -> SyncProcess:
        made.append(SyncProcess("test", (sys.executable, "-c", program, *words), time=idle_time))
        return made[-1]

    yield start
    for process in made:
        process.stop()


def written(told: Path) -> bool:
    """Whether a child has said who it is."""
    return told.exists() and told.read_text().endswith("\n")


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_runs_only_for_a_district(
    make: Callable[..., SyncProcess], tmp_path: Path, until: Until
) -> None:
    told = tmp_path / "told"
    process = make(WAITS, str(told))
    process.follow(SyncView(SyncState.ALONE))
    assert process.pid == 0
    for _ in range(2):
        process.follow(SyncView(SyncState.OFFLINE))
    until(lambda: written(told))
    pid = process.pid
    process.stop()
    assert told.read_text() == f"{pid}\n"
    assert not runs(pid)


def test_killed_it_begins_again(
    make: Callable[..., SyncProcess], tmp_path: Path, until: Until
) -> None:
    told = tmp_path / "told"
    process = make(WAITS, str(told))
    process.keep()
    until(lambda: written(told))
    first = process.pid
    os.kill(first, signal.SIGKILL)
    until(lambda: len(told.read_text().split()) == 2)
    assert process.pid not in (0, first)


def test_its_pauses_grow_and_end(
    make: Callable[..., SyncProcess], until: Until, idle_time: Stopwatch
) -> None:
    process = make(DIES)
    process.keep()
    until(lambda: process.pause > FIRST_PAUSE)
    for _ in range(9):
        process._ended(3)
    assert process.pause == LONGEST_PAUSE
    idle_time.seconds += LONG_ENOUGH
    process._ended(3)
    assert process.pause == 2 * FIRST_PAUSE


def test_what_cannot_be_started_is_tried_again(qtbot: QtBot, until: Until) -> None:
    process = SyncProcess("test", ("/no/such/program",))
    process.keep()
    until(lambda: process.pause > FIRST_PAUSE)
    process.stop()


def test_one_that_does_not_listen_is_killed(
    make: Callable[..., SyncProcess], until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.sync.process.PATIENCE_MS", 200)
    process = make(DEAF)
    process.keep()
    until(lambda: process.pid)
    pid = process.pid
    process.stop()
    assert not runs(pid)


def test_it_hears_of_a_window_that_was_killed(tmp_path: Path) -> None:
    """The window's end, however it came, is the end of the child's input."""
    told = tmp_path / "told"
    window = f"""
import os, signal, sys
from PySide6.QtCore import QCoreApplication, QTimer
from ui.sync.process import SyncProcess
app = QCoreApplication([])
process = SyncProcess("test", ({sys.executable!r}, "-c", {WAITS!r}, {str(told)!r}))
process.keep()
def look():
    if os.path.exists({str(told)!r}) and open({str(told)!r}).read().endswith("\\n"):
        os.kill(os.getpid(), signal.SIGKILL)
timer = QTimer(); timer.timeout.connect(look); timer.start(20)
app.exec()
"""
    ended = subprocess.run([sys.executable, "-c", window], check=False)
    assert ended.returncode == -signal.SIGKILL
    child = int(told.read_text())
    end = time.monotonic() + 30
    while runs(child) and time.monotonic() < end:
        time.sleep(0.02)
    assert not runs(child)


def test_what_is_run(tmp_path: Path) -> None:
    assert command(tmp_path)[3:] == ("sync", "run", "--home", str(tmp_path), "--until-eof")


def test_a_demo_centre_and_its_district_beside_the_window(desk: Driver, clock: FixedClock) -> None:
    """Both are there soon after the window, and gone with it."""
    window = desk.window
    window.watch.start()
    window.keep_syncing()
    window.keep_district()
    end = time.monotonic() + LONG
    while window.watch.view.state is not SyncState.SYNCED:
        assert time.monotonic() < end, str(window.watch.view.reason)
        clock.at = SystemClock().now()  # as the process has it
        QTest.qWait(50)
    assert window.district
    children = [window.syncing.pid, window.district.pid]
    assert all(map(runs, children))
    window.close()
    assert not any(map(runs, children))


def test_a_centre_of_another_district_keeps_it(desk: Driver, counter: Counter) -> None:
    join(counter)
    look(desk)
    desk.window.keep_district()
    assert desk.window.district is None
