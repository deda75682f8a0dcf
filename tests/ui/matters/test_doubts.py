"""What cannot be begun, what must be settled first, and which centre an address belongs to."""

import pytest
from PySide6.QtWidgets import QLineEdit

from counter_app.main import Counter
from tests.asking import Sql
from tests.matters.desk import NEWCOMER, NEXT_DOOR, somebody
from tests.ui.driver import Driver
from tests.ui.residence import open_sheet, take_in
from tests.ui.scenes.steps import scan
from ui.matters.sheet import MattersSheet


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
