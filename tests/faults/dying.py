"""What programs share that do each act again and again, dying each time one step later.

A step is a statement sent to the store, a commit, or a system call that puts a file in its place.
The child ends itself with SIGKILL just before its n-th step, so nothing of Python's tidying runs.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from itertools import count
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, event

from counter_app.main import Counter
from counter_app.privacy.audit import verify
from tests.people import registered_foreigner

Deaths = dict[str, list[dict[str, object]]]


class Place(Protocol):
    """A centre, with a method of its own for each act that is tried in it."""

    counter: Counter

    def before(self, name: str, action: str) -> None:
        """What has to be so that the act can be done once more."""

    def figures(self) -> list[int]:
        """What the books hold."""


def die_before(
    engine: Engine, steps: int, files: Collection[str] = (), within: str = "prints"
) -> None:
    """This process ends before its n-th step from now on. `files`: the system calls that count,
    on paths with `within` in them: the folder that stands in for a printer."""
    left = [steps]

    def step(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(name: str, args: tuple[object, ...]) -> None:
        if name in files and within in str(args[0]):
            step()

    event.listen(engine, "before_cursor_execute", step)
    event.listen(engine, "commit", step)
    sys.addaudithook(audit)


def run(place: Place, acts: Iterable[str], files: Collection[str] = ()) -> None:
    """Prints, as JSON lines, what the books held before, after the death and after the act sent
    again; at the end of each act, what they held once it was sent a third time."""
    for name in acts:
        act: Callable[[Counter, str], None] = getattr(place, name)
        for step in count(1):
            action = f"{name}-{step}"
            place.before(name, action)
            before = place.figures()
            status = _died(place, act, action, step, files)
            died = place.figures()
            act(place.counter, action)
            done = place.figures()
            said = {"act": name, "status": status, "before": before, "died": died, "done": done}
            print(json.dumps(said), flush=True)
            if status == 0:
                break
        act(place.counter, action)
        wrong = place.counter.till.reconcile(place.counter.till.day()).disagreement
        ended = {
            "act": name,
            "again": place.figures(),
            "wrong": wrong.code if wrong else None,
            "chain": verify(place.counter.engine).ok,
        }
        print(json.dumps(ended), flush=True)


def deaths_by_act(program: str, template: Path, work: Path) -> Deaths:
    """What such a program printed, in a centre of its own: its tries of each act, and the end."""
    home = Path(shutil.copytree(template, work / "home"))
    done = subprocess.run(
        [sys.executable, "-m", program, str(home), str(registered_foreigner(home))],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    found = defaultdict(list)
    for line in done.stdout.splitlines():
        said = json.loads(line)
        found[said["act"]].append(said)
    return found


def _died(
    place: Place,
    act: Callable[[Counter, str], None],
    action: str,
    steps: int,
    files: Collection[str],
) -> int:
    """The exit status of a child that stops before its n-th step."""
    place.counter.engine.dispose()
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    die_before(place.counter.engine, steps, files)
    try:
        act(place.counter, action)
        os._exit(0)
    finally:
        os._exit(1)
