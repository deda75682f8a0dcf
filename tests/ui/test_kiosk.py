"""The kiosk as visitors use it: touches, languages, hours, a printer in trouble, staff."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.kiosk.kiosk import Priority, Visit
from counter_app.kiosk.words import tell
from counter_app.main import Counter
from counter_app.printing import escpos_devices
from counter_app.printing.ticket_bytes import drawn
from counter_app.printing.tickets import Size
from tests.kiosk.places import kiosk_in
from tests.printing.roll import CUT, Roll, printer_on
from tests.ui.kiosk_driver import KioskDriver
from ui.kiosk.flow import LEFT_ALONE, TO_WRITE_DOWN, Step
from ui.kiosk.number import NumberPage, Paper
from ui.kiosk.question import QuestionPage
from ui.kiosk.window import STAFF_KEYS
from ui.theme import look

PIN = "2468"


@pytest.fixture
def roll(monkeypatch: pytest.MonkeyPatch) -> Iterator[Roll]:
    for constant in ("DEADLINE", "PRINTING"):
        monkeypatch.setattr(escpos_devices, constant, 1.0)
    with printer_on(Roll()) as roll:
        yield roll


@pytest.fixture
def opened(qtbot: QtBot, counter: Counter) -> Iterator[Callable[..., KioskDriver]]:
    """Opens kiosks, and closes them in the end."""
    made: list[KioskDriver] = []
    with ExitStack() as open_ones:

        def open_one(**settings: str) -> KioskDriver:
            kiosk = kiosk_in(counter.config.home, counter.clock, **settings)
            made.append(KioskDriver(open_ones.enter_context(kiosk)))
            return made[-1]

        yield open_one
        for driver in made:
            driver.close()
            delete(driver.window)


@pytest.fixture
def kiosk(opened: Callable[..., KioskDriver], roll: Roll) -> KioskDriver:
    return opened(printer=f"tcp:127.0.0.1:{roll.port}", pin=PIN)


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


def test_two_touches_are_a_number_on_paper(
    kiosk: KioskDriver, roll: Roll, counter: Counter
) -> None:
    kiosk.touch("category-A", "take")
    assert at(kiosk, Step.NUMBER)
    assert "A-001" in words(kiosk)
    assert tell("printed", "ko") in words(kiosk)
    assert (numbers(counter), roll.numbers) == (["A-001"], ["A-001"])
    kiosk.touch("done")
    assert at(kiosk, Step.START)


def test_a_visitor_is_met_in_their_language_with_priority_and_interpreter(
    kiosk: KioskDriver, roll: Roll, counter: Counter
) -> None:
    kiosk.touch("language-vi", "category-E")
    assert tell("ask_title", "vi") in words(kiosk)
    kiosk.touch("ground-senior", "ground-infant", "interpreter", "take")
    [ticket] = counter.tickets.today()
    assert (ticket.language, ticket.priority, ticket.interpreter) == (
        "vi",
        Priority.INFANT,
        True,
    )
    assert shows(roll, "Người nước ngoài")
    kiosk.touch("done")
    assert tell("title", "ko") in words(kiosk)


def test_a_ground_touched_twice_is_none(kiosk: KioskDriver, counter: Counter) -> None:
    kiosk.touch("category-E", "ground-senior", "ground-senior", "take")
    assert counter.tickets.today()[0].priority is None


def test_priority_can_be_said_before_the_category(kiosk: KioskDriver, counter: Counter) -> None:
    kiosk.touch("priority", "ground-pregnant", "take")
    assert at(kiosk, Step.START)
    assert tell("ground_pregnant", "ko") in words(kiosk)
    kiosk.touch("category-D", "take")
    assert counter.tickets.today()[0].priority is Priority.PREGNANT


def test_the_wait_is_told_before_a_number_is_taken(kiosk: KioskDriver, counter: Counter) -> None:
    for n in range(4):
        counter.tickets.take("B", action_id=f"before-{n}")
    kiosk.until(lambda: tell("waiting", "ko", count=4) in words(kiosk))
    kiosk.touch("category-B")
    assert tell("ahead", "ko", count=4) in words(kiosk)
    kiosk.touch("take")
    assert tell("ahead", "ko", count=4) in words(kiosk)


def test_back_takes_no_number(kiosk: KioskDriver, counter: Counter) -> None:
    kiosk.touch("language-th", "category-B", "back")
    assert at(kiosk, Step.START)
    assert tell("title", "th") in words(kiosk)
    assert numbers(counter) == []


def test_a_double_touch_is_one_number(kiosk: KioskDriver, counter: Counter, roll: Roll) -> None:
    kiosk.touch("category-A")
    kiosk.time.seconds += 1
    page = kiosk.window.page
    assert isinstance(page, QuestionPage)
    middle = page.take.mapTo(kiosk.window, page.take.rect().center())
    for twice in (False, True, False):
        kiosk.hit_at(middle, twice=twice)
    kiosk.settle()
    assert (numbers(counter), roll.numbers) == (["A-001"], ["A-001"])
    assert at(kiosk, Step.NUMBER)


def test_a_touch_meant_for_the_screen_before_does_nothing(
    kiosk: KioskDriver, counter: Counter
) -> None:
    kiosk.touch("category-A")
    kiosk.hit("take")
    kiosk.settle()
    assert (kiosk.step, numbers(counter)) == (Step.ASK, [])


def test_enter_held_down_is_one_touch(kiosk: KioskDriver, counter: Counter) -> None:
    kiosk.touch("category-A")
    kiosk.time.seconds += 1
    take = kiosk.button("take")
    take.setFocus()
    handle = kiosk.window.windowHandle()
    for _ in range(20):
        QTest.keyPress(handle, Qt.Key.Key_Return)
    kiosk.settle()
    assert numbers(counter) == ["A-001"]


@pytest.mark.parametrize("seed", range(2))
def test_mashing_makes_as_many_tickets_as_numbers(
    kiosk: KioskDriver, counter: Counter, roll: Roll, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - mashing, not secrets
    keys = [Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_F4]
    handle = kiosk.window.windowHandle()
    seen = []
    for _ in range(150):
        kiosk.time.seconds += chance.random() / 2
        point = QPoint(chance.randrange(1080), chance.randrange(100, 1920))
        kiosk.hit_at(point, twice=chance.random() < 0.3)
        if chance.random() < 0.4:
            QTest.keyClick(handle, chance.choice(keys))
        if chance.random() < 0.3:
            kiosk.settle()
        page = kiosk.window.page
        if isinstance(page, NumberPage) and page.taken.ticket.number not in seen:
            seen.append(page.taken.ticket.number)
    kiosk.settle()
    taken = numbers(counter)
    assert roll.numbers == taken
    assert roll.printed.count(CUT) == len(taken)
    assert set(seen) <= set(taken)
    assert kiosk.window.isVisible()


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


def test_numbers_used_up_are_told(
    kiosk: KioskDriver, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def used_up(visit: Visit, action_id: str) -> None:
        raise Refusal("queue.numbers_used_up", category="A", last=999)

    monkeypatch.setattr(kiosk.kiosk, "take", used_up)
    kiosk.touch("language-ru", "category-A", "take")
    assert tell("used_up", "ru") in words(kiosk)
    kiosk.touch("done")
    assert at(kiosk, Step.START)


def test_tried_again_after_a_lost_answer_it_is_one_number(
    kiosk: KioskDriver, counter: Counter, roll: Roll, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = kiosk.kiosk.take

    def lost(visit: Visit, action_id: str) -> None:
        take(visit, action_id)
        raise Refusal("shared.unreachable", since="10:00")

    monkeypatch.setattr(kiosk.kiosk, "take", lost)
    kiosk.touch("category-A", "take")
    assert tell("no_numbers", "ko") in words(kiosk)
    monkeypatch.undo()
    kiosk.touch("try_again")
    assert (numbers(counter), roll.numbers) == (["A-001"], ["A-001"])


def test_while_the_queue_is_lost_no_number_is_promised(
    kiosk: KioskDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost() -> None:
        raise Refusal("shared.unreachable", since="10:00")

    monkeypatch.setattr(kiosk.kiosk, "waits", lost)
    kiosk.wait(30)
    assert at(kiosk, Step.LOST)
    assert tell("no_numbers", "ko") in words(kiosk)
    monkeypatch.undo()
    kiosk.wait(30)
    assert at(kiosk, Step.START)


def test_a_fault_is_logged_and_nobody_is_left_standing(
    kiosk: KioskDriver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(visit: Visit, action_id: str) -> None:
        raise ValueError("NGUYEN THI HOA")

    monkeypatch.setattr(kiosk.kiosk, "take", broken)
    kiosk.touch("category-A", "take")
    assert tell("no_numbers", "ko") in words(kiosk)
    assert "NGUYEN" not in caplog.text
    kiosk.wait(LEFT_ALONE[Step.REFUSED])
    assert at(kiosk, Step.START)


def test_without_a_printer_visitors_write_the_number_down(
    opened: Callable[..., KioskDriver],
) -> None:
    kiosk = opened()
    kiosk.touch("category-A", "take")
    assert tell("keep_number", "ko") in words(kiosk)
    assert "A-001" in words(kiosk)


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
