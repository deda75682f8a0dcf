"""Receipts on a roll printer that is a real socket: what came out is read back from the bytes."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from counter_app.certificates.receipt import render_receipt
from counter_app.errors import Refusal
from counter_app.printing.jobs import Job
from counter_app.printing.receipt_roll import ReceiptRoll, receipt_rolls
from tests.certificates.papers import LONGEST, RECEIPT
from tests.printing.roll import CUT, KICK, Roll, impatient, printer_on, roll

__all__ = ["impatient", "roll"]
pytestmark = pytest.mark.usefixtures("impatient")

MODEL = "TM-T20II"
NUMBER = RECEIPT.receipt_number
PDF = render_receipt(RECEIPT)


@pytest.fixture
def printer(roll: Roll, tmp_path: Path) -> ReceiptRoll:
    return at(roll, tmp_path)


def at(roll: Roll, base: Path, *, model: str = MODEL, answers: bool = True) -> ReceiptRoll:
    return both(roll, base, model=model, answers=answers)[0]


def both(
    roll: Roll, base: Path, *, model: str = MODEL, answers: bool = True
) -> tuple[ReceiptRoll, ReceiptRoll]:
    return receipt_rolls(f"escpos:127.0.0.1:{roll.port}", model, answers=answers, base=base)


def refused(printer: ReceiptRoll) -> str:
    with pytest.raises(Refusal) as refusal:
        printer.submit(PDF, NUMBER, 1)
    return refusal.value.code


def codes(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))]


def whole(roll: Roll) -> Image.Image:
    """The pictures of a receipt below one another, as they come out."""
    sheet = Image.new("1", (576, sum(p.height for p in roll.pictures)), 1)
    top = 0
    for picture in roll.pictures:
        sheet.paste(picture, (0, top))
        top += picture.height
    return sheet


@pytest.mark.parametrize("model", [MODEL, "TM-T88V", "CT-S651"])
def test_a_receipt_comes_out_whole_and_is_cut(roll: Roll, tmp_path: Path, model: str) -> None:
    assert at(roll, tmp_path, model=model).submit(PDF, NUMBER, 1) == NUMBER
    *pictures, cut = roll.printed
    assert cut == CUT
    assert pictures == roll.pictures
    assert [code for p in roll.pictures for code in codes(p)] == [NUMBER]


def test_nothing_stands_outside_what_the_head_reaches(roll: Roll, printer: ReceiptRoll) -> None:
    content = replace(RECEIPT, items=RECEIPT.items * 20, clerk_name=LONGEST["clerk_name"])
    printer.submit(render_receipt(content), NUMBER, 1)
    sheet = whole(roll).convert("L")
    left, top, right, _ = sheet.point(lambda grey: 255 - grey).getbbox() or (0, 0, 0, 0)
    assert left > 0
    assert top == 0
    assert right < sheet.width
    assert sheet.height > 3000


def test_every_bar_is_as_many_dots_wide_as_it_should_be(roll: Roll, printer: ReceiptRoll) -> None:
    printer.submit(PDF, NUMBER, 1)
    sheet = whole(roll).convert("L")
    (bars,) = zxingcpp.read_barcodes(sheet)
    middle = (bars.position.top_left.y + bars.position.bottom_left.y) // 2
    row = [sheet.getpixel((x, middle)) for x in range(sheet.width)]
    edges = [x for x in range(1, len(row)) if row[x] != row[x - 1]]
    assert {(b - a) % 2 for a, b in pairwise(edges)} == {0}


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
    roll: Roll, printer: ReceiptRoll, trouble: str, code: str
) -> None:
    setattr(roll, trouble, True)
    assert (printer.status().ready, printer.status().code) == (False, code)
    assert refused(printer) == code
    assert roll.printed == []
    assert printer.find_job(NUMBER) is None
    setattr(roll, trouble, False)
    printer.submit(PDF, NUMBER, 1)
    assert roll.pictures[0].height > 100, "no mark of a second printing"


def test_what_was_printed_is_known_after_a_restart(roll: Roll, tmp_path: Path) -> None:
    at(roll, tmp_path).submit(PDF, NUMBER, 1)
    again = at(roll, tmp_path)
    assert again.find_job(NUMBER) == Job(NUMBER, "completed")
    assert again.find_job("2026-SGD-R-000457") is None


def test_a_receipt_printed_twice_says_so(roll: Roll, printer: ReceiptRoll) -> None:
    printer.submit(PDF, NUMBER, 1)
    once = list(roll.pictures)
    printer.submit(PDF, NUMBER, 1)
    mark, *rest = roll.pictures[len(once) :]
    assert mark.height < 100
    assert [p.tobytes() for p in rest] == [p.tobytes() for p in once]


@pytest.mark.parametrize("restarted", [False, True])
def test_one_that_dies_in_the_middle_leaves_a_clear_state(
    roll: Roll, tmp_path: Path, restarted: bool
) -> None:
    roll.dies_after = 30_000
    printer = at(roll, tmp_path)
    assert refused(printer) == "printing.interrupted"
    assert CUT not in roll.printed
    assert printer.find_job(NUMBER) is None
    roll.dies_after = None
    if restarted:
        printer = at(roll, tmp_path)
    printer.submit(PDF, NUMBER, 1)
    assert roll.printed.count(CUT) == 1
    *_, mark, last = roll.pictures
    assert mark.height < 100, "what may have come out before is marked"
    assert codes(last) == [NUMBER]
    assert printer.find_job(NUMBER) == Job(NUMBER, "completed")


def test_paper_that_ends_in_the_middle_is_no_receipt(roll: Roll, printer: ReceiptRoll) -> None:
    roll.ends_after = 1
    assert refused(printer) == "printing.roll_empty"
    assert printer.find_job(NUMBER) is None


def test_one_that_never_answers_is_believed(roll: Roll, tmp_path: Path) -> None:
    roll.silent = True
    printer = at(roll, tmp_path, answers=False)
    printer.submit(PDF, NUMBER, 1)
    assert printer.find_job(NUMBER) == Job(NUMBER, "completed")


def test_one_that_cannot_be_reached_is_off(tmp_path: Path) -> None:
    with printer_on(Roll()) as gone:
        printer = at(gone, tmp_path)
    assert printer.status().code == "printing.offline"
    assert refused(printer) == "printing.offline"
    assert printer.find_job(NUMBER) is None


def test_cash_opens_the_drawer_before_the_paper_is_out(roll: Roll, tmp_path: Path) -> None:
    plain, opening = both(roll, tmp_path)
    plain.submit(PDF, NUMBER, 1)
    assert KICK not in roll.printed
    opening.submit(PDF, "2026-SGD-R-000457", 1)
    assert roll.printed.count(KICK) == 1
    assert roll.printed[roll.printed.index(CUT) + 1] == KICK


def test_a_line_cut_off_by_a_full_disk_spoils_no_other(roll: Roll, tmp_path: Path) -> None:
    printer = at(roll, tmp_path)
    printer.submit(PDF, NUMBER, 1)
    (kept,) = (tmp_path / "receipts").iterdir()
    kept.write_bytes(kept.read_bytes() + b"\n2026-SGD-R-000457 prin")
    printer.submit(PDF, "2026-SGD-R-000458", 1)
    assert printer.find_job("2026-SGD-R-000457") is None
    assert printer.find_job("2026-SGD-R-000458") == Job("2026-SGD-R-000458", "completed")
    assert printer.find_job(NUMBER) == Job(NUMBER, "completed")


def test_where_nothing_can_be_remembered_nothing_is_printed(roll: Roll, tmp_path: Path) -> None:
    (tmp_path / "receipts").write_text("a file")
    assert refused(at(roll, tmp_path)) == "printing.folder_unwritable"
    assert roll.printed == []


@pytest.mark.parametrize("spec", ["escpos:", "escpos:host:port", "usb:zz", "serial:", "tcp:a@b"])
def test_a_place_that_cannot_be_read_is_refused(tmp_path: Path, spec: str) -> None:
    with pytest.raises(Refusal) as refusal:
        receipt_rolls(spec, MODEL, answers=True, base=tmp_path)
    assert refusal.value.code == "printing.bad_spec"


@pytest.mark.parametrize("model", ["NT-5890K", "T-1", "HP-4"])
def test_a_model_that_prints_no_receipt_is_refused(roll: Roll, tmp_path: Path, model: str) -> None:
    printer = at(roll, tmp_path, model=model)
    assert printer.status().code == "printing.bad_roll_model"
    assert refused(printer) == "printing.bad_roll_model"
