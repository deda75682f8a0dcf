"""Every kiosk screen fits: all words, all targets, in ten languages, however it is worn."""

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.queue.categories import LANGUAGES
from tests.kiosk.places import kiosk_in
from tests.ui.kiosk_driver import KioskDriver
from ui.kiosk.buttons import Touch
from ui.kiosk.manner import TOUCH
from ui.kiosk.window import KioskWindow
from ui.kiosk.wrapping import Words

ALL_WAYS = tuple(product((False, True), repeat=2))
"""Large or not, low or not."""
TALL, WIDE, SMALL = (1080, 1920), (1920, 1080), (768, 1366)


@pytest.fixture
def open_at(qtbot: QtBot, counter: Counter) -> Iterator[Callable[[tuple[int, int]], KioskDriver]]:
    """With a printer that takes nothing: where its folder should be there is a file."""
    made: list[KioskDriver] = []
    home = counter.config.home
    for code, count in {"A": 12, "B": 4, "E": 117}.items():
        for n in range(count):
            counter.tickets.take(code, action_id=f"{code}-{n}")
    (home / "tickets").write_text("")
    with kiosk_in(home, counter.clock, printer="file:tickets", pin="2468") as kiosk:

        def open_one(size: tuple[int, int]) -> KioskDriver:
            made.append(KioskDriver(kiosk, size))
            return made[-1]

        yield open_one
        for driver in made:
            driver.close()
            delete(driver.window)


def faults(window: KioskWindow) -> list[str]:
    """What does not fit, or is too small to be touched."""
    for _ in range(3):  # a wrapped line moves those below it
        QApplication.processEvents()
    found = []
    parts = [part for part in window.page.findChildren(QWidget) if part.isVisible()]
    for part in parts:
        place = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
        if not window.rect().contains(place):
            found.append(f"{part} leaves the screen")
        if isinstance(part, QAbstractButton) and min(part.width(), part.height()) < TOUCH:
            found.append(f"{part.accessibleName()} is too small")
        if isinstance(part, Words) and part.height() < part.heightForWidth(part.width()):
            found.append(f"{part.text()} is cut off")
        if isinstance(part, Touch):
            layout, height = part.words()
            if layout.lineCount() > 2 or height > part.height():
                found.append(f"{part.text()} is cut off")
        if isinstance(part, QAbstractButton) and not part.accessibleName():
            found.append(f"{part} has no name")
    return found


@pytest.mark.parametrize(
    ("size", "language"),
    [*product((TALL, WIDE), LANGUAGES), (SMALL, "ko"), (SMALL, "uz"), (SMALL, "km")],
)
def test_every_screen_fits(
    open_at: Callable[[tuple[int, int]], KioskDriver],
    clock: FixedClock,
    language: str,
    size: tuple[int, int],
) -> None:
    kiosk = open_at(size)
    kiosk.wait(15)  # then the printer's trouble is known
    window, manner = kiosk.window, kiosk.window.manner
    wrong: list[str] = []

    def look(screen: str, *ways: tuple[bool, bool]) -> None:
        for large, low in ways or ALL_WAYS:
            manner.large, manner.low = large, low
            manner.speak(language)
            where = f"{screen}{' large' if large else ''}{' low' if low else ''}"
            wrong.extend(f"{where}: {fault}" for fault in faults(window))
            assert window.size().toTuple() == size, where

    look("start")
    window.flow.ask_priority()
    look("priority", (True, False))
    window.flow.choose("E")
    look("ask")
    window.flow.take()
    kiosk.settle()
    look("number")
    window.flow.staff()
    look("pin", (True, True))
    window.flow.enter()
    look("staff", (True, True))
    clock.at = clock.at.replace(day=21)
    window.flow.begin()
    kiosk.settle()
    look("shut", (False, False), (True, True))
    assert wrong == []
