"""The window's keys work from a line of text on a real X server, whose keys differ from others'."""

import subprocess
import sys

import pytest

PRESSES = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMainWindow
from ui.frame.window_keys import WindowKeys

key, kind = sys.argv[1:]
app = QApplication([])
window = QMainWindow()
WindowKeys(window)
field = QLineEdit("text") if kind == "line" else QComboBox(editable=True)
window.setCentralWidget(field)
pressed = []
QShortcut(QKeySequence(f"Ctrl+{key}"), window, lambda: pressed.append(key))
window.show()
window.activateWindow()
assert QTest.qWaitForWindowActive(window)
field.setFocus()
QTest.keyClick(QApplication.focusWidget(), getattr(Qt.Key, f"Key_{key}"), Qt.ControlModifier)
print(*pressed)
"""


@pytest.mark.parametrize("kind", ["line", "list"])
@pytest.mark.parametrize(("key", "reaches"), [("E", True), ("K", True), ("D", True), ("A", False)])
def test_ctrl_and_a_letter_reach_the_window(
    live: str, monkeypatch: pytest.MonkeyPatch, key: str, kind: str, *, reaches: bool
) -> None:
    monkeypatch.setenv("DISPLAY", live)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    done = subprocess.run(
        [sys.executable, "-c", PRESSES, key, kind], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ([key] if reaches else [])
