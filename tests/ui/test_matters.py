"""Ctrl+F8: residence matters by keys alone, from the person's page and without a person."""

from uuid import uuid4

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from counter_app.main import Counter
from counter_app.matters.views import Answer
from counter_app.till.terms import Terms
from db.identity import IdKind
from db.matters import MatterState
from tests.asking import Sql
from tests.conftest import PASSWORD
from tests.matters.desk import HOME, NEWCOMER, NEXT_DOOR, somebody, tick_all
from tests.ui.driver import Driver
from tests.ui.residence import bring, open_sheet, take_in
from tests.ui.scenes.matters import refuse
from tests.ui.scenes.steps import scan
from tests.ui.scenes.sync import known_there
from ui.matters.sheet import MattersSheet


@pytest.fixture
def person(desk: Driver) -> int:
    return bring(desk)


@pytest.fixture
def sheet(desk: Driver, person: int) -> MattersSheet:
    return open_sheet(desk)


def test_a_move_from_taking_in_to_done_by_keys(
    desk: Driver, counter: Counter, sheet: MattersSheet, person: int
) -> None:
    assert sheet.new.procedure.hasFocus()
    take_in(desk)
    view = sheet.detail.view
    assert view is not None
    assert sheet.strip.words == "접수했습니다."
    assert [box.isChecked() for box in sheet.detail.checks] == [False] * 4
    desk.press("Alt+1")
    desk.settle()
    assert "필수 서류가 2건" in sheet.strip.words
    for _ in range(4):
        desk.press("Space", "Tab")
        desk.settle()
        desk.settle()
    assert [box.isChecked() for box in sheet.detail.checks] == [True] * 4
    desk.press("Alt+1")
    desk.settle()
    desk.press("Alt+2")
    desk.settle()
    done = counter.matters.of_resident(desk.window.session.actor, person)
    assert [line.state for line in done] == [MatterState.DONE]
    desk.press("Escape")
    assert not sheet.isVisible()


def test_two_ticks_one_after_the_other_are_two(
    desk: Driver, counter: Counter, sheet: MattersSheet
) -> None:
    take_in(desk)
    for key in ("card", "card", "proof_of_address"):
        sheet._doing.tick(key, True)
    desk.settle()
    assert [box.isChecked() for box in sheet.detail.checks] == [True, True, False, False]
    view = sheet.detail.view
    assert view is not None and view.ver == 3


def test_a_fee_is_receipted_whatever_is_on_the_screen_by_then(
    desk: Driver, counter: Counter, person: int
) -> None:
    actor, start = desk.window.session.actor, counter.matters.start
    other = somebody(counter, IdKind.DRN)
    paid, owed = (
        start(actor, "card-reissue", one, {"lost_on": "2026-11-16"}, action_id=f"lost {one}")
        for one in (other, person)
    )
    paid = counter.matters.pay(actor, paid.line.number, Terms(), ver=1, action_id="paid")
    doing = open_sheet(desk)._doing
    doing.show_matter(owed)
    doing.pay(Terms())
    doing.show_matter(paid)
    desk.settle()
    receipt = counter.matters.show(actor, owed.line.number).paid
    assert receipt is not None
    prints = [path.name for path in (counter.config.home / "prints").glob("*-R-*")]
    assert prints == [f"{receipt.receipt}.pdf"]


def test_a_refusal_is_seen_with_its_reason(desk: Driver, counter: Counter, person: int) -> None:
    known_there(counter, person)
    open_sheet(desk)
    sheet, actor = desk.work.sheets.matters, desk.window.session.actor
    take_in(desk)
    for _ in range(4):
        desk.press("Space", "Tab")
        desk.settle()
        desk.settle()
    desk.press("Alt+1")
    desk.settle()
    view = sheet.detail.view
    assert view is not None and view.line.answer is Answer.PENDING
    assert "구청 반영 대기" in sheet.detail.why.words
    refuse(counter, view)
    desk.press("Escape")
    open_sheet(desk)
    desk.press("Return")
    desk.settle()
    assert sheet.detail.state.text() == "구청 거부"
    assert "바뀐 기록" in sheet.detail.why.words
    desk.press("Alt+1")
    desk.settle()
    assert counter.matters.show(actor, view.line.number).line.answer is Answer.PENDING


