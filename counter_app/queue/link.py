"""The way to the queue's store: asks again what got no answer, and says since when none comes."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial, wraps
from threading import Lock
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from counter_app.clock import Clock
from counter_app.errors import Refusal
from db.errors import Lost

PATIENCE = 3.0
"""Seconds in which an act is tried again. A server that restarts is back within them."""
_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4)
_BUSY = "shared.busy"
PASSING = frozenset(
    {
        _BUSY,
        "shared.unreachable",
        "shared.only_standby",
        "shared.no_primary",
        "shared.no_standby",
    }
)
"""Why a queue is lost that comes back by itself; else somebody must set something right."""

Answer = TypeVar("Answer")
Given = ParamSpec("Given")


@dataclass(frozen=True, slots=True)
class LinkView:
    """`shared`: whether other PCs use the queue too. `lost_since`: None while it can be reached;
    `reason` then is the refusal that every act gets."""

    shared: bool
    lost_since: datetime | None = None
    reason: Refusal | None = None


class Link:
    """Whether the queue can be reached; of use to every thread that asks or acts.

    Once an act has waited in vain the queue counts as lost, and everything is refused at once
    until `restore`: no clerk waits twice, and nothing overtakes what was done by hand meanwhile.
    `prepare` brings a shared store up to date before it is used; without it the store is this
    PC's own, which is never lost.
    """

    def __init__(self, clock: Clock, prepare: Callable[[], None] | None = None) -> None:
        self._clock = clock
        self._prepare = prepare
        self._prepared = False
        self._returned = False
        self._lock = Lock()
        self.view = LinkView(prepare is not None)
        self.returning: Callable[[], object] = lambda: None
        """Done before the first act, and before acts are possible again: posts what was done by
        hand. Raises Refusal shared.*, Lost when it cannot."""

    def through(self, attempt: Callable[[], Answer]) -> Answer:
        """What `attempt` answers. It is made again, whole, when it got no answer; so an act
        carries the id by which the queue knows it.

        Raises Refusal shared.*; those that say since when the queue is lost have `since`.
        """
        if self._prepare is None:
            return attempt()
        if self.view.reason:
            raise self.view.reason
        until, tries = time.monotonic() + PATIENCE, 0
        while True:
            try:
                self._require_prepared()
                if not self._returned:
                    self._return()
                return attempt()
            except Lost as lost:
                if lost.code == _BUSY:
                    self._prepared = False  # a row is held for long where no commit is confirmed
                pause = _PAUSES[min(tries, len(_PAUSES) - 1)]
                if time.monotonic() + pause > until:
                    raise self._given_up(lost) from lost
            time.sleep(pause)
            tries += 1

    def another(self) -> "Link":
        """One to the same store that is not lost."""
        return Link(self._clock, self._prepare)

    def lose(self, reason: Lost | Refusal) -> Refusal:
        """From now on; the first moment counts."""
        with self._lock:
            since = self.view.lost_since or self._clock.now()
            fields = reason.fields if isinstance(reason, Refusal) else {}
            refusal = Refusal(reason.code, **{**fields, "since": f"{since:%H:%M}"})
            self.view = LinkView(True, since, refusal)
            self._prepared = False
            return refusal

    def restore(self) -> None:
        """Acts are possible again. Raises Refusal shared.*, Lost while they are not."""
        self._require_prepared()
        self._return()
        with self._lock:
            self.view = LinkView(self._prepare is not None)

    def _require_prepared(self) -> None:
        if self._prepare and not self._prepared:
            self._prepare()
            self._prepared = True

    def _return(self) -> None:
        try:
            self.returning()
        except Refusal as refusal:
            raise self._given_up(refusal) from refusal
        self._returned = True

    def _given_up(self, reason: Lost | Refusal) -> Refusal:
        return Refusal(_BUSY) if reason.code == _BUSY else self.lose(reason)


class _Linked(Protocol):
    _link: Link


Service = TypeVar("Service", bound=_Linked)


def linked(
    method: Callable[Concatenate[Service, Given], Answer],
) -> Callable[Concatenate[Service, Given], Answer]:
    """A method that may be made again as a whole, through the link of its service."""

    @wraps(method)
    def call(self: Service, /, *args: Given.args, **options: Given.kwargs) -> Answer:
        return self._link.through(partial(method, self, *args, **options))

    return call
