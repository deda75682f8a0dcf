"""The process in which acts of the queue are made and killed, seen from the test."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.act_and_die import Death

KILLED = -9


@dataclass(frozen=True, slots=True)
class Mortal:
    _process: subprocess.Popen[str]

    def act(self, death: Death, ready: Callable[[int], object] = lambda _: None) -> int:
        """The exit status of the child that made the act; `ready` is told its process id before
        it begins."""
        self._say(death.line())
        ready(self._hear())
        self._say("\n")
        return self._hear()

    def _say(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(line)
        self._process.stdin.flush()

    def _hear(self) -> int:
        assert self._process.stdout
        return int(self._process.stdout.readline())


@contextmanager
def mortal(home: Path) -> Iterator[Mortal]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.act_and_die", str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        try:
            yield Mortal(process)
        finally:
            process.kill()
