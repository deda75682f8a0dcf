"""A tray with documents in it is not left behind, whoever goes or comes."""

from pathlib import Path

import pytest

from tests import people
from tests.ui.driver import Driver
from tests.ui.papers import Visitor, visitor
from tests.ui.scenes.steps import scan
from tests.ui.tray import issue_two, put_in, visit
from ui.certificate.panel import CertificatePanel


@pytest.fixture
def child(home: Path, came: Visitor) -> Visitor:
    mother = people.registered_foreigner(home)
    return visitor(home, people.one(home, f"id_kind = 'FRN' AND id > {mother}"))


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
    moves = desk.work.queue.below.moves
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


def test_what_was_in_flight_together_is_shown_together(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    issue_two(desk, came)
    desk.window.session.show_resident(None)
    desk.settle()
    assert panel.after.tray
    assert len(panel.after.left_open) == 2
