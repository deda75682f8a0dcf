"""A start that fails tells so in a window, where somebody can see one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.errors import Refusal
from counter_app.words import LANGUAGES, say
from ui.no_start import NoStart, has_display


@pytest.mark.parametrize(
    ("environment", "platform", "seen"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({}, "win32", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "win32", False),
    ],
)
def test_a_window_is_opened_only_where_it_is_seen(
    environment: dict[str, str], platform: str, *, seen: bool
) -> None:
    assert has_display(environment, platform) == seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_stands_in_the_window_and_enter_closes_it(qtbot: QtBot, language: str) -> None:
    window = NoStart(Refusal("store.wrong_key", path="counter.db"), language)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    assert say("store.wrong_key", language, path="counter.db") in window.panel.accessibleName()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert not window.isVisible()
