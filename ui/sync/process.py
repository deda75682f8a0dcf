"""A process beside the window, as `counter sync run`: begins and ends with it, begins again when
it dies."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer

from counter_app.sync.views import SyncState, SyncView

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before it is started again; doubled each time it ends soon."""
LONG_ENOUGH = 60.0
"""Seconds after which it is taken to have run well."""
PATIENCE_MS = 3_000
"""For it to end by itself when the window closes."""
STARTED = "from counter_app.start import run; run()"


class SyncProcess(QObject):
    """A child whose standard input is held open: its end is how the child learns of ours, however
    we end. `name` is for the log, `time` the monotonic clock that its runs are measured by."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        parent: QObject | None = None,
        time: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._time = time
        self._wanted = False
        self._since = 0.0
        self.pause = FIRST_PAUSE
        self._child = QProcess(self)
        self._child.setProgram(command[0])
        self._child.setArguments(list(command[1:]))
        self._child.setStandardOutputFile(QProcess.nullDevice())
        self._child.setStandardErrorFile(QProcess.nullDevice())
        self._child.finished.connect(self._ended)
        self._child.errorOccurred.connect(self._not_started)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._start)

    @property
    def pid(self) -> int:
        """0 while it does not run."""
        return int(self._child.processId())

    def follow(self, view: SyncView) -> None:
        """Have it run while there is a district to sync with."""
        if view.state is not SyncState.ALONE:
            self.keep()

    def keep(self) -> None:
        """Have it run from now on."""
        if not self._wanted:
            self._wanted = True
            self._start()

    def stop(self) -> None:
        """End it, and wait until it has."""
        self._wanted = False
        self._again.stop()
        if self._child.state() == QProcess.ProcessState.NotRunning:
            return
        self._child.closeWriteChannel()
        if not self._child.waitForFinished(PATIENCE_MS):
            self._child.kill()
            self._child.waitForFinished(PATIENCE_MS)

    def _start(self) -> None:
        self._since = self._time()
        self._child.start()

    def _ended(self, status: int) -> None:
        if not self._wanted:
            return
        if self._time() - self._since >= LONG_ENOUGH:
            self.pause = FIRST_PAUSE
        log.warning("%s ended with %d, again in %.0f s", self._name, status, self.pause)
        self._again.start(round(self.pause * 1000))
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._ended(-1)


def command(home: Path) -> tuple[str, ...]:
    """What syncs the centre in `home`."""
    return (sys.executable, "-c", STARTED, "sync", "run", "--home", str(home), "--until-eof")
