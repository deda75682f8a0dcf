"""From the card to the paper in the visitor's hand, and everything that can come between."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QTableView

from counter_app.certificates.requests import Request
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests.asking import Sql
from tests.conftest import PASSWORD
from tests.people import citizen, registered_foreigner
from tests.printing.queue import Queue
from tests.ui.driver import Driver
from tests.ui.issuing import state
from tests.ui.papers import Visitor, visitor
from tests.ui.scenes.steps import scan
from ui.certificate.job_watch import progress
from ui.certificate.panel import CertificatePanel
from ui.kit.theme import look


def test_a_visit_takes_four_keys_and_a_scan(
    desk: Driver, panel: CertificatePanel, came: Visitor, home: Path
) -> None:
    desk.counter.tickets.take("E", "vi", action_id="slip")
    desk.call()
    desk.type(came.number)
    desk.press("Return")
    desk.settle()
    desk.press("F9")
    desk.settle()
    assert state(panel) == "spooled"
    desk.press("F10")
    desk.settle()
    assert state(panel) == "handed_over"
    assert desk.keys == 4  # Return is the scanner's
    assert panel.after.case is not None
    prints = {path.stem for path in (home / "prints").iterdir()}
    assert {panel.after.case.issue_number, panel.after.case.receipt_number} <= prints


def test_the_page_is_seen_before_it_is_printed(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    scan(desk, came.number)
    desk.until(lambda: panel.page.preview.pages)
    assert panel.page.total.text() == "1,000원"
    assert desk.counter.archive.in_flight() == ()


def test_the_page_shows_no_more_than_the_record_until_it_is_unmasked(
    desk: Driver, panel: CertificatePanel, came: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    preview = desk.counter.certificates.preview

    def noted(actor: Actor, request: Request, *, whole: bool) -> bytes:
        asked.append(whole)
        return preview(actor, request, whole=whole)

    monkeypatch.setattr(desk.counter.certificates, "preview", noted)
    scan(desk, came.number)
    desk.until(lambda: panel.page.preview.pages)
    assert panel.page.masked.isVisible()
    for keys in (("F11", "1"), ("F11",)):  # what for, and masked again
        desk.press(*keys)
        desk.settle()
        desk.until(lambda: panel.page.preview.pages)
    assert asked == [False, True, False]
    desk.press("F11", "1")
    desk.settle()
    desk.press("F9")
    desk.settle()
    desk.until(lambda: panel.after.preview.pages)
    assert not panel.after.preview.words
    desk.press("F11")
    assert panel.after.preview.pages == 0
    assert "F11" in panel.after.preview.words
    desk.press("F11")
    desk.settle()
    desk.window.session.show_resident(None)
    assert not desk.window.session.revealed
    assert not panel.page.masked.isHidden()


def test_large_text_brings_the_options_into_sight_and_the_search_back(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    look().show("light", 2.0)
    scan(desk, came.number)
    form = panel.page.form
    assert form.purpose.visibleRegion().isEmpty()
    desk.press("Shift+F9")
    desk.settle()
    assert form.purpose.visibleRegion().boundingRect().height() == form.purpose.height()
    desk.press("F6")
    assert not desk.work.lookup.field.visibleRegion().isEmpty()


def test_options_are_printed_as_chosen(
    desk: Driver, panel: CertificatePanel, came: Visitor, sql: Sql
) -> None:
    scan(desk, came.number)
    desk.press("Shift+F9")
    desk.type("visa")
    desk.move_to(panel.page.form.copies.hasFocus)
    desk.press("Up", "Up")
    desk.move_to(panel.page.form.history.hasFocus)
    desk.press("Space")
    desk.settle()
    assert panel.page.total.text() == "3,000원"
    desk.press("F9")
    desk.settle()
    case = panel.after.case
    assert case is not None
    assert (case.copies, case.fee) == (3, 3000)
    ((content,),) = sql("SELECT content FROM certificate")
    assert '"purpose": "visa"' in str(content)
    assert '"history": null' not in str(content)


def test_the_purpose_is_printed_in_korean_from_an_english_screen(
    desk: Driver, came: Visitor, sql: Sql
) -> None:
    desk.window.session.speak("en")
    scan(desk, came.number)
    desk.press("F9")
    desk.settle()
    ((content,),) = sql("SELECT content FROM certificate")
    assert "은행 제출" in str(content)


def test_copies_stay_between_one_and_twenty(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    scan(desk, came.number)
    copies = panel.page.form.copies
    desk.press("Shift+F9")
    desk.move_to(copies.hasFocus)
    desk.press("Down")
    assert copies.number == 1
    desk.press(*["Up"] * 30)
    assert copies.number == 20


def test_who_cannot_have_it_is_told_why(desk: Driver, panel: CertificatePanel, home: Path) -> None:
    scan(desk, visitor(home, citizen(home)).number)
    desk.until(lambda: panel.page.strip.words)
    assert "대한민국 국민" in panel.page.strip.words
    desk.press("F9")
    desk.settle()
    assert desk.counter.archive.in_flight() == ()


def test_a_printer_that_refuses_keeps_the_number(
    desk: Driver, panel: CertificatePanel, came: Visitor, home: Path
) -> None:
    (home / "prints").write_text("in the way")
    scan(desk, came.number)
    desk.press("F9")
    desk.settle()
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


def test_the_next_call_leaves_nobody_on_the_screen(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    for slip in ("one", "two"):
        desk.counter.tickets.take("E", "vi", action_id=slip)
    desk.call()
    scan(desk, came.number)
    desk.press("F9")
    desk.settle()
    desk.press("F10")
    desk.settle()
    desk.call()
    assert desk.window.session.resident is None
    assert panel.empty.isVisible()
    assert came.name_roman not in shown(desk)
    assert came.number not in shown(desk)


def shown(desk: Driver) -> str:
    """Every word any label, field or table of the window holds."""
    words = [label.text() for label in desk.window.findChildren(QLabel)]
    words += [field.text() for field in desk.window.findChildren(QLineEdit)]
    for table in desk.window.findChildren(QTableView):
        model = table.model()
        words += [
            str(model.index(row, column).data())
            for row in range(model.rowCount())
            for column in range(model.columnCount())
        ]
    return "\n".join(words)


def issue(counter: Counter, clerk: Actor, resident_id: int) -> str:
    """Leave a certificate in flight; its number."""
    request = Request(resident_id, "은행 제출")
    return counter.certificates.issue(clerk, request, action_id="left").issue_number


def test_a_paper_in_hand_that_no_queue_knows_of_is_asked_for_once(
    desk: Driver, panel: CertificatePanel, came: Visitor, home: Path
) -> None:
    (home / "prints").write_text("in the way")
    scan(desk, came.number)
    desk.press("F9")
    desk.settle()
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


def test_the_kind_is_chosen_by_keys_and_printed(
    desk: Driver, panel: CertificatePanel, came: Visitor, home: Path
) -> None:
    scan(desk, came.number)
    form = panel.page.form
    assert form.code == "alien-registration"
    form.kind.setFocus()
    desk.press("Down")
    desk.settle()
    assert form.code == "residence"
    assert not form.history.isEnabled()
    desk.press("F9")
    desk.settle()
    assert panel.after.case
    assert panel.after.case.kind == form.code
    panel.start_over()
    form.start_over()
    assert form.code == "alien-registration"
    assert form.history.isEnabled()
