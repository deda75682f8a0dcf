"""A function key hit twice at once is one wish: a worn key must not call two numbers."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

TOO_SOON_MS = 250
"""No clerk means two acts by the same key within this time."""


class DoublePress(QObject):
    """Filters `window`: drops the second press, by the times at which the keys were hit."""

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self._last = (0, 0)
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        key, now = event.key(), event.timestamp()
        if not Qt.Key.Key_F2 <= key <= Qt.Key.Key_F12 or now == 0:
            return False
        before, then = self._last
        if key == before and now - then < TOO_SOON_MS:
            event.accept()  # so it is no shortcut, and nothing else listens for it
            return True
        self._last = key, now
        return False
