"""What a flag asks for begins at its right end, by mouse and by keys, with the person's facts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.main import Counter
from tests.asking import Sql
from tests.conftest import PASSWORD
from tests.matters.desk import somebody
from tests.ui.driver import Driver
from tests.ui.scenes.steps import scan
from ui.person.flags import FlagStrip

NEW_HOME = "서울특별시 마포구 와우산로 96, 302호 (서교동)"
MOVED = (
    "INSERT INTO address (resident_id, text_ko, moved_in, place) "
    "VALUES ({id}, '{home}', '2026-10-02', '')"
)


def show(desk: Driver, person: int) -> None:
    number = desk.counter.residents.open(desk.window.session.actor, person, "certificate").number
    scan(desk, number)
    desk.until(lambda: desk.window.session.resident)
    desk.settle()


def begin(desk: Driver) -> None:
    desk.press("Shift+F8")
    desk.settle()
    desk.settle()


def acts(desk: Driver) -> list[FlagStrip]:
    return [strip for strip in desk.work.person.alerts if strip.act.isVisible()]


@pytest.fixture
def mover(desk: Driver, counter: Counter, sql: Sql) -> int:
    """Somebody of this centre whose move to a home here is not reported."""
    person = somebody(counter)
    sql(f"UPDATE address SET moved_out = '2026-10-02' WHERE resident_id = {person}")
    sql(MOVED.format(id=person, home=NEW_HOME))
    show(desk, person)
    return person


def test_a_late_move_is_taken_in_from_its_flag_by_keys(
    desk: Driver, counter: Counter, mover: int
) -> None:
    (strip,) = acts(desk)
    assert (strip.act.text(), strip.act.key) == ("신고 접수", "Shift+F8")
    begin(desk)
    new = desk.work.sheets.matters.new
    assert new.procedure.value == "residence-change"
    address = new.questions.lines["address"]
    assert address.hasFocus() and new.questions.told()["moved_in"] == "2026-10-02"
    assert "***" in address.placeholderText() and "302" not in address.placeholderText()
    desk.press("Return")
    desk.settle()
    view = desk.work.sheets.matters.detail.view
    assert view is not None and view.line.procedure == "residence-change"
    assert view.facts["address"] == NEW_HOME and view.facts["moved_in"] == "2026-10-02"


def test_what_is_under_way_is_opened_instead(desk: Driver, counter: Counter, mover: int) -> None:
    begin(desk)
    desk.press("Return")
    desk.settle()
    desk.press("Escape")
    desk.settle()
    (strip,) = acts(desk)
    assert strip.act.text() == "접수 내용 보기"
    QTest.mouseClick(strip.act, Qt.MouseButton.LeftButton)
    desk.settle()
    sheet = desk.work.sheets.matters
    assert sheet.isVisible() and not sheet.new.isVisible()
    assert sheet.detail.view is not None and not strip.opened


def test_a_barred_record_offers_nothing_to_who_may_not(
    desk: Driver, counter: Counter, mover: int
) -> None:
    senior = counter.clerks.sign_in("sujin", PASSWORD, 5)
    counter.residents.restrict(senior, mover, "가정폭력 피해자 보호")
    desk.press("Escape", "Escape")
    show(desk, mover)
    assert acts(desk) == []
    begin(desk)
    assert not desk.work.sheets.matters.isVisible()


def test_whose_stay_is_over_gets_the_guidance_once(desk: Driver) -> None:
    show(desk, somebody(desk.counter, expired=True))
    (strip,) = acts(desk)
    assert strip is desk.work.person.alerts[0] and strip.act.text() == "안내문 준비"
    begin(desk)
    new = desk.work.sheets.matters.new
    resident = desk.window.session.resident
    assert resident and new.procedure.value == "status-guidance"
    assert new.questions.told()["status"] == resident.status_of_stay


def test_a_lost_card_leads_to_its_re_issue(desk: Driver, counter: Counter, sql: Sql) -> None:
    person = somebody(counter)
    sql(f"UPDATE resident SET card_lost_on = '2026-11-10' WHERE id = {person}")
    show(desk, person)
    assert [strip.act.text() for strip in acts(desk)] == ["재발급 접수"]
    desk.window.session.speak("en")
    assert [strip.act.text() for strip in acts(desk)] == ["Take the application"]
    begin(desk)
    new = desk.work.sheets.matters.new
    assert new.procedure.value == "card-reissue"
    assert new.questions.told()["lost_on"] == "2026-11-10"


@pytest.fixture
def three_acts(desk: Driver, counter: Counter, mover: int, sql: Sql) -> list[FlagStrip]:
    """The flags of somebody who moved, lost the card and whose stay ends soon."""
    sql(f"UPDATE resident SET card_lost_on = '2026-11-10' WHERE id = {mover}")
    sql(f"UPDATE resident SET stay_expires = '2026-11-25' WHERE id = {mover}")
    desk.press("Escape", "Escape")
    show(desk, mover)
    return acts(desk)


def test_each_flag_shows_the_key_that_begins_it(desk: Driver, three_acts: list[FlagStrip]) -> None:
    assert [strip.act.key for strip in three_acts] == ["Shift+F8", "Shift+F12", "Shift+F5"]
    begun = [strip.beginning.code for strip in three_acts if strip.beginning]
    assert sorted(begun) == ["card-reissue", "residence-change", "status-guidance"]


@pytest.mark.parametrize("place", range(3))
def test_every_flag_is_begun_by_its_key(
    desk: Driver, three_acts: list[FlagStrip], place: int
) -> None:
    strip = three_acts[place]
    desk.press(strip.act.key)
    desk.settle()
    desk.settle()
    new = desk.work.sheets.matters.new
    assert strip.beginning and new.procedure.value == strip.beginning.code


def test_a_key_of_no_flag_begins_nothing(desk: Driver, mover: int) -> None:
    for key in ("Shift+F12", "Shift+F5", "Shift+F7"):
        desk.press(key)
        desk.settle()
        assert not desk.work.sheets.matters.isVisible()


def test_the_next_person_has_none_of_it(desk: Driver, counter: Counter, mover: int) -> None:
    assert acts(desk)
    begin(desk)
    desk.press("Escape", "Escape", "Escape")
    desk.settle()
    assert desk.window.session.resident is None or acts(desk)
    desk.window.session.show_resident(None)
    assert acts(desk) == []
