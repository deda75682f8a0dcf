"""A printer in trouble, or none: the number stands and the screen says so."""

from collections.abc import Callable

import pytest

from counter_app.kiosk.words import tell
from counter_app.main import Counter
from counter_app.words import say
from tests.printing.roll import Roll
from tests.ui.kiosk.seen import at, numbers, shows, words
from tests.ui.kiosk_driver import KioskDriver
from ui.kiosk.flow import LEFT_ALONE, TO_WRITE_DOWN, Step
from ui.kiosk.number import Paper


@pytest.mark.parametrize(
    ("trouble", "paper"),
    [
        ({"empty": True}, Paper.EMPTY),
        ({"cover_open": True}, Paper.COVER),
        ({"silent": True}, Paper.OFF),
        ({"ends_after": 4}, Paper.EMPTY),
        ({"dies_after": 9000}, Paper.FAILED),
    ],
)
def test_a_number_is_shown_when_its_ticket_is_not_printed(
    kiosk: KioskDriver, counter: Counter, roll: Roll, trouble: dict[str, object], paper: Paper
) -> None:
    kiosk.touch("language-en", "category-C")
    for name, value in trouble.items():
        setattr(roll, name, value)
    kiosk.touch("take")
    assert numbers(counter) == ["C-001"]
    told = words(kiosk)
    assert "C-001" in told
    assert tell(paper, "en") in told
    assert tell("keep_number", "en") in told
    for name in trouble:
        setattr(roll, name, getattr(Roll(), name))
    kiosk.touch("print-again")
    assert tell("printed", "en") in words(kiosk)
    assert shows(roll, "재발행 · Reprint")
    assert numbers(counter) == ["C-001"]


def test_without_its_printer_the_first_screen_says_what_to_do(
    kiosk: KioskDriver, roll: Roll
) -> None:
    roll.empty = True
    kiosk.wait(15)
    assert tell("paper_out", "ko") in words(kiosk)
    assert tell("without_paper", "ko") in words(kiosk)
    roll.empty = False
    kiosk.wait(15)
    assert tell("paper_out", "ko") not in words(kiosk)


def test_a_roll_that_runs_low_is_told_to_staff_before_it_is_empty(
    kiosk: KioskDriver, roll: Roll
) -> None:
    low = say("kiosk_staff.paper_low", "ko")
    assert low not in words(kiosk)
    roll.low = True
    kiosk.touch("language-vi")
    kiosk.wait(15)
    assert low in words(kiosk)
    assert tell("without_paper", "vi") not in words(kiosk)
    roll.low = False
    kiosk.wait(15)
    assert low not in words(kiosk)


def test_a_number_goes_by_itself_and_later_without_paper(kiosk: KioskDriver, roll: Roll) -> None:
    kiosk.touch("category-A", "take")
    kiosk.wait(LEFT_ALONE[Step.NUMBER] - 1)
    assert at(kiosk, Step.NUMBER)
    kiosk.wait(1)
    assert at(kiosk, Step.START)
    roll.empty = True
    kiosk.touch("category-A", "take")
    kiosk.wait(TO_WRITE_DOWN - 1)
    assert at(kiosk, Step.NUMBER)
    kiosk.wait(1)
    assert at(kiosk, Step.START)


def test_without_a_printer_visitors_write_the_number_down(
    opened: Callable[..., KioskDriver],
) -> None:
    kiosk = opened()
    kiosk.touch("category-A", "take")
    assert tell("keep_number", "ko") in words(kiosk)
    assert "A-001" in words(kiosk)
