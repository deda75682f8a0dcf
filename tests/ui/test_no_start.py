"""A start that fails tells so in a window, where somebody can see one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.errors import Refusal
from counter_app.words import LANGUAGES, say
from ui.base.no_start import NoStart


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
