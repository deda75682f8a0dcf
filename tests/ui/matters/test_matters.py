"""Ctrl+F8: residence matters by keys alone, from the person's page and without a person."""

import tomllib
from uuid import uuid4

from counter_app.main import Counter
from counter_app.matters.views import Answer
from counter_app.resources import RESOURCES
from counter_app.till.terms import Terms
from db.identity import IdKind
from db.matters import MatterState
from tests.conftest import PASSWORD
from tests.matters.desk import somebody, tick_all
from tests.ui.driver import Driver
from tests.ui.residence import open_sheet, take_in
from tests.ui.scenes.matters import refuse
from tests.ui.scenes.sync import known_there
from ui.matters.detail import PLACES
from ui.matters.sheet import MattersSheet


def test_a_move_from_taking_in_to_done_by_keys(
    desk: Driver, counter: Counter, sheet: MattersSheet, person: int
) -> None:
    assert sheet.new.procedure.hasFocus()
    take_in(desk)
    view = sheet.detail.view
    assert view is not None
    assert sheet.strip.words == "접수했습니다."
    assert [box.isChecked() for box in sheet.detail.checks] == [False] * 3
    desk.press("Alt+1")
    desk.settle()
    assert "필수 서류가 2건" in sheet.strip.words
    for _ in range(3):
        desk.press("Space", "Tab")
        desk.settle()
        desk.settle()
    assert [box.isChecked() for box in sheet.detail.checks] == [True] * 3
    desk.press("Alt+1")
    desk.settle()
    desk.press("Alt+2")
    desk.settle()
    done = counter.matters.of_resident(desk.window.session.actor, person)
    assert [line.state for line in done] == [MatterState.DONE]
    desk.press("Escape")
    assert not sheet.isVisible()


def test_the_key_of_the_next_step_does_nothing_else_before_its_time(
    desk: Driver, counter: Counter, sheet: MattersSheet, person: int
) -> None:
    take_in(desk)
    desk.press("Alt+1")
    desk.settle()
    desk.press("Alt+2")
    desk.settle()
    (line,) = counter.matters.of_resident(desk.window.session.actor, person)
    assert line.state == MatterState.OPEN
    assert [b.key for b in sheet.detail.acts if b.isVisible()] == ["Alt+1", "Alt+3", "Alt+4"]


def test_no_two_acts_share_a_key() -> None:
    tables = tomllib.loads((RESOURCES / "matters" / "tables.toml").read_text("utf-8"))
    for moves in tables.values():
        for state in {one for move in moves for one in move["from"]}:
            offered = {move["act"] for move in moves if state in move["from"]}
            assert len({PLACES[act] for act in offered}) == len(offered)


def test_two_ticks_one_after_the_other_are_two(
    desk: Driver, counter: Counter, sheet: MattersSheet
) -> None:
    take_in(desk)
    for key in ("card", "card", "proof_of_address"):
        sheet._doing.tick(key, True)
    desk.settle()
    assert [box.isChecked() for box in sheet.detail.checks] == [True, True, False]
    view = sheet.detail.view
    assert view is not None and view.ver == 3


def test_a_fee_is_receipted_whatever_is_on_the_screen_by_then(
    desk: Driver, counter: Counter, person: int
) -> None:
    actor, start = desk.window.session.actor, counter.matters.start
    other = somebody(counter, IdKind.DRN)
    paid, owed = (
        start(actor, "card-reissue", one, {"lost_on": "2026-11-16"}, action_id=f"lost {one}")
        for one in (other, person)
    )
    paid = counter.matters.pay(actor, paid.line.number, Terms(), ver=1, action_id="paid")
    doing = open_sheet(desk)._doing
    doing.show_matter(owed)
    doing.pay(Terms())
    doing.show_matter(paid)
    desk.settle()
    receipt = counter.matters.show(actor, owed.line.number).paid
    assert receipt is not None
    prints = [path.name for path in (counter.config.home / "prints").glob("*-R-*")]
    assert prints == [f"{receipt.receipt}.pdf"]


def test_a_refusal_is_seen_with_its_reason(desk: Driver, counter: Counter, person: int) -> None:
    known_there(counter, person)
    open_sheet(desk)
    sheet, actor = desk.work.sheets.matters, desk.window.session.actor
    take_in(desk)
    for _ in range(3):
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
    assert codes == ["alien-registration", "status-guidance"]
    desk.window.session.speak("en")
    assert sheet.title.text() == "Residence matters"


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
    desk.press("Alt+5")
    desk.settle()
    assert "이유를 고르세요" in sheet.strip.words
    assert sheet.detail.reason.hasFocus()
    desk.press("Down", "Alt+5")
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
