"""Office hours, lunch and days off."""

from collections.abc import Callable

import pytest

from counter_app.clock import FixedClock
from counter_app.kiosk.words import tell
from counter_app.main import Counter
from tests.ui.kiosk.seen import at, numbers, words
from tests.ui.kiosk_driver import KioskDriver
from ui.kiosk.flow import Step


@pytest.mark.parametrize(("hour", "key"), [(8, "closed"), (12, "lunch"), (18, "closed")])
def test_outside_office_hours_it_says_when_to_come(
    opened: Callable[..., KioskDriver], clock: FixedClock, hour: int, key: str
) -> None:
    kiosk = opened(lunch="closed")
    clock.at = clock.at.replace(hour=hour)
    kiosk.wait(1)
    assert at(kiosk, Step.SHUT)
    kiosk.touch("language-vi")
    assert tell(key, "vi") in words(kiosk)
    clock.at = clock.at.replace(hour=13 if hour == 12 else 10)
    kiosk.wait(1)
    assert at(kiosk, Step.START)


def test_a_day_off_names_the_next_working_day(
    opened: Callable[..., KioskDriver], clock: FixedClock
) -> None:
    kiosk = opened()
    clock.at = clock.at.replace(day=21)
    kiosk.wait(1)
    kiosk.touch("language-en")
    assert "Numbers are given again from Monday 2026-11-23 09:00." in words(kiosk)


def test_who_was_choosing_at_closing_time_is_told(
    kiosk: KioskDriver, clock: FixedClock, counter: Counter
) -> None:
    kiosk.touch("category-A")
    clock.at = clock.at.replace(hour=18)
    kiosk.touch("take")
    assert (kiosk.step, numbers(counter)) == (Step.SHUT, [])


def test_a_closed_kiosk_meets_the_next_visitor_in_korean_again(
    opened: Callable[..., KioskDriver], clock: FixedClock
) -> None:
    kiosk = opened()
    clock.at = clock.at.replace(hour=19)
    kiosk.wait(1)
    kiosk.touch("language-vi", "large_text")
    kiosk.wait(30)
    assert tell("closed", "vi") in words(kiosk)
    kiosk.wait(30)
    assert at(kiosk, Step.SHUT)
    assert tell("closed", "ko") in words(kiosk)
    assert kiosk.window.manner.plain


def test_the_closed_screen_says_what_is_so_now(
    opened: Callable[..., KioskDriver], clock: FixedClock
) -> None:
    kiosk = opened()
    clock.at = clock.at.replace(day=22, hour=23)
    kiosk.wait(1)
    assert tell("day_off", "ko") in words(kiosk)
    clock.at = clock.at.replace(day=23, hour=8, minute=50)
    kiosk.wait(1)
    assert tell("closed", "ko") in words(kiosk)
    assert tell("opens", "ko", when="09:00") in words(kiosk)
