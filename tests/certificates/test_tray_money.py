"""What a tray costs and who pays how: shared out to the won, given back document by document."""

from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.certificates.requests import Request, Share, Tender, Tray
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.till.terms import Terms
from tests.asking import Sql, refusal
from tests.certificates.counts import DAY, untouched
from tests.certificates.papers import run
from tests.certificates.trays import CONSENT, agrees
from tests.conftest import PASSWORD, SECOND


def test_a_fee_changed_since_it_was_told_refuses_all_with_both_sums(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql
) -> None:
    tray = Tray((request_, request_), quoted=4_600)
    with pytest.raises(Refusal) as caught:
        counter.trays.issue(clerk, tray, action_id="a")
    assert caught.value.code == "till.fee_changed"
    assert caught.value.fields == {"was": "4,600", "now": "2,000"}
    untouched(counter, sql)


def test_a_split_is_shared_out_in_order_to_the_won(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql
) -> None:
    pay = (
        Share(Tender.STAMP, 1_500, "S-1"),
        Share(Tender.CASH, 700),
        Share(Tender.CARD, 1_800, "30012345"),
    )
    tray = Tray((replace(request_, copies=2), request_, request_), Terms(pay=pay, received=1_000))
    issued = counter.trays.issue(clerk, tray, action_id="a")
    assert (issued.parts, issued.change) == (pay, 300)
    assert [one.parts for one in issued.documents] == [
        (Share(Tender.STAMP, 1_500, "S-1"), Share(Tender.CASH, 500)),
        (Share(Tender.CASH, 200), Share(Tender.CARD, 800, "30012345")),
        (Share(Tender.CARD, 1_000, "30012345"),),
    ]
    assert agrees(counter)
    again = Tray((request_, request_), Terms(pay=(Share(Tender.STAMP, 2_000, "S-1"),)))
    issue = counter.trays.issue
    assert refusal(lambda: issue(clerk, again, action_id="b")) == "till.stamp_used"


def test_one_stamp_may_pay_for_several_documents(
    counter: Counter, clerk: Actor, request_: Request
) -> None:
    pay = (Share(Tender.STAMP, 2_000, "S-1"),)
    counter.trays.issue(clerk, Tray((request_, request_), Terms(pay=pay)), action_id="a")
    assert agrees(counter)


def test_a_waiver_is_of_all_or_of_one(
    counter: Counter, clerk: Actor, request_: Request, home: Path
) -> None:
    free = replace(request_, waiver=CONSENT)
    issued = counter.trays.issue(clerk, Tray((request_, free), quoted=1_000), action_id="a")
    assert (issued.won, [one.fee for one in issued.documents]) == (1_000, [1_000, 0])
    assert [one.waiver for one in issued.documents] == [None, "single_parent"]
    told = run("pdftotext", home / "prints" / f"{issued.receipt_number}.pdf", "-")
    assert "한부모" in told
    terms = Terms(waiver=CONSENT)
    free_all = counter.trays.issue(clerk, Tray((request_, free), terms), action_id="b")
    assert (free_all.won, free_all.parts) == (0, ())
    assert [one.waiver for one in free_all.documents] == ["single_parent"] * 2
    assert agrees(counter)


def test_spoiling_one_gives_back_just_its_fee(
    counter: Counter, clerk: Actor, documents: tuple[Request, ...]
) -> None:
    issued = counter.trays.issue(clerk, Tray(documents, Terms(Tender.CARD)), action_id="a")
    first, second, _ = issued.documents
    counter.certificates.spoil(clerk, second.id, "용지 걸림", action_id="spoil", second=SECOND)
    assert counter.archive.day(DAY).collected == issued.won - second.fee
    counter.certificates.hand_over(clerk, first.id, action_id="one")
    number = issued.receipt_number
    over = counter.certificates.hand_over_tray(clerk, number, action_id="over")
    assert [one.state for one in over.documents] == ["handed_over", "spoiled", "handed_over"]
    assert counter.archive.in_flight() == ()
    assert agrees(counter)


def test_one_made_void_afterwards_leaves_the_others(
    counter: Counter, clerk: Actor, documents: tuple[Request, ...]
) -> None:
    issued = counter.trays.issue(clerk, Tray(documents), action_id="a")
    counter.certificates.hand_over_tray(clerk, issued.receipt_number, action_id="over")
    second = issued.documents[1]
    counter.voiding.void(clerk, second.id, "기재 오류", "sujin", PASSWORD, action_id="void")
    tray = counter.archive.tray(issued.receipt_number)
    assert [one.state for one in tray.documents] == ["handed_over", "voided", "handed_over"]
    assert counter.archive.day(DAY).collected == issued.won - second.fee
    assert agrees(counter)


def test_correcting_one_payment_leaves_the_others(
    counter: Counter, clerk: Actor, documents: tuple[Request, ...]
) -> None:
    issued = counter.trays.issue(clerk, Tray(documents), action_id="a")
    correct, second = counter.reversing.correct, issued.documents[1]
    joint = issued.receipt_number
    card = Terms(Tender.CARD)
    told = refusal(lambda: correct(clerk, joint, "카드", card, action_id="c"))
    assert told == "till.is_joint"
    correct(clerk, second.receipt_number, "카드", card, action_id="c")
    now = counter.archive.certificate(second.id)
    assert (now.joint, now.parts) == ("", (Share(Tender.CARD, second.fee),))
    assert counter.archive.tray(joint).documents[0] == issued.documents[0]
    assert counter.receipts.show(joint).startswith(b"%PDF")
    assert agrees(counter)
