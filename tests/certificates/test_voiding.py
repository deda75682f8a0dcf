"""A certificate given out is made void by two people, or not at all."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from counter_app.certificates.requests import IssuedView, Request, Waiver
from counter_app.certificates.steps import CertificateState
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.proof.verdict import Verdict
from counter_app.till.terms import Terms
from db.certificates import Tender
from tests.asking import NewAction, Sql, refusal
from tests.certificates.counts import DAY
from tests.conftest import PASSWORD, SECOND


@pytest.fixture
def issued(counter: Counter, clerk: Actor, request_: Request) -> IssuedView:
    made = counter.certificates.issue(clerk, replace(request_, copies=2), action_id="issue")
    return counter.certificates.hand_over(clerk, made.id, action_id="over")


def figures(counter: Counter) -> tuple[int, ...]:
    day, stock = counter.archive.day(DAY), counter.stationery.stock()
    return (day.issued, day.spoiled, day.collected, stock.issued, stock.spoiled)


def test_void_gives_back_the_fee_and_spoils_the_paper(
    counter: Counter, clerk: Actor, issued: IssuedView, home: Path, sql: Sql
) -> None:
    void = counter.voiding.void
    assert figures(counter) == (1, 0, 2000, 2, 0)
    for _ in range(2):
        view = void(clerk, issued.id, "다른 사람", "sujin", PASSWORD, action_id="void")
        assert view.state == CertificateState.VOIDED
        assert figures(counter) == (0, 1, 0, 0, 2)
    pdf = (home / "prints" / f"{issued.issue_number}.x2.pdf").read_bytes()
    assert counter.verification.of_file(pdf).answer.verdict == Verdict.VOIDED
    assert counter.archive.verify(pdf).verdict == Verdict.VOIDED
    assert counter.stationery.find("SG0000002").reason == "다른 사람"
    assert counter.till.reconcile(DAY).disagreement is None
    facts = sql("SELECT payload FROM outbox WHERE kind = 'certificate.voided'")
    assert len(facts) == 1
    assert '"second": "sujin"' in str(facts[0][0])
    assert verify(counter.engine).ok


@pytest.mark.parametrize(
    ("second", "password", "code"),
    [
        ("minseo", PASSWORD, "certificates.same_person"),
        ("sujin", "wrong", "clerks.wrong_password"),
        ("nobody", PASSWORD, "clerks.wrong_password"),
        ("jihun", PASSWORD, "certificates.no_second"),
        ("haneul", PASSWORD, "certificates.no_second"),
    ],
)
def test_one_person_is_not_enough(
    counter: Counter, clerk: Actor, issued: IssuedView, second: str, password: str, code: str
) -> None:
    before = figures(counter)
    void = counter.voiding.void
    act = partial(void, clerk, issued.id, "오류", second, password, action_id="void")
    assert refusal(act) == code
    assert figures(counter) == before
    assert counter.archive.certificate(issued.id) == issued
    assert void(clerk, issued.id, "오류", "admin", PASSWORD, action_id="void").state == "voided"


def test_who_is_suspended_signs_nothing(
    counter: Counter, clerk: Actor, issued: IssuedView, administrator: Actor
) -> None:
    people = {person.login: person.id for person in counter.accounts.people(administrator)}
    counter.accounts.suspend(administrator, people["sujin"], "휴직")
    before, void = figures(counter), counter.voiding.void
    act = partial(void, clerk, issued.id, "오류", "sujin", PASSWORD, action_id="void")
    assert refusal(act) == "clerks.suspended"
    counter.accounts.suspend(administrator, people["minseo"], "휴직")
    act = partial(void, clerk, issued.id, "오류", "admin", PASSWORD, action_id="void")
    assert refusal(act) == "clerks.suspended"
    assert figures(counter) == before


def test_what_may_be_void(
    counter: Counter, clerk: Actor, request_: Request, action: NewAction, home: Path
) -> None:
    def void(issued: IssuedView, reason: str = "오류") -> IssuedView:
        act = counter.voiding.void
        return act(clerk, issued.id, reason, "sujin", PASSWORD, action_id=action())

    spooled = counter.certificates.issue(clerk, request_, action_id=action())
    assert refusal(lambda: void(spooled, "  ")) == "certificates.why_needed"
    assert refusal(lambda: void(spooled, "가" * 201)) == "certificates.why_long"
    assert void(spooled).state == CertificateState.VOIDED
    assert refusal(lambda: void(spooled)) == "certificates.illegal_void"
    assert counter.archive.in_flight() == ()
    spoiled = counter.certificates.issue(clerk, request_, action_id=action())
    counter.certificates.spoil(clerk, spoiled.id, "얼룩", action_id=action(), second=SECOND)
    assert refusal(lambda: void(spoiled)) == "certificates.illegal_void"
    (home / "prints").rename(home / "away")
    (home / "prints").write_text("no folder")
    prepared = counter.certificates.issue(clerk, request_, action_id=action())
    assert refusal(lambda: void(prepared)) == "certificates.illegal_void"


def test_another_act_under_the_same_id(counter: Counter, clerk: Actor, issued: IssuedView) -> None:
    void = partial(counter.voiding.void, clerk, issued.id, action_id="void")
    void("오류", "sujin", PASSWORD)
    for act in (
        partial(void, "다른 사유", "sujin", PASSWORD),
        partial(void, "오류", "admin", PASSWORD),
        partial(void, "오류", "sujin", PASSWORD, keep_fee=True),
    ):
        assert refusal(act) == "certificates.action_used"


def test_the_fee_may_be_kept(counter: Counter, clerk: Actor, issued: IssuedView) -> None:
    void = counter.voiding.void
    void(clerk, issued.id, "거짓 신청", "sujin", PASSWORD, action_id="void", keep_fee=True)
    assert figures(counter) == (0, 1, 2000, 0, 2)
    assert counter.till.reconcile(DAY).disagreement is None
    terms = Terms(Tender.CARD)
    correct = counter.reversing.correct
    code = refusal(
        lambda: correct(clerk, issued.receipt_number, "정정", terms, action_id="correct")
    )
    assert code == "till.certificate_void"


def test_a_waiver_is_taken_back_too(
    counter: Counter, clerk: Actor, request_: Request, action: NewAction
) -> None:
    waived = replace(request_, waiver=Waiver("single_parent", consent=True))
    issued = counter.certificates.issue(clerk, waived, action_id=action())
    counter.voiding.void(clerk, issued.id, "오류", "sujin", PASSWORD, action_id=action())
    sheet = counter.till.show(DAY).sheet
    assert (sheet.won, sheet.waived, sheet.certificates) == (0, 0, 0)
    assert counter.till.reconcile(DAY).disagreement is None


def test_the_same_issue_again_says_that_it_is_void(
    counter: Counter, clerk: Actor, request_: Request, issued: IssuedView
) -> None:
    counter.voiding.void(clerk, issued.id, "오류", "sujin", PASSWORD, action_id="void")
    with pytest.raises(Refusal) as caught:
        counter.certificates.issue(clerk, replace(request_, copies=2), action_id="issue")
    assert caught.value.code == "certificates.spoiled"
