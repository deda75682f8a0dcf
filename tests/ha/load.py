"""Windows and a district at work while the cluster fails beneath them.

Every act is made again with its id until it is acknowledged, as a clerk presses again; so in the
end each has been done once, whatever happened, or something was lost or done twice.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from typing import Protocol

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from db.errors import Lost
from db.shared import transacting
from tests.ha.machines import PATIENCE

PACE = 0.1
"""Seconds between two acts of one who acts."""


class Store(Protocol):
    """A database under load, which knows its acts by their ids."""

    def do(self, action_id: str) -> None:
        """Returns when it is acknowledged. Raises Refusal shared.*, Lost when it was not."""
        ...

    def done(self) -> list[str]:
        """The ids of what was done."""
        ...


@dataclass(frozen=True)
class Seat:
    """A clerk at a window of a PC."""

    pc: Counter
    clerk: Actor


class Window:
    """Gives a visitor a number and calls the next, so that there always is one."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def do(self, action_id: str) -> None:
        tickets = self._seat.pc.tickets
        tickets.take("E", action_id=f"{action_id}:take")
        tickets.call_next(self._seat.clerk, action_id=action_id)

    def done(self) -> list[str]:
        with transacting(self._seat.pc.queue.engine) as connection:
            found = connection.execute(
                """SELECT action_id FROM ticket_event WHERE move = 'call' AND "window" = %s""",
                (self._seat.clerk.window,),
            )
            return [str(row[0]) for row in found]


class Work:
    """One who acts on a store: `acknowledged` are the ids and the moments (monotonic seconds)."""

    def __init__(self, name: str, store: Store) -> None:
        self.name = name
        self.store = store
        self.acknowledged: list[tuple[float, str]] = []
        self.refused: list[tuple[float, str]] = []
        self._ending = Event()
        self._thread = Thread(target=self._go_on)
        self._failed: BaseException | None = None

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        """When the present act is acknowledged."""
        self._ending.set()
        self._thread.join()
        if self._failed:
            raise self._failed

    def _go_on(self) -> None:
        try:
            while not self._ending.wait(PACE):
                self._act(f"{self.name}-{len(self.acknowledged)}")
        except BaseException as error:  # noqa: BLE001 - raised where the test sees it
            self._failed = error

    def _act(self, action_id: str) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self.store.do(action_id)
            except (Lost, Refusal) as reason:
                if not reason.code.startswith("shared.") or time.monotonic() > until:
                    raise
                self.refused.append((time.monotonic(), reason.code))
                time.sleep(PACE)
            else:
                self.acknowledged.append((time.monotonic(), action_id))
                return


class Load:
    """All who act. `lost` and `twice` are counted when they have ended."""

    def __init__(self, works: list[Work]) -> None:
        self.works = works
        self.began = time.monotonic()

    def since(self, moment: float) -> int:
        """How many acts were acknowledged after it."""
        return sum(at > moment for work in self.works for at, _ in work.acknowledged)

    def acknowledged(self) -> int:
        return self.since(0)

    def longest_pause(self) -> float:
        """Seconds in which nobody's act was acknowledged, at the worst."""
        moments = sorted(at for work in self.works for at, _ in work.acknowledged)
        return max(
            later - sooner for sooner, later in zip([self.began, *moments], moments, strict=False)
        )

    def lost(self) -> list[str]:
        """What was acknowledged and is not there."""
        return [
            action_id
            for work in self.works
            for action_id in {action_id for _, action_id in work.acknowledged}
            - set(work.store.done())
        ]

    def twice(self) -> int:
        """How much is there beyond what was acknowledged, each once."""
        return sum(len(work.store.done()) - len(work.acknowledged) for work in self.works)


@contextmanager
def working(works: list[Work]) -> Iterator[Load]:
    load = Load(works)
    for work in works:
        work.start()
    try:
        yield load
    finally:
        for work in works:
            work.end()


def steadily(load: Load, acts: int, wait_for: Callable[[Callable[[], bool], str], None]) -> None:
    """Returns when so many more acts have been acknowledged by everybody who acts."""
    before = [len(work.acknowledged) for work in load.works]
    wait_for(
        lambda: all(
            len(work.acknowledged) >= some + acts
            for work, some in zip(load.works, before, strict=True)
        ),
        "acknowledged acts",
    )
