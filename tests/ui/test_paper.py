"""Secure paper and documents printed again or made void, as a clerk works them with keys."""

import pytest

from counter_app.certificates.requests import IssuedView
from tests.asking import Sql
from tests.conftest import PASSWORD, SECOND
from tests.ui.driver import Driver, type_into
from tests.ui.papers import Visitor
from tests.ui.scenes.steps import scan
from ui.certificate.panel import CertificatePanel
from ui.certificate.reissue import ReissueSheet
from ui.till.paper import PaperSheet


@pytest.fixture
def sheet(desk: Driver) -> PaperSheet:
    desk.press("Ctrl+J")
    desk.settle()
    assert desk.work.sheets.paper.isVisible()
    return desk.work.sheets.paper


def test_the_bottom_line_counts_the_paper(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    badge = desk.work.bottom.supplies.badges["paper"]
    assert badge.text() == "증지용지 500매"
    scan(desk, came.number)
    desk.press("F9")
    desk.settle()
    assert badge.text() == "증지용지 499매"
    actor = desk.window.session.actor
    for gone, words in (("449", "용지 부족 50매"), ("50", "용지 없음")):
        desk.window.backend.run(
            desk.counter.stationery.write_off, actor, gone, "습기", action_id=gone, second=SECOND
        )
        desk.settle()
        assert badge.isVisible()
        assert badge.text() == words
        assert "Ctrl+J" in badge.toolTip()


def test_a_pack_is_loaded_and_sheets_written_off(desk: Driver, sheet: PaperSheet) -> None:
    assert sheet.gone.lines["sheets"].hasFocus()
    desk.type("3")
    type_into(desk, sheet.gone.lines["reason"], "분실")
    desk.press("Return")
    desk.settle()
    assert sheet.figures["spoiled"].text() == "3"
    assert "SG0000004" in sheet.next.text()
    for line, text in (("prefix", "ab"), ("first", "001"), ("last", "020")):
        type_into(desk, sheet.pack.lines[line], text)
    desk.press("Return")
    desk.settle()
    assert "책임자나 관리자" in sheet.strip.words
    assert sheet.pack.lines["second"].hasFocus()
    desk.type("sujin")
    type_into(desk, sheet.pack.lines["second_password"], PASSWORD)
    desk.press("Return")
    desk.settle()
    assert [label.text() for label in sheet.figures.values()] == ["520", "0", "3", "517"]
    assert sheet.pack.lines["prefix"].text() == ""
    type_into(desk, sheet.pack.lines["last"], "x")
    desk.press("Return")
    desk.settle()
    assert "읽을 수 없습니다" in sheet.strip.words
    desk.press("Esc")
    assert not sheet.isVisible()


def test_no_password_of_another_person_stays_when_it_is_closed(
    desk: Driver, sheet: PaperSheet
) -> None:
    for part in (sheet.gone, sheet.pack):
        part.ask_second(True)
        part.lines["second"].setText("sujin")
        part.lines["second_password"].setText(PASSWORD)
    sheet.jam.lines["reason"].setText("걸림")
    desk.press("Esc")
    left = [line.text() for part in (sheet.gone, sheet.pack) for line in part.lines.values()]
    assert not any(left)
    desk.press("Ctrl+J")
    desk.settle()
    assert not sheet.gone.lines["second"].isVisible()
    assert sheet.jam.lines["reason"].text() == ""


def test_many_sheets_are_written_off_with_another_person(desk: Driver, sheet: PaperSheet) -> None:
    assert not sheet.gone.lines["second"].isVisible()
    desk.type("490")
    type_into(desk, sheet.gone.lines["reason"], "침수")
    desk.press("Return")
    desk.settle()
    assert "책임자나 관리자" in sheet.strip.words
    assert sheet.gone.lines["second"].hasFocus()
    assert sheet.gone.lines["sheets"].text() == "490"
    desk.type("sujin")
    desk.press("Tab")
    desk.type("x")
    desk.press("Return")
    desk.settle()
    assert sheet.figures["spoiled"].text() == "0"
    assert sheet.gone.lines["second_password"].text() == ""
    desk.type(PASSWORD)
    desk.press("Return")
    desk.settle()
    assert sheet.figures["spoiled"].text() == "490"
    assert not sheet.gone.lines["second"].isVisible()


def test_half_a_job_is_put_right(
    desk: Driver, panel: CertificatePanel, came: Visitor, sql: Sql
) -> None:
    scan(desk, came.number)
    desk.press("F9")
    desk.settle()
    desk.press("Ctrl+J")
    desk.settle()
    sheet = desk.work.sheets.paper
    [(number,)] = sql("SELECT issue_number FROM certificate")
    assert sheet.jam.lines["number"].text() == number
    type_into(desk, sheet.jam.lines["came_out"], "x")
    type_into(desk, sheet.jam.lines["reason"], "걸림")
    desk.press("Return")
    desk.settle()
    assert "숫자로" in sheet.strip.words
    type_into(desk, sheet.jam.lines["came_out"], "0")
    sheet.jam.do.click()
    desk.settle()
    assert sheet.figures["remaining"].text() == "500"


@pytest.fixture
def given(desk: Driver, panel: CertificatePanel, came: Visitor) -> IssuedView:
    """Handed over to the person on the screen."""
    scan(desk, came.number)
    desk.press("F9")
    desk.settle()
    desk.press("F10")
    desk.settle()
    return desk.counter.archive.of_resident(came.id)[-1]


@pytest.fixture
def case(desk: Driver, given: IssuedView) -> ReissueSheet:
    desk.press("Ctrl+R")
    desk.settle()
    assert desk.work.person.reissue.isVisible()
    assert desk.work.sheets.reissue.isVisible()
    assert desk.work.sheets.reissue.case == given
    return desk.work.sheets.reissue


def test_a_document_is_printed_again(desk: Driver, case: ReissueSheet, sql: Sql) -> None:
    assert case.again.lines["reason_again"].hasFocus()
    desk.press("Return")
    desk.settle()
    assert "사유가 비어" in case.strip.words
    case.again.lines["reason_again"].setText("분실")
    desk.press("Return")
    desk.settle()
    assert "1회째" in case.strip.words
    assert "SG0000001-SG0000002" in case.facts.text()
    assert sql("SELECT number, copies FROM certificate_reprint") == [(1, 1)]
    case.again.lines["copies"].setText("x")
    case.again.do.click()
    desk.settle()
    assert "숫자로" in case.strip.words
    case.again.lines["copies"].setText("1")
    case.again.lines["reason_again"].setText("훼손")
    case.again.do.click()
    desk.settle()
    assert "이미 1번" in case.strip.words
    assert case.again.lines["second"].hasFocus()
    assert sql("SELECT count(*) FROM certificate_reprint") == [(1,)]
    type_into(desk, case.again.lines["second"], "sujin")
    type_into(desk, case.again.lines["second_password"], PASSWORD)
    desk.press("Return")
    desk.settle()
    assert "2회째" in case.strip.words
    assert len(list((desk.counter.config.home / "prints").glob("*reprint*"))) == 2


def test_pressed_again_after_the_printer_refused_it_is_one_reprint(
    desk: Driver, case: ReissueSheet, sql: Sql
) -> None:
    prints = desk.counter.config.home / "prints"
    prints.rename(prints.with_name("away"))
    prints.write_text("in the way")
    case.again.lines["reason_again"].setText("분실")
    desk.press("Return")
    desk.settle()
    assert case.strip.tone == "danger"
    prints.unlink()
    desk.press("Return")
    desk.settle()
    assert sql("SELECT number, job IS NOT NULL FROM certificate_reprint") == [(1, 1)]


def test_two_people_make_it_void(desk: Driver, case: ReissueSheet, given: IssuedView) -> None:
    lines = case.void.lines
    for line, text in (("reason_void", "오류"), ("second", "jihun"), ("second_password", PASSWORD)):
        type_into(desk, lines[line], text)
    desk.press("Return")
    desk.settle()
    assert "확인할 수 없습니다" in case.strip.words
    assert lines["second_password"].text() == ""
    assert desk.counter.archive.certificate(given.id).state == "handed_over"
    type_into(desk, lines["second"], "sujin")
    type_into(desk, lines["second_password"], PASSWORD)
    desk.press("Return")
    desk.settle()
    assert "무효로 처리했습니다" in case.strip.words
    assert not case.void.isVisible()
    assert desk.counter.archive.certificate(given.id).state == "voided"
    desk.press("Esc")
    desk.settle()
    assert desk.work.person.issued.rows[0].state == "voided"


def test_nobodys_document_stays(desk: Driver, case: ReissueSheet) -> None:
    desk.window.session.show_resident(None)
    desk.settle()
    assert not case.isVisible()
    assert case.title.text() == ""
    desk.press("Ctrl+R")
    desk.settle()
    assert not case.isVisible()


def test_closed_it_leaves_the_focus_where_it_was(desk: Driver, case: ReissueSheet) -> None:
    desk.press("Esc")
    assert not case.isVisible()
    assert desk.window.focusWidget() is desk.work.lookup.field
