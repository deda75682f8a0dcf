"""Works the real window as a clerk does: by keys, waiting for what the screen shows."""

from collections.abc import Callable

from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui.waiting import run_until
from ui.app import MainWindow
from ui.frame.shell import WorkingScreen

ROUNDS = 3
"""A card that is laid out may make its column lay out anew, and that is painted in a third."""


class Driver:
    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.counter = window.counter
        self.keys = 0

    @property
    def work(self) -> WorkingScreen:
        assert self.window.work is not None
        return self.window.work

    def press(self, *keys: str) -> None:
        """Press keys by name: "F2", "Ctrl+L", "Return"."""
        for key in keys:
            self.keys += 1
            combination = QKeySequence(key)[0]  # type: ignore[index]  # of a combination
            QTest.keyClick(
                self.window.focusWidget() or self.window,
                combination.key(),
                combination.keyboardModifiers(),
            )

    def type(self, text: str) -> None:
        """Type or scan characters where the focus is."""
        QTest.keyClicks(self.window.focusWidget(), text)

    def compose(self, text: str) -> None:
        """Write where the focus is as an input method does, which Hangul needs."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.window.focusWidget(), event)

    def until(self, condition: Callable[[], object]) -> None:
        """Let the program run until what is expected is so."""
        run_until(condition, "the window did not get there")

    def settle(self) -> None:
        """Let everything asked be answered, every notice arrive and every layout be made."""
        self.until(lambda: not self.window.backend.waiting)
        self.until(lambda: not self.window.notices.moving)
        for _ in range(ROUNDS):
            QApplication.processEvents()

    def sign_in(self, login: str, password: str) -> None:
        """Type both and press Enter; who is let in goes on with `enter`."""
        screen = self.window.sign_in
        for line, text in ((screen.login, login), (screen.password, password)):
            line.setFocus()
            self.press("Ctrl+A", "Delete")
            self.type(text)
        self.press("Return")

    def enter(self) -> None:
        """Wait for the demo account to be signed in and the queue to be there."""
        self.until(lambda: self.window.work is not None and self.work.queue.view is not None)
        self.settle()

    def call(self) -> None:
        """Call the next number."""
        before = self.window.session.ticket
        self.press("F2")
        self.until(lambda: self.window.session.ticket not in (None, before))
        self.settle()

    def find(self, text: str) -> None:
        """Search and wait for the matches."""
        self.press("F6")
        self.type(text)
        self.until(lambda: self.work.lookup.table.rows)

    def move_to(self, condition: Callable[[], object], key: str = "Tab") -> None:
        """Press a key until the focus, or whatever it moves, is there."""
        for _ in range(200):
            if condition():
                return
            self.press(key)
        raise AssertionError("not reached by that key")


def type_into(desk: Driver, line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.setText(text)
    desk.settle()
