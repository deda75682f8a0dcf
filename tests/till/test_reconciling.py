"""Corrections keep the books right; whatever is wrong in them is found and named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from operator import attrgetter

import pytest

from counter_app.certificates.requests import Request, Share, Tender, Tray, Waiver
from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.rules import Rule, Rules
from counter_app.till.terms import Terms
from counter_app.till.till import DrawerKind
from tests.asking import Sql, refusal
from tests.certificates.counts import DAY
from tests.conftest import PASSWORD, SECOND
from tests.plans import statements
from tests.till.conftest import Close, Pay

CARD = Terms(Tender.CARD)
PARTS = (Share(Tender.CASH, 600), Share(Tender.CARD, 400))


def test_a_wrong_tender_is_put_right(counter: Counter, clerk: Actor, issue: Pay, sql: Sql) -> None:
    issued = issue()
    correct = counter.reversing.correct
    made = correct(clerk, issued.receipt_number, "카드였음", CARD, action_id="a")
    assert correct(clerk, issued.receipt_number, "카드였음", CARD, action_id="a") == made
    assert (made.given_back, made.won) == (1_000, 1_000)
    now = counter.archive.certificate(issued.id)
    assert (now.receipt_number, now.tender, now.fee) == (made.receipt, Tender.CARD, 1_000)
    assert sql("SELECT won, reason, reverses FROM payment ORDER BY id") == [
        (1_000, None, None),
        (-1_000, "카드였음", 1),
        (1_000, None, None),
    ]
    assert counter.receipts.show(made.counter_entry).startswith(b"%PDF")
    found = counter.till.reconcile(DAY)
    assert (found.disagreement, found.won, found.payments) == (None, 1_000, 3)


def test_a_fee_taken_in_error_is_waived(counter: Counter, clerk: Actor, issue: Pay) -> None:
    issued = issue(pay=PARTS)
    terms = Terms(waiver=Waiver("office_error", "접수 착오", earlier="1234 5678 9012 3428"))
    correct = partial(counter.reversing.correct, clerk, issued.receipt_number, "착오", terms)
    assert refusal(partial(correct, action_id="a")) == "certificates.second_needed"
    alone = replace(SECOND, login="minseo")
    told = refusal(partial(correct, action_id="a", second=alone))
    assert told == "certificates.same_person"
    assert counter.till.reconcile(DAY).won == 1_000
    for _ in range(2):
        assert correct(action_id="a", second=SECOND).won == 0
    found = counter.till.reconcile(DAY)
    assert (found.disagreement, found.won, found.waived) == (None, 0, 1_000)


def test_what_is_not_corrected(counter: Counter, clerk: Actor, issue: Pay) -> None:
    issued = issue()
    correct, number = counter.reversing.correct, issued.receipt_number

    def code(receipt: str = number, reason: str = "x", terms: Terms = CARD) -> str:
        return refusal(lambda: correct(clerk, receipt, reason, terms, action_id="other"))

    assert code(receipt="R-1") == "till.no_payment"
    assert code(reason=" ") == "till.reason_needed"
    assert code(terms=Terms()) == "till.reverse_nothing_new"
    assert code(terms=Terms(pay=PARTS[:1])) == "till.split_sum"
    made = correct(clerk, number, "카드였음", CARD, action_id="a")
    assert code() == "till.reversed_already"
    assert code(receipt=made.counter_entry) == "till.is_reversal"
    again = refusal(lambda: correct(clerk, number, "다른 사유", CARD, action_id="a"))
    assert again == "till.action_used"


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (" \t\u00a0", "reason_needed"),
        ("...", "reason_needed"),
        ("\u3164", "reason_needed"),
        ("\u200b\u2060", "reason_needed"),
        ("잔돈\u200b", "no_glyph"),
        ("잔돈\x00", "no_glyph"),
        ("잔돈 😀", "no_glyph"),
    ],
)
def test_a_reason_is_words_that_its_paper_can_show(
    counter: Counter, clerk: Actor, issue: Pay, reason: str, code: str
) -> None:
    counter.till.open(clerk, 0, action_id="open")
    gone = issue()
    move = partial(counter.till.move, clerk, DrawerKind.IN, 1, reason, action_id="move")
    write_off = partial(counter.stationery.write_off, clerk, "1", reason, action_id="paper")
    void = partial(counter.voiding.void, clerk, gone.id, reason, "sujin", PASSWORD, action_id="v")
    for act in (move, write_off, void):
        assert refusal(act).rpartition(".")[2].replace("why", "reason") == code
    assert counter.till.show().sheet.drawer.put_in == 0


def test_a_void_certificate_is_not_paid_anew(
    counter: Counter, clerk: Actor, request_: Request
) -> None:
    papers = counter.certificates
    issued = papers.issue(clerk, request_, action_id="a")
    papers.spoil(clerk, issued.id, "용지 걸림", action_id="b", second=SECOND)
    correct = counter.reversing.correct
    told = refusal(lambda: correct(clerk, issued.receipt_number, "x", CARD, action_id="c"))
    assert told == "till.certificate_void"


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (["UPDATE payment SET won = 900 WHERE id = 1"], "receipt_total"),
        (["UPDATE payment_part SET won = 500 WHERE id = 1"], "parts_sum"),
        (["UPDATE payment_part SET tender = 'stamp' WHERE id = 2"], "parts_stated"),
        (["UPDATE payment_part SET reference = '1' WHERE id = 2"], "parts_stated"),
        (["DELETE FROM waiver"], "waiver"),
        (["UPDATE payment SET waived = 900 WHERE waived > 0"], "fee"),
        (["UPDATE certificate SET copies = 2 WHERE id = 1"], "fee"),
        (["UPDATE certificate SET issue_number = 'X' WHERE id = 1"], "not_its_number"),
        (["UPDATE certificate SET state = 'spoiled' WHERE id = 1"], "void_paid"),
        (["UPDATE certificate SET state = 'handed_over' WHERE state = 'spoiled'"], "unpaid"),
        (["UPDATE payment SET reason = NULL WHERE reverses > 0"], "no_reason"),
        (["UPDATE payment SET reverses = 2 WHERE reverses > 0"], "reversal"),
        (["DELETE FROM waiver", "DELETE FROM payment WHERE waived > 0"], "receipt_gap"),
        (
            ["DELETE FROM payment_part WHERE payment_id > 2", "DELETE FROM payment WHERE id > 2"],
            "no_payment",
        ),
        (["PRAGMA foreign_keys = OFF", "DELETE FROM payment WHERE id > 2"], "no_payment"),
    ],
)
def test_the_first_disagreement_is_named(
    counter: Counter,
    clerk: Actor,
    issue: Pay,
    request_: Request,
    raw: Callable[[list[str]], None],
    statements: list[str],
    code: str,
) -> None:
    issue(pay=PARTS)
    issue(waiver=Waiver("veteran", consent=True))
    papers = counter.certificates
    gone = papers.issue(clerk, request_, action_id="gone")
    papers.spoil(clerk, gone.id, "용지 걸림", action_id="spoil", second=SECOND)
    assert counter.till.reconcile(DAY).disagreement is None
    raw(statements)
    found = counter.till.reconcile(DAY).disagreement
    assert found is not None
    assert found.code == f"till.wrong.{code}"


def test_settlement_and_reconciliation_count_the_same_documents(
    counter: Counter, clerk: Actor, issue: Pay, clock: FixedClock
) -> None:
    counted = attrgetter("certificates", "issued", "given_back")

    def both() -> tuple[int, int, int]:
        found, sheet = counter.till.reconcile(day := clock.at.date()), counter.till.show().sheet
        assert (found.day, counted(found), found.disagreement) == (day, counted(sheet), None)
        assert sum(kind.count for kind in sheet.kinds) == sheet.certificates
        told: tuple[int, int, int] = counted(sheet)
        return told

    void = partial(counter.voiding.void, clerk, second="sujin", password=PASSWORD)
    yesterday, gone, wrong = issue(), issue(), issue()
    issue(waiver=Waiver("veteran", consent=True))
    void(gone.id, "다른 사람", action_id="gone")
    void(issue().id, "다른 사람", action_id="kept", keep_fee=True)
    counter.reversing.correct(clerk, wrong.receipt_number, "카드였음", CARD, action_id="wrong")
    assert both() == (4, 5, 1)
    clock.at += timedelta(days=1)
    issue()
    void(yesterday.id, "다른 사람", action_id="late")
    void(issue().id, "다른 사람", action_id="same")
    assert both() == (0, 2, 2)
    assert counted(counter.till.reconcile(DAY)) == (4, 5, 1)


def test_a_drawer_that_differs_is_named(counter: Counter, clerk: Actor, issue: Pay) -> None:
    counter.till.open(clerk, 0, action_id="a")
    issue()
    counter.till.count(clerk, {100: 9}, action_id="b")
    found = counter.till.reconcile(DAY).disagreement
    assert found is not None
    assert found.code == "till.wrong.drawer"
    assert found.fields == {"difference": "-100", "expected": "1,000", "counted": "900"}


def test_what_was_signed_must_still_be_so(
    counter: Counter, clerk: Actor, issue: Pay, raw: Callable[[list[str]], None]
) -> None:
    counter.till.open(clerk, 0, action_id="a")
    issue()
    counter.till.count(clerk, {1_000: 1}, action_id="b")
    counter.closing.close(clerk, PASSWORD, "sujin", PASSWORD, action_id="c")
    assert counter.till.reconcile(DAY).disagreement is None
    earlier = "json_remove(content, '$.sheet.issued', '$.sheet.given_back')"
    raw([f"UPDATE settlement SET content = {earlier}"])
    assert counter.till.reconcile(DAY).disagreement is None
    raw(["UPDATE payment SET clerk_id = 2"])
    found = counter.till.reconcile(DAY).disagreement
    assert found is not None
    assert (found.code, found.fields["name"]) == ("till.wrong.settlement", "clerks")


def test_a_difference_that_was_explained_when_the_day_was_closed_agrees(
    counter: Counter, clerk: Actor, issue: Pay
) -> None:
    issue()
    counter.till.open(clerk, 0, action_id="a")
    counter.till.count(clerk, {500: 1}, action_id="b")
    close = counter.closing.close
    close(clerk, PASSWORD, "sujin", PASSWORD, action_id="c", reason="동전을 잃어버림")
    found = counter.till.reconcile(DAY)
    assert (found.disagreement, found.closed) == (None, True)
    assert (found.difference, found.explained) == (-500, "동전을 잃어버림")


def test_nothing_is_waived_where_nothing_is_owed(
    counter: Counter, clerk: Actor, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Rules, "rule", free(Rules.rule))
    waiver = Waiver("single_parent", "한부모가족증명서")
    wanted = replace(request_, waiver=waiver)
    papers = counter.certificates
    assert refusal(lambda: papers.issue(clerk, wanted, action_id="a")) == "till.nothing_to_waive"
    for tray in (Tray((wanted,)), Tray((request_,), Terms(waiver=waiver))):
        together = partial(counter.trays.issue, clerk, tray, action_id="b")
        assert refusal(together) == "till.nothing_to_waive"
    issued = papers.issue(clerk, request_, action_id="c")
    correct = counter.reversing.correct
    terms = Terms(waiver=waiver)
    told = refusal(lambda: correct(clerk, issued.receipt_number, "면제", terms, action_id="d"))
    assert told == "till.nothing_to_waive"
    assert counter.till.reconcile(DAY).disagreement is None


def free(rule: Callable[..., Rule]) -> Callable[..., Rule]:
    """As in an office whose ordinance asks for nothing."""
    return lambda *asked: replace(rule(*asked), value=0)


def test_a_void_of_a_later_day_leaves_what_was_signed_of_a_correction(
    counter: Counter, clerk: Actor, issue: Pay, clock: FixedClock, close: Close
) -> None:
    counter.till.open(clerk, 0, action_id="open")
    wrong = issue()
    counter.reversing.correct(clerk, wrong.receipt_number, "카드였음", CARD, action_id="a")
    counter.till.count(clerk, {}, action_id="count")
    signed = close().sheet
    clock.at += timedelta(days=1)
    counter.voiding.void(clerk, wrong.id, "다른 사람", "sujin", PASSWORD, action_id="void")
    assert counter.till.reconcile(DAY).disagreement is None
    assert counter.till.show(DAY).sheet == signed
    (today,) = counter.till.show().sheet.reversals
    assert (today.second, today.instead) == ("이수진", "")


def test_more_counter_entries_ask_the_store_nothing_more(
    counter: Counter, clerk: Actor, issue: Pay
) -> None:
    def asked() -> int:
        return len(statements(counter.engine, counter.till.show))

    def undo_two(name: str) -> None:
        receipt = issue().receipt_number
        counter.reversing.correct(clerk, receipt, "카드였음", CARD, action_id=name)
        counter.voiding.void(clerk, issue().id, "오류", "sujin", PASSWORD, action_id=f"{name}-v")

    undo_two("one")
    before = asked()
    for name in ("two", "three"):
        undo_two(name)
    assert len(counter.till.show().sheet.reversals) == 6
    assert asked() == before
