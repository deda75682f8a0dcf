"""However much was issued before, a document is found with its payment and its sheets at once; and
many as fast as one."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from counter_app.certificates.requests import First, IssuedView, Request, Tender, Tray
from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.printing.files import OneFile
from counter_app.printing.printers import Printers
from counter_app.privacy.actor import Actor
from counter_app.till.terms import Terms
from tests.certificates.counts import DAY
from tests.conftest import SECOND
from tests.plans import plans, statements, without_index


def test_a_document_reads_no_payments_and_sheets_but_its_own(
    counter: Counter, clerk: Actor, request_: Request
) -> None:
    issued = counter.certificates.issue(clerk, request_, action_id="issue")
    found = [
        line for _, line in plans(counter.engine, lambda: counter.archive.certificate(issued.id))
    ]
    read = {line.split()[1]: line for line in found if line.startswith(("SEARCH", "SCAN"))}
    assert "ix_payment_certificate_id" in read["payment"]
    assert "ix_paper_sheet_event_id" in read["paper_sheet"]


FINDERS: dict[str, Callable[[Counter, IssuedView], object]] = {
    "number": lambda counter, one: counter.archive.find(number=one.issue_number),
    "person": lambda counter, one: counter.archive.of_resident(one.resident_id),
    "clerk": lambda counter, one: counter.archive.find(login="minseo"),
    "day": lambda counter, one: counter.archive.of_day(DAY),
    "in flight": lambda counter, one: counter.archive.in_flight(),
    "tray": lambda counter, one: counter.archive.tray(one.joint),
}


@pytest.mark.parametrize("name", FINDERS)
def test_a_finder_asks_as_many_statements_of_many_documents_as_of_one(
    counter: Counter,
    clerk: Actor,
    clock: FixedClock,
    request_: Request,
    documents: tuple[Request, ...],
    name: str,
) -> None:
    def asked(one: IssuedView) -> int:
        return len(statements(counter.engine, lambda: FINDERS[name](counter, one)))

    alone = counter.trays.issue(clerk, Tray((request_,)), action_id="alone")
    before = asked(alone.documents[0])
    many = counter.trays.issue(clerk, Tray((*documents, request_)), action_id="many")
    assert asked(many.documents[0]) == before
    assert before <= 7
    find = partial(FINDERS[name], counter, many.documents[0])
    scanned = without_index(counter.engine, find, "listed")
    assert [line for _, line in scanned] == (["SCAN certificate"] if name == "clerk" else [])


def test_what_a_finder_tells_is_what_is_told_of_each(
    counter: Counter,
    clerk: Actor,
    clock: FixedClock,
    documents: tuple[Request, ...],
    tmp_path: Path,
) -> None:
    """After a correction, a jam and a spoiled one, on secure paper."""
    forgets = Printers(OneFile(tmp_path / "c.pdf"), OneFile(tmp_path / "r.pdf"))
    issue = counter.certificates.issue
    single = issue(clerk, documents[0], action_id="single", printers=forgets)
    tray = counter.trays.issue(clerk, Tray(documents), action_id="many")
    clock.at += timedelta(minutes=1)
    card = Terms(Tender.CARD)
    counter.reversing.correct(clerk, single.receipt_number, "카드", card, action_id="card")
    for file in tmp_path.glob("*.pdf"):
        file.unlink()
    jam = First(1, "걸림", "jam")
    counter.certificates.print_again(clerk, single.id, forgets, first=jam)
    counter.certificates.spoil(
        clerk, tray.documents[1].id, "틀림", action_id="spoil", second=SECOND
    )
    found = counter.archive.of_day(DAY)
    assert len(found) == 4
    assert found == tuple(counter.archive.certificate(one.id) for one in found)
    assert (found[0].two_print_it, found[0].tender) == (True, "card")
    assert all(one.serials for one in found)
    assert counter.archive.tray(tray.receipt_number).documents == found[1:]
