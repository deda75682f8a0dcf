"""What commands do of the sync: themselves where no process does, else they wait for it. Loads the
network."""

import time
from collections.abc import Callable
from contextlib import closing

from counter_app.cli.terminal import Terminal
from counter_app.sync import identity
from counter_app.sync.checking import Checked
from counter_app.sync.checking import check as compare
from counter_app.sync.line import Line
from counter_app.sync.once import once, told
from counter_app.sync.running import shared_outbox
from counter_app.sync.single import alone
from counter_app.sync.state import Ends, standing
from counter_app.sync.views import SyncView

WAIT = 120.0
"""Seconds that a command waits for the sync's process to do what it asked for."""
LOOK = 0.2


def sync_now(t: Terminal) -> bool:
    """Whether we could fetch and send ourselves; else another process does. Raises Refusal
    sync.*."""

    def act(ends: Ends, line: Line) -> None:
        once(ends, line)
        _queue_once(t, ends)

    return by_ourselves(t, act)


def by_ourselves(t: Terminal, act: Callable[[Ends, Line], object]) -> bool:
    """Whether we could do it here, since no process syncs this store. Raises Refusal sync.*."""
    c = t.counter
    standing(c.engine)
    with alone(c.config.store) as ours:
        if ours:
            line = Line(identity.read(c.config.home))
            ends = Ends(c.engine, c.clock, line, c.config.keep)
            with closing(line), told(ends):
                act(ends, line)
    return ours


def _queue_once(t: Terminal, ends: Ends) -> None:
    """The queue that is shared, unless another PC is at it."""
    outbox = shared_outbox(t.counter.config)
    if outbox is None:
        return
    with closing(outbox):
        while outbox.step(ends) == 0:
            pass


def checked(ends: Ends, line: Line) -> Checked:
    """Fetches and compares until nothing comes in between."""
    once(ends, line)
    while not (found := compare(ends)).done:
        once(ends, line)
    if found.whole:
        once(ends, line)
        compare(ends)
    return found


def wait(t: Terminal, done: Callable[[SyncView], bool]) -> bool:
    """Until the process has done it; whether it has."""
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        if done(t.counter.sync.view()):
            return True
        time.sleep(LOOK)
    return False
