"""The sync's own process: one thread fetches, one sends; both write to the store what they learn.

Nobody waits for them. What goes wrong is written into the store, logged where it begins and where
it ends, and tried again later.
"""

import logging
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from threading import Event, Lock, Thread

from sqlalchemy import Engine

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.logs import log_fault
from counter_app.privacy.grace import KEEP
from counter_app.sync import state
from counter_app.sync.blocks import refill
from counter_app.sync.checking import check
from counter_app.sync.greeting import hello
from counter_app.sync.line import Identity, Line
from counter_app.sync.pace import MOST_REFUSED, REFUSED, Backoff
from counter_app.sync.packing import Malformed
from counter_app.sync.peer import STALE, Refused, Unreachable
from counter_app.sync.pulling import pull
from counter_app.sync.pushing import push
from counter_app.sync.queueing import QueueOutbox
from counter_app.sync.schemas import new_schema
from counter_app.sync.state import Ends, standing
from counter_app.sync.wire import LONG_POLL

log = logging.getLogger("counter.sync")

CHECK_EVERY, CHECK_AGAIN = 3600.0, 5.0
LOOK = 0.2
"""Seconds between two looks for new operations and for who asks for a sync."""
REFILL_EVERY = 60.0
EARLY = 60.0
"""Seconds before its end a token is taken to have ended."""


