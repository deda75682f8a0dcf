"""Paying in the panel: cash with change, several tenders, a waiver with its paper."""

from tests.asking import Sql
from tests.ui.driver import Driver, type_into
from tests.ui.issuing import state
from tests.ui.papers import Visitor
from tests.ui.scenes.steps import scan
from ui.certificate.panel import CertificatePanel
from ui.certificate.payment import SPLIT, WAIVE


def test_cash_received_shows_the_change_before_and_after(
    desk: Driver, panel: CertificatePanel, came: Visitor, sql: Sql
) -> None:
    scan(desk, came.number)
    payment = panel.page.form.payment
    desk.press("Ctrl+F9")
    assert payment.received.hasFocus()
    desk.type("5000")
    desk.settle()
    assert payment.change.text() == "거스름돈 4,000원"
    desk.press("F9")
    desk.settle()
    assert state(panel) == "spooled"
    assert panel.after.change.isVisible()
    assert panel.after.change.text() == "거스름돈 4,000원"
    assert sql("SELECT tender, won FROM payment_part") == [("cash", 1000)]


def test_too_little_cash_is_told(desk: Driver, panel: CertificatePanel, came: Visitor) -> None:
    scan(desk, came.number)
    type_into(desk, panel.page.form.payment.received, "500")
    desk.press("F9")
    desk.settle()
    assert panel.after.case is None
    assert "모자랍니다" in panel.page.strip.words


def test_several_tenders(desk: Driver, panel: CertificatePanel, came: Visitor, sql: Sql) -> None:
    scan(desk, came.number)
    payment = panel.page.form.payment
    payment.way.choose(SPLIT)
    type_into(desk, payment.cash, "600")
    type_into(desk, payment.stamp, "100")
    assert payment.rest.text() == "300원"
    desk.press("F9")
    desk.settle()
    parts = sql("SELECT tender, won FROM payment_part ORDER BY id")
    assert parts == [("cash", 600), ("card", 300), ("stamp", 100)]
    assert "현금+카드+증지" in panel.after.facts.text().replace("수입", "")


def test_a_split_takes_numbers_and_change(
    desk: Driver, panel: CertificatePanel, came: Visitor, sql: Sql
) -> None:
    scan(desk, came.number)
    payment = panel.page.form.payment
    payment.way.choose(SPLIT)
    assert not payment.received.isVisible()
    type_into(desk, payment.cash, "600")
    type_into(desk, payment.stamp, "100")
    type_into(desk, payment.approval, "30012345")
    type_into(desk, payment.stamp_number, "S-77")
    type_into(desk, payment.received, "1000")
    assert payment.change.text() == "거스름돈 400원"
    desk.press("F9")
    desk.settle()
    parts = sql("SELECT tender, won, reference FROM payment_part ORDER BY id")
    assert parts == [("cash", 600, ""), ("card", 300, "30012345"), ("stamp", 100, "S-77")]
    assert panel.after.change.text() == "거스름돈 400원"


def test_too_much_in_a_split_is_told(
    desk: Driver, panel: CertificatePanel, came: Visitor, sql: Sql
) -> None:
    scan(desk, came.number)
    payment = panel.page.form.payment
    payment.way.choose(SPLIT)
    type_into(desk, payment.cash, "3000")
    assert payment.rest.text() == "수수료보다 2,000원 많음"
    desk.press("F9")
    desk.settle()
    assert panel.after.case is None
    assert "2,000원 많습니다" in panel.page.strip.words
    assert sql("SELECT 1 FROM payment") == []


def test_what_was_wrong_is_chosen_from_what_the_person_was_given(
    desk: Driver, panel: CertificatePanel, came: Visitor, sql: Sql
) -> None:
    scan(desk, came.number)
    for key in ("F9", "F10"):
        desk.press(key)
        desk.settle()
    ((wrong,),) = sql("SELECT issue_number FROM certificate")
    scan(desk, came.number)
    payment = panel.page.form.payment
    payment.way.choose(WAIVE)
    payment.ground.choose("office_error")
    desk.settle()
    assert payment.earlier.isVisible()
    assert payment.earlier.words == ""
    payment.proof.setEditText("성명 오기")
    desk.press("F9")
    desk.settle()
    assert "앞 문서의 발급번호나 확인번호" in panel.page.strip.words
    payment.earlier.take_focus()
    desk.press("Down")
    desk.settle()
    assert payment.earlier.words == payment.earlier.currentText() == wrong
    desk.press("F9")
    desk.settle()
    assert sql("SELECT proof, earlier FROM waiver") == [("성명 오기", wrong)]


def test_a_waiver_offers_the_papers_of_its_ground(
    desk: Driver, panel: CertificatePanel, came: Visitor, sql: Sql
) -> None:
    scan(desk, came.number)
    payment = panel.page.form.payment
    payment.way.choose(WAIVE)
    payment.ground.choose("single_parent")
    desk.settle()
    assert payment.proof.words == ""
    assert [payment.proof.itemData(at) for at in range(payment.proof.count())] == [
        "한부모가족증명서"
    ]
    payment.proof.take_focus()
    desk.press("Down")
    payment.proof.edit.end(False)
    desk.type(" 2026-11")
    desk.settle()
    desk.press("F9")
    desk.settle()
    assert sql("SELECT ground, proof FROM waiver") == [
        ("single_parent", "한부모가족증명서 2026-11")
    ]


def test_a_waiver_needs_its_proof(
    desk: Driver, panel: CertificatePanel, came: Visitor, sql: Sql
) -> None:
    scan(desk, came.number)
    payment = panel.page.form.payment
    payment.way.choose(WAIVE)
    desk.settle()
    assert panel.page.total.text() == "0원"
    desk.press("F9")
    desk.settle()
    assert "기록이 없습니다" in panel.page.strip.words
    payment.consent.click()
    desk.press("F9")
    desk.settle()
    assert sql("SELECT ground, consent FROM waiver") == [("basic_livelihood", 1)]


def test_the_next_document_begins_with_exact_cash(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    scan(desk, came.number)
    payment = panel.page.form.payment
    for _ in range(3):
        desk.press("Ctrl+F9")
    assert payment.way.value == "stamp"
    desk.press("F9")
    desk.settle()
    assert payment.terms.tender == "cash"


def test_a_key_pressed_once_too_often_does_not_turn_cash_into_card(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    scan(desk, came.number)
    payment = panel.page.form.payment
    desk.press("Ctrl+F9")
    desk.type("5000")
    desk.press("Ctrl+F9")
    assert payment.terms.tender == "cash"
    assert payment.received.selectedText() == "5000"
    desk.press("Ctrl+F9")
    assert payment.terms.tender == "card"
