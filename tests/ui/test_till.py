"""The till's sheet, as a clerk works it with keys."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QScrollBar

from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests.certificates.counts import DAY
from tests.conftest import PASSWORD
from tests.ui.driver import Driver, type_into
from tests.ui.papers import Visitor
from ui.certificate.panel import CertificatePanel
from ui.kit.inputs import Field
from ui.till.sheet import TillSheet


@pytest.fixture
def sheet(desk: Driver) -> TillSheet:
    desk.press("Ctrl+M")
    desk.settle()
    found = desk.window.findChild(TillSheet)
    assert isinstance(found, TillSheet)
    return found


def sign(desk: Driver, sheet: TillSheet) -> None:
    form = sheet.signatures
    form.mine.setText(PASSWORD)
    form.supervisor.setText("sujin")
    form.theirs.setText(PASSWORD)
    form.sign.click()
    desk.settle()


def test_a_day_is_opened_counted_and_closed(
    desk: Driver, sheet: TillSheet, counter: Counter, home: Path
) -> None:
    assert sheet.float.won.hasFocus()
    desk.type("1500")
    desk.press("Return")
    desk.settle()
    assert sheet.figures["expected"].text() == "1,500원"
    assert sheet.board.pieces[50_000].hasFocus()
    sign(desk, sheet)
    assert "세지 않았습니다" in sheet.strip.words
    assert sheet.board.pieces[50_000].hasFocus()
    type_into(desk, sheet.board.pieces[1_000], "1")
    desk.press("Return")
    desk.settle()
    assert sheet.signatures.reason.hasFocus()
    sign(desk, sheet)
    assert "-500원" in sheet.strip.words
    assert sheet.signatures.reason.hasFocus()
    type_into(desk, sheet.board.pieces[100], "5")
    assert "차이 0원" in sheet.board.sum.text()
    desk.press("Return")
    desk.settle()
    assert sheet.figures["difference"].text() == "0원"
    form = sheet.signatures
    assert form.mine.hasFocus()
    for typed in (PASSWORD, "sujin", "wrong"):
        desk.type(typed)
        desk.press("Return")
    desk.settle()
    assert counter.till.show(DAY).settled is None
    assert form.mine.text() == form.theirs.text() == ""
    sign(desk, sheet)
    assert counter.till.show(DAY).settled is not None
    assert "이수진" in sheet.state.text()
    assert sheet.print.hasFocus()
    sheet.print.click()
    desk.settle()
    assert b"/ByteRange" in (home / "prints" / f"settlement-{DAY}.pdf").read_bytes()


def test_cash_in_and_out_take_a_reason(desk: Driver, sheet: TillSheet) -> None:
    desk.type("0")
    desk.press("Return")
    desk.settle()
    sheet.moves.won.setText("500")
    sheet.moves.put_in.click()
    desk.settle()
    assert "사유" in sheet.strip.words
    sheet.moves.reason.setText("잔돈")
    sheet.moves.put_in.click()
    desk.settle()
    assert sheet.figures["expected"].text() == "500원"


def test_what_moved_beside_payments_is_listed_with_who_and_why(
    desk: Driver, sheet: TillSheet, came: Visitor
) -> None:
    counter, actor = desk.counter, desk.window.session.actor
    counter.till.open(actor, 50_000, action_id="open")
    desk.press("Esc", "Ctrl+M")
    desk.settle()
    assert not sheet.moved.isVisible()
    sheet.moves.won.setText("5000")
    sheet.moves.reason.setText("은행 입금")
    sheet.moves.take_out.click()
    desk.settle()
    issue(counter, actor, came, "paid")
    (paid,) = counter.archive.of_day(DAY)
    counter.voiding.void(actor, paid.id, "다른 사람", "sujin", PASSWORD, action_id="void")
    sheet.reload()
    desk.settle()
    assert sheet.moved.lines.text().splitlines() == [
        "10:00  ·  시작 금액  ·  50,000원  ·  김민서",
        "10:00  ·  출금  ·  -5,000원  ·  김민서  ·  은행 입금",
        "10:00  ·  취소·환불  ·  -1,000원  ·  김민서  ·  다른 사람",
    ]


def test_nothing_that_was_typed_waits_for_the_next_person(desk: Driver, sheet: TillSheet) -> None:
    def again(*lines: QLineEdit) -> list[str]:
        for line in lines:
            line.setText("77")
        desk.press("Esc")
        hidden = [line.text() for line in lines if line.echoMode() == QLineEdit.EchoMode.Password]
        assert not any(hidden)
        desk.press("Ctrl+M")
        desk.settle()
        return [line.text() for line in lines]

    assert again(sheet.float.won, sheet.float.reason) == ["", ""]
    desk.counter.till.open(desk.window.session.actor, 0, action_id="open")
    form, moves = sheet.signatures, sheet.moves
    lines = (form.reason, form.mine, form.supervisor, form.theirs, moves.won, moves.reason)
    assert set(again(*lines, sheet.board.pieces[100])) == {""}


def test_of_several_parts_one_answers_to_enter_and_all_fit_a_small_screen(desk: Driver) -> None:
    desk.window.session.speak("en")
    desk.window.resize(1366, 768)
    desk.counter.till.open(desk.window.session.actor, 50_000, action_id="open")
    desk.press("Ctrl+M")
    desk.settle()
    sheet = next(one for one in desk.window.findChildren(TillSheet) if one.isVisible())
    buttons = (sheet.board.write, sheet.signatures.sign)
    assert [button.key for button in buttons] == ["Enter", ""]
    assert [button.property("resting") for button in buttons] == [False, True]
    sheet.signatures.theirs.setFocus()
    assert [button.key for button in buttons] == ["", "Enter"]
    assert [button.property("resting") for button in buttons] == [True, False]
    sheet.signatures.theirs.clearFocus()
    for field in sheet.signatures.findChildren(Field):
        words = field.label.fontMetrics().horizontalAdvance(field.label.text())
        assert words <= field.label.width(), field.label.text()
    sheet.board.write.click()
    desk.settle()
    assert sheet.strip.isVisible()
    assert not any(bar.isVisible() for bar in sheet.findChildren(QScrollBar))


def test_a_day_left_open_is_told_from_the_next_morning_on(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    counter, actor = desk.counter, desk.window.session.actor
    badge = desk.work.bottom.supplies.badges["till"]
    desk.settle()
    assert badge.isHidden()
    issue(counter, actor, came, "before")
    desk.work.reload_day()
    desk.settle()
    assert badge.isVisible()
    assert badge.text() == "시작 금액 없음"
    counter.till.open(actor, 50_000, action_id="open")
    desk.work.reload_day()
    desk.settle()
    assert badge.isHidden()
    assert isinstance(counter.clock, FixedClock)
    counter.clock.at += timedelta(days=1)
    issue(counter, actor, came, "after")
    desk.work.reload_day()
    desk.settle()
    assert badge.text() == f"{DAY:%m-%d} 미마감"
    desk.press("Ctrl+M")
    desk.settle()
    sheet = next(one for one in desk.window.findChildren(TillSheet) if one.isVisible())
    assert "마감하지 않았으니" in sheet.state.text()
    assert "1,000원은 2026. 11. 17." in sheet.state.text()
    assert sheet.figures["expected"].text() == "52,000원"


def issue(counter: Counter, actor: Actor, came: Visitor, action: str) -> None:
    issued = counter.certificates.issue(actor, Request(came.id, "은행"), action_id=action)
    counter.certificates.hand_over(actor, issued.id, action_id=f"{action}-over")