class Greeter:
    """The token for all lines: hello is said by one thread at a time, or marks would cross."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._until = 0.0
        self._token = ""

    def greet(self, ends: Ends, line: Line) -> None:
        """Raises what hello raises."""
        with self._lock:
            if time.monotonic() >= self._until:
                welcome = hello(ends)
                lasts = (welcome.token_expires - welcome.at).total_seconds()
                self._until = time.monotonic() + lasts - EARLY
                self._token = welcome.token
        line.use(self._token)

    def stale(self) -> None:
        with self._lock:
            self._until = 0.0


class Process:
    """`run` returns after `stop`, from any thread."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        identity: Identity,
        keep: timedelta = KEEP,
        queue: QueueOutbox | None = None,
        renewed: Callable[[Ends], Identity | None] = lambda _: None,
        again: Callable[[Identity], Identity] = lambda own: own,
    ) -> None:
        """`queue`: of the queue that this PC shares with others. `renewed`: who this PC is from now
        on, if that changes; `again`: the same where nobody answers, as the files say."""
        self._engine = engine
        self._clock = clock
        self._greeter = Greeter()
        self._pulling, self._pushing = Line(identity), Line(identity)
        self._stopped = Event()
        self._identity, self._renewed, self._again = identity, renewed, again
        self._keep = keep
        self._queue = queue
        self._sharing = Line(identity)
        self._hurry = {"pull": Event(), "push": Event(), "queue": Event()}
        """Set when somebody wants it now: no pause is waited for."""
        self._checks = 0
        self._next_check = self._not_before = 0.0
        self._anew = False
        """Whether the last comparison had the whole register fetched anew."""
        self._faults: set[str] = set()

    def run(self) -> None:
        new_schema(self._engine)
        began = standing(self._engine)
        self._checks = began.asked_check
        sender = Thread(target=self._loop, args=("push", self._pushing, self._send), daemon=True)
        threads = [sender, Thread(target=self._watch, args=(began.store,), daemon=True)]
        if self._queue is not None:
            said = ("queue", self._sharing, self._queue.step)
            threads.append(Thread(target=self._loop, args=said, daemon=True))
        for thread in threads:
            thread.start()
        self._loop("pull", self._pulling, self._fetch)
        for thread in threads:
            thread.join()
        if self._queue is not None:
            self._queue.close()

    def stop(self) -> None:
        self._stopped.set()
        for hurry in self._hurry.values():
            hurry.set()
        for line in (self._pulling, self._pushing, self._sharing):
            line.end()

    def _loop(self, name: str, line: Line, step: Callable[[Ends], float]) -> None:
        with closing(line):
            self._go_on(name, line, step)

    def _go_on(self, name: str, line: Line, step: Callable[[Ends], float]) -> None:
        ends = Ends(self._engine, self._clock, line, self._keep)
        backoff, hurry = Backoff(), self._hurry[name]
        while not self._stopped.is_set():
            try:
                line.become(self._identity)
                self._greeter.greet(ends, line)
                pause = step(ends)
                backoff.clear()
                self._faults.discard(name)
            except Exception as error:  # noqa: BLE001 - logged; the sync goes on
                pause = 0.0 if self._stopped.is_set() else self._failed(name, ends, error, backoff)
            hurry.wait(pause)
            if not self._stopped.is_set():
                hurry.clear()

    def _failed(self, name: str, ends: Ends, error: Exception, backoff: Backoff) -> float:
        """Writes down what went wrong; seconds to wait."""
        if isinstance(error, Unreachable):
            if self._hurry[name].is_set():
                return 0.0  # cut on purpose
            self._identity = self._again(self._identity)
            self._written_down(lambda: state.lost(ends, str(error), busy=error.busy))
            return backoff.after(error.after)
        soon = False
        if isinstance(error, Refused):
            self._greeter.stale()
            soon = error.code in STALE
        elif not isinstance(error, Malformed):
            self._note(name, error)
            soon = isinstance(error, Refusal) and error.code == "store.disk_full"
        return backoff.after(0.0) if soon else backoff.after(0.0, REFUSED, MOST_REFUSED)

    def _note(self, name: str, error: Exception) -> None:
        if name in self._faults:
            return
        self._faults.add(name)
        if isinstance(error, Refusal):
            log.warning("cannot go on: %s", error.code)
        else:
            log_fault(error)

    def _written_down(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Refusal as refusal:
            log.warning("cannot write to the store: %s", refusal.code)

    def _fetch(self, ends: Ends) -> float:
        """Changes as they come; in between, whatever is due."""
        stands = standing(ends.engine)
        if stands.attention == state.TOO_FAR:
            return REFILL_EVERY
        asked = stands.asked_check
        now = time.monotonic()
        due = now >= self._next_check or asked != self._checks
        held = self._not_before - now if due else LONG_POLL
        due = due and held <= 0
        pulled = pull(ends, min(max(held, 0.0), LONG_POLL))
        if due and pulled.complete:
            checked = check(ends)
            if checked.different:
                checked = check(ends)  # a bucket that still differs is a matter for the whole
            if not checked.done:  # changes came in between, as they well may again
                self._not_before = time.monotonic() + CHECK_AGAIN
            else:
                again = checked.whole and not self._anew  # what is fetched anew, once it is here
                self._next_check = time.monotonic() + (CHECK_AGAIN if again else CHECK_EVERY)
                self._anew = checked.whole
                self._checks = asked
        return 0.0

    def _send(self, ends: Ends) -> float:
        try:
            while push(ends).more and not self._stopped.is_set():
                pass
        finally:  # numbers and a certificate are needed whatever became of the operations
            try:
                refill(ends)
            finally:
                self._renew(ends)
        return REFILL_EVERY

    def _renew(self, ends: Ends) -> None:
        if other := self._renewed(ends):
            self._identity = other
            self._greeter.stale()  # the token was for the certificate before

    def _watch(self, store: str) -> None:
        """Looks into the store for what is new there, and wakes who sees to it. `store`: its name
        when this began."""
        asked = checks = None
        newest = -1
        with (
            closing(self._engine.raw_connection()) as connection,
            closing(connection.cursor()) as cursor,
        ):
            version = None
            while not self._stopped.wait(LOOK):
                cursor.execute("PRAGMA data_version")
                if (found := cursor.fetchone()) == version:
                    continue
                version = found
                cursor.execute(
                    "SELECT asked, asked_check, store,"
                    " (SELECT coalesce(max(op_seq), 0) FROM outbox) FROM sync_state"
                )
                row = cursor.fetchone()
                if row is None:
                    self.stop()  # the district has been left
                    return
                before, (asked, checks, store, op_seq) = (asked, checks, store), row
                if another := before[2] != store:  # enrolled anew, or to be a new one
                    self._identity = self._again(self._identity)
                    self._greeter.stale()
                if op_seq > newest or before != (asked, checks, store):
                    newest = op_seq
                    self._hurry["push"].set()
                if another or before[0] not in (None, asked) or before[1] not in (None, checks):
                    self._hurry["pull"].set()
                    self._pulling.cut()
