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
from tests.ui.tray import issue_two, kinds, put_in, visit
from ui.certificate.panel import CertificatePanel
from ui.kit.theme import look


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


def test_one_of_them_is_spoiled_and_the_rest_handed_over(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    issue_two(desk, came)
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
    issue_two(desk, came)
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