def test_an_address_of_several_centres_is_chosen_by_the_clerk(
    desk: Driver, counter: Counter, sheet: MattersSheet, person: int
) -> None:
    take_in(desk, "없는길 3")
    assert sheet.new.centre.hasFocus()
    assert "관할 주민센터를 골라" in sheet.strip.words
    sheet.new.centre.choose("1144066000")
    desk.press("Tab", "Return")
    desk.settle()
    assert sheet.detail.view is not None
    assert sheet.detail.view.facts["centre"] == "1144066000"


def test_a_centre_is_chosen_for_the_address_that_stands_there(
    desk: Driver, sheet: MattersSheet, person: int
) -> None:
    take_in(desk, "없는길 3")
    sheet.new.centre.choose("1144066000")
    sheet.new.questions.lines["address"].setFocus()
    desk.compose("4")
    assert not sheet.new.centre.isVisible()
    desk.press("Return")
    desk.settle()
    assert (sheet.new.centre.isVisible(), sheet.new.centre.value) == (True, "")


@pytest.mark.parametrize(
    ("address", "asked"), [("없는길 3, 302호 (노고산동)", False), ("없는길 5 (노고산동)", True)]
)
def test_the_centre_that_was_settled_for_an_address_is_not_asked_again(
    desk: Driver, person: int, address: str, asked: bool
) -> None:
    desk.press("Ctrl+F6")
    desk.settle()
    desk.compose("없는길 3 (노고산동)")
    desk.press("Return")
    desk.settle()
    finder = desk.work.sheets.centres
    desk.move_to(lambda: next(one for one in finder.answers if "서교동" in one.text()).hasFocus())
    desk.press("Return")
    desk.settle()
    desk.press("Escape")
    sheet = open_sheet(desk)
    take_in(desk, address)
    assert sheet.new.isVisible() is asked
    assert sheet.new.centre.isVisible() is asked


def test_form_and_fee_of_a_lost_card(
    desk: Driver, counter: Counter, sheet: MattersSheet, person: int
) -> None:
    before = set((counter.config.home / "prints").glob("*"))
    sheet.new.procedure.choose("card-reissue")
    desk.settle()
    desk.press("Tab")
    desk.type("2026-11-16")
    desk.press("Tab", "Return")
    desk.settle()
    desk.press("Alt+P")
    desk.settle()
    made = set((counter.config.home / "prints").glob("*")) - before
    assert [path.name.rpartition("-")[2] for path in made] == ["FORM.pdf"]
    desk.press("Alt+R")
    desk.settle()
    assert sheet.strip.words == "접수증을 인쇄했습니다."
    payment = sheet.detail.fee.payment
    for _ in range(4):
        desk.press("Ctrl+F9")
    assert payment.way.value == "split"
    assert payment.cash.hasFocus()
    desk.type("10000")
    desk.press("Tab")
    desk.type("5000")
    assert payment.rest.text() == "15,000원"
    desk.press("Return", "Return")
    desk.settle()
    desk.settle()
    assert sheet.detail.view is not None
    paid = sheet.detail.view.paid
    assert paid is not None
    assert paid.tenders == ("cash", "card", "stamp")
    assert not payment.isVisible()
    prints = counter.config.home / "prints"
    assert [path.name for path in prints.glob(f"{paid.receipt}*")] == [f"{paid.receipt}.pdf"]
    desk.press("Alt+E")
    desk.settle()
    assert (prints / f"{paid.receipt}-copy.pdf").exists()
    desk.press("Alt+B")
    desk.compose("여권을 안 가져옴")
    desk.press("Tab")
    desk.type("sujin")
    desk.press("Tab")
    desk.type(PASSWORD)
    desk.press("Return", "Return")
    for _ in range(3):
        desk.settle()
    assert payment.isVisible()
    assert not sheet.refund.isVisible()
    assert counter.till.show().sheet.won == 0
    assert len(list(prints.glob("*-R-*"))) == 3


def test_without_a_person_it_is_what_the_window_has(desk: Driver, counter: Counter) -> None:
    actor, person = desk.window.session.actor, somebody(counter)
    told = {"status": "F-5"}
    counter.matters.start(actor, "status-guidance", person, told, action_id="one")
    open_sheet(desk)
    sheet = desk.work.sheets.matters
    assert [line.procedure for line in sheet.table.rows] == ["status-guidance"]
    desk.press("Alt+N")
    desk.settle()
    codes = [sheet.new.procedure.itemData(n) for n in range(sheet.new.procedure.count())]
    assert codes == ["alien-registration", "status-guidance"]
    desk.window.session.speak("en")
    assert sheet.title.text() == "Residence matters"


