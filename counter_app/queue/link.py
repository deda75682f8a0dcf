"""The way to the queue's store: asks again what got no answer, and says since when none comes."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TypeVar

from counter_app.clock import Clock
from counter_app.errors import Refusal
from db.errors import Lost

PATIENCE = 3.0
"""Seconds in which an act is tried again. A server that restarts is back within them."""
_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4)
_BUSY = "shared.busy"

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class LinkView:
    """`lost_since`: None while the queue can be reached; `code`, a sentence of shared.json with
    the field `since`, says why not."""

    shared: bool
    lost_since: datetime | None = None
    code: str | None = None


class Link:
    """Whether the queue can be reached; of use to every thread that asks or acts.

    Once an act has waited in vain the queue counts as lost, and everything is refused at once
    until `restore`: no clerk waits twice, and nothing overtakes what was done by hand meanwhile.
    """

    def __init__(self, clock: Clock, *, shared: bool) -> None:
        self._clock = clock
        self._lock = Lock()
        self._view = LinkView(shared)

    @property
    def view(self) -> LinkView:
        return self._view

    def through(self, attempt: Callable[[], Answer]) -> Answer:
        """What `attempt` answers. It is made again, whole, when it got no answer; so an act
        carries the id by which the queue knows it.

        Raises Refusal shared.unreachable and its like, with `since`; shared.busy.
        """
        if not self._view.shared:
            return attempt()
        self.require()
        until, tries = time.monotonic() + PATIENCE, 0
        while True:
            try:
                return attempt()
            except Lost as lost:
                pause = _PAUSES[min(tries, len(_PAUSES) - 1)]
                if time.monotonic() + pause > until:
                    raise self._given_up(lost) from lost
            time.sleep(pause)
            tries += 1

    def require(self) -> None:
        """Raises Refusal shared.unreachable and its like while the queue is lost."""
        view = self._view
        if view.lost_since and view.code:
            raise Refusal(view.code, since=f"{view.lost_since:%H:%M}")

    def lose(self, code: str) -> None:
        """From now on; the first moment counts."""
        with self._lock:
            since = self._view.lost_since or self._clock.now()
            self._view = LinkView(self._view.shared, since, code)

    def restore(self) -> None:
        with self._lock:
            self._view = LinkView(self._view.shared)

    def _given_up(self, lost: Lost) -> Refusal:
        if lost.code == _BUSY:
            return Refusal(_BUSY)
        self.lose(lost.code)
        return Refusal(lost.code, since=f"{self._view.lost_since:%H:%M}")
