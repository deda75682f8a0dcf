"""Paper that no queue knows of: not twice by itself, and again only with a word on the first."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from counter_app.certificates.requests import First, IssuedView, Request, Waiver
from counter_app.certificates.steps import CertificateState
from counter_app.main import Counter
from counter_app.printing.files import OneFile
from counter_app.printing.printers import Printers
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from tests.asking import NewAction, Sql, refusal
from tests.certificates.counts import DAY
from tests.conftest import SECOND

FAILED = First(1, "걸림", "again")


@pytest.fixture
def papers(tmp_path: Path) -> Printers:
    """Files that know of nothing, as a spooler that forgets."""
    return Printers(OneFile(tmp_path / "c.pdf"), OneFile(tmp_path / "r.pdf"))


@pytest.fixture
def issued(counter: Counter, clerk: Actor, request_: Request, papers: Printers) -> IssuedView:
    two = replace(request_, copies=2)
    return counter.certificates.issue(clerk, two, action_id="issue", printers=papers)


def figures(counter: Counter) -> tuple[int, int, int]:
    stock = counter.stationery.stock()
    return (stock.issued, stock.spoiled, stock.remaining)


def test_nothing_is_printed_twice_without_a_word(
    counter: Counter, clerk: Actor, issued: IssuedView, papers: Printers, tmp_path: Path
) -> None:
    again, before = counter.certificates.print_again, figures(counter)
    for file in tmp_path.glob("*.pdf"):
        file.unlink()
    assert refusal(partial(again, clerk, issued.id, papers)) == "certificates.first_unknown"
    silent = replace(FAILED, reason=" ")
    assert refusal(partial(again, clerk, issued.id, papers, first=silent)) == (
        "certificates.why_needed"
    )
    many = replace(FAILED, came_out=3)
    assert refusal(partial(again, clerk, issued.id, papers, first=many)) == (
        "stationery.fewer_given"
    )
    assert counter.archive.certificate(issued.id) == issued
    assert figures(counter) == before
    assert list(tmp_path.glob("*.pdf")) == []


def test_what_failed_is_accounted_for_and_printed_on_new_paper(
    counter: Counter, clerk: Actor, issued: IssuedView, papers: Printers, tmp_path: Path, sql: Sql
) -> None:
    assert figures(counter) == (2, 0, 498)
    original = (tmp_path / "c.pdf").read_bytes()
    for _ in range(2):
        again = counter.certificates.print_again(clerk, issued.id, papers, first=FAILED)
        assert (again.state, again.problem) == (CertificateState.SPOOLED, None)
        assert again.issue_number == issued.issue_number
        assert again.serials == "SG0000001-SG0000003"
        assert figures(counter) == (2, 1, 497)
    assert (tmp_path / "c.pdf").read_bytes() == original
    assert counter.stationery.find("SG0000001").reason == "걸림"
    day = counter.archive.day(DAY)
    assert (day.issued, day.collected, day.sheets) == (1, 2000, 4)
    ((fact,),) = sql("SELECT payload FROM outbox WHERE kind = 'certificate.print_failed'")
    assert '"came_out": 1' in str(fact)
    assert verify(counter.engine).ok
    assert counter.till.reconcile(DAY).disagreement is None


def test_one_person_is_believed_once_of_a_document(
    counter: Counter, clerk: Actor, colleague: Actor, issued: IssuedView, papers: Printers, sql: Sql
) -> None:
    again = partial(counter.certificates.print_again, clerk, issued.id, papers)
    nothing = First(0, "나오지 않음", "first")
    assert not issued.two_print_it
    assert again(first=nothing).two_print_it
    assert again(first=nothing).state == CertificateState.SPOOLED  # said twice is once
    before = figures(counter)
    for more in (replace(nothing, action_id="2"), replace(FAILED, action_id="3")):
        assert refusal(partial(again, first=more)) == "certificates.believed_once"
        others = partial(counter.certificates.print_again, colleague, issued.id, papers, first=more)
        assert refusal(others) == "certificates.believed_once"
    for other, code in (
        (replace(SECOND, login="minseo"), "certificates.same_person"),
        (replace(SECOND, login="jihun"), "certificates.no_second"),
        (replace(SECOND, password="x"), "clerks.wrong_password"),
    ):
        signed = First(0, "나오지 않음", "4", other)
        assert refusal(partial(again, first=signed)) == code
    assert figures(counter) == before
    two = First(1, "걸림", "5", SECOND)
    assert again(first=two).state == CertificateState.SPOOLED
    facts = sql("SELECT payload FROM outbox WHERE kind = 'certificate.print_failed'")
    assert ['"second": "sujin"' in str(fact) for (fact,) in facts] == [False, True]
    assert verify(counter.engine).ok


def test_a_printer_that_refuses_meanwhile_leaves_it_waiting(
    counter: Counter, clerk: Actor, issued: IssuedView, papers: Printers, tmp_path: Path
) -> None:
    gone = Printers(OneFile(tmp_path / "nowhere" / "c.pdf"), papers.receipts)
    again = counter.certificates.print_again
    waiting = again(clerk, issued.id, gone, first=FAILED)
    assert (waiting.state, waiting.problem is None) == (CertificateState.PREPARED, False)
    assert figures(counter) == (0, 1, 499)
    assert again(clerk, issued.id, papers, first=FAILED).state == CertificateState.SPOOLED
    assert figures(counter) == (2, 1, 497)


def test_another_act_under_the_same_id(
    counter: Counter, clerk: Actor, issued: IssuedView, papers: Printers
) -> None:
    again = partial(counter.certificates.print_again, clerk, issued.id, papers)
    again(first=FAILED)
    assert refusal(partial(again, first=replace(FAILED, reason="x"))) == "certificates.action_used"
    assert refusal(partial(again, first=replace(FAILED, action_id="issue"))) == (
        "certificates.action_used"
    )


def test_money_for_printed_paper_goes_back_by_two(
    counter: Counter, clerk: Actor, issued: IssuedView, papers: Printers, tmp_path: Path, sql: Sql
) -> None:
    spoil = partial(counter.certificates.spoil, clerk, issued.id, "얼룩")
    gone = Printers(OneFile(tmp_path / "nowhere" / "c.pdf"), papers.receipts)
    counter.certificates.print_again(clerk, issued.id, gone, first=FAILED)
    assert counter.archive.certificate(issued.id).state == CertificateState.PREPARED
    for other, code in (
        (replace(SECOND, login="minseo"), "certificates.same_person"),
        (replace(SECOND, login="jihun"), "certificates.no_second"),
        (replace(SECOND, password="x"), "clerks.wrong_password"),
    ):
        assert refusal(partial(spoil, action_id="s", second=other)) == code
    assert counter.archive.day(DAY).collected == 2000
    for _ in range(2):
        assert spoil(action_id="s", second=SECOND).state == CertificateState.SPOILED
    assert counter.archive.day(DAY).collected == 0
    ((second, kept),) = sql(
        "SELECT c.login, v.fee_kept FROM certificate_void AS v JOIN clerk AS c ON c.id = second_id"
    )
    assert (second, kept) == ("sujin", 0)
    facts = sql("SELECT payload FROM outbox WHERE kind = 'payment.given_back'")
    assert '"second": "sujin"' in str(facts[0][0])
    assert counter.till.reconcile(DAY).disagreement is None


def test_two_make_void_also_what_was_free_or_never_printed(
    counter: Counter, clerk: Actor, request_: Request, home: Path, action: NewAction
) -> None:
    spoil = counter.certificates.spoil
    free = replace(request_, waiver=Waiver("single_parent", consent=True))
    waived = counter.certificates.issue(clerk, free, action_id=action())
    (home / "prints").rename(home / "away")
    (home / "prints").write_text("in the way")
    waiting = counter.certificates.issue(clerk, request_, action_id=action())
    for issued, state in ((waived, "spooled"), (waiting, "prepared")):
        alone = partial(spoil, clerk, issued.id, "취소", second=replace(SECOND, login="minseo"))
        assert refusal(partial(alone, action_id=action())) == "certificates.same_person"
        assert counter.archive.certificate(issued.id).state == state
        done = spoil(clerk, issued.id, "취소", action_id=action(), second=SECOND)
        assert done.state == CertificateState.SPOILED
