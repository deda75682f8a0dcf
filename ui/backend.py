"""The one bridge from screens to services: work off the GUI thread, answers back on it."""

import logging
import secrets
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from counter_app.errors import Refusal

log = logging.getLogger("counter.ui")

Then = Callable[[Any], object] | None
Refused = Callable[[Refusal], object] | None


class Backend(QObject):
    """Runs services on two one-worker executors and delivers on the GUI thread.

    `run` is for acts, `ask` for questions, `render` for previews and other slow drawing that must
    not hold up the store. In each, `then(answer)` is called on the GUI thread unless the QObject
    it is bound to is gone; so pass bound methods. A Refusal goes to `refused(refusal)` if given,
    else to the signal `refused`; any other exception is logged without its message (it may quote
    personal data) and announced once by `failed` with a reference number.
    """

    changed = Signal()
    busy_changed = Signal(bool)
    refused = Signal(object)
    failed = Signal(str)
    _delivered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = ThreadPoolExecutor(1, "store")
        self._paper = ThreadPoolExecutor(1, "paper")
        self._acts = 0
        self._latest: dict[str, Future[Any]] = {}
        self._closed = False
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether an act is under way."""
        return self._acts > 0

    def run(
        self,
        fn: Callable[..., Any],
        *args: object,
        then: Then = None,
        refused: Refused = None,
        **kwargs: object,
    ) -> None:
        """Do an act on the store's worker; `changed` follows `then`, refused or not.

        After a refusal too, because what the screen showed was evidently not so.
        """
        self._count(1)
        self._submit(self._store, partial(fn, *args, **kwargs), then, refused, act=True)

    def ask(
        self,
        fn: Callable[..., Any],
        *args: object,
        then: Then,
        refused: Refused = None,
        replacing: str | None = None,
        **kwargs: object,
    ) -> None:
        """Ask the store; nothing reloads after it.

        A newer question `replacing` the same name drops this one.
        """
        self._submit(self._store, partial(fn, *args, **kwargs), then, refused, replacing=replacing)

    def render(
        self,
        fn: Callable[..., Any],
        *args: object,
        then: Then,
        refused: Refused = None,
        replacing: str | None = None,
        **kwargs: object,
    ) -> None:
        """As `ask`, on the worker for drawing and for talking to the printer."""
        self._submit(self._paper, partial(fn, *args, **kwargs), then, refused, replacing=replacing)

    def fault(self, error: BaseException) -> None:
        """Log an unexpected error under a new reference number and announce it."""
        reference = secrets.token_hex(3).upper()
        places = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        log.error("fault %s %s\n  %s", reference, type(error).__name__, "\n  ".join(places))
        self.failed.emit(reference)

    def close(self) -> None:
        """Finish what has begun, drop what waits, deliver nothing more."""
        self._closed = True
        for executor in (self._store, self._paper):
            executor.shutdown(wait=True, cancel_futures=True)

    def _submit(
        self,
        executor: ThreadPoolExecutor,
        job: Callable[[], Any],
        then: Then,
        refused: Refused,
        *,
        act: bool = False,
        replacing: str | None = None,
    ) -> None:
        if self._closed:
            return
        future = executor.submit(job)
        if replacing is not None:
            superseded = self._latest.get(replacing)
            if superseded is not None:
                superseded.cancel()
            self._latest[replacing] = future
        future.add_done_callback(partial(self._finished, then, refused, act, replacing))

    def _finished(
        self, then: Then, refused: Refused, act: bool, replacing: str | None, future: Future[Any]
    ) -> None:
        """On the worker: hand the result over to the GUI thread."""
        if not self._closed and not future.cancelled():
            self._delivered.emit((future, then, refused, act, replacing))

    @Slot(object)
    def _deliver(self, done: tuple[Future[Any], Then, Refused, bool, str | None]) -> None:
        future, then, refused, act, replacing = done
        if self._closed or (replacing is not None and self._latest.get(replacing) is not future):
            return
        if act:
            self._count(-1)
        error = future.exception()
        if error is None:
            if then is not None and _alive(then):
                then(future.result())
        elif isinstance(error, Refusal):
            if refused is not None and _alive(refused):
                refused(error)
            elif refused is None:
                self.refused.emit(error)
        else:
            self.fault(error)
        if act:
            self.changed.emit()

    def _count(self, by: int) -> None:
        before = self.busy
        self._acts += by
        if self.busy != before:
            self.busy_changed.emit(self.busy)


def _alive(callback: Callable[..., object]) -> bool:
    """Whether the QObject a callback is bound to (also through `partial`) still exists."""
    while isinstance(callback, partial):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
