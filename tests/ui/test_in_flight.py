"""A document between the printer and the visitor: refused, spoiled, printed again, asked about."""

from pathlib import Path

import pytest

from counter_app.certificates.requests import Request
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests.asking import Sql
from tests.conftest import PASSWORD
from tests.people import registered_foreigner
from tests.printing.queue import Queue
from tests.ui.driver import Driver
from tests.ui.issuing import state
from tests.ui.papers import Visitor
from tests.ui.scenes.steps import scan
from ui.certificate.job_watch import progress
from ui.certificate.panel import CertificatePanel


def print_in_vain(desk: Driver, came: Visitor, home: Path) -> None:
    """A document is issued while the printer refuses."""
    (home / "prints").write_text("in the way")
    scan(desk, came.number)
    desk.press("F9")
    desk.settle()


def test_a_printer_that_refuses_keeps_the_number(
    desk: Driver, panel: CertificatePanel, came: Visitor, home: Path
) -> None:
    print_in_vain(desk, came, home)
    assert state(panel) == "prepared"
    assert "쓸 수 없습니다" in panel.after.strip.words
    desk.press("F10")
    desk.settle()
    assert state(panel) == "prepared"
    assert "종이가 손에 있으면 F10을 한 번 더" in panel.after.strip.words
    number = panel.after.number.text()
    (home / "prints").unlink()
    desk.press("F9")
    desk.settle()
    assert state(panel) == "spooled"
    assert panel.after.number.text() == number


def test_escape_leaves_the_question_why_a_sheet_is_spoiled(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    scan(desk, came.number)
    desk.press("F9")
    desk.settle()
    desk.press("Shift+F10", "Return")
    assert panel.after.why.asking == "spoil"
    desk.press("Escape")
    assert panel.after.why.asking == ""
    assert desk.window.focusWidget() is desk.work.lookup.field
    assert panel.after.hand_over.isVisible()


def test_a_spoiled_sheet_gives_the_fee_back(
    desk: Driver, panel: CertificatePanel, came: Visitor, sql: Sql
) -> None:
    scan(desk, came.number)
    desk.press("F9")
    desk.settle()
    desk.press("Shift+F10", "Down", "Return")
    desk.type("minseo")
    desk.press("Return")
    desk.type(PASSWORD)
    desk.press("Return")
    desk.settle()
    assert state(panel) == "spooled"
    assert "두 사람" in panel.after.strip.words
    assert panel.after.why.password.text() == ""
    panel.after.why.login.setText("sujin")
    desk.type(PASSWORD)
    desk.press("Return")
    desk.settle()
    assert state(panel) == "spoiled"
    assert sql("SELECT sum(won) FROM payment") == [(0,)]
    assert sql("SELECT reason FROM certificate_event WHERE state = 'spoiled'") == [("인쇄 불량",)]
    assert desk.window.focusWidget() is desk.work.lookup.field


def test_what_came_out_is_not_offered_again_and_what_is_forgotten_is_asked_about(
    desk: Driver, panel: CertificatePanel, came: Visitor, home: Path
) -> None:
    scan(desk, came.number)
    desk.press("F9")
    after = panel.after
    desk.until(lambda: "인쇄를 마쳤습니다" in after.strip.words)
    assert not after.print_again.isVisible()
    (issued,) = desk.counter.archive.in_flight()
    (home / "prints" / f"{issued.issue_number}.pdf").unlink()
    after.show_case(None)
    after.show_case(issued)
    desk.until(lambda: "대기열에 문서가 없습니다" in after.strip.words)
    assert after.print_again.isVisible()
    desk.press("F9")
    assert after.why.isVisible()
    assert not after.why.login.isVisible()
    desk.press("Return")
    desk.settle()
    assert after.why.sheets.hasFocus()
    assert after.why.sheets.text() == "1"
    desk.press("Return")
    desk.settle()
    assert not after.why.isVisible()
    (again,) = desk.counter.archive.in_flight()
    assert (again.state, again.issue_number) == ("spooled", issued.issue_number)
    assert again.serials == "SG0000001-SG0000002"
    assert desk.counter.stationery.stock().spoiled == 1


def test_a_second_time_another_person_signs(
    desk: Driver, panel: CertificatePanel, came: Visitor, home: Path
) -> None:
    scan(desk, came.number)
    desk.press("F9")
    desk.settle()
    after = panel.after
    (issued,) = desk.counter.archive.in_flight()
    for signs in (False, True):
        (home / "prints" / f"{issued.issue_number}.pdf").unlink()
        (now,) = desk.counter.archive.in_flight()
        after.show_case(None)
        after.show_case(now)
        desk.until(lambda: "대기열에 문서가 없습니다" in after.strip.words)
        desk.press("F9")
        assert after.why.login.isVisible() == signs
        desk.press("Return", "Return")
        if signs:
            assert after.why.login.hasFocus()
            desk.type("sujin")
            desk.press("Return")
            desk.type(PASSWORD)
            desk.press("Return")
        desk.settle()
        assert not after.why.isVisible()
        assert after.why.password.text() == ""
        assert (home / "prints" / f"{issued.issue_number}.pdf").exists()


def test_what_was_in_flight_is_asked_about_at_once(
    door: Driver, counter: Counter, clerk: Actor, home: Path
) -> None:
    left = issue(counter, clerk, registered_foreigner(home))
    counter.clerks.sign_out(clerk)
    door.window.sign_in.enter_demo()
    door.enter()
    panel = door.work.certificate
    assert isinstance(panel, CertificatePanel)
    assert panel.after.case is not None
    assert panel.after.case.issue_number == left
    door.press("F10")
    door.settle()
    assert counter.archive.in_flight() == ()


def test_what_is_in_flight_stands_above_the_next_visitor(
    desk: Driver, panel: CertificatePanel, came: Visitor, clerk: Actor
) -> None:
    left = issue(desk.counter, clerk, came.id)
    scan(desk, came.number)
    assert panel.in_flight.isVisible()
    assert "1건" in panel.in_flight.words
    desk.press("Ctrl+F10")
    assert panel.after.number.text() == left
    desk.press("F10")
    desk.settle()
    assert not panel.in_flight.isVisible()


def issue(counter: Counter, clerk: Actor, resident_id: int) -> str:
    """Leave a certificate in flight; its number."""
    request = Request(resident_id, "은행 제출")
    return counter.certificates.issue(clerk, request, action_id="left").issue_number


def test_a_paper_in_hand_that_no_queue_knows_of_is_asked_for_once(
    desk: Driver, panel: CertificatePanel, came: Visitor, home: Path
) -> None:
    print_in_vain(desk, came, home)
    desk.press("F10")
    desk.settle()
    panel.after.hand_over.click()
    desk.settle()
    assert state(panel) == "handed_over"


@pytest.mark.parametrize("job", ["held", "stopped", "canceled", "aborted"])
def test_a_document_that_stands_in_the_queue_is_not_handed_over_unasked(
    desk: Driver, panel: CertificatePanel, came: Visitor, job: str
) -> None:
    scan(desk, came.number)
    desk.press("F9")
    desk.settle()
    case = panel.after.case
    assert case
    watch, (title,) = panel.after._watch, panel.after._watch._titles
    watch._told(((title,), progress(Queue({title: job}), (title,))))
    desk.press("F10")
    desk.settle()
    assert state(panel) == "spooled"
    assert "F10을 한 번 더" in panel.after.strip.words
    watch._told(((title,), progress(Queue({title: "completed"}), (title,))))
    assert "F10을 한 번 더" not in panel.after.strip.words
    panel.after.hand_over.click()
    desk.settle()
    assert state(panel) == "handed_over"
