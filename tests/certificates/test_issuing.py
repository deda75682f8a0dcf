"""A certificate is prepared, spooled and accounted for; money and paper agree."""

import json
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.certificates.archive import Verdict
from counter_app.certificates.requests import Request
from counter_app.certificates.steps import STEPS, CertificateState, Step, after
from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from db.certificates import Tender
from tests import people
from tests.conftest import MORNING

NewAction = Callable[[], str]
Sql = Callable[[str], list[tuple[object, ...]]]
DAY = MORNING.date()


@pytest.fixture
def request_(home: Path) -> Request:
    return Request(people.registered_foreigner(home), "은행 제출")


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def untouched(counter: Counter, sql: Sql) -> None:
    assert counter.archive.of_day(DAY) == ()
    assert sql("SELECT * FROM serial") == []
    assert sql("SELECT * FROM payment") == []


def test_a_whole_issue(
    counter: Counter, clerk: Actor, request_: Request, home: Path, sql: Sql
) -> None:
    issued = counter.certificates.issue(clerk, replace(request_, copies=3), action_id="a")
    assert issued.state == CertificateState.SPOOLED
    assert issued.issue_number == "2026-1144066000-AR-000001"
    assert issued.fee == 3000
    pdf = (home / "prints" / f"{issued.issue_number}.pdf").read_bytes()
    assert counter.archive.verify(pdf).verdict == Verdict.GENUINE
    assert (home / "prints" / f"{issued.receipt_number}.pdf").exists()
    over = counter.certificates.hand_over(clerk, issued.id, action_id="b")
    assert over.state == CertificateState.HANDED_OVER
    summary = counter.archive.day(DAY)
    assert (summary.issued, summary.collected, summary.sheets) == (1, 3000, 3)
    steps = [row[0] for row in sql("SELECT state FROM certificate_event ORDER BY id")]
    assert steps == ["prepared", "spooled", "handed_over"]
    facts = [row[0] for row in sql("SELECT kind FROM outbox ORDER BY op_seq")]
    assert facts == [
        "certificate.prepared",
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


def test_a_spoiled_sheet_gives_the_fee_back_and_keeps_its_number(
    counter: Counter, clerk: Actor, request_: Request, home: Path, action: NewAction, sql: Sql
) -> None:
    issued = counter.certificates.issue(clerk, request_, action_id=action())
    silent = refusal(lambda: counter.certificates.spoil(clerk, issued.id, " ", action_id="s"))
    assert silent == "certificates.reason_needed"
    for _ in range(2):
        counter.certificates.spoil(clerk, issued.id, "종이 걸림", action_id="spoiled")
    pdf = (home / "prints" / f"{issued.issue_number}.pdf").read_bytes()
    assert counter.archive.verify(pdf).verdict == Verdict.VOID
    again = counter.certificates.issue(clerk, request_, action_id=action())
    assert again.issue_number > issued.issue_number
    summary = counter.archive.day(DAY)
    assert (summary.issued, summary.spoiled, summary.sheets) == (1, 1, 2)
    assert summary.collected == 1000
    entries = sql("SELECT won, reverses FROM payment ORDER BY id")
    assert entries == [(1000, None), (-1000, 1), (1000, None)]


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
    ("purpose", "code"),
    [
        ("", "certificates.purpose_needed"),
        (" \n\t", "certificates.purpose_needed"),
        ("가" * 10_000, "certificates.purpose_too_long"),
        ("은행 😀", "certificates.no_glyph"),
        ("은행\x00", "certificates.no_glyph"),
    ],
)
def test_a_purpose_that_cannot_be_printed_changes_nothing(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql, purpose: str, code: str
) -> None:
    wrong = replace(request_, purpose=purpose)
    issue = counter.certificates.issue
    assert refusal(lambda: issue(clerk, wrong, action_id="a")) == code
    untouched(counter, sql)


@pytest.mark.parametrize("purpose", ["'; DROP TABLE certificate; --", '100 % "q"', "은행 ".strip()])
def test_a_purpose_is_only_text(
    counter: Counter, clerk: Actor, request_: Request, purpose: str
) -> None:
    issued = counter.certificates.issue(clerk, replace(request_, purpose=purpose), action_id="a")
    assert issued.state == CertificateState.SPOOLED


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
    spoil = refusal(lambda: certificates.spoil(clerk, issued.id, "x", action_id=action()))
    assert spoil == "certificates.illegal_spoil"
    again = refusal(lambda: certificates.print_again(clerk, issued.id))
    assert again == "certificates.illegal_spool"


def test_verification_tells_altered_void_foreign_and_blank(
    counter: Counter, clerk: Actor, request_: Request, home: Path, tmp_path: Path
) -> None:
    issued = counter.certificates.issue(clerk, request_, action_id="a")
    pdf = (home / "prints" / f"{issued.issue_number}.pdf").read_bytes()
    assert counter.archive.verify(pdf + b"\n").verdict == Verdict.ALTERED
    preview = counter.certificates.preview(clerk, request_)
    assert counter.archive.verify(preview).verdict == Verdict.NO_CODE
    receipt = counter.archive.receipt(issued.id)
    assert counter.archive.verify(receipt).verdict == Verdict.NOT_OURS
    assert refusal(lambda: counter.archive.verify(b"not a pdf")) == "certificates.not_a_pdf"


def test_a_preview_writes_nothing(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql
) -> None:
    assert counter.certificates.preview(clerk, request_).startswith(b"%PDF")
    untouched(counter, sql)


def test_it_comes_out_of_the_archive_to_the_byte(
    counter: Counter, clerk: Actor, request_: Request, home: Path, clock: FixedClock
) -> None:
    issued = counter.certificates.issue(clerk, request_, action_id="a")
    clock.at = clock.at.replace(year=2027)
    printed = home / "prints" / f"{issued.issue_number}.pdf"
    assert counter.archive.document(issued.id) == printed.read_bytes()
    assert stat.S_IMODE(printed.stat().st_mode) == 0o600


def test_tender_and_rule_are_kept_with_the_payment(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql
) -> None:
    counter.certificates.issue(clerk, replace(request_, tender=Tender.CARD), action_id="a")
    ((tender, rule),) = sql("SELECT tender, rule FROM payment")
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
    assert stated["history"][0] | {"address": old, "moved_out": None} == stated["history"][0]
    assert str(new) not in str(content)


def test_a_suspended_clerk_issues_nothing(
    counter: Counter, clerk: Actor, administrator: Actor, request_: Request, sql: Sql
) -> None:
    counter.clerks.suspend(administrator, clerk.clerk_id, "leaves")
    issue = counter.certificates.issue
    assert refusal(lambda: issue(clerk, request_, action_id="a")) == "clerks.suspended"
    untouched(counter, sql)
