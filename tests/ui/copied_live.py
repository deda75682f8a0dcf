"""A clerk who copies, in a real window: `python -m tests.ui.copied_live HOME`.

Prints what the clipboard holds after each step as JSON. Qt's offscreen window system cannot tell
whose the clipboard is.
"""

import json
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from counter_app.clock import FixedClock
from counter_app.main import open_counter
from tests.ui.driver import Driver
from tests.ui.papers import visitor
from tests.ui.scenes import NOW
from tests.ui.scenes.steps import scan, serving
from ui.app import MainWindow
from ui.base.session import Session


def play(home: Path) -> dict[str, str]:
    app = QApplication([])
    counter = open_counter(home, FixedClock(NOW))
    window = MainWindow(counter, Session("ko"))
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    driver = Driver(window)
    window.sign_in.open()
    window.sign_in.enter_demo()
    driver.enter()
    serving(driver)
    number = visitor(home).number
    told = {}

    def copied(step: str) -> None:
        app.processEvents()
        told[step] = QGuiApplication.clipboard().text()

    for step, end in (("visit", "F5"), ("lock", "Ctrl+L")):
        scan(driver, number)
        driver.until(lambda: window.session.resident)
        driver.settle()
        addresses = driver.work.person.addresses
        addresses.setFocus()
        addresses.setCurrentIndex(addresses.model().index(0, 1))
        driver.press("Ctrl+C")
        copied(f"address of the {step}")
        driver.work.lookup.field.setFocus()
        driver.press("Ctrl+A", "Ctrl+C")
        copied(f"number of the {step}")
        driver.press(end)
        driver.settle()
        copied(f"after the {step}")
    window.backend.close()
    counter.close()
    return told


if __name__ == "__main__":
    print(json.dumps(play(Path(sys.argv[1])), ensure_ascii=False))
