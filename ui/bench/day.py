"""A day at one window: numbers taken, called and finished, and what that does to the panel."""

import time
import uuid
from functools import partial
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from counter_app.main import open_counter
from counter_app.memory import resident_bytes
from ui.app import show_window
from ui.bench.said import say
from ui.bench.watch import Painted, Watch

EVERY = 100
"""Tickets between two reports of how far it is."""
_BARE = 200


def main(home: str, tickets: str, waiting: str) -> None:
    app = QApplication([])
    watch = Watch()
    bare = _bare_repaints(watch)
    counter = open_counter(Path(home))
    actions = (uuid.uuid4().hex for _ in cycle((0,)))
    takes = (
        partial(counter.tickets.take, category, action_id=action)
        for category, action in zip(cycle(counter.config.queue.categories), actions, strict=False)
    )
    for _ in range(int(waiting)):
        next(takes)()
    window = show_window(counter)
    watch.until(lambda: window.work is not None and window.work.queue.view is not None)
    work = window.work
    assert work is not None  # noqa: S101 - waited for
    number = work.queue.present.number
    painted = Painted(number)
    call, repaint, memory = [], [], []
    for done in range(1, int(tickets) + 1):
        window.backend.run(next(takes))
        watch.until(lambda: not window.backend.waiting)
        before, start = number.text(), time.perf_counter()
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_F2)
        watch.until(lambda: number.text() != before and painted.at > start)
        call.append((painted.at - start) * 1000)
        watch.until(lambda: not window.backend.waiting)
        repaint.append(_repaint(work.queue))
        memory.append(resident_bytes())
        if done % EVERY == 0:
            say(code="bench.playing", done=done, total=int(tickets))
    say(call=call, repaint=repaint, memory=memory, bare=bare)
    window.close()
    counter.close()
    del app


def _repaint(widget: QWidget) -> float:
    """Milliseconds to paint it once, whole."""
    start = time.perf_counter()
    widget.repaint()
    return (time.perf_counter() - start) * 1000


def _bare_repaints(watch: Watch) -> list[float]:
    """The same of a label as large as a panel, with a new text each time."""
    label = QLabel("0")
    label.resize(372, 960)
    label.show()
    painted = Painted(label)
    watch.until(lambda: painted.at)
    times = []
    for n in range(_BARE):
        label.setText(str(n))
        times.append(_repaint(label))
    label.close()
    return times
