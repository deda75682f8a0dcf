"""The left column by keys: numbers issued, called, recalled, served, finished and missed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.categories import Category
from counter_app.queue.moves import TicketState
from tests.ui.driver import Driver
from ui.base.session import Session
from ui.frame.bars import TopBar
from ui.kit.theme import look

VISITORS = ((12, "E", "vi"), (8, "A", "ko"), (5, "A", "ko"), (1, "B", "km"))


@pytest.fixture
def morning(desk: Driver, counter: Counter, clock: FixedClock) -> Driver:
    """Four visitors wait: E-001 (Vietnamese) 12 minutes, A-001, A-002 and B-001 less."""
    start = clock.at
    for minutes, category, language in VISITORS:
        clock.at = start - timedelta(minutes=minutes)
        counter.tickets.take(category, language, action_id=f"slip-{minutes}")
    clock.at = start
    desk.work.queue.reload()
    desk.settle()
    return desk


def state(driver: Driver) -> tuple[str, TicketState] | None:
    ticket = driver.window.session.ticket
    return (ticket.number, ticket.state) if ticket else None


def listed(driver: Driver) -> list[str]:
    return [ticket.number for ticket in driver.work.queue.below.waiting.table.rows]


def told(driver: Driver) -> list[str]:
    return [notice.code for notice in driver.window.notices.posted]


def test_nobody_waiting_is_said(desk: Driver) -> None:
    waiting = desk.work.queue.below.waiting
    assert waiting.state.isVisible()
    assert waiting.state.accessibleName().startswith("기다리는 번호가 없습니다")
    assert desk.work.queue.present.next.text() == "다음 번호 호출"


def test_calling_with_nobody_waiting_is_refused_in_words(desk: Driver) -> None:
    desk.press("F2")
    desk.settle()
    assert told(desk) == ["queue.empty"]
    assert state(desk) is None


def test_who_waits_is_listed_in_calling_order_with_times(morning: Driver) -> None:
    waiting = morning.work.queue.below.waiting
    assert listed(morning) == ["E-001", "A-001", "A-002", "B-001"]
    model = waiting.table.model()
    row = [model.index(0, column).data() for column in range(4)]
    assert row == ["E-001", "외국인", "Tiếng Việt", "12:00"]
    assert waiting.next.text() == "다음: E-001 — 가장 먼저 온 번호, 대기 12분"
    assert waiting.count.text() == "4명"


def test_times_go_on_without_asking_the_store(morning: Driver, clock: FixedClock) -> None:
    clock.at += timedelta(seconds=61)
    morning.work.tick()
    waiting = morning.work.queue.below.waiting
    assert waiting.table.model().index(0, 3).data() == "13:01"
    assert "대기 13분" in waiting.next.text()


def test_the_list_is_narrowed_to_a_category(morning: Driver) -> None:
    waiting = morning.work.queue.below.waiting
    waiting.filter.choose("A")
    assert listed(morning) == ["A-001", "A-002"]
    waiting.filter.choose("C")
    assert waiting.state.isVisible()
    assert waiting.state.accessibleName() == "이 업무로 기다리는 번호가 없습니다"


def test_a_visit_by_keys(morning: Driver, clock: FixedClock) -> None:
    present = morning.work.queue.present
    morning.call()
    assert state(morning) == ("E-001", TicketState.CALLED)
    assert (present.number.text(), present.state.text()) == ("E-001", "부르는 중")
    assert present.language.text() == "Tiếng Việt"
    morning.press("F3")
    morning.settle()
    assert present.state.text() == "재호출 1회"
    morning.press("F4")
    morning.settle()
    assert state(morning) == ("E-001", TicketState.SERVING)
    clock.at += timedelta(minutes=2, seconds=13)
    morning.work.tick()
    assert present.timer.text() == "02:13"
    morning.press("F2")
    morning.settle()
    assert state(morning) == ("A-001", TicketState.CALLED)
    assert "오늘 응대 1 " in morning.work.bottom.day.text()
    morning.press("F7")
    morning.settle()
    assert state(morning) is None
    assert listed(morning) == ["A-002", "B-001", "A-001"]  # the one who missed the call last
    assert told(morning) == []


@pytest.mark.parametrize("key", ["F3", "F4", "F5", "F7", "Shift+F4"])
def test_a_move_with_nobody_at_the_window_is_refused_in_words(morning: Driver, key: str) -> None:
    morning.press(key)
    morning.settle()
    assert told(morning) == ["ui_queue.nobody_here"]
    assert listed(morning) == ["E-001", "A-001", "A-002", "B-001"]


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_nothing_moves_on_the_card_at_a_call(morning: Driver, size: tuple[int, int]) -> None:
    morning.window.resize(*size)
    morning.settle()
    present = morning.work.queue.present
    before = present.height(), present.next.y()
    morning.call()
    assert (present.height(), present.next.y()) == before


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_the_number_is_at_stands_whole_beside_taking_it_back(
    morning: Driver, language: str
) -> None:
    present = morning.work.queue.present
    morning.window.session.speak(language)
    for keys in (["F2"], ["F3"], ["F4"], ["F5"]):
        morning.press(*keys)
        morning.settle()
        assert present.undo.isVisible()
        needed = present.state.fontMetrics().horizontalAdvance(present.state.text())
        assert needed <= present.state.contentsRect().width(), present.state.text()


def test_a_serving_number_is_not_recalled(morning: Driver) -> None:
    morning.call()
    morning.press("F4")
    morning.settle()
    morning.press("F3")
    morning.settle()
    assert told(morning) == ["queue.illegal_recall"]
    assert state(morning) == ("E-001", TicketState.SERVING)


def test_another_windows_call_shows_by_itself(morning: Driver, colleague: Actor) -> None:
    morning.counter.tickets.call_next(colleague, action_id="elsewhere")
    morning.until(lambda: listed(morning) == ["A-001", "A-002", "B-001"])
    assert state(morning) is None


def test_a_number_is_issued_by_keys(desk: Driver) -> None:
    slip = desk.work.queue.below.waiting.slip
    desk.press("F8")
    assert desk.window.focusWidget() is slip.category
    desk.press("Down", "Tab", "Down", "Down", "Down", "Return")
    desk.settle()
    assert listed(desk) == ["B-001"]
    [ticket] = desk.work.queue.below.waiting.table.rows
    assert ticket.language == "vi"
    assert told(desk) == ["ui.issued"]
    desk.press("Escape")
    assert not slip.isVisible()
    assert desk.window.focusWidget() is desk.work.lookup.field


def test_waiting_by_category_stands_in_the_top_bar(morning: Driver) -> None:
    chips = morning.work.top.chips
    assert {code for code, chip in chips.items() if chip.isVisible()} == {"A", "B", "E"}
    assert chips["A"].accessibleName() == "A 제증명 대기 2명"
    assert "최장 12분" in chips["E"].text()


def test_a_queue_that_cannot_be_read_says_so_and_can_be_tried_again(
    morning: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = morning.work.queue
    with monkeypatch.context() as broken:
        broken.setattr(type(morning.counter.tickets), "view", lambda *_: 1 / 0)
        queue.reload()
        morning.settle()
    assert queue.below.waiting.state.isVisible()
    assert "대기열을 읽지 못했습니다" in queue.below.waiting.state.accessibleName()
    assert told(morning) == []
    queue.below.waiting.state.action.click()
    morning.settle()
    assert listed(morning) == ["E-001", "A-001", "A-002", "B-001"]


def test_what_another_window_does_is_shown_without_being_asked_for(
    morning: Driver, counter: Counter, colleague: Actor
) -> None:
    counter.tickets.call_next(colleague, action_id="elsewhere")
    morning.until(lambda: listed(morning) == ["A-001", "A-002", "B-001"])


def test_a_service_of_the_offices_own_stands_in_the_top_bar_too(
    counter: Counter, session: Session, qtbot: QtBot
) -> None:
    own = Category("F", "여권", "Passports", "F")
    queue = replace(counter.config.queue, categories={"F": own})
    bar = TopBar(replace(counter.config, queue=queue), session)
    qtbot.addWidget(bar)
    taken = counter.tickets.take("A", action_id="own")
    bar.show_waiting((replace(taken, category="F"),))
    assert bar.chips["F"].accessibleName().startswith("F 여권")


def test_of_the_day_no_scrap_is_shown_where_there_is_no_room(desk: Driver) -> None:
    bar = desk.work.bottom
    assert bar.day.isVisible()
    look().show("light", 2.0)
    desk.settle()
    assert not bar.day.isVisible()
    look().show("light", 1.0)
    desk.settle()
    assert bar.day.isVisible()
