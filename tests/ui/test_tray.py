"""Several documents of one visit: put in, taken out, paid, printed and handed over together."""

from pathlib import Path

import pytest

from counter_app.certificates.requests import Request
from counter_app.privacy.actor import Actor
from tests import people
from tests.certificates.counts import DAY
from tests.conftest import PASSWORD
from tests.ui.driver import Driver
from tests.ui.papers import Visitor, visitor
from tests.ui.scenes.steps import scan
from ui.certificate.panel import CertificatePanel
from ui.kit.theme import look


@pytest.fixture
def child(home: Path, came: Visitor) -> Visitor:
    mother = people.registered_foreigner(home)
    return visitor(home, people.one(home, f"id_kind = 'FRN' AND id > {mother}"))


def visit(desk: Driver, came: Visitor) -> None:
    desk.counter.tickets.take("E", "vi", action_id="slip")
    desk.call()
    scan(desk, came.number)


def put_in(desk: Driver, kind: str = "") -> None:
    form = desk.work.certificate.page.form
    if kind:
        form.kind.choose(kind)
        desk.settle()
    desk.press("Insert")
    desk.settle()


def kinds(panel: CertificatePanel) -> list[str]:
    return [laid.request.kind for laid in panel.tray.laid]


def test_two_documents_are_paid_printed_and_handed_over_with_one_key_each(
    desk: Driver, panel: CertificatePanel, came: Visitor, home: Path
) -> None:
    visit(desk, came)
    put_in(desk)
    assert panel.tray.count.text() == "담은 문서 1"
    put_in(desk, "residence")
    assert kinds(panel) == ["alien-registration", "residence"]
    due = sum(laid.won for laid in panel.tray.laid)
    assert panel.page.total.text() == f"{due:,}원"
    desk.press("Ctrl+F9")
    desk.type("10000")
    assert panel.page.form.payment.change.text() == f"거스름돈 {10_000 - due:,}원"
    desk.press("F9")
    desk.settle()
    tray = panel.after.tray
    assert tray is not None
    assert (tray.won, tray.change) == (due, 10_000 - due)
    assert panel.after.change.text() == f"거스름돈 {10_000 - due:,}원"
    assert [one.state for one in tray.documents] == ["spooled"] * 2
    assert panel.in_flight.cases == ()
    assert panel.tray.laid == ()
    assert not panel.tray.count.isVisible()
    desk.press("F10")
    desk.settle()
    assert desk.counter.archive.in_flight() == ()
    assert panel.after.tray
    assert [one.state for one in panel.after.tray.documents] == ["handed_over"] * 2
    assert len(list((home / "prints").iterdir())) == 3
    assert desk.counter.till.reconcile(DAY).disagreement is None
    desk.press("F9")
    desk.settle()
    assert panel.page.isVisible()
    assert panel.page.total.text() == "1,000원"


