"""What goes wrong with a queue is told, and nothing is promised."""

import pytest

from counter_app.errors import Refusal
from counter_app.kiosk.kiosk import Visit
from counter_app.kiosk.words import tell
from counter_app.main import Counter
from tests.printing.roll import Roll
from tests.ui.kiosk.seen import at, numbers, words
from tests.ui.kiosk_driver import KioskDriver
from ui.kiosk.flow import LEFT_ALONE, Step


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
