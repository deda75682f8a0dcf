"""A crowd is told in one line of the queue panel, and only while there is one."""

from datetime import date, timedelta

import pytest

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests.asking import Sql
from tests.conftest import MORNING
from tests.ui.driver import Driver
from tests.ui.past import put_weeks
from ui.queue.crowd import CrowdLine


@pytest.fixture
def monday(desk: Driver, counter: Counter, clock: FixedClock) -> CrowdLine:
    """Three weeks were worked; it is ten on a Monday, and one window is open."""
    clock.at = MORNING
    put_weeks(counter, date(2026, 10, 26), MORNING)
    counter.desks.open(desk.window.session.actor)
    return desk.work.queue.below.crowd


def look_again(driver: Driver) -> None:
    driver.work.queue.below.crowd.reload()
    driver.settle()


def test_nothing_is_said_in_a_new_centre(desk: Driver) -> None:
    look_again(desk)
    assert not desk.work.queue.below.crowd.isVisible()


def test_a_crowd_is_told_in_one_line(desk: Driver, monday: CrowdLine, counter: Counter) -> None:
    found = counter.estimates.crowding()
    assert found
    look_again(desk)
    assert monday.isVisible()
    assert monday.words.text() == found.brief("ko")
    assert str(found.needed) in monday.words.text()
    assert monday.words.accessibleName() == monday.words.toolTip() == found.words("ko")
    assert monday.height() < 2 * monday.words.fontMetrics().lineSpacing()
    desk.press("Ctrl+E")
    assert monday.words.text() == found.brief("en")


def test_a_service_that_no_window_calls_is_told_first(
    desk: Driver, monday: CrowdLine, counter: Counter
) -> None:
    counter.desks.serve(desk.window.session.actor, [["A"]])
    counter.tickets.take("D", action_id="forgotten")
    look_again(desk)
    assert monday.words.text() == "B, D 4명 — 부르는 창구 없음(F12)"
    assert "부를 업무 정하기" in monday.words.accessibleName()
    counter.desks.serve(desk.window.session.actor, [])
    look_again(desk)
    assert "부르는 창구 없음" not in monday.words.text()


def test_a_number_sent_to_a_closed_window_is_told_of(
    desk: Driver, monday: CrowdLine, counter: Counter, colleague: Actor
) -> None:
    actor, sent = desk.window.session.actor, counter.tickets.take("A", action_id="sent")
    to = colleague.window
    counter.tickets.transfer(actor, sent.id, version=sent.version, window=to, action_id="send")
    look_again(desk)
    assert monday.words.text() == f"{to}번 창구로 보낸 1명 — 창구 닫힘"
    counter.desks.open(colleague)
    look_again(desk)
    assert "창구 닫힘" not in monday.words.text()


def test_it_is_gone_when_the_day_grows_quiet(
    desk: Driver, monday: CrowdLine, clock: FixedClock
) -> None:
    look_again(desk)
    assert monday.isVisible()
    clock.at += timedelta(hours=12)
    look_again(desk)
    assert not monday.isVisible()


def test_a_lost_queue_tells_of_no_crowd(
    desk: Driver, monday: CrowdLine, sql: Sql, colleague: Actor
) -> None:
    look_again(desk)
    sql("ALTER TABLE ticket RENAME TO lost")
    look_again(desk)
    assert not monday.isVisible()
    assert desk.window.notices.posted == []
