"""A record is restricted between issuing and printing: what waits for the printer stays there."""

from functools import partial
from pathlib import Path

import pytest

from counter_app.certificates.requests import First, Request, Tray
from counter_app.certificates.steps import CertificateState
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests.asking import refusal
from tests.conftest import PASSWORD


@pytest.fixture
def supervisor(counter: Counter) -> Actor:
    return counter.clerks.sign_in("sujin", PASSWORD, 5)


def test_what_waits_for_the_printer_is_printed_once_it_is_open_again(
    counter: Counter, clerk: Actor, supervisor: Actor, request_: Request, home: Path
) -> None:
    prints = home / "prints"
    prints.write_text("in the way of the folder")
    issue = partial(counter.certificates.issue, clerk, request_, action_id="waits")
    waiting = issue()
    prints.unlink()
    counter.residents.restrict(supervisor, request_.resident_id, "보호")
    again = partial(counter.certificates.print_again, clerk, waiting.id)
    assert [refusal(act) for act in (issue, again)] == ["certificates.restricted"] * 2
    assert not prints.exists()
    assert counter.archive.certificate(waiting.id).state == CertificateState.PREPARED
    counter.residents.lift_restriction(supervisor, request_.resident_id, "신청인 철회")
    assert again().state == CertificateState.SPOOLED


def test_so_is_a_tray(
    counter: Counter, clerk: Actor, supervisor: Actor, request_: Request, home: Path
) -> None:
    prints = home / "prints"
    prints.write_text("in the way of the folder")
    issue = partial(counter.trays.issue, clerk, Tray((request_, request_)), action_id="tray")
    issue()
    prints.unlink()
    counter.residents.restrict(supervisor, request_.resident_id, "보호")
    kept = issue()
    assert kept.problem is not None
    assert kept.problem.code == "certificates.restricted"
    assert {one.state for one in kept.documents} == {CertificateState.PREPARED}
    assert not prints.exists()


def test_a_print_that_failed_is_not_made_again(
    counter: Counter, clerk: Actor, supervisor: Actor, request_: Request, home: Path
) -> None:
    issued = counter.certificates.issue(clerk, request_, action_id="issue")
    (home / "prints" / f"{issued.issue_number}.pdf").unlink()
    counter.residents.restrict(supervisor, issued.resident_id, "보호")
    first = First(1, "걸림", "failed")
    again = partial(counter.certificates.print_again, clerk, issued.id, first=first)
    assert refusal(again) == "certificates.restricted"
    assert counter.archive.certificate(issued.id) == issued
