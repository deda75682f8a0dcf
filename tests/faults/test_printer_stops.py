"""A real print queue that stops while a certificate is in it: nothing is printed a second time."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from counter_app.certificates.requests import Request
from counter_app.certificates.steps import CertificateState
from counter_app.main import Counter
from counter_app.printing.files import FilePrinter
from counter_app.printing.printers import Printers, printer_from
from counter_app.privacy.actor import Actor
from tests.asking import NewAction, refusal
from tests.certificates.counts import DAY
from tests.people import registered_foreigner
from tests.printing.cups import QUEUE, PrintServer, print_server, wait_for


@pytest.fixture
def server() -> Iterator[PrintServer]:
    with print_server() as server:
        yield server


@pytest.fixture
def printers(server: PrintServer, tmp_path: Path) -> Printers:
    return Printers(printer_from(server.spec), FilePrinter(tmp_path / "receipts"))


@pytest.fixture
def request_(home: Path) -> Request:
    return Request(registered_foreigner(home), "은행 제출")


def state(printers: Printers, number: str) -> str:
    job = printers.pages.find_job(number)
    return job.state if job else ""


def test_out_of_paper_and_paper_again(
    counter: Counter,
    clerk: Actor,
    request_: Request,
    server: PrintServer,
    printers: Printers,
    action: NewAction,
) -> None:
    server.fault("media-empty-error")
    issued = counter.certificates.issue(clerk, request_, action_id=action(), printers=printers)
    assert (issued.state, issued.problem) == (CertificateState.SPOOLED, None)
    wait_for(lambda: printers.pages.status().code == "printing.media_empty")
    again = partial(counter.certificates.print_again, clerk, issued.id, printers)
    assert refusal(again) == "certificates.still_in_queue"
    server.fault("")
    wait_for(lambda: state(printers, issued.issue_number) == "completed")
    assert refusal(again) == "certificates.already_printed"
    assert len(server.printed) == 1
    summary = counter.archive.day(DAY)
    assert (summary.issued, summary.collected, summary.sheets) == (1, 1_000, 1)


def test_a_job_thrown_away_half_printed_is_printed_on_new_paper(
    counter: Counter,
    clerk: Actor,
    request_: Request,
    server: PrintServer,
    printers: Printers,
    action: NewAction,
) -> None:
    server.fault("media-jam-error")
    issued = counter.certificates.issue(clerk, request_, action_id=action(), printers=printers)
    wait_for(lambda: printers.pages.status().code == "printing.media_jam")
    server.admin("cancel", "-a", QUEUE)
    wait_for(lambda: state(printers, issued.issue_number) == "canceled")
    server.fault("")
    before = len(server.printed)
    again = counter.certificates.print_again(clerk, issued.id, printers)
    assert again.issue_number == issued.issue_number
    wait_for(lambda: state(printers, issued.issue_number) == "completed")
    assert len(server.printed) >= before + 1
    counter.certificates.hand_over(clerk, issued.id, action_id=action())
    summary = counter.archive.day(DAY)
    assert (summary.issued, summary.collected, summary.sheets) == (1, 1_000, 2)
    assert counter.till.reconcile(DAY).disagreement is None


def test_a_queue_that_takes_nothing_leaves_it_prepared_with_its_number_and_fee(
    counter: Counter,
    clerk: Actor,
    request_: Request,
    server: PrintServer,
    printers: Printers,
    action: NewAction,
) -> None:
    server.admin("cupsreject", QUEUE)
    act = action()
    click = partial(counter.certificates.issue, clerk, request_, action_id=act, printers=printers)
    first = click()
    for issued in (first, click()):
        assert (issued.id, issued.state) == (first.id, CertificateState.PREPARED)
        assert issued.problem is not None
        assert issued.problem.code == "printing.not_accepting"
    server.admin("cupsaccept", QUEUE)
    issued = click()
    assert (issued.id, issued.state) == (first.id, CertificateState.SPOOLED)
    wait_for(lambda: len(server.printed) == 1)
    summary = counter.archive.day(DAY)
    assert (summary.issued, summary.collected, summary.sheets) == (1, 1_000, 1)
