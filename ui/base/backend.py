"""The one bridge from screens to services: work off the GUI thread, answers back on it."""

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from counter_app.errors import GivenUp, Refusal
from counter_app.logs import log_fault
from counter_app.queue.news import Source
from ui.base.news import Listener

Job = Callable[..., Any]
Then = Callable[[Any], object] | None
Refused = Callable[[Refusal], object] | None
Failed = Callable[[str], object] | None

TURN = 0.0002
"""Seconds a worker may go on before the GUI thread, which waits often and briefly, has its turn."""


@dataclass(frozen=True, slots=True)
class _Reply:
    """Where the outcome of one job goes."""

    then: Then
    refused: Refused
    failed: Failed
    replacing: str | None = None
    act: bool = False


class Backend(QObject):
    """Runs services on one-worker executors and delivers on the GUI thread.

    `run` is for acts, `spool` for acts that print, `ask` for questions, `render` for previews and
    other slow drawing that must not hold up the store, `inspect` for the printer. In each,
    `then(answer)` is called on the GUI thread unless the QObject it is bound to is gone; so pass
    bound methods, not lambdas.
    GivenUp ends a question that was told to stop, without a word.
    A Refusal goes to `refused(refusal)` if given, else to the signal `refused`. Any other
    exception is a fault: logged without its message (it may quote personal data) under a
    reference number, which goes to `failed(reference)` if given, else to the signal `failed`.
    `heard` carries the News of the queue once `listen` was asked.
    `later` is for what need not be on the screen at once; each such step, as each question, waits
    until what was changed before it has been painted. So no round of the event loop is long, and
    no worker takes turns with the painting.
    A newer question `replacing` the same name drops this one. Other keywords are the job's.
    """

    changed = Signal()
    busy_changed = Signal(bool)
    refused = Signal(object)
    failed = Signal(str)
    heard = Signal(object)
    _delivered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(TURN)
        self._store = ThreadPoolExecutor(1, "store")
        self._paper = ThreadPoolExecutor(1, "paper")
        self._device = ThreadPoolExecutor(1, "device")
        self._acts = 0
        self._waiting = 0
        self._latest: dict[str, _Reply] = {}
        self._asked: dict[str, Future[Any]] = {}
        self._steps: list[Callable[[], object]] = []
        self._round = QTimer(self, singleShot=True, interval=0)  # singleShot() would not wait
        self._round.timeout.connect(self._step)
        self._closed = False
        self._listener: Listener | None = None
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether an act is under way."""
        return self._acts > 0

    @property
    def waiting(self) -> bool:
        """Whether anything at all has yet to be answered."""
        return self._waiting > 0

    def run(self, fn: Job, *args: object, **options: Any) -> None:
        """Do an act on the store's worker. `changed` follows, refused or not: then too the screen
        evidently showed what was not so."""
        self._act(self._store, fn, *args, **options)

    def spool(self, fn: Job, *args: object, **options: Any) -> None:
        """As `run`, on the worker for drawing: a printer that does not answer must not hold up
        the queue."""
        self._act(self._paper, fn, *args, **options)

    def ask(self, fn: Job, *args: object, then: Then, **options: Any) -> None:
        """Ask the store; nothing reloads after it."""
        self._question(self._store, fn, *args, then=then, **options)

    def render(self, fn: Job, *args: object, then: Then, **options: Any) -> None:
        """As `ask`, on the worker for drawing."""
        self._question(self._paper, fn, *args, then=then, **options)

    def inspect(self, fn: Job, *args: object, then: Then, **options: Any) -> None:
        """As `ask`, on a worker for what may take seconds to answer: the printer's state."""
        self._question(self._device, fn, *args, then=then, **options)

    def later(self, step: Callable[[], object]) -> None:
        """Call `step` in a round of its own, once however often that is asked until then."""
        if not self._closed and step not in self._steps:
            self._waiting += 1
            self._steps.append(step)
            self._round.start()

    def listen(self, source: Callable[[], Source]) -> None:
        """From now on `heard` follows when the queue changes, is lost or back; asked once."""
        if self._listener is None and not self._closed:
            self._listener = Listener(source())
            self._listener.heard.connect(self.heard)
            self._listener.start()

    def close(self) -> None:
        """Finish what has begun, drop what waits, deliver nothing more."""
        self._closed = True
        self._steps.clear()
        if self._listener is not None:
            self._listener.close()
        for executor in (self._store, self._paper, self._device):
            executor.shutdown(wait=True, cancel_futures=True)

    def _act(
        self,
        executor: ThreadPoolExecutor,
        fn: Job,
        *args: object,
        then: Then = None,
        refused: Refused = None,
        failed: Failed = None,
        **kwargs: object,
    ) -> None:
        if not self._closed:
            self._count(1)
            reply = _Reply(then, refused, failed, act=True)
            self._submit(executor, partial(fn, *args, **kwargs), reply)

    def _question(
        self,
        executor: ThreadPoolExecutor,
        fn: Job,
        *args: object,
        then: Then,
        refused: Refused = None,
        failed: Failed = None,
        replacing: str | None = None,
        **kwargs: object,
    ) -> None:
        reply = _Reply(then, refused, failed, replacing)
        if self._closed:
            return
        if replacing is not None:
            self._latest[replacing] = reply
            superseded = self._asked.pop(replacing, None)
            if superseded is not None:
                superseded.cancel()
        self.later(partial(self._submit, executor, partial(fn, *args, **kwargs), reply))

    def _step(self) -> None:
        if self._steps:
            step = self._steps.pop(0)
            self._waiting -= 1
            self._round.start()
            if _owned(step):
                step()

    def _submit(self, executor: ThreadPoolExecutor, job: Callable[[], Any], reply: _Reply) -> None:
        if self._closed or self._superseded(reply):
            return
        future = executor.submit(job)
        self._waiting += 1
        if reply.replacing is not None:
            self._asked[reply.replacing] = future
        future.add_done_callback(partial(self._finished, reply))

    def _finished(self, reply: _Reply, future: Future[Any]) -> None:
        """On the worker: hand the outcome over to the GUI thread."""
        if not self._closed:
            self._delivered.emit((reply, future))

    @Slot(object)
    def _deliver(self, outcome: tuple[_Reply, Future[Any]]) -> None:
        reply, future = outcome
        self._waiting -= 1
        if self._closed or self._superseded(reply):
            return
        if reply.act:
            self._count(-1)
        error = future.exception()
        if error is None:
            _call(reply.then, future.result())
        elif isinstance(error, GivenUp):
            pass  # whoever asked wants no answer
        elif isinstance(error, Refusal):
            _call(reply.refused or self.refused.emit, error)
        else:
            _call(reply.failed or self.failed.emit, log_fault(error))
        if reply.act:
            self.changed.emit()

    def _superseded(self, reply: _Reply) -> bool:
        return reply.replacing is not None and self._latest[reply.replacing] is not reply

    def _count(self, by: int) -> None:
        before = self.busy
        self._acts += by
        if self.busy != before:
            self.busy_changed.emit(self.busy)


def _call(callback: Callable[[Any], object] | None, value: object) -> None:
    if callback is not None and _owned(callback):
        callback(value)


def _owned(callback: Callable[..., object]) -> bool:
    """Unless the QObject the callback is bound to (also through `partial`) is gone."""
    while isinstance(callback, partial):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
