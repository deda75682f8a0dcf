"""Fees waived, split over tenders, paid with change: what the store, the receipt and a view say."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from counter_app.certificates.requests import Request, Share, Tender, Waiver
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests.asking import Sql, refusal
from tests.certificates.counts import untouched
from tests.conftest import SECOND
from tests.people import one
from tests.till.conftest import Pay

SPLIT = (Share(Tender.CASH, 600), Share(Tender.CARD, 300, "30012345"), Share(Tender.STAMP, 100))
WAIVER = Waiver("basic_livelihood", consent=True)


def words(pdf: bytes) -> str:
    text: str = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    return " ".join(text.split())


def test_several_tenders_bear_one_fee(counter: Counter, issue: Pay, sql: Sql) -> None:
    issued = issue(pay=SPLIT)
    assert (issued.fee, issued.parts, issued.tender) == (1000, SPLIT, Tender.CASH)
    parts = sql("SELECT tender, won, reference FROM payment_part ORDER BY id")
    assert parts == [("cash", 600, ""), ("card", 300, "30012345"), ("stamp", 100, "")]
    stated = words(counter.archive.receipt(issued.id))
    for line in ("현금 Cash 600원", "카드 Card 30012345 300원", "수입증지 Revenue stamp 100원"):
        assert line in stated


def test_what_was_received_and_the_change_stand_on_the_receipt(
    counter: Counter, issue: Pay, sql: Sql
) -> None:
    issued = issue(copies=3, received=5000)
    assert (issued.fee, issued.change) == (3000, 2000)
    assert sql("SELECT tender, won FROM payment_part") == [("cash", 3000)]
    stated = words(counter.archive.receipt(issued.id))
    assert "받은 금액 Received 5,000원" in stated
    assert "거스름돈 Change 2,000원" in stated


def test_a_waiver_takes_nothing_and_says_why(counter: Counter, issue: Pay, sql: Sql) -> None:
    issued = issue(copies=2, waiver=WAIVER)
    assert (issued.fee, issued.parts, issued.waiver) == (0, (), "basic_livelihood")
    assert sql("SELECT won, waived FROM payment") == [(0, 2000)]
    assert sql("SELECT ground, proof, consent FROM waiver") == [("basic_livelihood", "", 1)]
    assert sql("SELECT * FROM payment_part") == []
    stated = words(counter.archive.receipt(issued.id))
    for line in (
        "수수료 Fee 2,000원",
        "기초생활수급자",
        "행정정보 공동이용 동의",
        "합계 Total 0원",
    ):
        assert line in stated


def test_a_waiver_by_status_needs_that_status(
    counter: Counter, clerk: Actor, request_: Request
) -> None:
    asked = replace(request_, waiver=Waiver("status_of_stay"))
    act = counter.certificates.issue
    assert refusal(lambda: act(clerk, asked, action_id="a")) == "till.ground_not_theirs"


def test_a_waiver_by_status_is_proved_by_the_record(issue: Pay, home: Path, sql: Sql) -> None:
    person = one(home, "id_kind = 'FRN'")
    sql(f"UPDATE resident SET status_of_stay = 'D-8-1' WHERE id = {person}")
    assert issue(resident_id=person, waiver=Waiver("status_of_stay")).fee == 0


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"pay": SPLIT[:2]}, "till.split_sum"),
        ({"pay": (Share(Tender.CASH, 3000),)}, "till.split_over"),
        ({"pay": (Share(Tender.CASH, 1200), Share(Tender.CARD, -200))}, "till.share_positive"),
        ({"pay": (Share(Tender.CARD, 1000, "9410 1234 5678 9012"),)}, "till.card_number"),
        ({"pay": (Share(Tender.STAMP, 1000, "x" * 21),)}, "till.reference_long"),
        ({"received": 999}, "till.received_short"),
        ({"received": 1000, "tender": Tender.CARD}, "till.received_no_cash"),
        ({"waiver": Waiver("nobility", "x")}, "till.no_ground"),
        ({"waiver": Waiver("ordinance", "x")}, "till.ground_not_for_kind"),
        ({"waiver": Waiver("single_parent", "  ")}, "till.proof_needed"),
        ({"waiver": Waiver("single_parent", "봤음")}, "till.proof_other"),
        ({"waiver": Waiver("single_parent", "x" * 101)}, "till.proof_long"),
        ({"waiver": WAIVER, "received": 1000}, "till.waived_and_paid"),
        ({"waiver": WAIVER, "pay": SPLIT}, "till.waived_and_paid"),
        ({"quoted": 900}, "till.fee_changed"),
    ],
)
def test_terms_that_do_not_hold_change_nothing(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql, terms: dict[str, Any], code: str
) -> None:
    asked = replace(request_, **terms)
    act = counter.certificates.issue
    assert refusal(lambda: act(clerk, asked, action_id="a")) == code
    untouched(counter, sql)


def test_a_fee_that_is_still_as_quoted_is_taken(issue: Pay) -> None:
    assert issue(copies=2, quoted=2000).fee == 2000


def test_a_stamp_is_used_once(
    counter: Counter, clerk: Actor, issue: Pay, request_: Request
) -> None:
    stamp = (Share(Tender.STAMP, 1000, "S-77"),)
    issue(pay=stamp)
    again = replace(request_, pay=stamp)
    act = counter.certificates.issue
    assert refusal(lambda: act(clerk, again, action_id="b")) == "till.stamp_used"
    for between in (" ", "\t", "\u3000", "\u00a0", "\u2010"):
        other = replace(request_, pay=(Share(Tender.STAMP, 1000, f"s{between}７７"),))
        assert refusal(partial(act, clerk, other, action_id="c")) == "till.stamp_used"


def test_a_stamp_does_not_pay_twice_at_once(issue: Pay) -> None:
    twice = (Share(Tender.STAMP, 500, "S-78"), Share(Tender.STAMP, 500, "S78"))
    assert refusal(lambda: issue(pay=twice)) == "till.stamp_used"


def test_nobody_lays_down_a_hundred_million_won(issue: Pay) -> None:
    assert refusal(lambda: issue(received=10**20)) == "till.won_too_much"


def test_sent_again_with_other_terms_it_is_another_act(
    counter: Counter, clerk: Actor, request_: Request
) -> None:
    asked = replace(request_, pay=SPLIT, quoted=1000)
    act = counter.certificates.issue
    issued = act(clerk, asked, action_id="a")
    assert act(clerk, replace(asked, quoted=None), action_id="a").id == issued.id
    for changed in (
        replace(asked, pay=()),
        replace(asked, received=700),
        replace(asked, pay=(), waiver=WAIVER),
    ):
        with pytest.raises(Refusal, match=r"certificates\.action_used"):
            act(clerk, changed, action_id="a")


def test_spoiling_gives_every_tender_its_part_back(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql
) -> None:
    papers = counter.certificates
    issued = papers.issue(clerk, replace(request_, pay=SPLIT), action_id="a")
    papers.spoil(clerk, issued.id, "용지 걸림", action_id="b", second=SECOND)
    sums = sql("SELECT tender, sum(won) FROM payment_part GROUP BY tender ORDER BY tender")
    assert sums == [("card", 0), ("cash", 0), ("stamp", 0)]
    assert sql("SELECT reason FROM payment WHERE reverses = 1") == [("용지 걸림",)]


def test_spoiling_undoes_a_waiver(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql
) -> None:
    papers = counter.certificates
    issued = papers.issue(clerk, replace(request_, waiver=WAIVER), action_id="a")
    papers.spoil(clerk, issued.id, "용지 걸림", action_id="b", second=SECOND)
    assert sql("SELECT sum(won), sum(waived) FROM payment") == [(0, 0)]


def test_the_store_itself_takes_a_stamp_once(issue: Pay, sql: Sql) -> None:
    issue(pay=(Share(Tender.STAMP, 1000, "S-79"),))
    issue()
    again = (
        "INSERT INTO payment_part (payment_id, tender, won, reference, stamp_key)"
        " SELECT 2, tender, won, reference, stamp_key FROM payment_part WHERE payment_id = 1"
    )
    with pytest.raises(Exception, match="a stamp is taken once"):
        sql(again)


@pytest.mark.parametrize("statement", ["UPDATE payment SET won = 0", "DELETE FROM payment_part"])
def test_the_books_cannot_be_rewritten(issue: Pay, sql: Sql, statement: str) -> None:
    issue()
    with pytest.raises(Exception, match="append-only"):
        sql(statement)


@pytest.mark.parametrize(
    "terms",
    [
        {"pay": (Share(Tender.CARD, 1_000, "😀"),)},
        {"pay": (Share(Tender.STAMP, 1_000, "S\u200b77"),)},
        {"waiver": Waiver("office_error", "😀")},
        {"waiver": Waiver("veteran", "국가유공자증 \u200b")},
    ],
)
def test_what_no_receipt_can_show_is_refused_before_money_is_booked(
    counter: Counter, issue: Pay, sql: Sql, terms: dict[str, Any]
) -> None:
    assert refusal(lambda: issue(**terms)) == "certificates.no_glyph"
    assert sql("SELECT 1 FROM payment") == []
