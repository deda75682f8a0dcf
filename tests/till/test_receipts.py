"""A receipt for every payment: on the roll as the office set it, and as a page to file."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from counter_app.certificates.content import Waived
from counter_app.certificates.receipt_page import render_receipt_page
from counter_app.certificates.requests import Request, Tray
from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.till.terms import Share
from db.certificates import Tender
from tests.certificates.papers import RECEIPT, run
from tests.cli.conftest import Run
from tests.cli.conftest import run as command
from tests.conftest import PASSWORD, SECOND
from tests.plans import statements
from tests.printing.roll import CUT, KICK, Roll, impatient, roll
from tests.till.conftest import Pay

__all__ = ["command", "impatient", "roll"]


@pytest.fixture
def desk(home: Path, clock: FixedClock, roll: Roll) -> Iterator[Counter]:
    """The centre with a receipt printer and a drawer."""
    toml = home / "counter.toml"
    kept = [line for line in toml.read_text().splitlines() if not line.startswith("receipts =")]
    at = kept.index("[printing]") + 1
    kept[at:at] = [f'receipts = "escpos:127.0.0.1:{roll.port}"', "drawer = true"]
    toml.write_text("\n".join(kept))
    opened = open_counter(home, clock)
    yield opened
    opened.close()


def codes(roll: Roll) -> list[str]:
    return [
        code.text
        for picture in roll.pictures
        for code in zxingcpp.read_barcodes(picture.convert("L"))
    ]


def test_cash_opens_the_drawer_and_a_card_does_not(
    desk: Counter, request_: Request, roll: Roll
) -> None:
    clerk = desk.clerks.sign_in("minseo", PASSWORD, 3)
    paid = desk.certificates.issue(clerk, request_, action_id="cash")
    assert paid.problem is None
    assert codes(roll) == [paid.receipt_number]
    assert (roll.printed.count(KICK), roll.printed.count(CUT)) == (1, 1)
    by_card = replace(request_, tender=Tender.CARD)
    desk.certificates.issue(clerk, by_card, action_id="card")
    assert (roll.printed.count(KICK), roll.printed.count(CUT)) == (1, 2)


def test_no_paper_on_the_roll_is_said_and_the_receipt_follows_once(
    desk: Counter, request_: Request, roll: Roll, home: Path
) -> None:
    clerk = desk.clerks.sign_in("minseo", PASSWORD, 3)
    roll.empty = True
    issued = desk.certificates.issue(clerk, request_, action_id="a")
    assert issued.problem is not None
    assert issued.problem.code == "printing.roll_empty"
    assert roll.printed == []
    roll.empty = False
    again = desk.certificates.print_again(clerk, issued.id)
    assert again.problem is None
    assert codes(roll) == [issued.receipt_number]
    with pytest.raises(Refusal, match=r"certificates\.already_printed"):
        desk.certificates.print_again(clerk, issued.id)
    assert codes(roll) == [issued.receipt_number]
    assert [path.name for path in (home / "prints").iterdir()] == [f"{issued.issue_number}.pdf"]


def test_what_is_printed_is_read_once(desk: Counter, request_: Request, roll: Roll) -> None:
    clerk = desk.clerks.sign_in("minseo", PASSWORD, 3)
    roll.empty = True
    number = desk.certificates.issue(clerk, request_, action_id="a").receipt_number
    roll.empty = False
    asked = statements(desk.engine, lambda: desk.receipts.print(clerk, number, desk.printers))
    assert codes(roll) == [number]
    assert len([one for one, _ in asked if "FROM payment " in " ".join(one.split())]) == 1


CASES = {
    "one": RECEIPT,
    "joint": replace(
        RECEIPT,
        items=RECEIPT.items * 20,
        shares=(Share(Tender.CASH, 30_000), Share(Tender.CARD, 10_000, "30012345")),
        received=50_000,
    ),
    "waived": replace(
        RECEIPT, waiver=Waived("may18", "5·18민주유공자", "May 18 merit", "유공자증", False)
    ),
    "given back": replace(
        RECEIPT, items=tuple(replace(item, unit_fee=-item.unit_fee) for item in RECEIPT.items)
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_page_to_file_says_the_same(tmp_path: Path, case: str) -> None:
    content = CASES[case]
    path = tmp_path / "receipt.pdf"
    path.write_bytes(render_receipt_page(content))
    words = " ".join(run("pdftotext", "-layout", path, "-").split())
    for stated in (
        *("수수료 영수증", "RECEIPT", content.receipt_number, "2026. 11. 21. 10:42", "김민서"),
        *("외국인등록 사실증명", "2026-SGD-AR-000123", f"{content.paid:,}원"),
    ):
        assert stated in words
    statement = {"waived": "면제하였습니다", "given back": "돌려드렸습니다"}.get(
        case, "영수하였습니다"
    )
    assert words.count(statement) == 1
    assert ("거스름돈" in words) is (case == "joint")
    assert words.count("2026-SGD-AR-000123") == len(content.items)
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", path)
    fonts = run("pdffonts", path).splitlines()[2:]
    assert all(row.split()[-5:-3] == ["yes", "yes"] for row in fonts)
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document, 1):
            assert tuple(map(round, page.get_size())) == (595, 842)
            assert f"{number} / {len(document)}" in page.get_textpage().get_text_bounded()
            picture = page.render(scale=200 / 72, grayscale=True).to_pil()
            assert [c.text for c in zxingcpp.read_barcodes(picture)] == [content.receipt_number]


def test_a_character_without_a_glyph_is_refused() -> None:
    with pytest.raises(Refusal, match=r"certificates\.no_glyph"):
        render_receipt_page(replace(RECEIPT, clerk_name="김😀"))


def test_given_out_again_by_its_number(
    counter: Counter,
    issue: Pay,
    command: Run,
    tmp_path: Path,
    home: Path,
    sql: Callable[[str], list[tuple[object, ...]]],
) -> None:
    number = issue().receipt_number
    counter.close()
    for options, width in (((), 227), (("--a4",), 595)):
        out = tmp_path / f"{width}.pdf"
        given = command("till", "receipt", number, *options, "--out", str(out), "--json").answer
        assert (given["file"], given["sealed"]) == (str(out), True)
        with pypdfium2.PdfDocument(out) as document:
            assert round(document[0].get_size()[0]) == width
    printed = command("till", "receipt", number, "--a4", "--json").answer
    assert printed["job"] == f"{number}-copy.pdf"
    for copy in (out, home / "prints" / printed["job"]):
        assert "재발행 Reprint" in " ".join(run("pdftotext", "-layout", copy, "-").split())
    assert out.read_bytes().startswith((home / "prints" / printed["job"]).read_bytes())
    rows = sql("SELECT action FROM audit WHERE action = 'receipt.copied'")
    assert len(rows) == 3
    refused = command("till", "receipt", "2026-1144066000-R-999999", "--json")
    assert (refused.status, refused.error["code"]) == (1, "till.no_payment")


def words(pdf: bytes, folder: Path) -> str:
    path = folder / "words.pdf"
    path.write_bytes(pdf)
    return " ".join(run("pdftotext", "-layout", path, "-").split())


@pytest.mark.parametrize("a4", [False, True])
def test_a_copy_is_marked_and_tells_what_was_given_back(
    counter: Counter, clerk: Actor, issue: Pay, clock: FixedClock, tmp_path: Path, a4: bool
) -> None:
    issued = issue()
    number = issued.receipt_number
    clock.at += timedelta(minutes=5)
    copy = partial(counter.receipts.copy, clerk, a4=a4)
    told = words(copy(number), tmp_path)
    assert "재발행 Reprint 2026. 11. 16. 10:05" in told
    assert "환불" not in told
    assert "재발행" not in words(counter.receipts.show(number), tmp_path)
    counter.voiding.void(clerk, issued.id, "오류", "sujin", PASSWORD, action_id="void")
    back = number[:-1] + "2"
    told = words(copy(number), tmp_path)
    assert "환불됨 Refunded 1,000원 2026. 11. 16. 10:05 " in told
    assert back in told
    refund = words(counter.receipts.show(back), tmp_path)
    assert "환불 영수증" in refund
    assert f"환불한 영수증 Refund of {number}" in refund
    assert "환불한 영수증" in words(copy(back), tmp_path)


def test_a_copy_of_a_joint_receipt_tells_of_each_document(
    counter: Counter, clerk: Actor, request_: Request, tmp_path: Path
) -> None:
    tray = counter.trays.issue(clerk, Tray((request_, request_)), action_id="tray")
    gone = tray.documents[1]
    counter.certificates.spoil(clerk, gone.id, "얼룩", action_id="s", second=SECOND)
    told = words(counter.receipts.copy(clerk, tray.receipt_number, a4=True), tmp_path)
    assert told.count("환불됨 Refunded 1,000원") == 1
    assert "영수하였습니다" in told
