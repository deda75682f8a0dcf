"""What is done beside the keys of the card: held, sent on, called first, restored, taken back."""

from datetime import timedelta

import pytest

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.queue.moves import Move, TicketState
from counter_app.queue.tickets import Priority, Task, TicketView
from tests.ui.driver import Driver
from ui.kit.inputs import Choice


@pytest.fixture
def busy(desk: Driver, counter: Counter) -> Driver:
    """A-001 is served; A-002, B-001 and E-001 (Vietnamese, pregnant) wait."""
    for place, (category, language) in enumerate((("A", "ko"), ("A", "ko"), ("B", "ko"))):
        counter.tickets.take(category, language, action_id=f"slip-{place}")
    desk.work.queue.reload()
    desk.settle()
    desk.call()
    desk.press("F4")
    desk.settle()
    counter.tickets.take("E", "vi", action_id="slip-e", priority=Priority.PREGNANT)
    desk.work.queue.reload()
    desk.settle()
    return desk


def ticket(driver: Driver, number: str) -> TicketView:
    return next(t for t in driver.counter.tickets.today() if t.number == number)


def rows(driver: Driver) -> list[str]:
    return [t.number for t in driver.work.queue.below.waiting.table.rows]


def told(driver: Driver) -> list[str]:
    return [notice.code for notice in driver.window.notices.posted]


def offered(driver: Driver) -> list[str]:
    return [b.text() for b in driver.work.queue.below.moves.buttons if b.isVisible()]


def choose(driver: Driver, words: str) -> None:
    """By its digit, as a clerk does."""
    driver.press(str(offered(driver).index(words) + 1))
    driver.settle()


def pick(driver: Driver, number: str) -> None:
    """Out of the list by Shift+F2, ↓ and Enter."""
    driver.press("Shift+F2")
    for _ in range(rows(driver).index(number)):
        driver.press("Down")
    driver.press("Return")
    driver.settle()


def test_hold_and_go_on(busy: Driver) -> None:
    busy.press("Shift+F4")
    busy.settle()
    assert ticket(busy, "A-001").state is TicketState.HELD
    assert rows(busy) == ["A-001", "E-001", "A-002", "B-001"]
    busy.call()
    assert busy.window.session.ticket and busy.window.session.ticket.number == "E-001"
    busy.press("F5")
    busy.settle()
    pick(busy, "A-001")
    choose(busy, "이어서 응대")
    assert ticket(busy, "A-001").state is TicketState.SERVING
    assert busy.work.queue.present.number.text() == "A-001"
    assert busy.window.focusWidget() is busy.work.lookup.field


def test_sent_on_with_a_word_it_keeps_its_number_and_its_place(busy: Driver) -> None:
    arrived = ticket(busy, "A-001").taken_at
    busy.press("F12")
    choose(busy, "다른 업무·창구로 보내기")
    busy.press("Down", "Tab")
    busy.compose("여권 사본 있음")
    busy.press("Return")
    busy.settle()
    sent = ticket(busy, "A-001")
    assert (sent.state, sent.category, sent.note) == (TicketState.WAITING, "C", "여권 사본 있음")
    assert sent.taken_at == arrived
    assert told(busy) == ["ui_queue.done_transfer"]
    assert rows(busy)[0] == "E-001"


def test_one_sent_to_a_window_that_is_closed_is_taken_back_into_its_queue(
    busy: Driver, counter: Counter
) -> None:
    seen = ticket(busy, "A-002")
    clerk = busy.window.session.actor
    counter.tickets.transfer(clerk, seen.id, window=4, version=seen.version, action_id="away")
    busy.work.queue.reload()
    busy.settle()
    table = busy.work.queue.below.waiting.table
    assert rows(busy) == ["E-001", "B-001", "A-002"]
    assert "창구 4" in [table.model().index(2, column).data() for column in range(4)]
    pick(busy, "A-002")
    assert "창구 4" in busy.work.queue.below.moves.state.text()
    choose(busy, "다른 업무·창구로 보내기")
    assert busy.work.queue.below.moves.forms["where"].where.value == ("category", "A")  # type: ignore[attr-defined]  # of this form
    busy.press("Return")
    busy.settle()
    assert ticket(busy, "A-002").for_window is None
    assert rows(busy) == ["E-001", "A-002", "B-001"]


