"""Ctrl+F11: a lost card reported by keys; until the district has confirmed it, it is pending."""

from datetime import timedelta

import pytest

from counter_app.main import Counter
from counter_app.residents.views import Resident
from db.engine import transaction
from db.sync import ProposalRow
from tests.conftest import MORNING
from tests.sync.test_card_loss import somebody
from tests.ui.driver import Driver
from tests.ui.scenes.steps import scan
from tests.ui.scenes.sync import join, known_there, look

TODAY = MORNING.date()


@pytest.fixture
def person(desk: Driver, counter: Counter) -> Resident:
    found = somebody(counter, desk.window.session.actor)
    scan(desk, found.number)
    desk.until(lambda: desk.window.session.resident)
    desk.settle()
    return found


def alerts(driver: Driver) -> list[str]:
    return [strip.words for strip in driver.work.person.alerts if strip.isVisible()]


def test_reported_by_keys(desk: Driver, person: Resident) -> None:
    desk.press("Ctrl+F11")
    desk.settle()
    sheet = desk.work.sheets.card_loss
    assert sheet.asked.text("day") == "2026-11-16"
    assert person.number[-6:] not in sheet.who.text()
    desk.type("1114")
    desk.press("Return")
    desk.settle()
    assert not sheet.isVisible()
    resident = desk.window.session.resident
    assert resident
    assert resident.card_lost_on == TODAY - timedelta(days=2)
    assert any("등록증 분실 신고" in words for words in alerts(desk))
    assert desk.window.notices.posted[-1].code == "ui_card.reported_here"
    assert not desk.work.person.pending.isVisible()
    assert not desk.work.person.lost.isVisible()


def test_pending_until_the_district_has_confirmed(
    desk: Driver, counter: Counter, person: Resident
) -> None:
    known_there(counter, person.id)
    look(desk)
    desk.press("Ctrl+F11", "Return")
    desk.settle()
    desk.settle()
    pending = desk.work.person.pending
    desk.until(pending.isVisible)
    assert pending.text() == "구청 반영 대기: 카드 분실"
    assert desk.window.notices.posted[-1].code == "ui_card.reported"
    desk.window.session.speak("en")
    assert pending.text() == "Pending at district: card lost"
    with transaction(counter.engine) as session:
        for row in counter.sync.pending(person.id):
            session.delete(session.get_one(ProposalRow, row.op_id))
    join(counter, lag=1.5)
    look(desk)
    desk.until(lambda: not pending.isVisible())


def test_what_cannot_be_is_said_on_the_sheet(desk: Driver, person: Resident) -> None:
    desk.press("Ctrl+F11")
    desk.settle()
    for typed, said in (("xx", "날짜를 알 수 없습니다"), ("2027-01-01", "아직 오지 않은 날")):
        desk.press("Ctrl+A")
        desk.type(typed)
        desk.press("Return")
        desk.settle()
        assert said in desk.work.sheets.card_loss.strip.words
    assert desk.work.sheets.card_loss.isVisible()
    desk.press("Escape")
    assert not desk.work.sheets.card_loss.isVisible()


def test_without_a_person_nothing_opens(desk: Driver) -> None:
    desk.press("Ctrl+F11")
    desk.settle()
    assert not desk.work.sheets.card_loss.isVisible()
