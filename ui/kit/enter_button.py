"""The button for what Enter does in one part of a sheet."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from ui.kit.paint import key_width
from ui.kit.parts import KeyButton


class EnterButton(KeyButton):
    """What Enter does in the last line of `part`, said on it while the focus is in there: of
    several parts of a sheet only one answers to the key, and only that one is filled. Without a
    `part` the sheet says when."""

    def __init__(self, part: QWidget | None = None, kind: str = "primary") -> None:
        super().__init__("", kind, bound=False)
        self._part = part
        self.rest(True)
        if part is None:
            return
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - a widget has its program
        app.focusChanged.connect(self._follow)

    def sizeHint(self) -> QSize:
        """As with its key, so that nothing moves when that comes and goes."""
        size = super().sizeHint()
        return size if self.key else size + QSize(key_width("Enter") + 12, 0)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        self.answer(now is not None and self._part is not None and self._part.isAncestorOf(now))

    def answer(self, answers: bool) -> None:
        """Whether Enter is its key now."""
        self.show_key("Enter" if answers else "")
        self.rest(not answers)
