"""Tickets on a printer that is a real socket: what came out is read back from the bytes."""

import os
import socket
import threading
import tty
from contextlib import suppress
from pathlib import Path

import pytest

from counter_app.errors import Refusal
from counter_app.printing.ticket_bytes import drawn
from counter_app.printing.tickets import (
    Code,
    Letters,
    Number,
    Rule,
    Size,
    Text,
    TicketPrinter,
    ticket_printer,
)
from tests.printing.roll import CUT, Roll, impatient, roll

__all__ = ["impatient", "roll"]
pytestmark = pytest.mark.usefixtures("impatient")

MODEL = "TM-T20II"
TICKET = (
    Text("서교동 주민센터", Size.SMALL),
    Number("E-104"),
    Text("ជនបរទេស", Size.LARGE),
    Rule(),
    Text("तपाईंअघि 7 जना"),
    Letters("2026-11-16 10:00"),
    Code("Q1/1144066000/20261116/E-104/K7QJ2M5X"),
)


def at(roll: Roll, *, model: str = MODEL, answers: bool = True) -> TicketPrinter:
    return ticket_printer(f"tcp:127.0.0.1:{roll.port}", model, answers=answers, base=Path())


def refused(printer: TicketPrinter) -> str:
    with pytest.raises(Refusal) as refusal:
        printer.print(TICKET, "E-104")
    return refusal.value.code


def test_a_ticket_comes_out_as_it_was_meant(roll: Roll) -> None:
    at(roll).print(TICKET, "E-104")
    office, number, name, _rule, ahead, when, _code, cut = roll.printed
    assert number == (8, "E-104")
    assert when == (1, "2026-11-16 10:00")
    assert cut == CUT
    assert roll.codes == ["Q1/1144066000/20261116/E-104/K7QJ2M5X"]
    drawings = ((office, TICKET[0]), (name, TICKET[2]), (ahead, TICKET[4]))
    for picture, meant in drawings:
        assert isinstance(meant, Text)
        assert picture.tobytes() == drawn(meant.text, meant.size, 576).tobytes()  # type: ignore[union-attr]  # pictures
        assert picture.getextrema() == (0, 255)  # type: ignore[union-attr]  # pictures


def test_narrow_paper_gets_a_narrower_ticket(roll: Roll) -> None:
    at(roll, model="NT-5890K").print(TICKET, "E-104")
    assert roll.numbers == ["E-104"]
    assert (6, "E-104") in roll.printed
    assert {picture.width for picture in roll.pictures} == {384}
    assert roll.codes == ["Q1/1144066000/20261116/E-104/K7QJ2M5X"]


def test_a_long_line_wraps(roll: Roll) -> None:
    sentence = "Номера на сегодня для этой услуги закончились. Скажите сотруднику."
    at(roll).print([Text(sentence), Text("короче")], "E-104")
    long, short = roll.pictures
    assert long.height > 1.5 * short.height
    assert max(long.width, short.width) <= 576


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        ("empty", "printing.roll_empty"),
        ("cover_open", "printing.cover_open"),
        ("cutter_stuck", "printing.media_jam"),
        ("silent", "printing.silent"),
    ],
)
def test_a_printer_in_trouble_says_so_before_anything_is_printed(
    roll: Roll, trouble: str, code: str
) -> None:
    setattr(roll, trouble, True)
    printer = at(roll)
    status = printer.status()
    assert (status.ready, status.code) == (False, code)
    assert refused(printer) == code
    assert roll.printed == []


def test_little_paper_is_a_warning(roll: Roll) -> None:
    roll.low = True
    printer = at(roll)
    printer.print(TICKET, "E-104")
    assert roll.numbers == ["E-104"]
    assert (printer.status().ready, printer.status().code) == (True, "printing.roll_low")


def test_paper_that_ends_in_the_middle_is_no_ticket(roll: Roll) -> None:
    roll.ends_after = 3
    printer = at(roll)
    assert refused(printer) == "printing.roll_empty"
    roll.ends_after = None
    printer.print(TICKET, "E-104")
    assert roll.printed.count(CUT) == 1


