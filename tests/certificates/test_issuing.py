"""A certificate is prepared and accounted for, or nothing at all has changed."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from counter_app.certificates.requests import Request
from counter_app.certificates.steps import CertificateState
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.proof.verdict import Verdict
from db.certificates import Tender
from tests import people
from tests.asking import NewAction, Sql, refusal
from tests.certificates.counts import DAY, untouched
from tests.certificates.papers import run
from tests.conftest import SECOND


def test_a_whole_issue(
    counter: Counter, clerk: Actor, request_: Request, home: Path, sql: Sql
) -> None:
    issued = counter.certificates.issue(clerk, replace(request_, copies=3), action_id="a")
    assert issued.state == CertificateState.SPOOLED
    assert issued.issue_number == "2026-1144066000-AR-000001"
    assert issued.fee == 3000
    pdf = (home / "prints" / f"{issued.issue_number}.x3.pdf").read_bytes()
    assert counter.archive.verify(pdf).verdict == Verdict.GENUINE
    receipt = (home / "prints" / f"{issued.receipt_number}.pdf").read_bytes()
    assert receipt == counter.archive.receipt(issued.id)
    over = counter.certificates.hand_over(clerk, issued.id, action_id="b")
    assert over.state == CertificateState.HANDED_OVER
    summary = counter.archive.day(DAY)
    assert (summary.issued, summary.collected, summary.sheets) == (1, 3000, 3)
    steps = [row[0] for row in sql("SELECT state FROM certificate_event ORDER BY id")]
    assert steps == ["prepared", "spooled", "handed_over"]
    facts = [row[0] for row in sql("SELECT kind FROM outbox ORDER BY op_seq")]
    assert facts == [
        "paper.loaded",
        "numbers.allotted",
        "certificate.prepared",
        "numbers.allotted",
        "payment.taken",
        "certificate.spooled",
        "certificate.handed_over",
    ]


def test_the_same_click_twice_issues_once(
    counter: Counter, clerk: Actor, request_: Request, home: Path
) -> None:
    first = counter.certificates.issue(clerk, request_, action_id="click")
    assert counter.certificates.issue(clerk, request_, action_id="click") == first
    for _ in range(2):
        counter.certificates.hand_over(clerk, first.id, action_id="over")
    assert len(counter.archive.of_day(DAY)) == 1
    assert len(list((home / "prints").iterdir())) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": "학교 제출"},
        {"copies": 2},
        {"history": True},
        {"mask_number": True},
        {"tender": Tender.CARD},
        {"ticket_id": 1},
    ],
    ids=str,
)
def test_an_action_is_one_request(
    counter: Counter, clerk: Actor, request_: Request, change: dict[str, Any]
) -> None:
    issue = counter.certificates.issue
    first = issue(clerk, request_, action_id="a")
    other = replace(request_, **change)
    assert refusal(lambda: issue(clerk, other, action_id="a")) == "certificates.action_used"
    assert counter.archive.of_day(DAY) == (first,)
    second = issue(clerk, other, action_id="b")
    again = replace(other, purpose=f" {other.purpose} ")
    assert issue(clerk, again, action_id="b") == second


def test_an_action_is_of_one_resident_and_one_clerk(
    counter: Counter, clerk: Actor, colleague: Actor, request_: Request, home: Path
) -> None:
    issue = counter.certificates.issue
    first = issue(clerk, request_, action_id="a")
    neighbour = people.one(home, f"id_kind = 'FRN' AND id <> {request_.resident_id}")
    other = replace(request_, resident_id=neighbour)
    assert refusal(lambda: issue(clerk, other, action_id="a")) == "certificates.action_used"
    assert refusal(lambda: issue(colleague, request_, action_id="a")) == "certificates.action_used"
    assert counter.archive.of_day(DAY) == (first,)


def test_an_action_is_one_step_of_one_certificate(
    counter: Counter, clerk: Actor, colleague: Actor, request_: Request, action: NewAction
) -> None:
    papers = counter.certificates
    first = papers.issue(clerk, request_, action_id="issue")
    second = papers.issue(clerk, request_, action_id=action())
    third = papers.issue(clerk, request_, action_id=action())
    papers.hand_over(clerk, first.id, action_id="over")
    spoiled = papers.spoil(clerk, second.id, "jam", action_id="spoil", second=SECOND)
    assert papers.spoil(clerk, second.id, " jam ", action_id="spoil", second=SECOND) == spoiled
    acts: tuple[Callable[[], object], ...] = (
        lambda: papers.spoil(clerk, first.id, "jam", action_id="issue", second=SECOND),
        lambda: papers.spoil(clerk, first.id, "jam", action_id="over", second=SECOND),
        lambda: papers.spoil(clerk, third.id, "jam", action_id="spoil", second=SECOND),
        lambda: papers.spoil(clerk, second.id, "ink", action_id="spoil", second=SECOND),
        lambda: papers.spoil(colleague, second.id, "jam", action_id="spoil", second=SECOND),
        lambda: papers.hand_over(clerk, second.id, action_id="spoil"),
        lambda: papers.hand_over(clerk, third.id, action_id="over"),
        lambda: papers.hand_over(clerk, first.id, action_id="issue"),
        lambda: papers.issue(clerk, request_, action_id="over"),
    )
    for act in acts:
        assert refusal(act) == "certificates.action_used"
    states = [view.state for view in counter.archive.of_day(DAY)]
    assert states == ["handed_over", "spoiled", "spooled"]


def test_a_document_spoiled_since_is_not_issued_again(
    counter: Counter, clerk: Actor, request_: Request, home: Path
) -> None:
    issued = counter.certificates.issue(clerk, request_, action_id="a")
    counter.certificates.spoil(clerk, issued.id, "jam", action_id="b", second=SECOND)
    papers = sorted((home / "prints").iterdir())
    issue = counter.certificates.issue
    assert refusal(lambda: issue(clerk, request_, action_id="a")) == "certificates.spoiled"
    assert sorted((home / "prints").iterdir()) == papers


def test_numbers_run_without_a_gap(
    counter: Counter, clerk: Actor, request_: Request, action: NewAction, home: Path
) -> None:
    citizen = Request(people.citizen(home), "은행 제출")
    numbers = []
    for _ in range(3):
        refusal(lambda: counter.certificates.issue(clerk, citizen, action_id=action()))
        issued = counter.certificates.issue(clerk, request_, action_id=action())
        numbers.append(issued.issue_number[-6:])
    assert numbers == ["000001", "000002", "000003"]


@pytest.mark.parametrize("copies", [0, -1, 21, 10_000])
def test_copies_have_bounds(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql, copies: int
) -> None:
    wrong = replace(request_, copies=copies)
    issue = counter.certificates.issue
    assert refusal(lambda: issue(clerk, wrong, action_id="a")) == "certificates.copies"
    assert refusal(lambda: counter.certificates.preview(clerk, wrong)) == "certificates.copies"
    untouched(counter, sql)


@pytest.mark.parametrize(
    ("whose", "code"),
    [
        (people.citizen, "certificates.not_for_rrn"),
        (people.overseas_korean, "certificates.not_for_drn"),
        (lambda home: 999_999, "residents.unknown"),
    ],
)
def test_only_registered_foreigners_get_it(
    counter: Counter,
    clerk: Actor,
    home: Path,
    sql: Sql,
    whose: Callable[[Path], int],
    code: str,
) -> None:
    wrong = Request(whose(home), "은행 제출")
    issue = counter.certificates.issue
    assert refusal(lambda: issue(clerk, wrong, action_id="a")) == code
    untouched(counter, sql)


def test_a_preview_writes_nothing(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql
) -> None:
    assert counter.certificates.preview(clerk, request_).startswith(b"%PDF")
    untouched(counter, sql)


def test_a_masked_preview_shows_no_more_than_the_screen(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql, tmp_path: Path
) -> None:
    seen = {}
    for whole in (True, False):
        path = tmp_path / f"{whole}.pdf"
        path.write_bytes(
            counter.certificates.preview(clerk, replace(request_, history=True), whole=whole)
        )
        seen[whole] = run("pdftotext", "-raw", path, "-")
    ((number, passport),) = sql(
        f"SELECT number, passport_number FROM resident WHERE id = {request_.resident_id}"
    )
    held_back = (f"{str(number)[:6]}-{str(number)[6:]}", str(passport))
    assert [text in seen[True] for text in held_back] == [True, True]
    assert [text in seen[False] for text in held_back] == [False, False]
    untouched(counter, sql)


def test_tender_and_rule_are_kept_with_the_payment(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql
) -> None:
    counter.certificates.issue(clerk, replace(request_, tender=Tender.CARD), action_id="a")
    ((tender, rule),) = sql(
        "SELECT t.tender, p.rule FROM payment AS p JOIN payment_part AS t ON t.payment_id = p.id"
    )
    assert tender == "card"
    assert '"fee.cert_ar"' in str(rule)
    assert '"guide"' in str(rule)


def test_a_move_that_was_not_reported_is_not_certified(
    counter: Counter, clerk: Actor, home: Path, sql: Sql
) -> None:
    moved = people.one(
        home,
        "id_kind = 'FRN' AND id IN (SELECT resident_id FROM address WHERE reported_on IS NULL)",
    )
    ((new, old),) = sql(
        "SELECT max(CASE WHEN reported_on IS NULL THEN text_ko END),"
        f" max(CASE WHEN moved_out IS NOT NULL THEN text_ko END) FROM (SELECT * FROM address"
        f" WHERE resident_id = {moved} ORDER BY moved_in DESC LIMIT 2)"
    )
    request = Request(moved, "은행 제출", history=True)
    counter.certificates.issue(clerk, request, action_id="a")
    ((content,),) = sql("SELECT content FROM certificate")
    stated = json.loads(str(content))
    assert stated["address"] == old
    newest = stated["tables"][0]["rows"][0]
    assert newest[1:] == [["현재", "present"], [old, ""]]
    assert str(new) not in str(content)


def test_a_suspended_clerk_issues_nothing(
    counter: Counter, clerk: Actor, administrator: Actor, request_: Request, sql: Sql
) -> None:
    counter.accounts.suspend(administrator, clerk.clerk_id, "leaves")
    issue = counter.certificates.issue
    assert refusal(lambda: issue(clerk, request_, action_id="a")) == "clerks.suspended"
    untouched(counter, sql)
