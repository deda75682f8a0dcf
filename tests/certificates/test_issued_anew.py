"""A document that the office got wrong is issued anew: which one it was is kept and told."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pypdfium2
import pytest

from counter_app.certificates.requests import IssuedView, Request, Share, Tender, Tray, Waiver
from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.proof.confirmation import grouped
from counter_app.till.page import render_settlement
from counter_app.till.sheet import Reissued, Settled
from counter_app.till.terms import Terms
from tests.asking import Sql, refusal
from tests.certificates.counts import DAY
from tests.conftest import PASSWORD, SECOND

ELSEWHERE = "1234567890123428"
"""A confirmation number with its check digits."""


@pytest.fixture
def wrong(counter: Counter, clerk: Actor, request_: Request) -> IssuedView:
    issued = counter.certificates.issue(clerk, request_, action_id="wrong")
    return counter.certificates.hand_over(clerk, issued.id, action_id="over")


def anew(request: Request, earlier: str, proof: str = "성명 오기") -> Request:
    return replace(request, waiver=Waiver("office_error", proof, earlier=earlier))


def test_it_is_kept_and_told_of_both(
    counter: Counter, clerk: Actor, request_: Request, wrong: IssuedView, sql: Sql
) -> None:
    number = wrong.issue_number
    issue = counter.certificates.issue
    made = issue(clerk, anew(request_, f" {number.lower()} "), action_id="anew")
    assert (made.fee, made.instead_of, made.reissued_as) == (0, number, "")
    assert counter.archive.certificate(wrong.id).reissued_as == made.issue_number
    assert [one.reissued_as for one in counter.archive.of_day(DAY)] == [made.issue_number, ""]
    assert [one.instead_of for one in counter.archive.of_day(DAY)] == ["", number]
    assert sql("SELECT earlier FROM waiver") == [(number,)]
    told = sql("SELECT payload FROM outbox WHERE kind = 'payment.taken'")
    assert [f'"earlier": "{number}"' in str(fact) for (fact,) in told] == [False, True]
    receipt = pypdfium2.PdfDocument(counter.archive.receipt(made.id))
    assert number in receipt[0].get_textpage().get_text_bounded()
    assert issue(clerk, anew(request_, number), action_id="anew").id == made.id
    other = anew(request_, ELSEWHERE)
    assert refusal(lambda: issue(clerk, other, action_id="anew")) == "certificates.action_used"
    assert counter.till.reconcile(DAY).disagreement is None


def test_it_is_found_by_its_confirmation_number_too(
    counter: Counter, clerk: Actor, request_: Request, wrong: IssuedView, sql: Sql
) -> None:
    ((number,),) = sql("SELECT confirmation FROM certificate_proof")
    made = counter.certificates.issue(clerk, anew(request_, grouped(str(number))), action_id="anew")
    assert made.instead_of == wrong.issue_number


def test_one_of_another_office_is_kept_by_its_confirmation_number(
    counter: Counter, clerk: Actor, request_: Request
) -> None:
    made = counter.certificates.issue(clerk, anew(request_, ELSEWHERE), action_id="anew")
    assert made.instead_of == grouped(ELSEWHERE)
    (told,) = counter.till.show().sheet.reissued or ()
    assert (told.earlier, told.seen) == (grouped(ELSEWHERE), False)


@pytest.mark.parametrize(
    ("earlier", "code"),
    [
        ("", "earlier_needed"),
        ("  ", "earlier_needed"),
        ("성명 오기", "earlier_mistyped"),
        ("1234567890123456", "earlier_mistyped"),
        ("123", "earlier_mistyped"),
        ("2026-1144066000-AR-000099", "earlier_unknown"),
    ],
)
def test_what_names_no_document_is_refused(
    counter: Counter, clerk: Actor, request_: Request, earlier: str, code: str, sql: Sql
) -> None:
    wanted = anew(request_, earlier)
    issue = counter.certificates.issue
    assert refusal(lambda: issue(clerk, wanted, action_id="a")) == f"till.{code}"
    tray = Tray((wanted,))
    assert refusal(lambda: counter.trays.issue(clerk, tray, action_id="a")) == f"till.{code}"
    assert refusal(lambda: counter.trays.price(clerk, wanted)) == f"till.{code}"
    assert sql("SELECT 1 FROM certificate") == []


def test_only_this_ground_names_one(
    counter: Counter, clerk: Actor, request_: Request, wrong: IssuedView
) -> None:
    other = Waiver("single_parent", consent=True, earlier=wrong.issue_number)
    wanted = replace(request_, waiver=other)
    issue = counter.certificates.issue
    assert refusal(lambda: issue(clerk, wanted, action_id="a")) == "till.earlier_unwanted"


def test_an_error_is_mended_once(
    counter: Counter, clerk: Actor, request_: Request, wrong: IssuedView
) -> None:
    """But for a second error; and again where the first mending became void."""
    issue = counter.certificates.issue
    again = anew(request_, wrong.issue_number)
    both = Tray((again, again))
    assert refusal(lambda: counter.trays.issue(clerk, both, action_id="t")) == "till.earlier_again"
    first = issue(clerk, again, action_id="first")
    assert refusal(lambda: issue(clerk, again, action_id="b")) == "till.earlier_again"
    flying = anew(request_, first.issue_number)
    assert refusal(lambda: issue(clerk, flying, action_id="b")) == "till.earlier_in_flight"
    counter.certificates.spoil(clerk, first.id, "또 틀림", action_id="s", second=SECOND)
    assert counter.archive.certificate(wrong.id).reissued_as == ""
    second = issue(clerk, again, action_id="second")
    counter.certificates.hand_over(clerk, second.id, action_id="over2")
    third = issue(clerk, anew(request_, second.issue_number), action_id="third")
    assert counter.archive.certificate(second.id).reissued_as == third.issue_number


def void(counter: Counter, clerk: Actor, issued: IssuedView, *, keep_fee: bool) -> IssuedView:
    return counter.voiding.void(
        clerk, issued.id, "성명 오기", "sujin", PASSWORD, action_id="void", keep_fee=keep_fee
    )


@pytest.mark.parametrize("keep_fee", [True, False])
def test_what_was_paid_back_is_not_issued_anew_free(
    counter: Counter, clerk: Actor, request_: Request, wrong: IssuedView, keep_fee: bool, sql: Sql
) -> None:
    """Else nobody would have paid for the document that stands."""
    void(counter, clerk, wrong, keep_fee=keep_fee)
    wanted, issue = anew(request_, wrong.issue_number), counter.certificates.issue
    if keep_fee:
        assert issue(clerk, wanted, action_id="anew").fee == 0
    else:
        told = "till.earlier_paid_back"
        assert refusal(lambda: issue(clerk, wanted, action_id="anew")) == told
        tray = Tray((wanted,))
        assert refusal(lambda: counter.trays.issue(clerk, tray, action_id="anew")) == told
        assert refusal(lambda: counter.trays.price(clerk, wanted)) == told
        assert sql("SELECT count(*) FROM certificate") == [(1,)]
        assert issue(clerk, request_, action_id="anew").fee == 1000
    assert counter.till.reconcile(DAY).disagreement is None


def test_nor_what_stands_in_its_place(
    counter: Counter, clerk: Actor, request_: Request, wrong: IssuedView
) -> None:
    issue = counter.certificates.issue
    second = issue(clerk, anew(request_, wrong.issue_number), action_id="second")
    counter.certificates.spoil(clerk, second.id, "또 틀림", action_id="s", second=SECOND)
    void(counter, clerk, wrong, keep_fee=False)
    for number in (second.issue_number, wrong.issue_number):
        wanted = anew(request_, number)
        told = refusal(partial(issue, clerk, wanted, action_id="third"))
        assert told == "till.earlier_paid_back"


def test_a_document_of_which_the_fee_was_booked_anew_is_paid_for(
    counter: Counter, clerk: Actor, request_: Request, wrong: IssuedView
) -> None:
    card = Terms(pay=(Share(Tender.CARD, 1000),))
    counter.reversing.correct(clerk, wrong.receipt_number, "카드였음", card, action_id="c")
    wanted = anew(request_, wrong.issue_number)
    assert counter.certificates.issue(clerk, wanted, action_id="anew").fee == 0


def test_the_fee_stays_while_another_stands_in_its_place(
    counter: Counter, clerk: Actor, request_: Request, wrong: IssuedView, sql: Sql
) -> None:
    made = counter.certificates.issue(clerk, anew(request_, wrong.issue_number), action_id="anew")
    with pytest.raises(Refusal) as refused:
        void(counter, clerk, wrong, keep_fee=False)
    assert refused.value.code == "certificates.void_reissued"
    assert refused.value.fields["instead"] == made.issue_number
    assert sql("SELECT count(*) FROM certificate_void") == [(0,)]
    void(counter, clerk, wrong, keep_fee=True)
    assert counter.till.reconcile(DAY).disagreement is None


def test_a_fee_that_was_taken_is_waived_for_what_was_wrong_before(
    counter: Counter, clerk: Actor, request_: Request, wrong: IssuedView, clock: FixedClock
) -> None:
    clock.at += timedelta(minutes=1)
    paid = counter.certificates.issue(clerk, request_, action_id="paid")

    def correct(earlier: str) -> None:
        terms = Terms(waiver=Waiver("office_error", "오기", earlier=earlier))
        receipt = paid.receipt_number
        counter.reversing.correct(clerk, receipt, "착오", terms, action_id="c", second=SECOND)

    assert refusal(lambda: correct("")) == "till.earlier_needed"
    assert refusal(lambda: correct(paid.issue_number)) == "till.earlier_itself"
    correct(wrong.issue_number)
    assert counter.archive.certificate(paid.id).instead_of == wrong.issue_number
    assert counter.till.reconcile(DAY).disagreement is None


def test_the_settlement_tells_it(
    counter: Counter, clerk: Actor, request_: Request, wrong: IssuedView, clock: FixedClock
) -> None:
    counter.till.open(clerk, 0, action_id="open")
    issue, over = counter.certificates.issue, counter.certificates.hand_over
    for name, earlier in (("a", wrong.issue_number), ("b", ELSEWHERE)):
        over(clerk, issue(clerk, anew(request_, earlier), action_id=name).id, action_id=f"o{name}")
    clock.at += timedelta(minutes=1)
    counter.till.count(clerk, {1000: 1}, action_id="count")
    settled = counter.closing.close(clerk, PASSWORD, "sujin", PASSWORD, action_id="close")
    first, second = settled.sheet.reissued or ()
    assert first == Reissued(
        "2026-1144066000-AR-000002", wrong.issue_number, True, "성명 오기", "김민서", first.at
    )
    assert not second.seen
    assert Settled.from_json(settled.to_json()) == settled
    page = pypdfium2.PdfDocument(render_settlement(settled))[0].get_textpage().get_text_bounded()
    assert "기관 착오로 다시 발급" in page
    assert f"확인번호 {grouped(ELSEWHERE)} (이 PC에 없음)" in " ".join(page.split())
    assert counter.till.reconcile(DAY).disagreement is None