def test_what_is_put_in_while_the_others_are_printed_stays_in_the_tray(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    visit(desk, came)
    put_in(desk)
    panel.page.form.kind.choose("residence")
    desk.settle()
    desk.press("Insert", "F9")  # at once: it is still being looked at
    desk.settle()
    assert [one.kind for one in desk.counter.archive.in_flight()] == ["alien-registration"]
    assert kinds(panel) == ["residence"]
    assert panel.tray.count.text() == "담은 문서 1"


def test_the_tray_goes_from_the_mother_to_her_child(
    desk: Driver, panel: CertificatePanel, came: Visitor, child: Visitor
) -> None:
    visit(desk, came)
    put_in(desk)
    scan(desk, child.number)
    assert panel.tray.count.text() == "담은 문서 1"
    put_in(desk)
    holders = {laid.request.resident_id for laid in panel.tray.laid}
    assert len(holders) == 2
    assert all(laid.holder.endswith("*") for laid in panel.tray.laid)
    desk.press("F9")
    desk.settle()
    assert panel.after.tray
    assert {one.resident_id for one in panel.after.tray.documents} == holders
    ticket = desk.window.session.ticket
    assert ticket
    assert len({one.receipt_number for one in panel.after.tray.documents}) == 2


def test_what_is_taken_out_is_not_issued(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    visit(desk, came)
    for kind in ("", "residence", "entry-departure"):
        put_in(desk, kind)
    desk.press("Ctrl+B", "Up")
    assert panel.page.take_out.isVisible()
    panel.page.show_printing(True)
    desk.press("Delete", "Insert")
    panel.page.show_printing(False)
    assert len(kinds(panel)) == 3
    desk.press("Delete")
    desk.settle()
    assert kinds(panel) == ["alien-registration", "entry-departure"]
    panel.page.take_out.click()
    desk.press("Delete")
    desk.settle()
    assert panel.tray.laid == ()
    assert not panel.page.tray.isVisible()
    assert panel.page.total.text() == "2,000원"  # what the form shows
    desk.press("F9")
    desk.settle()
    assert panel.after.case
    assert panel.after.tray is None


def test_large_text_brings_the_tray_into_sight(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    look().show("light", 2.0)
    visit(desk, came)
    put_in(desk)
    desk.press("F6")
    assert panel.page.tray.visibleRegion().isEmpty()
    desk.press("Ctrl+B")
    desk.settle()
    assert panel.page.tray.hasFocus()
    assert not panel.page.tray.visibleRegion().isEmpty()


def test_a_document_that_cannot_be_issued_is_not_put_in(
    desk: Driver, panel: CertificatePanel, home: Path, came: Visitor
) -> None:
    visit(desk, came)
    panel.page.form.purpose.edit.setText("")
    desk.settle()
    put_in(desk)
    assert panel.tray.laid == ()
    assert "용도" in panel.page.strip.words
    scan(desk, visitor(home, people.citizen(home)).number)
    put_in(desk)
    assert panel.tray.laid == ()


def test_a_waiver_put_in_is_of_that_document_alone(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    visit(desk, came)
    payment = panel.page.form.payment
    payment.way.choose("waive")
    payment.ground.choose("single_parent")
    payment.consent.setChecked(True)
    desk.settle()
    put_in(desk)
    put_in(desk)
    assert panel.page.total.text() == "1,000원"
    desk.press("F9")
    desk.settle()
    assert panel.after.tray
    assert [one.fee for one in panel.after.tray.documents] == [0, 1_000]


def test_the_visit_does_not_end_with_documents_in_the_tray_unasked(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    desk.counter.tickets.take("E", "vi", action_id="next")
    visit(desk, came)
    ticket = desk.window.session.ticket
    put_in(desk)
    for key in ("F2", "F5"):
        desk.window.session.show_tray(1)
        desk.press(key)
        desk.settle()
        assert desk.window.session.ticket == ticket
        assert "F9로 발급" in desk.window.notices.strips[-1].label.text()
        assert len(panel.tray.laid) == 1
    put_in(desk)
    desk.press("F2")
    desk.settle()
    assert desk.window.session.ticket == ticket
    desk.press("F2")
    desk.settle()
    assert desk.window.session.ticket != ticket
    assert panel.tray.laid == ()


def test_a_number_is_not_sent_on_with_documents_in_the_tray_unasked(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    visit(desk, came)
    put_in(desk)
    desk.press("F12")
    desk.settle()
    moves = desk.work.queue.moves
    (cancel,) = (b for b in moves.buttons if b.isVisible() and "취소" in b.text())
    cancel.click()
    desk.settle()
    assert desk.window.session.ticket
    assert "F9로 발급" in desk.window.notices.strips[-1].label.text()
    assert len(panel.tray.laid) == 1
    cancel.click()
    desk.settle()
    assert desk.window.session.ticket is None
    assert panel.tray.laid == ()


def test_a_clerk_who_goes_is_asked_about_the_tray(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    visit(desk, came)
    put_in(desk)
    desk.press("Ctrl+L")
    desk.window.lock.leave.click()
    desk.settle()
    assert desk.window.session.signed_in
    assert "F9" in desk.window.lock.problem.text()
    desk.window.lock.leave.click()
    desk.until(desk.window.sign_in.isVisible)
    assert desk.window.session.tray == 0


def test_a_number_put_on_hold_keeps_its_tray(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    visit(desk, came)
    desk.press("F4")
    desk.settle()
    put_in(desk)
    desk.press("Shift+F4")
    desk.settle()
    assert desk.window.session.ticket is None
    assert panel.tray.laid == ()
    desk.press("Shift+F3")
    desk.settle()
    assert desk.window.session.ticket is not None
    assert len(panel.tray.laid) == 1


def test_one_of_them_is_spoiled_and_the_rest_handed_over(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    visit(desk, came)
    for kind in ("", "residence"):
        put_in(desk, kind)
    desk.press("F9")
    desk.settle()
    desk.press("Ctrl+B")
    desk.move_to(
        lambda: panel.after.case is not None and panel.after.case.kind == "residence", "Down"
    )
    desk.press("Shift+F10")
    desk.settle()
    for said in ("", "sujin", PASSWORD):
        desk.type(said)
        desk.press("Return")
    desk.settle()
    assert panel.after.tray
    assert [one.state for one in panel.after.tray.documents] == ["spooled", "spoiled"]
    assert panel.after.case
    assert panel.after.case.kind == "alien-registration"
    desk.press("F10")
    desk.settle()
    assert panel.after.tray
    assert [one.state for one in panel.after.tray.documents] == ["handed_over", "spoiled"]
    assert desk.counter.archive.day(DAY).collected == 1_000


def test_a_refusing_printer_keeps_them_and_the_clerk_is_asked_about_each(
    desk: Driver, panel: CertificatePanel, came: Visitor, home: Path
) -> None:
    prints = home / "prints"
    prints.write_text("in the way")
    visit(desk, came)
    for kind in ("", "residence"):
        put_in(desk, kind)
    desk.press("F9")
    desk.settle()
    assert panel.after.tray
    assert panel.after.tray.problem
    desk.press("F10")
    desk.settle()
    assert "F10을 한 번 더" in panel.after.strip.words
    prints.unlink()
    for _ in range(2):
        desk.press("F9")
        desk.settle()
    assert panel.after.tray
    assert [one.state for one in panel.after.tray.documents] == ["spooled"] * 2
    assert len(list(prints.iterdir())) == 3
    desk.press("F10")
    desk.settle()
    assert desk.counter.archive.in_flight() == ()


def test_a_fee_changed_meanwhile_refuses_all_and_tells_the_new_sum(
    desk: Driver, panel: CertificatePanel, came: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    price = desk.counter.trays.price

    def of_yesterday(actor: Actor, request: Request) -> int:
        return price(actor, request) - 300

    visit(desk, came)
    with monkeypatch.context() as yesterday:
        yesterday.setattr(desk.counter.trays, "price", of_yesterday)
        put_in(desk)
        put_in(desk)
    assert panel.page.total.text() == "1,400원"
    desk.press("F9")
    desk.settle()
    assert "1,400" in panel.page.strip.words
    assert "2,000" in panel.page.strip.words
    assert panel.page.total.text() == "2,000원"
    assert desk.counter.archive.of_day(DAY) == ()
    desk.press("F9")
    desk.settle()
    assert panel.after.tray
    assert panel.after.tray.won == 2_000


def test_what_was_in_flight_together_is_shown_together(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    visit(desk, came)
    for kind in ("", "residence"):
        put_in(desk, kind)
    desk.press("F9")
    desk.settle()
    desk.window.session.show_resident(None)
    desk.settle()
    assert panel.after.tray
    assert len(panel.after.left_open) == 2


def test_what_keeps_a_document_out_of_the_tray_is_led_to(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    visit(desk, came)
    form = panel.page.form
    form.purpose.setEditText("")
    desk.settle()
    form.kind.setFocus()
    put_in(desk)
    assert panel.tray.laid == ()
    assert "용도" in panel.page.strip.words
    assert desk.window.focusWidget() in (form.purpose, form.purpose.edit)
