"""Touches that come twice, too soon, held down or all at once."""

import random

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from counter_app.main import Counter
from tests.printing.roll import CUT, Roll
from tests.ui.kiosk.seen import at, numbers
from tests.ui.kiosk_driver import KioskDriver
from ui.kiosk.flow import Step
from ui.kiosk.number import NumberPage
from ui.kiosk.question import QuestionPage


def test_a_double_touch_is_one_number(kiosk: KioskDriver, counter: Counter, roll: Roll) -> None:
    kiosk.touch("category-A")
    kiosk.time.seconds += 1
    page = kiosk.window.page
    assert isinstance(page, QuestionPage)
    middle = page.take.mapTo(kiosk.window, page.take.rect().center())
    for twice in (False, True, False):
        kiosk.hit_at(middle, twice=twice)
    kiosk.settle()
    assert (numbers(counter), roll.numbers) == (["A-001"], ["A-001"])
    assert at(kiosk, Step.NUMBER)


def test_a_touch_meant_for_the_screen_before_does_nothing(
    kiosk: KioskDriver, counter: Counter
) -> None:
    kiosk.touch("category-A")
    kiosk.hit("take")
    kiosk.settle()
    assert (kiosk.step, numbers(counter)) == (Step.ASK, [])


def test_enter_held_down_is_one_touch(kiosk: KioskDriver, counter: Counter) -> None:
    kiosk.touch("category-A")
    kiosk.time.seconds += 1
    take = kiosk.button("take")
    take.setFocus()
    handle = kiosk.window.windowHandle()
    for _ in range(20):
        QTest.keyPress(handle, Qt.Key.Key_Return)
    kiosk.settle()
    assert numbers(counter) == ["A-001"]


@pytest.mark.parametrize("seed", range(2))
def test_mashing_makes_as_many_tickets_as_numbers(
    kiosk: KioskDriver, counter: Counter, roll: Roll, seed: int
) -> None:
    chance = random.Random(seed)
    keys = [Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_F4]
    handle = kiosk.window.windowHandle()
    seen = []
    for _ in range(150):
        kiosk.time.seconds += chance.random() / 2
        point = QPoint(chance.randrange(1080), chance.randrange(100, 1920))
        kiosk.hit_at(point, twice=chance.random() < 0.3)
        if chance.random() < 0.4:
            QTest.keyClick(handle, chance.choice(keys))
        if chance.random() < 0.3:
            kiosk.settle()
        page = kiosk.window.page
        if isinstance(page, NumberPage) and page.taken.ticket.number not in seen:
            seen.append(page.taken.ticket.number)
    kiosk.settle()
    taken = numbers(counter)
    assert roll.numbers == taken
    assert roll.printed.count(CUT) == len(taken)
    assert set(seen) <= set(taken)
    assert kiosk.window.isVisible()
