"""Lets the program run for as long as it takes to get somewhere."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

PATIENCE = 60
"""Seconds."""
LONGEST_MS = 5
"""Between two looks, where nothing happens that the event loop would hear of."""


def run_until(condition: Callable[[], object], complaint: str) -> None:
    end = time.monotonic() + PATIENCE
    look = QTimer(interval=LONGEST_MS)
    look.start()
    while not condition():
        assert time.monotonic() < end, complaint
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
