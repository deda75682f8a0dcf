"""A whole visit by keys in the real window, through a real store and a real print queue."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.proof.verdict import Verdict
from tests.printing.cups import QUEUE, PrintServer, print_server, wait_for
from tests.ui.driver import Driver
from tests.ui.papers import visitor
from ui.certificate.panel import CertificatePanel


@pytest.fixture
def server() -> Iterator[PrintServer]:
    with print_server() as started:
        yield started


@pytest.fixture
def home(home: Path, server: PrintServer) -> Path:
    """The centre, its printers in the queue of a CUPS server."""
    config = home / "counter.toml"
    config.write_text(config.read_text("utf-8").replace('"file:prints"', f'"{server.spec}"'))
    return home


def receive(desk: Driver, home: Path) -> None:
    """The next visitor is called, and their card scanned."""
    desk.counter.tickets.take("E", "vi", action_id="slip")
    desk.call()
    desk.type(visitor(home).number)
    desk.press("Return")
    desk.settle()


def test_a_visit_through_a_print_queue(desk: Driver, home: Path, server: PrintServer) -> None:
    receive(desk, home)
    desk.press("F9")
    desk.settle()
    (issued,) = desk.counter.archive.in_flight()
    assert issued.state == "spooled"
    desk.press("F10")
    desk.settle()
    assert desk.counter.archive.in_flight() == ()
    wait_for(lambda: len(server.printed) == 2)
    assert all(path.read_bytes().startswith(b"%PDF") for path in server.printed)
    page = desk.counter.archive.document(issued.id)
    assert desk.counter.archive.verify(page).verdict == Verdict.GENUINE


def test_a_stopped_server_keeps_number_and_fee_until_it_is_back(
    desk: Driver, home: Path, server: PrintServer
) -> None:
    receive(desk, home)
    server.signal("cupsd", signal.SIGTERM)  # killed, it would forget its queue too
    server.processes["cupsd"].wait()
    desk.press("F9")
    desk.settle()
    (issued,) = desk.counter.archive.in_flight()
    assert issued.state == "prepared"
    server.restart()
    panel = desk.work.certificate
    assert isinstance(panel, CertificatePanel)
    panel.after.print_again.click()
    desk.settle()
    (printed,) = desk.counter.archive.in_flight()
    assert (printed.state, printed.issue_number) == ("spooled", issued.issue_number)
    wait_for(lambda: len(server.printed) == 2)


def test_a_paper_that_waits_in_a_paused_queue_is_asked_for(
    desk: Driver, home: Path, server: PrintServer
) -> None:
    server.admin("cupsdisable", QUEUE)
    receive(desk, home)
    desk.press("F9")
    desk.settle()
    desk.press("F10")
    desk.settle()
    (issued,) = desk.counter.archive.in_flight()
    assert issued.state == "spooled"
    panel = desk.work.certificate
    assert isinstance(panel, CertificatePanel)
    assert "종이" in panel.after.strip.words
    server.admin("cupsenable", QUEUE)
    wait_for(lambda: len(server.printed) == 2)
