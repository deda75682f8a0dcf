"""The least window that Qt can show."""

import time

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.memory import resident_bytes
from ui.bench.said import say


class Empty(QWidget):
    """Ends the program when it has been painted."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        say(ready=time.monotonic(), memory=resident_bytes())
        QApplication.quit()


def main() -> None:
    app = QApplication([])
    window = Empty()
    window.resize(1600, 900)
    window.showMaximized()
    app.exec()
