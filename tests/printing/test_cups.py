"""Against a real CUPS server whose queue has a real, driverless printer behind it."""

import signal
import subprocess
from functools import partial
from http.server import SimpleHTTPRequestHandler
from io import BytesIO
from pathlib import Path
from socketserver import TCPServer
from threading import Thread

import pytest
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from counter_app.errors import Refusal
from counter_app.printing import ipp
from counter_app.printing.cups import FOREWARNINGS, HINDRANCES, CupsPrinter
from counter_app.printing.ipp import Operation
from counter_app.printing.jobs import PrinterStatus
from counter_app.printing.printers import Printer, printer_from
from counter_app.words import explain, say
from tests.printing.cups import QUEUE, PrintServer, wait_for
from tests.printing.line import line_to

TITLE = "2026-000001"


@pytest.fixture
def printer(server: PrintServer) -> Printer:
    return printer_from(server.spec)


def refusal(printer: Printer, document: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        printer.submit(document, TITLE, 1)
    assert explain(refused.value, "ko")
    return refused.value.code


def state(printer: Printer, title: str = TITLE) -> str | None:
    job = printer.find_job(title)
    return job.state if job else None


def completed(printer: Printer, title: str = TITLE) -> bool:
    return state(printer, title) == "completed"


def test_a_document_comes_out_of_the_printer(
    server: PrintServer, printer: Printer, document: bytes
) -> None:
    assert printer.status() == PrinterStatus(True, "printing.ready")
    assert printer.find_job(TITLE) is None

    job = printer.submit(document, TITLE, 3)

    wait_for(lambda: completed(printer))
    [path] = server.printed
    assert path.suffixes == [".3", ".pdf"]
    text = subprocess.check_output(["pdftotext", "-layout", path, "-"], text=True)
    assert [page.strip() for page in text.split("\f")] == ["first page", "second page", ""]
    assert "595.276 x 841.89 pts (A4)" in subprocess.check_output(["pdfinfo", path], text=True)
    found = printer.find_job(TITLE)
    assert found is not None
    assert found.id == job


def test_a_job_is_found_by_its_title_long_after_and_the_newest_of_two(
    printer: Printer, document: bytes
) -> None:
    jobs = {}
    for title in (TITLE, "2026-000002", TITLE):
        jobs[title] = printer.submit(document, title, 1)
        wait_for(partial(completed, printer, title))
    for title, job in jobs.items():
        found = printer.find_job(title)
        assert found is not None
        assert found.id == job


def test_a_receipt_goes_to_what_the_queue_has_loaded(server: PrintServer, printer: Printer) -> None:
    receipt = BytesIO()
    canvas = Canvas(receipt, pagesize=(80 * mm, 120 * mm))
    canvas.drawString(10 * mm, 60 * mm, "received")
    canvas.save()

    printer.submit(receipt.getvalue(), TITLE, 1)

    wait_for(lambda: completed(printer))
    [path] = server.printed
    assert "received" in subprocess.check_output(["pdftotext", path, "-"], text=True)


def test_a_paused_queue_takes_the_document_and_prints_it_when_resumed(
    server: PrintServer, printer: Printer, document: bytes
) -> None:
    server.admin("cupsdisable", QUEUE)
    assert printer.status().code == "printing.paused"

    printer.submit(document, TITLE, 1)

    assert state(printer) == "pending"
    assert server.printed == []
    server.admin("cupsenable", QUEUE)
    wait_for(lambda: completed(printer))
    assert len(server.printed) == 1


def test_a_queue_that_takes_nothing(server: PrintServer, printer: Printer, document: bytes) -> None:
    server.admin("cupsreject", QUEUE)
    assert printer.status().code == "printing.not_accepting"
    assert refusal(printer, document) == "printing.not_accepting"
    assert printer.find_job(TITLE) is None


def test_a_queue_that_is_not_there(server: PrintServer, document: bytes) -> None:
    printer = CupsPrinter("nowhere", f"127.0.0.1:{server.port}")
    assert printer.status() == PrinterStatus(False, "printing.unknown_queue")
    assert refusal(printer, document) == "printing.unknown_queue"
    with pytest.raises(Refusal, match=r"printing\.unknown_queue"):
        printer.find_job(TITLE)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("media-empty-error", "printing.media_empty"),
        ("media-jam-error", "printing.media_jam"),
        ("cover-open-error", "printing.cover_open"),
        ("toner-empty-error", "printing.toner_empty"),
        ("media-jam,cover-open", "printing.media_jam"),
    ],
)
def test_a_fault_of_the_printer_is_told_and_its_end_too(
    fault: str, code: str, server: PrintServer, printer: Printer, document: bytes
) -> None:
    server.fault(fault)
    printer.submit(document, TITLE, 1)
    wait_for(lambda: printer.status().code == code)
    assert not printer.status().ready
    assert state(printer) == "processing"
    assert server.printed == []

    server.fault("")

    wait_for(lambda: completed(printer))
    wait_for(lambda: printer.status().code == "printing.ready")
    assert len(server.printed) == 1


