"""The fees of matters lie in the same books as those of certificates: receipts, tenders, day."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from counter_app.certificates.requests import Share, Tender, Waiver
from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.matters.views import MatterView
from counter_app.privacy.actor import Actor
from counter_app.rules import Rules
from counter_app.till.terms import Terms
from tests.asking import NewAction, Sql, refusal
from tests.certificates.counts import DAY
from tests.conftest import PASSWORD, SECOND
from tests.matters.desk import TODAY, act, somebody, tick_all
from tests.till.conftest import Pay
from tests.till.test_receipts import words

FEE = 30_000
SPLIT = Terms(
    pay=(
        Share(Tender.CASH, 10_000),
        Share(Tender.CARD, 15_000, "30012345"),
        Share(Tender.STAMP, 5_000, "A-77"),
    ),
    received=20_000,
)
Take = Callable[..., MatterView]


@pytest.fixture
def lost(counter: Counter, clerk: Actor, action: NewAction) -> MatterView:
    """A card to be made anew, whose fee is due."""
    told = {"lost_on": str(TODAY)}
    person = somebody(counter)
    return counter.matters.start(clerk, "card-reissue", person, told, action_id=action())


@pytest.fixture
def take(counter: Counter, clerk: Actor, lost: MatterView) -> Take:
    def made(terms: Terms = SPLIT, action_id: str = "pay", ver: int = lost.ver) -> MatterView:
        return counter.matters.pay(clerk, lost.line.number, terms, ver=ver, action_id=action_id)

    return made


def test_a_fee_is_receipted_and_settled_with_those_of_certificates(
    counter: Counter, clerk: Actor, issue: Pay, take: Take, tmp_path: Path
) -> None:
    counter.till.open(clerk, 50_000, action_id="open")
    issue()
    paid = take().paid
    assert paid is not None
    assert paid.tenders == ("cash", "card", "stamp")
    assert paid.receipt.endswith("-R-000002")
    sheet = counter.till.show().sheet
    assert (sheet.won, sheet.certificates, sheet.matters, sheet.receipts) == (31_000, 1, 1, 2)
    assert {line.key: line.won for line in sheet.tenders} == {
        "cash": 11_000,
        "card": 15_000,
        "stamp": 5_000,
    }
    assert [(line.name, line.won) for line in sheet.kinds][1:] == [
        ("외국인등록증·거소신고증 분실·재발급", FEE)
    ]
    assert sheet.drawer.expected == 61_000
    found = counter.till.reconcile(DAY)
    assert (found.disagreement, found.won, found.certificates, found.matters) == (
        None,
        31_000,
        1,
        1,
    )
    pieces = {50_000: 1, 10_000: 1, 1_000: 1}
    counter.till.count(clerk, pieces, action_id="count")
    close = partial(counter.closing.close, clerk, PASSWORD, "sujin", PASSWORD)
    assert close(action_id="close").sheet == counter.till.show(DAY).sheet
    assert counter.till.reconcile(DAY).disagreement is None


@pytest.mark.parametrize("a4", [False, True])
def test_a_receipt_names_the_matter_and_how_it_was_paid(
    counter: Counter, clerk: Actor, lost: MatterView, take: Take, tmp_path: Path, a4: bool
) -> None:
    paid = take().paid
    assert paid is not None
    told = words(counter.receipts.copy(clerk, paid.receipt, a4=a4), tmp_path)
    said = ("외국인등록증·거소신고증 분실·재발급", "30012345", "A-77", "거스름돈", "10,000원")
    for one in (*said, "건수" if a4 else "× 1건"):
        assert one in told
    assert lost.line.number in told.replace(" ", "")
    assert "부수" not in told
    assert "발급번호" not in told


def test_sent_again_it_is_paid_once_and_on_other_terms_refused(
    lost: MatterView, take: Take, sql: Sql
) -> None:
    assert (take().paid, take().ver) == (take().paid, lost.ver + 1)
    assert sql("SELECT won, certificate_id FROM payment") == [(FEE, None)]
    assert refusal(partial(take, Terms())) == "matters.action_used"
    assert refusal(partial(take, action_id="other")) == "matters.stale"
    assert refusal(partial(take, action_id="other", ver=take().ver)) == "matters.paid_already"
    sent = (
        "SELECT count(*) FROM outbox WHERE kind = 'payment.taken' AND payload LIKE '%\"matter\"%'"
    )
    assert sql(sent) == [(1,)]


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (Terms(pay=(Share(Tender.CASH, 1_000),)), "till.split_sum"),
        (Terms(received=29_000), "till.received_short"),
        (Terms(waiver=Waiver("veteran", consent=True)), "till.ground_not_for_kind"),
        (Terms(waiver=Waiver("office_error")), "till.proof_needed"),
    ],
)
def test_terms_that_do_not_hold_change_nothing(
    take: Take, sql: Sql, terms: Terms, code: str
) -> None:
    assert refusal(partial(take, terms)) == code
    assert sql("SELECT count(*) FROM payment") == [(0,)]


def test_a_stamp_pays_for_one_thing(issue: Pay, take: Take) -> None:
    issue(pay=(Share(Tender.STAMP, 1_000, "a77"),))
    assert refusal(take) == "till.stamp_used"


def test_a_clock_set_back_takes_nothing(take: Take, clock: FixedClock, sql: Sql) -> None:
    clock.at -= timedelta(days=1)
    assert refusal(take) == "certificates.clock_back"
    assert sql("SELECT count(*) FROM payment") == [(0,)]


def test_a_card_made_anew_for_an_error_of_the_office_is_free(counter: Counter, take: Take) -> None:
    paid = take(Terms(waiver=Waiver("office_error", "성명 오기"))).paid
    assert paid is not None
    assert (paid.won, paid.ground) == (0, "office_error")
    found = counter.till.reconcile(DAY)
    assert (found.disagreement, found.won, found.waived) == (None, 0, FEE)


def test_a_wrong_tender_is_put_right(counter: Counter, clerk: Actor, take: Take) -> None:
    paid = take().paid
    assert paid is not None
    correct = partial(counter.reversing.correct, clerk, paid.receipt, "카드였음", action_id="a")
    for _ in range(2):
        assert correct(Terms(Tender.CARD)).won == FEE
    assert counter.till.show().sheet.drawer.cash == 0
    assert counter.till.reconcile(DAY).disagreement is None


def test_by_the_law_immigration_takes_the_fee_of_a_card(
    counter: Counter, clerk: Actor, action: NewAction, sql: Sql
) -> None:
    counter.matters._rules = Rules("statute")
    view = counter.matters.start(
        clerk, "card-reissue", somebody(counter), {"lost_on": str(TODAY)}, action_id=action()
    )
    assert (view.fee_won, view.fee_elsewhere) == (0, 35_000)
    pay = partial(counter.matters.pay, clerk, view.line.number, Terms(), ver=view.ver)
    assert refusal(partial(pay, action_id="pay")) == "matters.fee_elsewhere"
    view = act(counter, clerk, action, tick_all(counter, clerk, action, view), "forward")
    assert sql("SELECT count(*) FROM payment") == [(0,)]


def test_a_fee_goes_back_by_two_and_is_owed_again(
    counter: Counter, clerk: Actor, take: Take, lost: MatterView, action: NewAction
) -> None:
    paid = take().paid
    assert paid is not None
    back = partial(counter.reversing.give_back, clerk, paid.receipt, "여권을 안 가져옴")
    assert refusal(partial(back, action_id="b")) == "certificates.second_needed"
    for _ in range(2):
        assert back(action_id="b", second=SECOND).given_back == FEE
    assert refusal(partial(back, action_id="c", second=SECOND)) == "till.reversed_already"
    view = counter.matters.show(clerk, lost.line.number)
    assert view.paid is None
    sheet = counter.till.show().sheet
    assert (sheet.won, sheet.matters, sheet.receipts, sheet.drawer.cash) == (0, 0, 2, 0)
    assert counter.till.reconcile(DAY).disagreement is None
    view = counter.matters.pay(clerk, lost.line.number, Terms(), ver=view.ver, action_id="again")
    view = act(counter, clerk, action, tick_all(counter, clerk, action, view), "forward")
    assert view.paid is not None
    back = partial(counter.reversing.give_back, clerk, view.paid.receipt, "x", second=SECOND)
    assert refusal(partial(back, action_id="d")) == "till.fee_earned"
    number, ver = view.line.number, view.ver
    down = partial(counter.matters.act, clerk, number, "turn_down", reason="reason_papers")
    down(ver=ver, action_id=action())
    assert refusal(partial(back, action_id="e")) == "till.fee_earned"
    seen = counter.matters.show(clerk, number).paid
    assert seen is not None and not seen.goes_back
    assert counter.till.reconcile(DAY).won == FEE


def test_the_fee_of_a_certificate_goes_back_by_spoiling_it(
    counter: Counter, clerk: Actor, issue: Pay
) -> None:
    back = partial(counter.reversing.give_back, clerk, issue().receipt_number, "x")
    assert refusal(partial(back, action_id="a", second=SECOND)) == "till.of_a_certificate"


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (["UPDATE matter SET fee_won = 35000"], "fee"),
        (["UPDATE matter SET number = 'M-1'"], "not_its_number"),
        (["UPDATE payment SET content = replace(content, '15000', '14000')"], "parts_stated"),
        (
            [
                "INSERT INTO payment (receipt_number, matter_id, won, waived, rule, content, at,"
                " day, clerk_id) SELECT substr(receipt_number, 1, 23) || '2', matter_id, won, 0,"
                " rule, replace(content, 'R-000001', 'R-000002'), at, day, 1 FROM payment",
                "INSERT INTO payment_part (payment_id, tender, won, reference)"
                " SELECT 2, tender, won, reference FROM payment_part",
            ],
            "unpaid",
        ),
        (["PRAGMA foreign_keys = OFF", "DELETE FROM matter"], "not_its_number"),
    ],
)
def test_a_disagreement_is_named(
    counter: Counter,
    take: Take,
    raw: Callable[[list[str]], None],
    statements: list[str],
    code: str,
) -> None:
    take()
    raw(statements)
    found = counter.till.reconcile(date(2026, 11, 16)).disagreement
    assert found is not None
    assert found.code == f"till.wrong.{code}"
