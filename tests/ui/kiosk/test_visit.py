"""A visit by touch: a language, a category, a question, a number on paper."""

from counter_app.kiosk.kiosk import Priority
from counter_app.kiosk.words import tell
from counter_app.main import Counter
from tests.printing.roll import Roll
from tests.ui.kiosk.seen import at, numbers, shows, words
from tests.ui.kiosk_driver import KioskDriver
from ui.kiosk.flow import Step


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