def test_low_paper_is_told_while_the_printer_goes_on(
    server: PrintServer, printer: Printer, document: bytes
) -> None:
    server.fault("media-low-warning")
    printer.submit(document, TITLE, 1)
    wait_for(lambda: printer.status().code == "printing.media_low")
    assert printer.status().ready


def test_a_printer_that_is_switched_off(
    server: PrintServer, printer: Printer, document: bytes
) -> None:
    server.kill("printer")
    printer.submit(document, TITLE, 1)
    wait_for(lambda: printer.status().code == "printing.offline")
    assert not printer.status().ready
    assert state(printer) in {"pending", "processing"}


def test_a_server_that_is_gone(server: PrintServer, printer: Printer, document: bytes) -> None:
    server.kill("cupsd")
    assert printer.status() == PrinterStatus(False, "printing.unreachable")
    assert refusal(printer, document) == "printing.unreachable"
    with pytest.raises(Refusal, match=r"printing\.unreachable"):
        printer.find_job(TITLE)


def test_a_machine_without_a_print_server(
    document: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ipp, "SOCKET", tmp_path / "cups.sock")
    assert refusal(CupsPrinter(QUEUE), document) == "printing.unreachable"


def test_a_server_that_hangs(
    server: PrintServer, printer: Printer, document: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ipp, "DEADLINE", 0.2)
    server.signal("cupsd", signal.SIGSTOP)
    assert printer.status() == PrinterStatus(False, "printing.no_answer")
    assert refusal(printer, document) == "printing.no_answer"


def test_a_job_outlives_the_server(server: PrintServer, printer: Printer, document: bytes) -> None:
    server.admin("cupsdisable", QUEUE)
    job = printer.submit(document, TITLE, 1)
    server.restart()
    found = printer.find_job(TITLE)
    assert found is not None
    assert found.id == job


def test_a_lost_answer_is_settled_by_asking_again(server: PrintServer, document: bytes) -> None:
    with line_to(server.port) as line:
        printer = CupsPrinter(QUEUE, f"127.0.0.1:{line.port}")
        line.lost[Operation.SEND_DOCUMENT] = "answer"
        job = printer.submit(document, TITLE, 1)
        wait_for(lambda: completed(printer))
        found = printer.find_job(TITLE)
        assert found is not None
        assert found.id == job
    assert len(server.printed) == 1


@pytest.mark.parametrize(
    ("operation", "lost"),
    [
        (Operation.CREATE_JOB, "question"),
        (Operation.CREATE_JOB, "answer"),
        (Operation.SEND_DOCUMENT, "question"),
    ],
)
def test_a_document_that_did_not_arrive_never_comes_out(
    operation: Operation, lost: str, server: PrintServer, document: bytes
) -> None:
    with line_to(server.port) as line:
        printer = CupsPrinter(QUEUE, f"127.0.0.1:{line.port}")
        line.lost[operation] = lost
        assert refusal(printer, document) == "printing.no_answer"
        assert printer.find_job(TITLE) is None

        line.lost.clear()
        printer.submit(document, TITLE, 1)
        wait_for(lambda: completed(printer))
    assert len(server.printed) == 1


def test_a_line_that_stays_broken_leaves_it_unsure_until_the_queue_is_asked(
    server: PrintServer, document: bytes
) -> None:
    with line_to(server.port) as line:
        printer = CupsPrinter(QUEUE, f"127.0.0.1:{line.port}")
        line.lost[Operation.SEND_DOCUMENT] = "answer"
        line.lost[Operation.GET_JOB_ATTRIBUTES] = "question"
        assert refusal(printer, document) == "printing.unsure"
        line.lost.clear()
        wait_for(lambda: completed(printer))
    assert len(server.printed) == 1


def test_something_else_than_a_print_server(tmp_path: Path, document: bytes) -> None:
    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Tests read the refusal, not a log."""

    with TCPServer(("127.0.0.1", 0), partial(Silent, directory=str(tmp_path))) as web:
        thread = Thread(target=web.serve_forever, args=(0.01,))
        thread.start()
        printer = CupsPrinter(QUEUE, f"127.0.0.1:{web.server_address[1]}")
        assert printer.status() == PrinterStatus(False, "printing.bad_answer")
        assert refusal(printer, document) == "printing.bad_answer"
        web.shutdown()
        thread.join()


def test_every_condition_has_its_sentences() -> None:
    for code in (*HINDRANCES.values(), *FOREWARNINGS.values(), "printing.stopped"):
        for language in ("ko", "en"):
            assert QUEUE in say(code, language, printer=QUEUE)
