"""Who asks for a document, about whom, and what must be made sure of first."""

from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from tests.asking import Sql
from tests.certificates.samples import OWN
from tests.people import citizen, one
from tests.ui.driver import Driver
from tests.ui.issuing import issue, kept
from tests.ui.papers import Visitor, visitor
from tests.ui.scenes import papers
from tests.ui.scenes.steps import scan as serve
from ui.certificate.panel import CertificatePanel
from ui.certificate.request_form import RequestForm


def test_the_fee_follows_who_asks(
    desk: Driver, panel: CertificatePanel, form: RequestForm, came: Visitor
) -> None:
    serve(desk, came.number)
    papers.turn_to(desk, "foreigners-staying")
    fees = {role: desk.counter.certificates.fee(form.code, 1, role) for role in ("self", "ground")}
    assert fees["self"] != fees["ground"]
    desk.settle()
    assert panel.page.fee == fees["self"]
    desk.press("Ctrl+I", "Ctrl+I", "Ctrl+I", "Ctrl+I")
    desk.settle()
    assert form.role == "ground"
    assert panel.page.fee == fees["ground"]


def test_a_delegate_asks_and_stays_for_the_next_document_of_the_visit(
    desk: Driver, panel: CertificatePanel, form: RequestForm, came: Visitor, home: Path, sql: Sql
) -> None:
    for slip in ("one", "two"):
        desk.counter.tickets.take("E", "vi", action_id=slip)
    desk.call()
    serve(desk, came.number)
    papers.send(desk)
    issue(desk)
    applicant = kept(sql)["applicant"]
    assert (applicant["role"], applicant["name"]) == ("delegate", "김대리")
    assert applicant["proof"].startswith("위임장")
    panel.after.another.click()
    papers.turn_to(desk, "residence")
    issue(desk)
    assert kept(sql)["applicant"] == applicant
    other = visitor(home, one(home, f"id_kind = 'FRN' AND id <> {came.id} AND {OWN}"))
    serve(desk, other.number)
    assert form.applicant.name.text() == "김대리"
    assert form.applicant.applicant.proof == ""  # it was for the other person
    desk.call()
    serve(desk, came.number)
    assert not form.applicant.isVisible()
    assert form.applicant.usual
    assert "김대리" not in [line.text() for line in desk.window.findChildren(QLineEdit)]


def test_without_a_ticket_the_next_person_is_another_visitor(
    desk: Driver, form: RequestForm, came: Visitor, home: Path
) -> None:
    serve(desk, came.number)
    papers.send(desk)
    serve(desk, visitor(home, citizen(home)).number)
    assert form.applicant.usual
    assert form.applicant.name.text() == ""


def test_after_the_loss_of_the_card_another_paper_tells_who_it_is(
    desk: Driver, panel: CertificatePanel, form: RequestForm, home: Path, sql: Sql
) -> None:
    lost = f"card_lost_on IS NOT NULL AND passport_number IS NOT NULL AND id_kind = 'FRN' AND {OWN}"
    serve(desk, visitor(home, one(home, lost)).number)
    papers.turn_to(desk, "temporary-registration")
    assert form.applicant.isVisible()
    papers.turn_to(desk, "certified-copy")
    assert form.applicant.applicant.identity == "card"  # looked at only
    form.kind.choose("temporary-registration")
    issue(desk)
    assert kept(sql)["applicant"]["identity"] == "passport"
    panel.after.another.click()
    form.kind.choose("alien-registration")
    assert form.applicant.applicant.identity == "passport"
    assert form.applicant.isVisible()


def test_of_two_alike_the_number_on_the_paper_tells(
    desk: Driver, panel: CertificatePanel, form: RequestForm, came: Visitor, home: Path, sql: Sql
) -> None:
    papers.make_double(came, home)
    serve(desk, came.number)
    desk.until(form.confirmed.isVisible)
    assert "같은 사람이 또" in panel.page.strip.words
    desk.press("F9")
    desk.settle()
    assert form.confirmed.hasFocus()
    desk.type("0000000")
    desk.press("F9")
    desk.settle()
    assert "다릅니다" in panel.page.strip.words
    assert form.confirmed.hasFocus()
    desk.press("Ctrl+A")
    desk.type(came.number[-7:])
    desk.until(lambda: panel.page.preview.pages)
    issue(desk)
    assert kept(sql)["confirmed"] == came.number[-7:]
    serve(desk, visitor(home, citizen(home)).number)
    assert form.confirmed.text() == ""
    assert not form.confirmed.isVisible()


def test_whose_stay_is_over_is_told_where_to_turn(
    desk: Driver, panel: CertificatePanel, form: RequestForm, came: Visitor, home: Path, sql: Sql
) -> None:
    sql(f"UPDATE resident SET stay_expires = '2026-11-01' WHERE id = {came.id}")
    serve(desk, came.number)
    desk.until(form.doubts.referred.isVisible)
    assert "1345" in panel.page.strip.words
    desk.press("F9")
    desk.settle()
    assert form.doubts.referred.hasFocus()
    desk.press("Space")
    desk.until(lambda: panel.page.preview.pages)
    issue(desk)
    assert kept(sql)["referred"] is True
    serve(desk, visitor(home, citizen(home)).number)
    assert not form.doubts.referred.isChecked() and not form.doubts.isVisible()


def test_a_restricted_record_says_why_and_shows_nothing(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    papers.restrict(desk, came.id)
    serve(desk, came.number)
    desk.until(lambda: papers.RESTRICTED in panel.page.strip.words)
    assert panel.page.preview.pages == 0
    assert papers.RESTRICTED in desk.work.person.alerts[0].words
    desk.press("F9")
    desk.settle()
    assert papers.RESTRICTED in panel.page.strip.words
    assert desk.counter.archive.in_flight() == ()


def test_another_centres_resident_follows_the_rule_of_the_kind(
    desk: Driver, panel: CertificatePanel, home: Path
) -> None:
    elsewhere = visitor(home, one(home, f"id_kind = 'FRN' AND NOT {OWN}"))
    serve(desk, elsewhere.number)
    desk.until(lambda: panel.page.preview.pages)
    papers.turn_to(desk, "residence")
    desk.until(lambda: "관할 센터에서만" in panel.page.strip.words)
    assert panel.page.preview.pages == 0
