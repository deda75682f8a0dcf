"""Hurried hands: a key hit twice is one act, and the help keeps the work still behind it."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.driver import Driver
from tests.ui.papers import visitor
from ui.kit.double_press import TOO_SOON_MS, DoublePress


@pytest.fixture
def busy(desk: Driver) -> Driver:
    for slip in ("one", "two", "three"):
        desk.counter.tickets.take("E", "vi", action_id=slip)
    desk.call()
    return desk


def hit(driver: Driver, key: Qt.Key) -> None:
    """As the keyboard does it, through the window and with the time of day on it."""
    handle = driver.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, key)


def twice(driver: Driver, key: Qt.Key) -> None:
    """Twice within a moment."""
    hit(driver, key)
    hit(driver, key)
    driver.settle()


def waiting(driver: Driver) -> int:
    return len(driver.counter.tickets.view(driver.window.session.actor.window).waiting)


def scanned(driver: Driver) -> None:
    came = visitor(driver.counter.config.home)
    driver.type(came.number)
    driver.press("Return")
    driver.settle()


def test_f2_twice_calls_one_number(busy: Driver) -> None:
    twice(busy, Qt.Key.Key_F2)
    assert waiting(busy) == 1


def test_f2_twice_before_the_first_is_answered_calls_one_number(busy: Driver) -> None:
    busy.press("F2", "F2")
    busy.settle()
    assert waiting(busy) == 1
    busy.press("F2")
    busy.settle()
    assert waiting(busy) == 0


def test_f9_twice_prints_one_certificate_once(busy: Driver) -> None:
    scanned(busy)
    twice(busy, Qt.Key.Key_F9)
    case = busy.work.certificate.after.case
    assert case is not None
    assert busy.counter.archive.in_flight() == (case,)
    prints = list((busy.counter.config.home / "prints").glob(f"{case.issue_number}*"))
    assert len(prints) == 1


def test_f10_twice_hands_over_once_without_a_complaint(busy: Driver) -> None:
    scanned(busy)
    busy.press("F9")
    busy.settle()
    busy.press("F10", "F10")
    busy.settle()
    after = busy.work.certificate.after
    assert after.case is not None
    assert after.case.state == "handed_over"
    assert "건넸습니다" in after.strip.words
    assert busy.window.notices.posted == []


@pytest.mark.parametrize(
    ("second", "after_ms", "dropped"),
    [
        (Qt.Key.Key_F2, 1, True),
        (Qt.Key.Key_F2, TOO_SOON_MS - 1, True),
        (Qt.Key.Key_F2, TOO_SOON_MS, False),
        (Qt.Key.Key_F10, 1, False),
        (Qt.Key.Key_Return, 1, False),
    ],
)
def test_only_the_same_key_hit_too_soon_is_dropped(
    qtbot: QtBot, second: Qt.Key, after_ms: int, *, dropped: bool
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    DoublePress(window)
    presses = [(Qt.Key.Key_F2, 1000), (second, 1000 + after_ms)]
    for key, at in presses:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
        event.setTimestamp(at)
        event.ignore()
        QApplication.sendEvent(window, event)
    assert event.isAccepted() == dropped


def issued(driver: Driver) -> int:
    return len(driver.counter.tickets.today())


def test_enter_held_or_hit_twice_issues_one_number(desk: Driver) -> None:
    desk.press("F8")
    slip = desk.work.queue.below.waiting.slip
    for held in (False, True, True, False):
        key = (QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", held)
        QApplication.sendEvent(slip.category, QKeyEvent(*key))
        desk.settle()
    assert issued(desk) == 1
    QTest.mouseClick(slip.issue, Qt.MouseButton.LeftButton)
    desk.settle()
    assert issued(desk) == 1
    desk.until(lambda: not slip.resting)
    desk.press("Return")
    desk.settle()
    assert issued(desk) == 2


def test_enter_while_a_number_is_being_made_issues_no_other(desk: Driver) -> None:
    desk.press("F8")
    for _ in range(2):
        desk.work.queue.issue("A", "ko")
    desk.settle()
    assert issued(desk) == 1


@pytest.mark.parametrize("key", ["F2", "F3", "F5", "F6", "F8", "F9", "F10", "Shift+F10"])
def test_the_work_rests_behind_the_help(busy: Driver, key: str) -> None:
    before = busy.window.session.ticket
    busy.press("F1", key)
    busy.settle()
    assert busy.work.sheets.help.isVisible()
    assert busy.window.session.ticket == before
    assert (
        busy.work.sheets.help.isAncestorOf(busy.window.focusWidget())
        or busy.work.sheets.help.hasFocus()
    )
    busy.press("Tab", key, "F1")
    busy.settle()
    assert not busy.work.sheets.help.isVisible()
    assert busy.window.session.ticket == before
    busy.press("F2")
    busy.settle()
    assert busy.window.session.ticket != before


def test_escape_closes_the_help_from_its_button(busy: Driver) -> None:
    before = busy.window.session.ticket
    busy.press("F1", "Tab")
    assert busy.window.focusWidget() is busy.work.sheets.help.close_button
    busy.press("Escape")
    assert not busy.work.sheets.help.isVisible()
    assert busy.window.session.ticket == before


def test_nothing_of_the_last_person_can_be_undone_back(busy: Driver) -> None:
    scanned(busy)
    busy.press("F9")
    busy.settle()
    busy.press("F10")
    busy.settle()
    busy.call()
    assert busy.window.session.resident is None
    busy.press("Ctrl+Z")
    assert busy.work.lookup.field.text() == ""
