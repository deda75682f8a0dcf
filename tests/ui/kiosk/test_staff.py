"""The staff screen, and who gets there."""

from collections.abc import Callable
from unittest.mock import Mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.words import explain
from tests.printing.roll import Roll
from tests.ui.kiosk.seen import PIN, at, numbers, shows, words
from tests.ui.kiosk_driver import KioskDriver
from ui.kiosk.flow import Step
from ui.kiosk.window import STAFF_KEYS


def press(kiosk: KioskDriver, keys: str) -> None:
    kiosk.time.seconds += 1
    for key in keys:
        QTest.keyClick(kiosk.window.windowHandle(), Qt.Key(ord(key)))
    kiosk.settle()


def call_staff(kiosk: KioskDriver) -> None:
    kiosk.time.seconds += 1
    QTest.keyClick(kiosk.window.windowHandle(), *STAFF_KEYS)
    kiosk.settle()


def test_staff_print_the_last_number_again_and_close(
    kiosk: KioskDriver, roll: Roll, counter: Counter
) -> None:
    kiosk.touch("category-A", "take", "done")
    call_staff(kiosk)
    assert at(kiosk, Step.PIN)
    press(kiosk, PIN)
    assert at(kiosk, Step.STAFF)
    kiosk.touch("print-last")
    assert shows(roll, "재발행")
    assert numbers(counter) == ["A-001"]
    kiosk.touch("done")
    call_staff(kiosk)
    press(kiosk, PIN)
    kiosk.touch("leave")
    assert not kiosk.window.isVisible()


def test_staff_see_why_no_numbers_are_given(
    kiosk: KioskDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = Refusal("shared.wrong_password")
    monkeypatch.setattr(kiosk.kiosk, "waits", Mock(side_effect=refusal))
    kiosk.wait(30)
    assert at(kiosk, Step.LOST)
    assert explain(refusal, "ko") not in words(kiosk)
    call_staff(kiosk)
    press(kiosk, PIN)
    assert explain(refusal, "ko") in words(kiosk)


def test_nobody_else_closes_it(kiosk: KioskDriver) -> None:
    kiosk.window.close()
    assert kiosk.window.isVisible()
    call_staff(kiosk)
    press(kiosk, "1111")
    press(kiosk, "2222")
    assert at(kiosk, Step.PIN)
    press(kiosk, "3333")
    assert at(kiosk, Step.START)
    assert kiosk.window.isVisible()


def test_the_clock_held_down_asks_for_the_pin(kiosk: KioskDriver) -> None:
    kiosk.window.page.clock.timer.timeout.emit()
    kiosk.settle()
    assert at(kiosk, Step.PIN)
    kiosk.touch("stay")
    assert at(kiosk, Step.START)


def test_without_a_pin_the_clock_does_nothing_and_the_keys_do(
    opened: Callable[..., KioskDriver],
) -> None:
    kiosk = opened()
    kiosk.window.page.clock.timer.timeout.emit()
    assert at(kiosk, Step.START)
    call_staff(kiosk)
    assert at(kiosk, Step.STAFF)
    kiosk.touch("stay")
    assert at(kiosk, Step.START)
