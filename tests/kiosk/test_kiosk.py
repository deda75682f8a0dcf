"""Commit, then print, then confirm: what a visitor gets, and what survives a dead printer."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.kiosk.kiosk import Kiosk, Priority, Visit
from counter_app.kiosk.slip import wait_words
from counter_app.kiosk.token import token
from counter_app.kiosk.words import tell
from counter_app.main import Counter
from counter_app.printing.ticket_bytes import drawn
from counter_app.printing.tickets import Size
from counter_app.privacy.actor import Actor
from counter_app.queue.categories import LANGUAGES
from counter_app.queue.estimates import Wait
from counter_app.queue.moves import TicketState
from tests.printing.roll import CUT, Roll

VIETNAMESE = Visit("vi", "E", Priority.INFANT, interpreter=True)


def shows(roll: Roll, text: str, size: Size = Size.NORMAL) -> bool:
    """Whether this line is among what was printed, dot for dot."""
    return drawn(text, size, 576).tobytes() in [picture.tobytes() for picture in roll.pictures]


def test_a_number_is_taken_and_printed(kiosk: Kiosk, roll: Roll, counter: Counter) -> None:
    for n in range(7):
        counter.tickets.take("E", action_id=f"before-{n}")
    taken = kiosk.take(VIETNAMESE, "touch-1")
    kiosk.print(taken, again=False)
    ticket = taken.ticket
    assert (ticket.number, ticket.language, ticket.priority) == ("E-008", "vi", Priority.INFANT)
    assert ticket.interpreter
    assert taken.wait is not None
    assert (8, "E-008") in roll.printed
    assert (1, "2026-11-16 10:00") in roll.printed
    assert shows(roll, "Người nước ngoài", Size.LARGE)
    assert shows(roll, "외국인·다문화")
    assert shows(roll, f"Trước bạn có {taken.wait.ahead} người")
    assert shows(roll, wait_words(taken.wait, "vi"))
    assert shows(roll, "우선 번호 · Số ưu tiên")
    assert shows(roll, "통역이 필요해요 · Tôi cần phiên dịch")
    assert not shows(roll, "재발행 · In lại", Size.LARGE)
    assert roll.printed[-1] == CUT


def test_the_code_names_the_number_and_proves_it(
    kiosk: Kiosk, roll: Roll, counter: Counter
) -> None:
    taken = kiosk.take(Visit("ko", "A"), "touch-1")
    kiosk.print(taken, again=False)
    [code] = roll.codes
    scheme, office, day, number, _check = code.split("/")
    assert (scheme, office, day, number) == ("Q1", "1144066000", "20261116", "A-001")
    first = counter.tickets.history(taken.ticket.id)[0]
    assert code == token(office, taken.ticket.day, number, first.action_id)
    assert code != token(office, taken.ticket.day, number, "touch-2")


def test_why_somebody_is_called_first_stands_on_no_paper(kiosk: Kiosk, roll: Roll) -> None:
    taken = kiosk.take(Visit("ko", "A", Priority.DISABLED), "touch-1")
    kiosk.print(taken, again=False)
    assert shows(roll, "우선 번호")
    assert not shows(roll, tell("ground_disabled", "ko"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_printed(kiosk: Kiosk, roll: Roll, language: str) -> None:
    kiosk.print(kiosk.take(Visit(language, "B"), "touch-1"), again=True)
    assert shows(roll, tell("category_B_name", language), Size.LARGE)
    assert shows(roll, tell("come", language), Size.SMALL)
    assert roll.codes


def test_one_touch_sequence_is_one_number(kiosk: Kiosk, counter: Counter) -> None:
    first = kiosk.take(VIETNAMESE, "touch-1")
    again = kiosk.take(VIETNAMESE, "touch-1")
    assert first.ticket == again.ticket
    assert len(counter.tickets.today()) == 1


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        ({"empty": True}, "printing.roll_empty"),
        ({"cover_open": True}, "printing.cover_open"),
        ({"silent": True}, "printing.silent"),
        ({"ends_after": 4}, "printing.roll_empty"),
        ({"dies_after": 9000}, "printing.interrupted"),
    ],
)
def test_a_number_survives_its_printer(
    kiosk: Kiosk, roll: Roll, counter: Counter, trouble: dict[str, object], code: str
) -> None:
    for name, value in trouble.items():
        setattr(roll, name, value)
    taken = kiosk.take(VIETNAMESE, "touch-1")
    with pytest.raises(Refusal) as refusal:
        kiosk.print(taken, again=False)
    assert refusal.value.code == code
    later = kiosk.take(Visit("ko", "E", Priority.INFANT), "touch-2")
    waiting = [ticket.number for ticket in counter.tickets.view(None).waiting]
    assert waiting == [taken.ticket.number, later.ticket.number]

    fresh = Roll()
    for name in trouble:
        setattr(roll, name, getattr(fresh, name))
    kiosk.print(taken, again=True)
    assert shows(roll, "재발행 · In lại", Size.LARGE)
    assert roll.numbers[-1] == taken.ticket.number
    assert roll.printed.count(CUT) == 1


def test_a_reprint_carries_the_same_code(kiosk: Kiosk, roll: Roll) -> None:
    taken = kiosk.take(VIETNAMESE, "touch-1")
    kiosk.print(taken, again=False)
    kiosk.print(taken, again=True)
    first, second = roll.codes
    assert first == second


def test_without_a_printer_a_number_is_only_shown(
    make_kiosk: Callable[..., Kiosk], counter: Counter
) -> None:
    kiosk = make_kiosk()
    taken = kiosk.take(VIETNAMESE, "touch-1")
    kiosk.print(taken, again=False)
    assert kiosk.paper() is None
    assert counter.tickets.today() == (taken.ticket,)


@pytest.mark.parametrize("hour", [7, 18, 23])
def test_no_number_outside_office_hours(
    kiosk: Kiosk, clock: FixedClock, counter: Counter, hour: int
) -> None:
    clock.at = clock.at.replace(hour=hour)
    with pytest.raises(Refusal, match=r"kiosk_staff\.shut"):
        kiosk.take(VIETNAMESE, "touch-1")
    assert counter.tickets.today() == ()


def test_a_number_called_at_once_has_no_estimate_and_is_printed(
    kiosk: Kiosk, roll: Roll, counter: Counter, clerk: Actor
) -> None:
    taken = kiosk.take(VIETNAMESE, "touch-1")
    counter.tickets.call_next(clerk, action_id="call")
    again = kiosk.take(VIETNAMESE, "touch-1")
    assert again.ticket.state == TicketState.CALLED
    assert again.wait is None
    kiosk.print(again, again=False)
    assert roll.numbers == [taken.ticket.number]


def test_categories_are_refused_that_do_not_exist(kiosk: Kiosk) -> None:
    for visit in (Visit("ko", "Z"), Visit("ko", None), Visit("fr", "A")):
        with pytest.raises(Refusal, match=r"queue\.no_(category|language)"):
            kiosk.take(visit, "touch-1")


def test_a_day_is_over_for_the_numbers_too(
    kiosk: Kiosk, clock: FixedClock, counter: Counter
) -> None:
    kiosk.take(VIETNAMESE, "touch-1")
    clock.at += timedelta(days=1)
    assert kiosk.take(VIETNAMESE, "touch-2").ticket.number == "E-001"


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (Wait(0, 0, 0, 0), "곧 차례가 됩니다"),
        (Wait(1, 0, 1, 1), "곧 차례가 됩니다"),
        (Wait(3, 5, 5, 5), "약 5분"),
        (Wait(7, 10, 14, 18), "예상 대기 10–18분"),
    ],
)
def test_a_wait_in_words(wait: Wait, words: str) -> None:
    assert wait_words(wait, "ko") == words


def test_waits_are_told_for_every_category(kiosk: Kiosk) -> None:
    assert kiosk.waits().keys() == kiosk.categories.keys()
