"""What exists is printed again as it was, marked, counted, and on paper of its own."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from counter_app.alone import opened
from counter_app.certificates.requests import IssuedView, Request
from counter_app.certificates.steps import CertificateState
from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.privacy.second import Second
from counter_app.proof.verdict import Verdict
from tests.asking import NewAction, Sql, refusal
from tests.certificates.counts import DAY
from tests.certificates.papers import run
from tests.certificates.samples import requests
from tests.conftest import PASSWORD, SECOND


@pytest.fixture
def issued(counter: Counter, clerk: Actor, request_: Request) -> IssuedView:
    made = counter.certificates.issue(
        clerk, replace(request_, copies=2, history=True), action_id="issue"
    )
    return counter.certificates.hand_over(clerk, made.id, action_id="over")


def texts(pdf: bytes) -> list[str]:
    with opened(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_a_reprint_is_the_same_but_for_the_mark(
    counter: Counter, clerk: Actor, issued: IssuedView, home: Path
) -> None:
    original = counter.archive.document(issued.id)
    for _ in range(2):
        view = counter.reprinting.reprint(clerk, issued.id, "분실", action_id="again")
        assert (view.reprint, view.copies, view.problem) == (1, 1, None)
        assert view.serials == "SG0000001-SG0000003"
    paths = list((home / "prints").glob("*reprint*"))
    assert [path.name for path in paths] == [f"{issued.issue_number}-reprint-1.pdf"]
    pdf = paths[0].read_bytes()
    for page, before in zip(texts(pdf), texts(original), strict=True):
        assert "재발행" in page
        assert "REISSUED" in page
        assert "1회" in page
        assert "2026. 11. 16." in page
        assert "재발행" not in before
    assert counter.archive.verify(pdf).verdict == Verdict.GENUINE
    assert counter.archive.document(issued.id) == original
    day = counter.archive.day(DAY)
    assert (day.issued, day.collected, day.sheets) == (1, 2000, 3)
    assert counter.archive.certificate(issued.id).state == CertificateState.HANDED_OVER
    assert counter.till.reconcile(DAY).disagreement is None


def test_a_reprint_is_genuine_to_who_checks_it(
    counter: Counter, clerk: Actor, issued: IssuedView, home: Path
) -> None:
    counter.reprinting.reprint(clerk, issued.id, "분실", action_id="again")
    pdf = next((home / "prints").glob("*reprint*")).read_bytes()
    original = counter.archive.document(issued.id)
    wanted = counter.verification.of_file(original).answer
    found = counter.verification.of_file(pdf).answer
    assert found.verdict == wanted.verdict
    assert found.reason == wanted.reason
    assert found.reason != "not_as_issued"
    forged = pdf.replace(b"/Producer", b"/Prodxcer", 1)
    assert forged == pdf or counter.archive.verify(forged).verdict == Verdict.ALTERED
    counter.voiding.void(clerk, issued.id, "오류", "sujin", PASSWORD, action_id="void")
    assert counter.verification.of_file(pdf).answer.verdict == Verdict.VOIDED


def test_each_reprint_is_counted(
    counter: Counter, clerk: Actor, issued: IssuedView, clock: FixedClock, sql: Sql
) -> None:
    again = counter.reprinting.reprint
    for number, second in ((1, None), (2, SECOND)):
        view = again(
            clerk, issued.id, "분실", action_id=f"again-{number}", copies=number, second=second
        )
        assert (view.reprint, view.copies) == (number, number)
    stock = counter.stationery.stock()
    assert (stock.issued, stock.spoiled) == (5, 0)
    kinds = [kind for (kind,) in sql("SELECT kind FROM outbox WHERE kind LIKE '%reprint%'")]
    assert kinds == ["certificate.reprinted", "certificate.reprint_spooled"] * 2
    events = sql("SELECT state, sheets, reason FROM certificate_event ORDER BY id DESC LIMIT 2")
    assert events == [("handed_over", 2, "분실"), ("handed_over", 1, "분실")]
    assert verify(counter.engine).ok
    counter.voiding.void(clerk, issued.id, "오류", "sujin", PASSWORD, action_id="void")
    assert counter.stationery.stock().spoiled == 5


def test_from_the_second_reprint_on_another_signs(
    counter: Counter, clerk: Actor, issued: IssuedView, sql: Sql
) -> None:
    again = partial(counter.reprinting.reprint, clerk, issued.id, "분실")
    again(action_id="1")
    assert refusal(partial(again, action_id="2")) == "certificates.reprint_second"
    own = Second(clerk.login, PASSWORD)
    assert refusal(partial(again, action_id="2", second=own)) == "certificates.same_person"
    assert sql("SELECT count(*) FROM certificate_reprint") == [(1,)]
    assert again(action_id="1").reprint == 1
    for _ in range(2):
        assert again(action_id="2", second=SECOND).reprint == 2
    told = sql("SELECT detail FROM audit WHERE action = 'certificate.reprinted' ORDER BY seq")
    assert ['"second"' in str(detail) for (detail,) in told] == [False, True]


def test_what_may_be_printed_again(
    counter: Counter, clerk: Actor, request_: Request, action: NewAction, home: Path, sql: Sql
) -> None:
    again = counter.reprinting.reprint
    spooled = counter.certificates.issue(clerk, request_, action_id=action())
    assert again(clerk, spooled.id, "걸림", action_id=action()).reprint == 1
    act = partial(again, clerk, spooled.id, action_id="x")
    assert refusal(partial(act, " ")) == "certificates.why_needed"
    assert refusal(partial(act, "분실", copies=2)) == "certificates.reprint_copies"
    assert refusal(partial(act, "분실", copies=0)) == "certificates.reprint_copies"
    assert refusal(partial(again, clerk, 99, "분실", action_id="x")) == "certificates.unknown"
    counter.certificates.spoil(clerk, spooled.id, "얼룩", action_id=action(), second=SECOND)
    assert refusal(partial(act, "분실")) == "certificates.illegal_reprint"
    assert sql("SELECT count(*) FROM certificate_reprint") == [(1,)]


def test_a_refusing_printer_costs_no_paper(
    counter: Counter, clerk: Actor, issued: IssuedView, home: Path
) -> None:
    prints = home / "prints"
    prints.rename(home / "away")
    prints.write_text("in the way")
    again = partial(counter.reprinting.reprint, clerk, issued.id, "분실", action_id="again")
    view = again()
    assert view.problem
    assert view.job is None
    assert counter.stationery.stock().issued == 2
    prints.unlink()
    view = again()
    assert (view.problem, view.reprint) == (None, 1)
    assert counter.stationery.stock().issued == 3


def test_no_paper_no_reprint(counter: Counter, clerk: Actor, issued: IssuedView, sql: Sql) -> None:
    counter.stationery.write_off(clerk, "498", "습기", action_id="gone", second=SECOND)
    again = partial(counter.reprinting.reprint, clerk, issued.id, "분실", action_id="again")
    assert refusal(again) == "stationery.none"
    assert sql("SELECT count(*) FROM certificate_reprint") == [(0,)]


def test_another_act_under_the_same_id(counter: Counter, clerk: Actor, issued: IssuedView) -> None:
    again = partial(counter.reprinting.reprint, clerk, issued.id, action_id="again")
    again("분실")
    assert refusal(partial(again, "훼손")) == "certificates.action_used"
    assert refusal(partial(again, "분실", copies=2)) == "certificates.action_used"


def test_every_kind_is_marked_on_every_page_and_stays_genuine(
    counter: Counter, clerk: Actor, home: Path
) -> None:
    for number, request in enumerate(requests(home)):
        issued = counter.certificates.issue(clerk, request, action_id=f"issue-{number}")
        again = counter.reprinting.reprint
        assert again(clerk, issued.id, "훼손", action_id=f"again-{number}").problem is None
        path = home / "prints" / f"{issued.issue_number}-reprint-1.pdf"
        pages = texts(path.read_bytes())
        assert len(pages) == issued.pages
        assert all("REISSUED" in page for page in pages), request.kind
        found = counter.verification.of_file(path.read_bytes()).answer
        wanted = counter.verification.of_file(counter.archive.document(issued.id)).answer
        assert (found.verdict, found.reason) == (wanted.verdict, wanted.reason), request.kind
        assert "No syntax or stream encoding errors found" in run("qpdf", "--check", path)
    assert len(counter.archive.of_day(DAY)) == number + 1 > 7


def test_nothing_more_comes_of_a_record_that_was_restricted(
    counter: Counter, clerk: Actor, issued: IssuedView, sql: Sql
) -> None:
    supervisor = counter.clerks.sign_in("sujin", PASSWORD, 5)
    counter.residents.restrict(supervisor, issued.resident_id, "보호")
    again = partial(counter.reprinting.reprint, clerk, issued.id, "분실", action_id="again")
    assert refusal(again) == "certificates.restricted"
    assert sql("SELECT count(*) FROM certificate_reprint") == [(0,)]
