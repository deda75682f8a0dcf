"""What a visitor reads, and what became of it."""

from PySide6.QtWidgets import QLabel

from counter_app.main import Counter
from counter_app.printing.ticket_bytes import drawn
from counter_app.printing.tickets import Size
from tests.printing.roll import Roll
from tests.ui.kiosk_driver import KioskDriver
from ui.kiosk.flow import Step

PIN = "2468"


def words(driver: KioskDriver) -> str:
    """Everything that can be read on the screen."""
    labels = driver.window.page.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def at(driver: KioskDriver, step: Step) -> bool:
    return driver.step is step


def numbers(counter: Counter) -> list[str]:
    return [ticket.number for ticket in counter.tickets.today()]


def shows(roll: Roll, text: str) -> bool:
    large = drawn(text, Size.LARGE, 576).tobytes()
    return large in [picture.tobytes() for picture in roll.pictures]
