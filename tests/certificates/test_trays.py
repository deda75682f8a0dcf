"""Several documents of one visit are paid and printed together, or nothing at all has changed."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.certificates.requests import Request, Share, Tender, Tray, Waiver
from counter_app.certificates.steps import CertificateState
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.proof.verdict import Verdict
from counter_app.till.terms import Terms
from counter_app.words import explain
from tests import people
from tests.asking import Sql, refusal
from tests.certificates.counts import DAY, untouched
from tests.certificates.papers import run
from tests.certificates.trays import CONSENT, agrees
from tests.conftest import SECOND


def test_a_whole_tray(
    counter: Counter,
    clerk: Actor,
    documents: tuple[Request, ...],
    home: Path,
    sql: Sql,
    tmp_path: Path,
) -> None:
    due = counter.certificates.fee("residence", 1) + 3_000
    tray = Tray(documents, Terms(received=10_000), quoted=due)
    issued = counter.trays.issue(clerk, tray, action_id="a")
    assert [one.state for one in issued.documents] == ["spooled"] * 3
    assert [one.resident_id for one in issued.documents] == [r.resident_id for r in documents]
    assert (issued.won, issued.change, issued.problem) == (due, 10_000 - due, None)
    assert issued.parts == (Share(Tender.CASH, due),)
    prints = home / "prints"
    for one in issued.documents:
        (paper,) = prints.glob(f"{one.issue_number}.*")
        assert counter.archive.verify(paper.read_bytes()).verdict == Verdict.GENUINE
    told = run("pdftotext", "-layout", prints / f"{issued.receipt_number}.pdf", "-")
    for one in issued.documents:
        assert one.issue_number in told
        assert one.receipt_number in told
    assert all(f"{won:,}원" in told for won in (due, 10_000, 10_000 - due))
    assert len(list(prints.iterdir())) == 4
    assert sql("SELECT won FROM payment ORDER BY id") == [(one.fee,) for one in issued.documents]
    assert counter.archive.day(DAY).collected == due
    assert agrees(counter)


def placed(pdf: bytes, path: Path) -> set[tuple[str, ...]]:
    """Every word of a document and where it stands."""
    path.write_bytes(pdf)
    told = run("pdftotext", "-bbox", path, "-")
    return set(re.findall(r'xMin="(.+?)" yMin="(.+?)".*?>(.*?)</word>', told))


def test_what_is_printed_is_what_was_seen_but_for_the_mark(
    counter: Counter, clerk: Actor, documents: tuple[Request, ...], tmp_path: Path
) -> None:
    """And for what only a document that is issued has: its number and the code that proves it."""
    seen = [
        placed(counter.certificates.preview(clerk, request), tmp_path / "seen.pdf")
        for request in documents
    ]
    issued = counter.trays.issue(clerk, Tray(documents), action_id="a")
    for before, one in zip(seen, issued.documents, strict=True):
        after = placed(counter.archive.document(one.id), tmp_path / "printed.pdf")
        gone = {word for _, _, word in before - after}
        new = {word for _, _, word in after - before}
        assert gone == {
            "미리보기",
            *["발급할", "때", "정해집니다", "진위", "확인", "코드", "proof", "code"],
        }
        assert {word for word in new if not re.fullmatch(r"\d{4}", word)} == {
            one.issue_number,
            *["확인번호", "Confirmation", "No."],
        }


def test_the_same_click_twice_is_one_tray(
    counter: Counter, clerk: Actor, colleague: Actor, documents: tuple[Request, ...], home: Path
) -> None:
    issue, tray = counter.trays.issue, Tray(documents)
    first = issue(clerk, tray, action_id="a")
    spaced = replace(documents[0], purpose=f" {documents[0].purpose} ")
    assert issue(clerk, Tray((spaced, *documents[1:])), action_id="a") == first
    others: tuple[Callable[[], object], ...] = (
        lambda: issue(clerk, Tray(documents[:2]), action_id="a"),
        lambda: issue(clerk, Tray(documents[::-1]), action_id="a"),
        lambda: issue(clerk, Tray(documents, Terms(Tender.CARD)), action_id="a"),
        lambda: issue(clerk, Tray((*documents[:2], spaced)), action_id="a"),
        lambda: issue(colleague, tray, action_id="a"),
        lambda: counter.certificates.issue(clerk, documents[0], action_id="a"),
    )
    for other in others:
        assert refusal(other) == "certificates.action_used"
    counter.certificates.issue(clerk, documents[0], action_id="b")
    assert refusal(lambda: issue(clerk, tray, action_id="b")) == "certificates.action_used"
    assert len(counter.archive.of_day(DAY)) == 4
    assert len(list((home / "prints").iterdir())) == 6


def test_a_tray_of_one_is_not_the_document_alone(
    counter: Counter, clerk: Actor, request_: Request
) -> None:
    counter.trays.issue(clerk, Tray((request_,)), action_id="a")
    issue = counter.certificates.issue
    assert refusal(lambda: issue(clerk, request_, action_id="a")) == "certificates.action_used"


def test_what_one_document_is_refused_for_names_it_and_stops_all(
    counter: Counter, clerk: Actor, documents: tuple[Request, ...], home: Path, sql: Sql
) -> None:
    citizen = Request(people.citizen(home), "은행 제출")
    wrong = (
        (citizen, "certificates.not_for_rrn"),
        (replace(documents[2], purpose=" "), "certificates.purpose_needed"),
        (replace(documents[2], purpose="은행 😀"), "certificates.no_glyph"),
        (replace(documents[2], copies=0), "certificates.copies"),
        (replace(documents[2], resident_id=999_999), "residents.unknown"),
        (replace(documents[2], waiver=Waiver("single_parent")), "till.proof_needed"),
        (replace(documents[1], waiver=CONSENT), "till.ground_not_for_kind"),
        (replace(documents[2], quoted=1), "till.fee_changed"),
    )
    for request, code in wrong:
        tray = Tray((*documents[:2], request))
        with pytest.raises(Refusal) as caught:
            counter.trays.issue(clerk, tray, action_id="a")
        assert (caught.value.code, caught.value.fields["document"]) == (code, 3)
        assert explain(caught.value, "ko").startswith("3번째 문서: ")
    untouched(counter, sql)
    assert not (home / "prints").exists()


@pytest.mark.parametrize(
    ("tray", "code"),
    [
        (lambda d: Tray(()), "certificates.tray_empty"),
        (lambda d: Tray(d * 7), "certificates.tray_full"),
        (lambda d: Tray((d[0], replace(d[1], ticket_id=1))), "certificates.tray_visits"),
        (lambda d: Tray((d[0], replace(d[1], received=5_000))), "till.paid_together"),
        (lambda d: Tray((d[0], replace(d[1], tender=Tender.CARD))), "till.paid_together"),
        (lambda d: Tray(d, Terms(received=10)), "till.received_short"),
        (lambda d: Tray(d, Terms(pay=(Share(Tender.CARD, 1),))), "till.split_sum"),
        (lambda d: Tray(d[::2], Terms(waiver=CONSENT, received=1)), "till.waived_and_paid"),
    ],
)
def test_a_tray_that_cannot_be_changes_nothing(
    counter: Counter,
    clerk: Actor,
    documents: tuple[Request, ...],
    sql: Sql,
    tray: Callable[[tuple[Request, ...]], Tray],
    code: str,
) -> None:
    issue = counter.trays.issue
    assert refusal(lambda: issue(clerk, tray(documents), action_id="a")) == code
    untouched(counter, sql)


def test_a_document_is_priced_if_it_can_be_issued(
    counter: Counter, clerk: Actor, request_: Request, home: Path, sql: Sql
) -> None:
    price = counter.trays.price
    assert price(clerk, replace(request_, copies=2, waiver=CONSENT)) == 2_000
    for wrong, code in (
        (replace(request_, purpose=""), "certificates.purpose_needed"),
        (replace(request_, waiver=Waiver("single_parent")), "till.proof_needed"),
        (Request(people.citizen(home), "은행"), "certificates.not_for_rrn"),
    ):
        assert refusal(lambda wrong=wrong: price(clerk, wrong)) == code  # type: ignore[misc]  # keeps the loop's value
    untouched(counter, sql)


def test_all_are_handed_over_in_one_act(
    counter: Counter, clerk: Actor, colleague: Actor, documents: tuple[Request, ...], sql: Sql
) -> None:
    first, second = (
        counter.trays.issue(clerk, Tray(documents), action_id=action).receipt_number
        for action in ("a", "b")
    )
    hand_over = counter.certificates.hand_over_tray
    over = hand_over(clerk, first, action_id="over")
    assert [one.state for one in over.documents] == ["handed_over"] * 3
    steps = sql("SELECT count(*) FROM certificate_event WHERE state = 'handed_over'")
    assert hand_over(clerk, first, action_id="over") == over
    assert sql("SELECT count(*) FROM certificate_event WHERE state = 'handed_over'") == steps
    used = "certificates.action_used"
    assert refusal(lambda: hand_over(clerk, second, action_id="over")) == used
    assert refusal(lambda: hand_over(colleague, first, action_id="over")) == used
    assert refusal(lambda: hand_over(clerk, second, action_id="b")) == used
    again = refusal(lambda: hand_over(clerk, first, action_id="c"))
    assert again == "certificates.illegal_hand_over"
    assert refusal(lambda: hand_over(clerk, "T-1", action_id="c")) == "till.no_payment"


def test_a_refusing_printer_leaves_all_prepared_and_the_same_click_goes_on(
    counter: Counter, clerk: Actor, documents: tuple[Request, ...], home: Path
) -> None:
    prints = home / "prints"
    prints.write_text("in the way of the folder")
    tray = Tray(documents)
    issued = counter.trays.issue(clerk, tray, action_id="a")
    assert issued.problem is not None
    assert issued.problem.code == "printing.folder_unwritable"
    assert [one.state for one in counter.archive.in_flight()] == ["prepared"] * 3
    second, hand_over = issued.documents[1], counter.certificates.hand_over_tray
    told = refusal(lambda: hand_over(clerk, issued.receipt_number, action_id="o"))
    assert told == "certificates.not_printed"
    prints.unlink()
    assert counter.certificates.print_again(clerk, second.id).state == CertificateState.SPOOLED
    again = counter.trays.issue(clerk, tray, action_id="a")
    assert (again.problem, [one.state for one in again.documents]) == (None, ["spooled"] * 3)
    assert len(list(prints.iterdir())) == 4
    assert counter.archive.day(DAY).collected == again.won


def test_a_missing_joint_receipt_is_printed_once(
    counter: Counter, clerk: Actor, documents: tuple[Request, ...], home: Path
) -> None:
    issued = counter.trays.issue(clerk, Tray(documents), action_id="a")
    paper = home / "prints" / f"{issued.receipt_number}.pdf"
    paper.unlink()
    counter.certificates.print_again(clerk, issued.documents[2].id)
    assert paper.exists()
    told = refusal(lambda: counter.certificates.print_again(clerk, issued.documents[0].id))
    assert told == "certificates.already_printed"
    for one in issued.documents:
        counter.certificates.spoil(
            clerk, one.id, "용지 걸림", action_id=f"s-{one.id}", second=SECOND
        )
    again = counter.trays.issue
    assert refusal(lambda: again(clerk, Tray(documents), action_id="a")) == "certificates.spoiled"


@pytest.mark.parametrize(
    ("doctored", "code"),
    [
        ("SET content = replace(content, '\"copies\": 1', '\"copies\": 2')", "joint"),
        ("SET content = replace(content, '\"cash\"', '\"card\"')", "joint"),
        ("SET content = replace(content, '-T-', '-RR-')", "joint"),
        ("SET number = replace(number, '01', '11')", "joint"),
    ],
)
def test_a_joint_receipt_that_says_something_else_is_found(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql, doctored: str, code: str
) -> None:
    counter.trays.issue(clerk, Tray((request_, request_)), action_id="a")
    counter.trays.issue(clerk, Tray((request_, request_)), action_id="b")
    assert agrees(counter)
    sql("DROP TRIGGER joint_receipt_no_update")
    sql(f"UPDATE joint_receipt {doctored} WHERE id = 1")
    wrong = counter.till.reconcile(DAY).disagreement
    assert wrong is not None
    assert wrong.code == f"till.wrong.{code}"


def test_a_joint_receipt_is_for_ever(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql
) -> None:
    counter.trays.issue(clerk, Tray((request_,)), action_id="a")
    for statement in ("UPDATE joint_receipt SET number = 'x'", "DELETE FROM joint_receipt"):
        with pytest.raises(Exception, match="append-only"):
            sql(statement)
