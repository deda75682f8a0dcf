"""Keys of the window that a line of text would keep for itself."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

EDITING = frozenset("ACVXYZ")
"""Letters that with Ctrl do in a line of text what people know them for."""


class WindowKeys(QObject):
    """Lets Ctrl and any other letter reach the window's shortcuts: on X11 a line of text takes
    Ctrl+E, Ctrl+K and Ctrl+D as Emacs does."""

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]  # there is one

    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        letter = Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z and chr(event.key())
        plain = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if not letter or not plain or letter in EDITING:
            return False
        event.ignore()
        return True

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and isValid(before):
            before.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)
