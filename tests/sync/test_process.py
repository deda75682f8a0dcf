"""`counter sync run`: a process of its own, which never holds anybody up."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.sync import identity
from counter_app.sync.views import SyncView
from counter_app.words import say
from tests.conftest import PASSWORD
from tests.sync.joined import Joined, documents

PATIENCE = 60.0
STARTED = "from counter_app.start import run; run()"


@contextmanager
def running(home: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """As the window starts it."""
    command = [sys.executable, "-c", STARTED, "sync", "run", "--home", str(home), "--until-eof"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        process.communicate(timeout=PATIENCE)


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)


def seen(counter: Counter, wanted: Callable[[SyncView], bool]) -> None:
    until(lambda: wanted(counter.sync.view()))


def test_it_fetches_sends_and_ends_with_its_window(joined: Joined, clerk: Actor) -> None:
    counter = joined.counter
    with running(counter.config.home) as process:
        until(lambda: joined.state.cursor)
        assert joined.here() == documents()
        until(lambda: joined.state.settled)
        joined.put("7", documents()["7"] | {"name_roman": "KANT IMMANUEL"})
        until(lambda: joined.here()["7"]["name_roman"] == "KANT IMMANUEL")
        counter.residents.report_card_lost(clerk, 7, counter.clock.now().date(), action_id="a")
        until(lambda: counter.sync.pending(7) == ())
        seen(counter, lambda view: view.checked is not None)
    assert process.returncode == 0


def test_one_store_is_synced_once(joined: Joined) -> None:
    with running(joined.counter.config.home):
        until(lambda: joined.state.cursor)
        command = [sys.executable, "-c", STARTED, "sync", "run"]
        ours = subprocess.run(
            [*command, "--home", str(joined.counter.config.home)],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert ours.returncode == 1


def test_a_command_without_a_line_says_one_sentence(joined: Joined) -> None:
    """What the log would have of it is not for the terminal."""
    home = joined.counter.config.home
    identity.move(home, "https://127.0.0.1:1")
    command = [sys.executable, "-c", STARTED, "sync", "now", "--clerk", "admin"]
    told = subprocess.run(
        [*command, "--home", str(home)],
        env=os.environ | {"COUNTER_PASSWORD": PASSWORD},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.strip() == say("sync.no_answer", "ko")
