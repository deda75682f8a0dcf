"""Left alone, read for long, or set for those who see or reach less."""

from PySide6.QtCore import QPoint

from tests.ui.kiosk.seen import at
from tests.ui.kiosk_driver import KioskDriver
from ui.kiosk.flow import LEFT_ALONE, Step
from ui.kit.theme import look


def test_a_visitor_who_leaves_leaves_nothing_behind(kiosk: KioskDriver) -> None:
    kiosk.touch("language-km", "large_text", "high_contrast", "low_screen", "priority")
    kiosk.touch("ground-senior", "take", "category-A")
    kiosk.wait(LEFT_ALONE[Step.ASK])
    assert at(kiosk, Step.START)
    assert (kiosk.window.manner.plain, look().mode) == (True, "light")
    kiosk.touch("category-A", "take")
    assert kiosk.window.flow.taken is not None
    assert kiosk.window.flow.taken.ticket.priority is None


def test_somebody_who_reads_is_not_interrupted(kiosk: KioskDriver) -> None:
    kiosk.touch("category-A")
    for _ in range(5):
        kiosk.wait(LEFT_ALONE[Step.ASK] - 5)
        kiosk.touch("ground-senior")
    assert at(kiosk, Step.ASK)


def test_large_text_high_contrast_and_low_screen(kiosk: KioskDriver) -> None:
    before = kiosk.button("category-A")
    top = before.mapTo(kiosk.window, QPoint(0, 0)).y()
    kiosk.touch("low_screen")
    lower = kiosk.button("language-ko").mapTo(kiosk.window, QPoint(0, 0)).y()
    assert lower > kiosk.window.height() * 0.35 > top
    kiosk.touch("high_contrast")
    assert look().mode == "high_contrast"
    kiosk.touch("low_screen", "large_text")
    assert kiosk.window.manner.large
    kiosk.touch("large_text", "high_contrast")
    assert kiosk.window.manner.plain
