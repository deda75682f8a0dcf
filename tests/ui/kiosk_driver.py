"""Works the real kiosk as visitors do: by touch, one deliberate touch after the other."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from counter_app.kiosk.kiosk import Kiosk
from tests.ui.waiting import run_until
from ui.kiosk.flow import Step
from ui.kiosk.window import TOO_SOON, KioskWindow


class Stopwatch:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class KioskDriver:
    def __init__(self, kiosk: Kiosk, size: tuple[int, int] = (1080, 1920)) -> None:
        self.kiosk = kiosk
        self.time = Stopwatch()
        self.window = KioskWindow(kiosk, "ko", self.time)
        self.window.resize(*size)
        self.window.show()
        self.window.begin()
        self.settle()

    @property
    def step(self) -> Step:
        return self.window.flow.step

    def button(self, name: str) -> QAbstractButton:
        found = self.window.page.findChild(QAbstractButton, name)
        assert isinstance(found, QAbstractButton), f"there is no {name} here"
        return found

    def touch(self, *names: str) -> None:
        """Each after what the last one did, and after a moment to look."""
        for name in names:
            self.time.seconds += TOO_SOON
            self.hit(name)
            self.settle()

    def hit(self, name: str) -> None:
        """At once, whatever is under way."""
        button = self.button(name)
        middle = button.mapTo(self.window, button.rect().center())
        self.hit_at(middle)

    def hit_at(self, point: QPoint, *, twice: bool = False) -> None:
        handle = self.window.windowHandle()
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        (QTest.mouseDClick if twice else QTest.mouseClick)(handle, left, none, point)

    def wait(self, seconds: int) -> None:
        """Nobody touches anything; the clock of the office stands still."""
        for _ in range(seconds):
            self.time.seconds += 1
            self.window.tick()
        self.settle()

    def until(self, condition: Callable[[], object]) -> None:
        run_until(condition, "the kiosk did not get there")

    def settle(self) -> None:
        """Let everything asked be answered and every screen be laid out."""
        self.until(lambda: not self.window.backend.waiting)
        QApplication.processEvents()

    def close(self) -> None:
        self.window.leave()