def test_one_number_is_called_first_for_a_reason_on_record(busy: Driver, counter: Counter) -> None:
    busy.press("F5")
    busy.settle()
    pick(busy, "B-001")
    choose(busy, "이 번호 먼저 호출")
    busy.compose("수술 뒤 첫 외출")
    busy.press("Return")
    busy.settle()
    assert ticket(busy, "B-001").state is TicketState.CALLED
    event = counter.tickets.history(ticket(busy, "B-001").id)[-1]
    assert event.reason == "수술 뒤 첫 외출"
    assert busy.work.queue.present.hint.text() == "지정 호출: 수술 뒤 첫 외출"


def test_a_reason_is_needed(busy: Driver) -> None:
    busy.press("F5")
    busy.settle()
    pick(busy, "B-001")
    choose(busy, "이 번호 먼저 호출")
    busy.press("Delete", "Return")
    busy.settle()
    assert told(busy) == ["queue.reason_needed"]
    assert ticket(busy, "B-001").state is TicketState.WAITING
    assert busy.work.queue.below.moves.isVisible()


def test_a_no_show_comes_back_to_its_place(busy: Driver) -> None:
    busy.call()
    busy.press("F7")
    busy.settle()
    assert rows(busy) == ["A-002", "B-001", "E-001"]
    pick(busy, "E-001")
    choose(busy, "대기로 되돌리기")
    assert ticket(busy, "E-001").state is TicketState.WAITING
    view = busy.work.queue.view
    assert view is not None
    assert (len(view.waiting), view.absent) == (3, ())


def test_the_last_step_is_taken_back_within_five_seconds(busy: Driver, clock: FixedClock) -> None:
    present = busy.work.queue.present
    busy.press("F5")
    busy.settle()
    assert present.undo.isVisible()
    busy.press("Shift+F3")
    busy.settle()
    assert ticket(busy, "A-001").state is TicketState.SERVING
    assert present.number.text() == "A-001"
    busy.press("F5")
    busy.settle()
    clock.at += timedelta(seconds=6)
    busy.work.tick()
    assert not present.undo.isVisible()


def test_somebody_without_a_number_is_served(busy: Driver) -> None:
    busy.press("F5")
    busy.settle()
    busy.press("F12")
    choose(busy, "번호표 없이 응대")
    assert isinstance(busy.window.focusWidget(), Choice)
    busy.press("Return")
    busy.settle()
    now = busy.window.session.ticket
    assert now is not None
    assert (now.number, now.state, now.category) == ("Q-001", TicketState.SERVING, "A")
    busy.press("Shift+F3")
    busy.settle()
    assert busy.window.session.ticket is None
    assert ticket(busy, "Q-001").state is TicketState.CANCELLED


def test_what_the_ticket_says_is_corrected(busy: Driver) -> None:
    busy.press("F12")
    choose(busy, "번호표 내용 고치기")
    form = busy.work.queue.below.moves.forms["wishes"]
    form.language.choose("ru")  # type: ignore[attr-defined]  # of this form
    form.interpreter.click()  # type: ignore[attr-defined]  # of this form
    form.tasks.setFocus()  # type: ignore[attr-defined]  # of this form
    busy.compose("증명서 2, 전입신고")
    busy.press("Return")
    busy.settle()
    wishes = ticket(busy, "A-001").wishes
    assert (wishes.language, wishes.interpreter) == ("ru", True)
    assert wishes.tasks == (Task("증명서", 2), Task("전입신고"))
    present = busy.work.queue.present
    assert present.language.text() == "Русский"
    assert present.interpreter.isVisible()
    assert present.service.text() == "증명서 2, 전입신고"