def test_a_printer_that_dies_in_the_middle_of_a_picture_prints_the_next_ticket_whole(
    roll: Roll,
) -> None:
    roll.dies_after = 9000
    printer = at(roll)
    assert refused(printer) == "printing.interrupted"
    assert CUT not in roll.printed
    roll.dies_after = None
    printer.print(TICKET, "E-104")
    assert roll.numbers[-1] == "E-104"
    assert roll.printed.count(CUT) == 1
    assert roll.codes == ["Q1/1144066000/20261116/E-104/K7QJ2M5X"]


def test_one_that_cannot_be_reached_is_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    printer = ticket_printer(f"tcp:127.0.0.1:{port}", MODEL, answers=True, base=Path())
    assert printer.status().code == "printing.offline"
    assert refused(printer) == "printing.offline"


def test_one_that_never_answers_is_believed(roll: Roll) -> None:
    roll.silent = True
    printer = at(roll, answers=False)
    assert printer.status().ready
    printer.print(TICKET, "E-104")
    printer.print(TICKET, "E-105")  # a second connection: the first has been read to its end
    assert roll.numbers[0] == "E-104"


def test_a_serial_line_carries_the_same_ticket() -> None:
    roll = Roll()
    master, slave = os.openpty()
    tty.setraw(slave)

    def serve() -> None:
        with suppress(OSError):  # which is how the line ends
            while True:
                os.write(master, roll.take(os.read(master, 4096)))

    thread = threading.Thread(target=serve)
    thread.start()
    spec = f"serial:{os.ttyname(slave)}@115200"
    try:
        printer = ticket_printer(spec, MODEL, answers=True, base=Path())
        printer.print(TICKET, "E-104")
        assert printer.status().ready
    finally:
        os.close(slave)
        thread.join()
        os.close(master)
    assert roll.numbers == ["E-104"]
    assert roll.codes == ["Q1/1144066000/20261116/E-104/K7QJ2M5X"]


def test_a_line_that_is_not_there_is_off(tmp_path: Path) -> None:
    printer = ticket_printer(f"serial:{tmp_path / 'ttyS9'}", MODEL, answers=True, base=Path())
    assert refused(printer) == "printing.offline"


def test_usb_that_is_not_there_is_off() -> None:
    printer = ticket_printer("usb:04b8:0e15", MODEL, answers=True, base=Path())
    assert printer.status().code == "printing.offline"
    assert refused(printer) == "printing.offline"


def test_a_folder_gets_what_a_printer_would(tmp_path: Path) -> None:
    printer = ticket_printer("file:tickets", MODEL, answers=True, base=tmp_path)
    printer.print(TICKET, "E-104")
    printer.print(TICKET, "E-104")
    files = sorted((tmp_path / "tickets").iterdir())
    assert [file.name for file in files] == ["E-104.2.escpos", "E-104.escpos"]
    roll = Roll()
    roll.take(files[0].read_bytes())
    assert roll.numbers == ["E-104"]
    assert printer.status().ready


@pytest.mark.parametrize(
    "spec",
    [
        "", "tcp:", "tcp", "tcp:host:port", "tcp:user@host", "usb:04b8", "usb:x:y", "usb:1:2:3",
        "serial:", "serial:/dev/ttyS0@fast", "file:", "lpr:host", "cups:QUEUE",
    ],
)  # fmt: skip
def test_a_printer_nobody_can_be_meant_by_is_refused(spec: str) -> None:
    with pytest.raises(Refusal, match=r"printing\.bad_ticket_printer"):
        ticket_printer(spec, MODEL, answers=True, base=Path())


@pytest.mark.parametrize("model", ["", "HP-4", "default", "TM-U220", "TUP500"])
def test_a_model_that_prints_no_pictures_is_refused(model: str) -> None:
    with pytest.raises(Refusal, match=r"printing\.bad_ticket_model") as refusal:
        ticket_printer("file:tickets", model, answers=True, base=Path())
    assert MODEL in str(refusal.value.fields["models"])
