"""Ctrl+F8: residence matters by keys alone, from the person's page and without a person."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image
from PySide6.QtWidgets import QLineEdit

from counter_app.main import Counter
from counter_app.matters.views import Answer
from counter_app.till.terms import Terms
from db.matters import MatterState
from tests.certificates.hostile import drawing, endless
from tests.certificates.samples import scan as scanned
from tests.conftest import PASSWORD
from tests.matters.desk import HOME, NEWCOMER, NEXT_DOOR, somebody, tick_all
from tests.ui.driver import Driver
from tests.ui.scenes.matters import refuse
from tests.ui.scenes.steps import scan
from tests.ui.scenes.sync import known_there
from ui.matters.sheet import MattersSheet

Sql = Callable[[str], list[tuple[object, ...]]]


@pytest.fixture
def person(desk: Driver, counter: Counter) -> int:
    found = somebody(counter)
    resident = counter.residents.open(desk.window.session.actor, found, "확인")
    scan(desk, resident.number)
    desk.until(lambda: desk.window.session.resident)
    desk.settle()
    return found


@pytest.fixture
def sheet(desk: Driver, person: int) -> MattersSheet:
    open_sheet(desk)
    return desk.work.sheets.matters


def open_sheet(desk: Driver) -> None:
    desk.press("Ctrl+F8")
    desk.settle()
    desk.settle()


def take_in(desk: Driver, address: str = HOME) -> None:
    """A move of today."""
    for text in (address, "2026-11-16"):
        desk.press("Tab")
        desk.compose(text)
    desk.press("Return")
    desk.settle()
    desk.settle()


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


def test_a_file_is_attached_to_its_document(
    desk: Driver, sheet: MattersSheet, tmp_path: Path
) -> None:
    take_in(desk)
    lease, lie = tmp_path / "lease.png", tmp_path / "lease.pdf"
    Image.new("RGB", (300, 400), "white").save(lease)
    lie.write_bytes(lease.read_bytes())
    wanted: list[str] = []
    sheet.detail.file_wanted.disconnect()
    sheet.detail.file_wanted.connect(wanted.append)
    desk.press("Down", "Alt+F")
    assert wanted == ["proof_of_address"]
    for path, said in ((lie, "내용은 png"), (lease, "첨부를 보관했습니다")):
        sheet._doing.attach("proof_of_address", str(path))
        desk.settle()
        desk.settle()
        assert said in sheet.strip.words
    assert sheet.detail.checks[1].isChecked()
    assert "첨부 1" in sheet.detail.checks[1].text()


def test_reading_a_file_tells_how_far_it_is_and_esc_ends_it(
    desk: Driver, counter: Counter, sheet: MattersSheet, tmp_path: Path
) -> None:
    take_in(desk)
    lease, bomb = tmp_path / "lease.pdf", tmp_path / "bomb.pdf"
    lease.write_bytes(scanned(3))
    bomb.write_bytes(endless("form"))
    told: list[str] = []
    sheet._doing.read.connect(lambda *_: told.append(sheet.strip.words))
    sheet._doing.attach("proof_of_address", str(lease))
    assert sheet._telling.progress.isVisible() and "Esc" in sheet.strip.words
    desk.until(lambda: sheet.strip.words == "첨부를 보관했습니다.")
    assert any("3쪽 중 3쪽" in one for one in told) and not sheet._telling.progress.isVisible()
    sheet._doing.attach("proof_of_address", str(bomb))
    desk.until(drawing)
    desk.press("Escape")
    assert sheet.isVisible() and not sheet._telling.progress.isVisible()
    assert "그만두었습니다" in sheet.strip.words
    desk.until(lambda: not drawing())
    assert sheet.detail.view is not None
    assert len(counter.papers.listed(desk.window.session.actor, sheet.detail.view.line.number)) == 1


def test_a_paper_is_looked_at_on_record_and_a_wrong_one_removed_by_keys(
    desk: Driver, counter: Counter, sheet: MattersSheet, tmp_path: Path, sql: Sql
) -> None:
    take_in(desk)
    lease = tmp_path / "lease.pdf"
    lease.write_bytes(scanned(2))
    sheet._doing.attach("proof_of_address", str(lease))
    desk.until(lambda: sheet.strip.words == "첨부를 보관했습니다.")
    desk.settle()
    desk.press("Alt+V")
    desk.settle()
    papers = sheet.papers
    (row,) = papers.table.rows
    assert (row.document, row.kind, row.pages) == ("proof_of_address", "pdf", 2)
    assert papers.table.hasFocus() and papers.page.pixmap().isNull()
    desk.press("Return")
    desk.until(lambda: not papers.page.pixmap().isNull())
    assert "2쪽 중 1쪽" in papers.count.text()
    desk.press("Right")
    desk.until(lambda: "2쪽 중 2쪽" in papers.count.text())
    assert sql("SELECT count(*) FROM audit WHERE action = 'matter.paper_viewed'") == [(1,)]
    desk.press("Tab", "Return")
    desk.settle()
    assert "왜 지우는지" in papers.strip.words
    desk.compose("다른 사람의 것")
    desk.press("Return")
    desk.until(lambda: papers.strip.words == "첨부를 지웠습니다.")
    desk.until(lambda: papers.table.rows == ())
    assert papers.page.pixmap().isNull() and not papers.remove.isVisible()
    desk.press("Escape")
    assert sheet.isVisible() and not papers.isVisible()
    assert not sheet.detail.papers.isVisible() and not sheet.detail.checks[1].isChecked()


def test_nothing_of_a_paper_stays_of_who_has_left(
    desk: Driver, sheet: MattersSheet, tmp_path: Path
) -> None:
    take_in(desk)
    lease = tmp_path / "lease.png"
    Image.new("RGB", (300, 400), "white").save(lease)
    sheet._doing.attach("proof_of_address", str(lease))
    desk.until(lambda: sheet.strip.words == "첨부를 보관했습니다.")
    desk.settle()
    desk.press("Alt+V")
    desk.settle()
    desk.press("Return")
    desk.until(lambda: not sheet.papers.page.pixmap().isNull())
    desk.window.session.show_resident(None)
    assert not sheet.papers.isVisible() and sheet.papers.page.pixmap().isNull()
    assert sheet.papers._pdf == b"" and sheet.papers.table.rows == ()


def test_a_file_for_a_matter_that_was_left_is_not_lost_in_silence(
    desk: Driver, sheet: MattersSheet, tmp_path: Path
) -> None:
    take_in(desk)
    lease = tmp_path / "lease.png"
    Image.new("RGB", (300, 400), "white").save(lease)
    sheet._doing.attach("proof_of_address", str(lease))
    sheet._doing.show_matter(None)
    desk.settle()
    desk.settle()
    assert "다시 첨부해 주세요" in sheet.strip.words


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
    assert codes == ["alien-registration"]
    desk.window.session.speak("en")
    assert sheet.title.text() == "Residence matters"


def test_nothing_stays_of_who_has_left(desk: Driver, sheet: MattersSheet) -> None:
    take_in(desk)
    desk.press("Escape")
    desk.window.session.show_resident(None)
    assert sheet.table.rows == ()
    assert sheet.detail.view is None and not sheet.isVisible()


def told(sheet: MattersSheet) -> str:
    return " ".join(value.text() for _, value in sheet.detail.told.pairs)


def test_what_was_told_is_masked_as_on_the_persons_page(
    desk: Driver, counter: Counter, sheet: MattersSheet, sql: Sql
) -> None:
    take_in(desk)
    revealed = "SELECT action FROM audit WHERE action LIKE '%.revealed' ORDER BY seq"
    assert "와우산로 ***" in told(sheet) and "302호" not in told(sheet)
    desk.press("F11", "1")
    desk.settle()
    assert HOME in told(sheet) and desk.window.session.revealed
    desk.press("F11")
    desk.settle()
    assert "302호" not in told(sheet) and not desk.window.session.revealed
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
    assert HOME not in told(sheet)
    desk.press("2")
    desk.settle()
    assert HOME in told(sheet) and not desk.window.session.revealed
    noted = "SELECT action, detail ->> '$.purpose' FROM audit WHERE action LIKE '%.revealed'"
    assert sql(noted) == [("matter.revealed", "identity")]
    desk.press("Escape")
    open_sheet(desk)
    assert "302호" not in told(sheet)


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
    assert new.doubt.hasFocus() and "원합니다" in new.doubt.text()
    desk.press("Space", "Return")
    desk.settle()
    view = desk.work.sheets.matters.detail.view
    assert view and (view.facts["sex"], view.facts["status_of_stay"]) == ("F", "A-1")
    assert view.history[0].detail == {"understood": ["matters.exempt_may"]}


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