def test_escape_leads_back_one_step_at_a_time(busy: Driver) -> None:
    queue = busy.work.queue
    busy.press("F12")
    choose(busy, "다른 업무·창구로 보내기")
    assert offered(busy) == []
    busy.press("Escape")
    assert offered(busy)[:2] == ["뒤처리로 보내기", "다른 업무·창구로 보내기"]
    busy.press("Escape")
    assert queue.below.waiting.isVisible()
    assert busy.window.focusWidget() is busy.work.lookup.field


def test_a_number_that_another_window_moved_is_shown_as_it_is_now(
    busy: Driver, counter: Counter
) -> None:
    pick(busy, "B-001")
    now = ticket(busy, "B-001")
    counter.tickets.move(
        busy.window.session.actor, now.id, Move.CANCEL, version=now.version, action_id="elsewhere"
    )
    busy.work.queue.reload()
    busy.settle()
    assert busy.work.queue.below.waiting.isVisible()
    assert "B-001" not in rows(busy)


def test_the_window_rests_and_opens_again(busy: Driver) -> None:
    queue = busy.work.queue
    busy.press("F5")
    busy.settle()
    busy.press("F12")
    choose(busy, "창구 잠시 멈춤")
    busy.press("Return")
    busy.until(queue.rest.isVisible)
    assert queue.rest.words.startswith("창구 잠시 멈춤 · 회의 (")
    assert queue.present.next.property("dimmed")
    busy.press("F2")
    busy.settle()
    assert "queue.desk_paused" in told(busy)
    busy.press("Ctrl+F12")
    busy.until(lambda: not queue.rest.isVisible())
    assert not queue.present.next.property("dimmed")
    busy.call()


def test_an_idle_window_calls_by_itself_when_it_is_to(busy: Driver, clock: FixedClock) -> None:
    queue = busy.work.queue
    busy.press("F12")
    choose(busy, "자동 호출 켜기")
    busy.until(lambda: queue.rest.desk and queue.rest.desk.auto_call)
    busy.press("F5")
    busy.settle()
    busy.work.tick()
    assert busy.window.session.ticket is None
    clock.at -= timedelta(hours=1)  # set back meanwhile, it makes nobody wait for an hour
    busy.work.tick()
    clock.at += timedelta(seconds=11)
    busy.work.tick()
    busy.until(lambda: busy.window.session.ticket)
    assert busy.window.session.ticket
    assert busy.window.session.ticket.number == "E-001"


def test_a_window_is_told_whom_to_call(busy: Driver, counter: Counter) -> None:
    queue = busy.work.queue
    busy.press("F12")
    choose(busy, "부를 업무 정하기")
    form = queue.below.moves.serves
    assert {choice.value for choice in form.places.values()} == {"first"}
    for code, place in zip("ABCDE", ("first", "first", "not", "not", "helping"), strict=True):
        form.places[code].choose(place)
    form.confirm.click()
    busy.settle()
    assert told(busy)[-1] == "ui_queue.done_serve"
    (desk,) = counter.desks.all()
    assert desk.serves == (("A", "B"), ("E",))
    busy.press("F5")
    busy.until(lambda: busy.window.session.ticket is None)
    busy.until(lambda: queue.rest.desk and queue.rest.desk.serves)
    busy.press("F12")
    assert queue.below.moves.state.text() == "부르는 업무: A, B > E"
    choose(busy, "부를 업무 정하기")
    places = [choice.value for choice in form.places.values()]
    assert places == ["first", "first", "not", "not", "helping"]
    for choice in form.places.values():
        choice.choose("not")
    form.confirm.click()
    busy.settle()
    assert told(busy)[-1] == "queue.serves_nobody"
    for choice in form.places.values():
        choice.choose("first")
    form.confirm.click()
    busy.settle()
    assert counter.desks.all()[0].serves == ()
