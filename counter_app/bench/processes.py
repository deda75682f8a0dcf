"""The processes of a bench: they begin together, are watched while they work, and end with it."""

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from queue import Empty
from typing import Any

from counter_app.errors import Refusal

NEW: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
LOOK = 0.2
"""Seconds between two looks whether all of them live."""
PATIENCE = 300.0
"""Seconds after which a process that does not answer is given up."""
ENDING = 10.0
"""Seconds that a process has to end in order."""
Task = tuple[Callable[..., None], tuple[Any, ...]]
Processes = Sequence[Any]


@contextmanager
def running(tasks: Sequence[Task]) -> Iterator[Processes]:
    processes = [
        NEW.Process(target=work, args=given, daemon=True, name=work.__name__)
        for work, given in tasks
    ]
    for process in processes:
        process.start()
    try:
        yield processes
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.join(ENDING)
            process.kill()
            process.join()


def require_alive(processes: Processes) -> None:
    """Raises Refusal bench.process where one has failed; its traceback is on stderr."""
    for process in processes:
        if process.exitcode:
            raise Refusal("bench.process", name=process.name, ended=process.exitcode)


def wait(
    processes: Processes, arrived: Callable[[], bool], patience: float, every: float = LOOK
) -> None:
    """Until it has `arrived`. Raises Refusal bench.process, bench.silent."""
    until = time.monotonic() + patience
    while not arrived():
        require_alive(processes)
        if time.monotonic() > until:
            names = sorted({process.name for process in processes})
            raise Refusal("bench.silent", names=", ".join(names), seconds=round(patience))
        time.sleep(every)


def meet(begin: Any, processes: Processes, patience: float = PATIENCE) -> None:
    """Waits at the barrier until everybody does. Raises Refusal bench.process, bench.silent."""
    wait(processes, lambda: begin.n_waiting == begin.parties - 1, patience)
    begin.wait(LOOK)


def hear(
    answers: Any,
    processes: Processes,
    patience: float = PATIENCE,
    meanwhile: Callable[[], None] = lambda: None,
) -> Any:
    """The next answer. Raises Refusal bench.process, bench.silent."""
    heard: list[Any] = []

    def arrived() -> bool:
        with suppress(Empty):
            heard.append(answers.get(timeout=LOOK))
            return True
        meanwhile()
        return False

    wait(processes, arrived, patience, 0)
    return heard[0]
