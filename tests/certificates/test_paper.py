"""What becomes of the paper: spooled, handed over or spoiled, once, whatever the printer does."""

from functools import partial
from pathlib import Path

import pytest

from counter_app.certificates.requests import Request
from counter_app.certificates.steps import STEPS, CertificateState, Step, after
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.proof.verdict import Verdict
from tests.asking import NewAction, Sql, refusal
from tests.certificates.counts import DAY
from tests.conftest import SECOND


def test_a_spoiled_sheet_gives_the_fee_back_and_keeps_its_number(
    counter: Counter, clerk: Actor, request_: Request, home: Path, action: NewAction, sql: Sql
) -> None:
    issued = counter.certificates.issue(clerk, request_, action_id=action())
    for _ in range(2):
        counter.certificates.spoil(
            clerk, issued.id, "종이 걸림", action_id="spoiled", second=SECOND
        )
    pdf = (home / "prints" / f"{issued.issue_number}.pdf").read_bytes()
    assert counter.archive.verify(pdf).verdict == Verdict.VOIDED
    again = counter.certificates.issue(clerk, request_, action_id=action())
    assert again.issue_number > issued.issue_number
    summary = counter.archive.day(DAY)
    assert (summary.issued, summary.spoiled, summary.sheets) == (1, 1, 2)
    assert summary.collected == 1000
    entries = sql("SELECT won, reverses FROM payment ORDER BY id")
    assert entries == [(1000, None), (-1000, 1), (1000, None)]


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (" ", "reason_needed"),
        ("\u3164", "reason_needed"),
        ("😀 걸림", "no_glyph"),
        ("걸림" * 101, "why_long"),
    ],
)
def test_a_document_is_spoiled_for_a_reason_that_the_settlement_can_state(
    counter: Counter, clerk: Actor, request_: Request, reason: str, code: str
) -> None:
    issued = counter.certificates.issue(clerk, request_, action_id="issue")
    spoil = partial(counter.certificates.spoil, clerk, issued.id, action_id="s", second=SECOND)
    assert refusal(partial(spoil, reason)) == f"certificates.{code}"
    assert counter.archive.certificate(issued.id).state == CertificateState.SPOOLED


def test_a_reason_of_two_lines_is_one(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql
) -> None:
    issued = counter.certificates.issue(clerk, request_, action_id="issue")
    counter.certificates.spoil(clerk, issued.id, " 종이\n걸림 ", action_id="s", second=SECOND)
    reasons = sql("SELECT reason FROM payment WHERE reason IS NOT NULL")
    assert reasons == [("종이 걸림",)]


def test_a_refusing_printer_leaves_it_prepared_and_print_again_goes_on(
    counter: Counter, clerk: Actor, request_: Request, home: Path
) -> None:
    prints = home / "prints"
    prints.write_text("in the way of the folder")
    issued = counter.certificates.issue(clerk, request_, action_id="a")
    assert issued.state == CertificateState.PREPARED
    assert issued.problem is not None
    assert issued.problem.code == "printing.folder_unwritable"
    assert counter.archive.day(DAY).sheets == 0
    assert [view.id for view in counter.archive.in_flight()] == [issued.id]

    prints.unlink()
    printed = counter.certificates.print_again(clerk, issued.id)
    assert printed.state == CertificateState.SPOOLED
    assert printed.issue_number == issued.issue_number
    again = refusal(lambda: counter.certificates.print_again(clerk, issued.id))
    assert again == "certificates.already_printed"
    assert counter.archive.day(DAY).sheets == 1


def test_the_same_click_goes_on_where_the_printer_refused(
    counter: Counter, clerk: Actor, request_: Request, home: Path
) -> None:
    prints = home / "prints"
    prints.write_text("in the way of the folder")
    counter.certificates.issue(clerk, request_, action_id="click")
    prints.unlink()
    issued = counter.certificates.issue(clerk, request_, action_id="click")
    assert issued.state == CertificateState.SPOOLED
    assert counter.archive.day(DAY).collected == 1000
    assert len(list(prints.iterdir())) == 2


def test_a_missing_receipt_is_printed_without_a_second_certificate(
    counter: Counter, clerk: Actor, request_: Request, home: Path
) -> None:
    issued = counter.certificates.issue(clerk, request_, action_id="a")
    (home / "prints" / f"{issued.receipt_number}.pdf").unlink()
    counter.certificates.print_again(clerk, issued.id)
    printed = sorted(path.stem for path in (home / "prints").iterdir())
    assert printed == sorted([issued.issue_number, issued.receipt_number])


@pytest.mark.parametrize("state", CertificateState)
@pytest.mark.parametrize("step", Step)
def test_every_step_from_every_state(state: CertificateState, step: Step) -> None:
    if (state, step) in STEPS:
        assert after(state, step) == STEPS[state, step]
    else:
        assert refusal(lambda: after(state, step)) == f"certificates.illegal_{step}"


def test_what_is_closed_stays_closed(
    counter: Counter, clerk: Actor, request_: Request, action: NewAction
) -> None:
    issued = counter.certificates.issue(clerk, request_, action_id=action())
    counter.certificates.hand_over(clerk, issued.id, action_id=action())
    certificates = counter.certificates
    spoil = refusal(
        lambda: certificates.spoil(clerk, issued.id, "x", action_id=action(), second=SECOND)
    )
    assert spoil == "certificates.illegal_spoil"
    again = refusal(lambda: certificates.print_again(clerk, issued.id))
    assert again == "certificates.illegal_spool"


def test_what_no_queue_took_is_handed_over_only_by_who_holds_it(
    counter: Counter, clerk: Actor, request_: Request, home: Path, action: NewAction
) -> None:
    (home / "prints").write_text("in the way")
    papers = counter.certificates
    issued = papers.issue(clerk, request_, action_id=action())
    told = refusal(lambda: papers.hand_over(clerk, issued.id, action_id="over"))
    assert told == "certificates.not_printed"
    assert counter.archive.certificate(issued.id).state == CertificateState.PREPARED
    over = papers.hand_over(clerk, issued.id, action_id="over", paper_seen=True)
    assert over.state == CertificateState.HANDED_OVER
    assert papers.hand_over(clerk, issued.id, action_id="over") == over
    assert counter.archive.day(counter.clock.now().date()).sheets == request_.copies
