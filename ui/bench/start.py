"""From nothing to a window that is of use: the very command, watched from within."""

import sys
import time

from counter_app.start import load

command = load()  # before Qt, as the command does

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer  # noqa: E402
from PySide6.QtGui import QKeyEvent  # noqa: E402
from PySide6.QtWidgets import QApplication, QLineEdit  # noqa: E402

from ui.bench.said import say  # noqa: E402


class Opening:
    """Of use is a window with its queue loaded, whose focus takes a letter and shows it."""

    def __init__(self) -> None:
        self._field: QLineEdit | None = None
        self._poll = QTimer(interval=2)
        self._poll.timeout.connect(self._look)
        self._poll.start()

    def _look(self) -> None:
        if self._field is None:
            self._type()
        elif self._field.text():
            say(ready=time.monotonic())
            QApplication.closeAllWindows()

    def _type(self) -> None:
        from ui.app import MainWindow  # noqa: PLC0415 - the command itself loads it

        window = QApplication.activeWindow()
        work = window.work if isinstance(window, MainWindow) else None
        field = QApplication.focusWidget()
        if work and work.queue.view and isinstance(field, QLineEdit) and work.isVisible():
            letter = Qt.Key.Key_N
            pressed = QKeyEvent(QEvent.Type.KeyPress, letter, Qt.KeyboardModifier.NoModifier, "n")
            QCoreApplication.postEvent(field, pressed)
            self._field = field


def main(home: str) -> None:
    app = QApplication([])
    opening = Opening()
    sys.argv[1:] = ["window", "--home", home]
    try:
        command()
    finally:
        del opening, app
