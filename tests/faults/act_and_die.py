"""Makes acts of the queue and dies in the middle of them, as often as it is told to.

Run as a program: HOME. Each line of stdin is a Death as JSON. A child is forked for it, says its
process id when it is ready, and begins at the next line. It ends itself with SIGKILL just before
the statement that the Death names; if there is no such one the act is done, and nobody hears of
it. Its exit status is said last, -9 if it was killed.
"""

import json
import os
import signal
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event

from counter_app.clock import FixedClock
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from tests.conftest import MORNING, PASSWORD
from tests.queue.acts import ACTS, Asked


@dataclass(frozen=True, slots=True)
class Death:
    """`before`: which statement of this PC's store is never sent, counted from 1."""

    act: str
    ticket_id: int
    version: int
    action_id: str
    before: int | None = None

    def line(self) -> str:
        return json.dumps(asdict(self)) + "\n"


class Countdown:
    def __init__(self) -> None:
        self.left: int | None = None

    def step(self, _statement: str) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def act(counter: Counter, clerk: Actor, death: Death) -> None:
    """In the child. Connections are its own: those of the parent are closed."""
    countdown = Countdown()

    def watch(connection: Any, _record: object) -> None:
        if hasattr(connection, "set_trace_callback"):
            connection.set_trace_callback(countdown.step)

    event.listen(counter.queue.engine, "connect", watch)
    counter.clerks.serving(clerk)
    counter.tickets.view(clerk.window)
    print(os.getpid(), flush=True)
    sys.stdin.readline()
    countdown.left = death.before
    ACTS[death.act].do(
        Asked(counter.tickets, clerk, death.ticket_id, death.version, death.action_id)
    )
    os._exit(0)


def run(home: Path) -> None:
    counter = open_counter(home, FixedClock(MORNING))
    clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
    counter.tickets.view(clerk.window)
    for line in sys.stdin:
        counter.engine.dispose()
        counter.queue.engine.dispose()
        child = os.fork()
        if child == 0:
            act(counter, clerk, Death(**json.loads(line)))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    run(Path(sys.argv[1]))