def test_nothing_stays_of_who_has_left(desk: Driver, sheet: MattersSheet) -> None:
    take_in(desk)
    desk.press("Escape")
    desk.window.session.show_resident(None)
    assert sheet.table.rows == ()
    assert sheet.detail.view is None and not sheet.isVisible()


def told_of(sheet: MattersSheet) -> str:
    return " ".join(value.text() for _, value in sheet.detail.told.pairs)


def test_what_was_told_is_masked_as_on_the_persons_page(
    desk: Driver, counter: Counter, sheet: MattersSheet, sql: Sql
) -> None:
    take_in(desk)
    revealed = "SELECT action FROM audit WHERE action LIKE '%.revealed' ORDER BY seq"
    assert "와우산로 ***" in told_of(sheet) and "302호" not in told_of(sheet)
    desk.press("F11", "1")
    desk.settle()
    assert HOME in told_of(sheet) and desk.window.session.revealed
    desk.press("F11")
    desk.settle()
    assert "302호" not in told_of(sheet) and not desk.window.session.revealed
    assert sql(revealed) == [("resident.revealed",)]


def test_of_who_is_not_at_the_window_one_matter_is_unmasked(
    desk: Driver, counter: Counter, sql: Sql
) -> None:
    actor, person = desk.window.session.actor, somebody(counter)
    asked = {"address": HOME, "moved_in": "2026-11-16"}
    counter.matters.start(actor, "residence-change", person, asked, action_id="one")
    open_sheet(desk)
    sheet = desk.work.sheets.matters
    desk.press("F11")
    desk.settle()
    assert HOME not in told_of(sheet)
    desk.press("2")
    desk.settle()
    assert HOME in told_of(sheet) and not desk.window.session.revealed
    noted = "SELECT action, detail ->> '$.purpose' FROM audit WHERE action LIKE '%.revealed'"
    assert sql(noted) == [("matter.revealed", "identity")]
    desk.press("Escape")
    open_sheet(desk)
    assert "302호" not in told_of(sheet)


def test_a_matter_that_was_left_is_not_unmasked_by_a_late_answer(
    desk: Driver, counter: Counter
) -> None:
    actor, start = desk.window.session.actor, counter.matters.start
    told = {"address": HOME, "moved_in": "2026-11-16"}
    first, other = (
        start(actor, code, somebody(counter, kind), told, action_id=code)
        for code, kind in (("residence-change", IdKind.FRN), ("domestic-move", IdKind.DRN))
    )
    sheet = open_sheet(desk)
    sheet._show_matter(first)
    desk.press("F11")
    sheet._masking.asking.wanted.emit("identity")
    sheet._show_matter(other)
    desk.settle()
    sheet._show_matter(first)
    assert "와우산로 ***" in told_of(sheet)


def pressed(key: Qt.Key, text: str = "", *, held: bool) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text, held)


def test_a_purpose_pressed_twice_or_held_is_said_once(
    desk: Driver, counter: Counter, sheet: MattersSheet, sql: Sql
) -> None:
    take_in(desk)
    desk.press("F11")
    asking = desk.work.sheets.unmasking
    for held in (False, True, False):
        QApplication.sendEvent(asking, pressed(Qt.Key.Key_1, "1", held=held))
    desk.settle()
    assert sql("SELECT count(*) FROM audit WHERE action = 'resident.revealed'") == [(1,)]
    assert HOME in told_of(sheet)
    QApplication.sendEvent(sheet, pressed(Qt.Key.Key_F11, held=True))
    assert HOME in told_of(sheet)


def test_what_cannot_be_begun_says_why(desk: Driver, counter: Counter, sheet: MattersSheet) -> None:
    take_in(desk)
    desk.press("Alt+N")
    desk.settle()
    new = sheet.new
    assert new.procedure.value == "move-out" and new.start.isEnabled()
    desk.press("Up")
    assert "시작 불가" in new.procedure.currentText()
    assert "이미 진행 중" in new.barred.words
    assert new.questions.lines == {} and not new.start.isEnabled()
    desk.window.session.speak("en")
    assert "is under way" in new.barred.words


