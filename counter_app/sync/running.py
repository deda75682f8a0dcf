"""The sync's process: begins, and ends when it is told to or when the window does."""

import signal
import sys
from functools import partial
from pathlib import Path
from threading import Event, Thread

from counter_app.clock import SystemClock
from counter_app.config import Config, read_config
from counter_app.errors import Refusal
from counter_app.keys import read_key
from counter_app.logs import log_to
from counter_app.sync import identity
from counter_app.sync.process import Process
from counter_app.sync.queueing import QueueOutbox
from counter_app.sync.renewing import renewed
from counter_app.sync.single import alone
from counter_app.sync.state import standing
from db.engine import open_store
from db.migrate import migrate

WAIT_FOR_OTHER = 5.0
"""Seconds between two looks whether another process still syncs the store."""


def run_for(home: Path, *, until_eof: bool) -> None:
    """Syncs the centre in `home` until it is told to stop: by a signal, or by the end of standard
    input. Where another process does it already, with `until_eof` waits for that one to end.

    Raises Refusal config.*, store.*, sync.alone, sync.running, sync.no_identity.
    """
    config, clock = read_config(home), SystemClock()
    key = read_key(home, config.key)
    engine = open_store(config.store, key)
    stopped = Event()
    if until_eof:
        Thread(target=_at_eof, args=(stopped,), daemon=True).start()
    try:
        migrate(engine, config.store, key, clock.now())
        standing(engine)
        log_to(home)
        while not stopped.is_set():
            with alone(config.store) as ours:
                if ours:
                    who, queue = identity.read(home), shared_outbox(config)
                    files = (partial(renewed, home), partial(identity.again, home))
                    _until(stopped, Process(engine, clock, who, config.keep, queue, *files))
                    return
            if not until_eof:
                raise Refusal("sync.running")
            stopped.wait(WAIT_FOR_OTHER)
    finally:
        engine.dispose()


def shared_outbox(config: Config) -> QueueOutbox | None:
    """Of the queue that this PC shares with others. Raises Refusal shared.*."""
    if config.shared is None:
        return None
    from db.shared import open_shared  # noqa: PLC0415 - loads the driver

    return QueueOutbox(open_shared(config.shared.url, config.shared.patroni))


def _until(stopped: Event, process: Process) -> None:
    def end(*_: object) -> None:
        stopped.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)

    def stop() -> None:
        stopped.wait()
        process.stop()

    Thread(target=stop, daemon=True).start()
    process.run()


def _at_eof(stopped: Event) -> None:
    while sys.stdin.buffer.read(4096):
        pass
    stopped.set()
