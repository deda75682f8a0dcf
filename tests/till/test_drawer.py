"""The drawer from float to signed settlement, and what a closed day refuses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest

from counter_app.certificates.requests import Request, Share, Tender, Waiver
from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.till.page import render_settlement
from counter_app.till.sheet import Line, Reversal, Settled, Slip
from counter_app.till.terms import Terms
from db.till import DrawerKind
from tests.asking import NewAction, Sql, refusal
from tests.certificates.counts import DAY
from tests.certificates.papers import run
from tests.conftest import PASSWORD, SECOND
from tests.till.conftest import Close, Pay


def test_cash_moves_through_the_drawer(
    counter: Counter, clerk: Actor, issue: Pay, action: NewAction
) -> None:
    till = counter.till
    till.open(clerk, 50_000, action_id=action())
    issue(copies=3)
    issue(tender=Tender.CARD)
    till.move(clerk, DrawerKind.IN, 20_000, "잔돈 보충", action_id=action())
    drawer = till.move(clerk, DrawerKind.OUT, 5_000, "은행 입금", action_id=action())
    assert (drawer.opening, drawer.cash, drawer.expected) == (50_000, 3_000, 68_000)
    drawer = till.count(clerk, {10_000: 6, 1_000: 7, 500: 2}, action_id=action())
    assert (drawer.counted, drawer.difference) == (68_000, 0)
    assert drawer.pieces == ((10_000, 6), (1_000, 7), (500, 2))


def test_the_same_act_sent_again_is_done_once(counter: Counter, clerk: Actor, sql: Sql) -> None:
    till = counter.till
    for _ in range(2):
        till.open(clerk, 1_000, action_id="open")
        till.move(clerk, DrawerKind.IN, 500, "잔돈", action_id="in")
        till.count(clerk, {500: 3}, action_id="count")
    assert sql("SELECT count(*) FROM drawer_move") == [(2,)]
    assert sql("SELECT count(*) FROM drawer_count") == [(1,)]
    move = till.move
    other = refusal(lambda: move(clerk, DrawerKind.OUT, 500, "잔돈", action_id="in"))
    assert other == "till.action_used"


def test_what_cannot_be(counter: Counter, clerk: Actor, action: NewAction) -> None:
    till, day = counter.till, DAY + timedelta(days=1)
    acts: list[tuple[str, Callable[[], object]]] = [
        ("not_opened", lambda: till.count(clerk, {10: 1}, action_id=action())),
        ("not_opened", lambda: till.move(clerk, DrawerKind.IN, 1, "x", action_id=action())),
        ("won_negative", lambda: till.open(clerk, -1, action_id=action())),
        ("won_too_much", lambda: till.open(clerk, 10**9, action_id=action())),
        ("day_to_come", lambda: till.open(clerk, 1, action_id=action(), day=day)),
        ("denomination", lambda: till.count(clerk, {7: 1}, action_id=action())),
        ("won_negative", lambda: till.count(clerk, {10: -1}, action_id=action())),
        ("no_payment", lambda: counter.receipts.show("2026-1144066000-R-000001")),
        ("not_settled", lambda: till.settled(DAY)),
    ]
    for code, act in acts:
        assert refusal(act) == f"till.{code}"
    till.open(clerk, 1_000, action_id=action())
    later: list[tuple[str, Callable[[], object]]] = [
        ("opened_already", lambda: till.open(clerk, 1_000, action_id=action())),
        ("reason_needed", lambda: till.move(clerk, DrawerKind.IN, 1, " ", action_id=action())),
        ("won_positive", lambda: till.move(clerk, DrawerKind.IN, 0, "x", action_id=action())),
        ("more_than_there", lambda: till.move(clerk, DrawerKind.OUT, 1_001, "x", action_id="o")),
    ]
    for code, act in later:
        assert refusal(act) == f"till.{code}"


def test_a_day_is_signed_by_two_and_told_whole(
    counter: Counter, clerk: Actor, colleague: Actor, issue: Pay, action: NewAction, close: Close
) -> None:
    counter.till.open(clerk, 10_000, action_id=action())
    issue(copies=2)
    issue(colleague, pay=(Share(Tender.CASH, 400), Share(Tender.CARD, 600)))
    issue(waiver=Waiver("single_parent", "한부모가족증명서"))
    papers = counter.certificates
    gone = papers.issue(clerk, Request(issue().resident_id, "취업"), action_id=action())
    papers.spoil(clerk, gone.id, "용지 걸림", action_id=action(), second=SECOND)
    counter.till.count(clerk, {10_000: 1, 1_000: 3, 100: 3}, action_id=action())
    assert refusal(close) == "till.difference_reason"
    settled = close(reason="동전 하나를 못 찾음")
    sheet = settled.sheet
    assert sheet.untaken == 1
    assert sheet.drawer.moves is not None
    assert [(m.kind, m.won, m.clerk) for m in sheet.drawer.moves] == [("open", 10_000, "김민서")]
    (back,) = sheet.reversals
    assert (back.number, back.second, back.before, back.instead) == (
        gone.issue_number,
        "이수진",
        "cash 1,000",
        "",
    )
    assert (sheet.won, sheet.waived, sheet.certificates, sheet.receipts) == (4_000, 1_000, 4, 6)
    assert [(t.key, t.count, t.won) for t in sheet.tenders] == [("card", 1, 600), ("cash", 3, 3400)]
    assert [(c.key, c.won) for c in sheet.clerks] == [("jihun", 1_000), ("minseo", 3_000)]
    assert [(g.key, g.count, g.waived) for g in sheet.grounds] == [("single_parent", 1, 1_000)]
    assert [(r.won, r.reason) for r in sheet.reversals] == [(-1_000, "용지 걸림")]
    assert (sheet.drawer.expected, sheet.drawer.counted) == (13_400, 13_300)
    assert (settled.clerk, settled.supervisor) == ("김민서", "이수진")
    assert counter.till.settled(DAY) == settled
    assert counter.till.show(DAY).settled == settled
    pdf = render_settlement(settled)
    assert pdf == render_settlement(settled)
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    for stated in ("13,400원", "13,300원", "-100원", "동전 하나를 못 찾음", "한부모가족", "박지훈"):
        assert stated in text


def test_what_moved_and_what_was_corrected_can_be_followed(
    counter: Counter, clerk: Actor, issue: Pay, action: NewAction, close: Close
) -> None:
    till = counter.till
    till.open(clerk, 10_000, action_id=action())
    till.move(clerk, DrawerKind.OUT, 3_000, "은행 입금", action_id=action())
    terms = Terms(pay=(Share(Tender.CARD, 1_000, "30012345"),))
    made = counter.reversing.correct(
        clerk, issue().receipt_number, "카드로 받음", terms, action_id=action()
    )
    till.count(clerk, {1_000: 7}, action_id=action())
    settled = close()
    (back,) = settled.sheet.reversals
    assert (back.before, back.after, back.instead) == ("cash 1,000", "card 1,000", made.receipt)
    assert settled.sheet.slips == (Slip(made.receipt, "card", 1_000, "30012345"),)
    assert Settled.from_json(settled.to_json()) == settled
    text = pypdfium2.PdfDocument(render_settlement(settled))[0].get_textpage().get_text_bounded()
    for stated in ("은행 입금", "-3,000원", "현금 1,000 → 카드 1,000", "30012345"):
        assert stated in text
    assert counter.till.reconcile(DAY).disagreement is None


def test_who_may_sign(counter: Counter, clerk: Actor, action: NewAction) -> None:
    close = counter.closing.close
    for supervisor, first, second, code in (
        ("minseo", PASSWORD, PASSWORD, "till.same_person"),
        ("jihun", PASSWORD, PASSWORD, "till.no_supervisor"),
        ("admin", PASSWORD, PASSWORD, "till.no_supervisor"),
        ("sujin", "wrong", PASSWORD, "clerks.wrong_password"),
        ("sujin", PASSWORD, "wrong", "clerks.wrong_password"),
        ("nobody", PASSWORD, PASSWORD, "clerks.wrong_password"),
    ):
        signed = (clerk, first, supervisor, second)
        with pytest.raises(Exception, match=code.replace(".", r"\.")):
            close(*signed, action_id=action())


def test_what_stands_against_closing_is_named(
    counter: Counter, clerk: Actor, request_: Request, action: NewAction, close: Close
) -> None:
    assert refusal(close) == "till.not_opened"
    counter.till.open(clerk, 0, action_id=action())
    assert refusal(close) == "till.count_needed"
    counter.till.count(clerk, {}, action_id=action())
    issued = counter.certificates.issue(clerk, request_, action_id="a")
    with pytest.raises(Exception, match=r"till\.in_flight") as caught:
        close()
    assert issued.issue_number in str(vars(caught.value))
    counter.certificates.hand_over(clerk, issued.id, action_id="b")
    assert refusal(close) == "till.count_stale"
    counter.till.count(clerk, {1_000: 1}, action_id=action())
    assert close().sheet.won == 1_000


def test_a_closed_day_takes_nothing_more(
    counter: Counter, clerk: Actor, issue: Pay, action: NewAction, close: Close, sql: Sql
) -> None:
    till = counter.till
    till.open(clerk, 0, action_id=action())
    issue()
    till.count(clerk, {1_000: 1}, action_id=action())
    settled = close(action_id="close")
    assert close(action_id="close") == settled
    assert refusal(lambda: close(day=DAY)) == "till.closed"
    for act in (
        lambda: till.open(clerk, 0, action_id=action(), day=DAY),
        lambda: till.move(clerk, DrawerKind.IN, 1, "x", action_id=action(), day=DAY),
        lambda: till.count(clerk, {}, action_id=action(), day=DAY),
    ):
        assert refusal(act) == "till.closed"
    late = issue()
    assert sql("SELECT day FROM payment ORDER BY id") == [("2026-11-16",), ("2026-11-17",)]
    assert till.show(DAY).sheet == settled.sheet
    assert counter.archive.certificate(late.id).fee == 1_000
    day_closed = "the day is closed"
    for table, row, why in (
        (
            "payment",
            "SELECT 9, 'x', certificate_id, NULL, 0, 0, rule, content, NULL, NULL, NULL, at,"
            " day, clerk_id, NULL, NULL FROM payment WHERE id = 1",
            day_closed,
        ),
        ("payment_part", "VALUES (9, 1, 'cash', 1, '', NULL)", day_closed),
        ("drawer_move", "VALUES (9, 'x', '2026-11-16', 'in', 1, '', '', 1, NULL)", day_closed),
        ("drawer_count", "VALUES (9, 'x', '2026-11-15', '{}', 0, 0, '', 1)", day_closed),
        ("settlement", "VALUES ('2026-11-16', 'x', '', 1, 2, '')", "settlement keeps every row"),
    ):
        with pytest.raises(Exception, match=why):
            sql(f"INSERT INTO {table} {row}")
    with pytest.raises(Exception, match="append-only"):
        sql("DELETE FROM settlement")


def test_a_spoiled_paper_of_a_closed_day_is_given_back_on_the_next(
    counter: Counter, clerk: Actor, issue: Pay, action: NewAction, close: Close
) -> None:
    till = counter.till
    till.open(clerk, 0, action_id=action())
    receipt = issue().receipt_number
    till.count(clerk, {1_000: 1}, action_id=action())
    settled = close()
    terms = Request(0, "", tender=Tender.CARD).terms
    counter.reversing.correct(clerk, receipt, "카드로 받음", terms, action_id=action())
    assert till.show(DAY).sheet == settled.sheet
    after = till.show(DAY + timedelta(days=1)).sheet
    assert [(t.key, t.won) for t in after.tenders] == [("card", 1_000), ("cash", -1_000)]
    for day in (DAY, DAY + timedelta(days=1)):
        assert till.reconcile(day).disagreement is None


def test_a_friday_closed_early_goes_on_with_monday(
    counter: Counter, clerk: Actor, clock: FixedClock, issue: Pay, action: NewAction, close: Close
) -> None:
    clock.at += timedelta(days=4)
    counter.till.open(clerk, 0, action_id=action())
    counter.till.count(clerk, {}, action_id=action())
    close()
    issue()
    assert str(counter.till.day()) == "2026-11-23"
    assert counter.till.show().sheet.won == 1_000


def test_the_settlement_is_one_page_of_embedded_fonts(
    counter: Counter, clerk: Actor, issue: Pay, action: NewAction, close: Close, tmp_path: Path
) -> None:
    counter.till.open(clerk, 0, action_id=action())
    issue(tender=Tender.CARD)
    counter.till.count(clerk, {}, action_id=action())
    path = tmp_path / "settlement.pdf"
    path.write_bytes(render_settlement(close()))
    assert "Pages:           1" in run("pdfinfo", path)
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", path)


def test_amounts_stand_under_one_another_by_their_last_digit(
    counter: Counter, clerk: Actor, issue: Pay, action: NewAction, close: Close
) -> None:
    counter.till.open(clerk, 0, action_id=action())
    issue(copies=12)
    issue(tender=Tender.CARD)
    counter.till.count(clerk, {10_000: 1, 1_000: 2}, action_id=action())
    page = pypdfium2.PdfDocument(render_settlement(close()))[0].get_textpage()
    ends = {
        amount: [
            round(page.get_charbox(found[0] + found[1] - 1)[2]) for found in _places(page, amount)
        ]
        for amount in ("12,000원", "1,000원", "13,000원")
    }
    """Tenders, kinds and clerks are tables of the same columns."""
    column = ends["12,000원"][-1]
    assert all(edges[-1] == column for edges in ends.values()), ends


def _places(page: pypdfium2.PdfTextPage, text: str) -> list[tuple[int, int]]:
    """Where a text begins, and how long it is; not where it ends a longer amount."""
    search, whole = page.search(text), page.get_text_range()
    found = iter(search.get_next, None)
    return [(i, n) for i, n in found if not i or not whole[i - 1].isdigit()]


def test_cancellations_stay_together_on_a_page(
    close: Close, counter: Counter, clerk: Actor
) -> None:
    counter.till.open(clerk, 0, action_id="open")
    counter.till.count(clerk, {}, action_id="count")
    settled = close()
    line = settled.sheet.tenders or (Line("cash", "현금", 0, 0),)
    at = settled.at
    gone = tuple(
        Reversal(f"2026-1-R-{n:06d}", f"2026-1-R-{n + 50:06d}", -1_000, "용지 걸림", "김민서", at)
        for n in range(1, 9)
    )
    for kinds in range(1, 30):
        sheet = replace(settled.sheet, kinds=line[:1] * kinds, reversals=gone)
        pages = pypdfium2.PdfDocument(render_settlement(replace(settled, sheet=sheet)))
        texts = [page.get_textpage().get_text_bounded() for page in pages]
        (there,) = (text for text in texts if "취소·환불" in text)
        assert all(f"R-{n:06d}" in there for n in range(1, 9)), kinds