def test_a_doubt_is_settled_by_the_clerk(desk: Driver, counter: Counter) -> None:
    open_sheet(desk)
    new = desk.work.sheets.matters.new
    assert new.procedure.value == "alien-registration"
    for answer in (NEWCOMER | {"status_of_stay": "A-1", "sex": ""}).values():
        desk.press("Tab")
        desk.compose(answer) if answer else desk.press("Down", "Down")
    new.questions.lines["phone"].setFocus()
    desk.press("Return")
    desk.settle()
    doubt = new.doubts["matters.exempt_may"]
    assert doubt.hasFocus() and "원합니다" in doubt.text()
    desk.press("Space", "Return")
    desk.settle()
    view = desk.work.sheets.matters.detail.view
    assert view and (view.facts["sex"], view.facts["status_of_stay"]) == ("F", "A-1")
    assert view.history[0].detail == {"understood": ["matters.exempt_may"]}


def test_two_doubts_are_settled_one_by_one(desk: Driver, counter: Counter, sql: Sql) -> None:
    chosen = "SELECT name_roman, birth_date, nationality FROM resident WHERE id ="
    ((name, born, nation),) = sql(f"{chosen} {somebody(counter)}")
    known = {"name_roman": str(name), "birth_date": str(born), "nationality": str(nation)}
    sheet = open_sheet(desk)
    new = sheet.new
    for key, answer in (NEWCOMER | known | {"status_of_stay": "A-1", "sex": "F"}).items():
        line = new.questions.lines[key]
        line.setText(answer) if isinstance(line, QLineEdit) else line.choose(answer)
    for code in ("matters.exempt_may", "matters.same_person"):
        desk.press("Return")
        desk.settle()
        assert new.doubts[code].hasFocus() and not new.doubts[code].isChecked()
        desk.press("Space")
    desk.press("Return")
    desk.settle()
    view = sheet.detail.view
    assert view is not None
    settled = ["matters.exempt_may", "matters.same_person"]
    assert view.history[0].detail == {"understood": settled}


def test_the_record_answers_what_it_masks(desk: Driver, counter: Counter, sql: Sql) -> None:
    person = somebody(counter)
    sql(
        "UPDATE resident SET registered_on = NULL, passport_expiry = '2031-01-01',"
        f" entered_on = '2026-10-01' WHERE id = {person}"
    )
    chosen = f"SELECT number, passport_number FROM resident WHERE id = {person}"
    ((number, passport),) = sql(chosen)
    scan(desk, str(number))
    desk.until(lambda: desk.window.session.resident)
    open_sheet(desk)
    new = desk.work.sheets.matters.new
    new.procedure.choose("alien-registration")
    line = new.questions.lines["passport_number"]
    assert isinstance(line, QLineEdit)
    assert line.text() == "" and str(passport) not in line.placeholderText()
    assert "**" in line.placeholderText()
    address = new.questions.lines["address"]
    address.setFocus()
    desk.compose(NEXT_DOOR)
    desk.press("Tab", "Return")
    desk.settle()
    view = desk.work.sheets.matters.detail.view
    assert view and view.facts["passport_number"] == passport


def test_what_immigration_refuses_ends_with_a_reason_by_keys(
    desk: Driver, counter: Counter, sheet: MattersSheet, person: int
) -> None:
    actor = desk.window.session.actor
    view = counter.matters.start(
        actor, "card-reissue", person, {"lost_on": "2026-11-16"}, action_id="lost"
    )
    view = tick_all(counter, actor, lambda: uuid4().hex, view)
    number = view.line.number
    view = counter.matters.pay(actor, number, Terms(), ver=view.ver, action_id="paid")
    counter.matters.act(actor, number, "forward", ver=view.ver, action_id="sent")
    desk.press("Escape")
    open_sheet(desk)
    desk.press("Return")
    desk.settle()
    desk.press("Alt+3")
    desk.settle()
    assert "이유를 고르세요" in sheet.strip.words
    assert sheet.detail.reason.hasFocus()
    desk.press("Down", "Alt+3")
    desk.settle()
    assert sheet.detail.state.text() == "불수리"
    assert "서류가 갖추어지지" in sheet.detail.why.words
    assert sheet.detail.slip.isVisible()


def test_what_is_under_way_stands_beside_the_name(
    desk: Driver, counter: Counter, sheet: MattersSheet, person: int
) -> None:
    badge = desk.work.person.under_way
    assert badge.isHidden()
    take_in(desk)
    desk.settle()
    assert badge.text() == "업무 1건 · 접수"
    desk.window.session.speak("en")
    assert badge.text() == "1 under way · Taken in"
    desk.press("Escape")
    desk.window.session.show_resident(None)
    assert badge.isHidden()
