"""Watching the event loop come round, and waiting without holding it up."""

import time
from collections import defaultdict
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer

PATIENCE = 60.0


class Watch(QObject):
    """Asks the event loop to come round every millisecond, and notes when it did not.

    `longest`: milliseconds between two rounds, by what was being done then.
    """

    def __init__(self) -> None:
        super().__init__()
        self.doing = "opening"
        self.longest: dict[str, float] = defaultdict(float)
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=1)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._round)
        self._wanted: Callable[[], object] | None = None
        self._loop = QEventLoop(self)
        self._timer.start()

    def until(self, condition: Callable[[], object]) -> None:
        """Let the program run until it is so; a moment later it may be so no more. Raises
        TimeoutError."""
        end = time.monotonic() + PATIENCE
        self._wanted = lambda: condition() or time.monotonic() > end
        self._loop.exec()
        self._wanted = None
        if time.monotonic() > end:
            raise TimeoutError(self.doing)

    def rest(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end)

    def _round(self) -> None:
        now = time.perf_counter()
        gap = (now - self._last) * 1000
        self.longest[self.doing] = max(self.longest[self.doing], gap)
        self._last = now
        if self._wanted is not None and self._wanted():
            self._loop.quit()


class Painted(QObject):
    """Notes when a widget was last painted, and the frame with it."""

    def __init__(self, widget: QObject) -> None:
        super().__init__(widget)
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self._note)
        return False

    def _note(self) -> None:
        self.at = time.perf_counter()
