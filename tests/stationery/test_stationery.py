"""Secure paper: whose every sheet is, from the pack to the certificate or the bin."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from counter_app.certificates.requests import IssuedView, Request
from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter, open_counter
from counter_app.printing.jobs import Job
from counter_app.printing.printers import Printers
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.privacy.second import Second
from counter_app.stationery.serials import parsed
from counter_app.stationery.views import Stock
from db.stationery import SheetState
from tests import people
from tests.asking import NewAction, Sql, refusal
from tests.certificates.counts import untouched
from tests.conftest import PASSWORD, SECOND

PACK = 500


@pytest.fixture
def request_(home: Path) -> Request:
    return Request(people.registered_foreigner(home), "은행 제출")


@pytest.fixture
def supervisor(counter: Counter) -> Actor:
    return counter.clerks.sign_in("sujin", PASSWORD, 5)


def figures(stock: Stock) -> tuple[int, int, int, int]:
    assert stock.loaded == stock.issued + stock.spoiled + stock.remaining
    return stock.loaded, stock.issued, stock.spoiled, stock.remaining


def leave(counter: Counter, clerk: Actor, sheets: int) -> None:
    """A stock of so many."""
    gone = counter.stationery.stock().remaining - sheets
    counter.stationery.write_off(clerk, str(gone), "습기", action_id=f"leave-{gone}", second=SECOND)


def test_a_certificate_takes_the_sheets_on_top(
    counter: Counter, clerk: Actor, request_: Request, action: NewAction
) -> None:
    one = counter.certificates.issue(clerk, request_, action_id=action())
    two = counter.certificates.issue(clerk, replace(request_, copies=3), action_id=action())
    serials = [counter.archive.certificate(issued.id).serials for issued in (one, two)]
    assert serials == ["SG0000001", "SG0000002-SG0000004"]
    assert figures(counter.stationery.stock()) == (PACK, 4, 0, PACK - 4)
    assert counter.stationery.stock().next == "SG0000005"
    found = counter.stationery.find("SG0000003")
    assert (found.state, found.issue_number) == (SheetState.ISSUED, two.issue_number)
    assert counter.stationery.find("SG0000005").issue_number is None


def test_the_same_issue_again_takes_nothing(
    counter: Counter, clerk: Actor, request_: Request
) -> None:
    for _ in range(2):
        counter.certificates.issue(clerk, request_, action_id="same")
    assert figures(counter.stationery.stock()) == (PACK, 1, 0, PACK - 1)


def test_many_sheets_are_written_off_by_two(
    counter: Counter, clerk: Actor, colleague: Actor, action: NewAction, sql: Sql
) -> None:
    write_off = counter.stationery.write_off
    code = refusal(lambda: write_off(clerk, "6", "습기", action_id=action()))
    assert code == "stationery.second_needed"
    write_off(clerk, "3", "습기", action_id="three")
    write_off(clerk, "SG0000010-SG0000011", "습기", action_id=action())
    before = counter.stationery.stock()
    with pytest.raises(Refusal) as caught:
        write_off(clerk, "1", "습기", action_id=action())
    assert caught.value.fields == {"most": 5, "gone": 5}
    for other, why in (
        (replace(SECOND, login="minseo"), "certificates.same_person"),
        (replace(SECOND, login="jihun"), "certificates.no_second"),
        (replace(SECOND, password="x"), "clerks.wrong_password"),
    ):
        act = partial(write_off, clerk, "490", "침수", action_id="flood", second=other)
        assert refusal(act) == why
    assert counter.stationery.stock() == before
    write_off(clerk, "3", "습기", action_id="three")  # sent again it is the same act
    write_off(clerk, "490", "침수", action_id="flood", second=SECOND)
    write_off(colleague, "5", "습기", action_id=action())
    assert counter.stationery.stock().spoiled == 500
    assert sql("SELECT login FROM paper_write_off JOIN clerk ON clerk.id = second_id") == [
        ("sujin",)
    ]
    ((told,),) = sql("SELECT payload FROM outbox WHERE payload LIKE '%\"sheets\": 490%'")
    assert '"second": "sujin"' in str(told)


def test_the_next_day_a_clerk_may_write_off_again(
    counter: Counter, clerk: Actor, clock: FixedClock, action: NewAction
) -> None:
    for _ in range(2):
        counter.stationery.write_off(clerk, "5", "습기", action_id=action())
        clock.at = clock.at.replace(day=clock.at.day + 1)
    assert counter.stationery.stock().spoiled == 10


@pytest.mark.parametrize(("first", "last"), [("001", "009"), ("00000501", "00000600")])
def test_one_prefix_has_serials_of_one_length(
    counter: Counter, clerk: Actor, supervisor: Actor, first: str, last: str
) -> None:
    before = counter.stationery.stock()
    act = partial(counter.stationery.load, supervisor, "sg", first, last, action_id="ghost")
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.code == "stationery.other_width"
    assert caught.value.fields == {"prefix": "SG", "digits": 7}
    assert counter.stationery.stock() == before
    counter.stationery.load(supervisor, "SH", first, last, action_id="other")


def test_a_spoiled_certificate_spoils_its_sheets(
    counter: Counter, clerk: Actor, request_: Request, action: NewAction
) -> None:
    issued = counter.certificates.issue(clerk, replace(request_, copies=2), action_id=action())
    counter.certificates.spoil(clerk, issued.id, "얼룩", action_id=action(), second=SECOND)
    assert figures(counter.stationery.stock()) == (PACK, 0, 2, PACK - 2)
    found = counter.stationery.find("SG0000002")
    assert (found.state, found.reason) == (SheetState.SPOILED, "얼룩")
    assert found.issue_number == issued.issue_number


def test_paper_seen_takes_its_sheets_once(
    counter: Counter, clerk: Actor, request_: Request, action: NewAction, home: Path
) -> None:
    (home / "prints").write_text("no folder")
    issued = counter.certificates.issue(clerk, request_, action_id=action())
    assert issued.problem
    assert figures(counter.stationery.stock()) == (PACK, 0, 0, PACK)
    counter.certificates.hand_over(clerk, issued.id, action_id=action(), paper_seen=True)
    assert figures(counter.stationery.stock()) == (PACK, 1, 0, PACK - 1)


def test_no_paper_no_number_no_fee(
    counter: Counter, clerk: Actor, supervisor: Actor, request_: Request, sql: Sql
) -> None:
    leave(counter, clerk, 2)
    sql("DELETE FROM serial")
    many = replace(request_, copies=3)
    with pytest.raises(Refusal) as caught:
        counter.certificates.issue(clerk, many, action_id="many")
    assert caught.value.code == "stationery.not_enough"
    assert caught.value.fields == {"needed": 3, "left": 2}
    leave(counter, clerk, 0)
    code = refusal(lambda: counter.certificates.issue(clerk, request_, action_id="one"))
    assert code == "stationery.none"
    untouched(counter, sql)
    counter.stationery.load(supervisor, "SG", "0000501", "0000600", action_id="more")
    issued = counter.certificates.issue(clerk, many, action_id="many")
    assert counter.archive.certificate(issued.id).serials == "SG0000501-SG0000503"


def test_what_waits_for_the_printer_keeps_its_sheets(
    counter: Counter, clerk: Actor, request_: Request, action: NewAction, home: Path
) -> None:
    leave(counter, clerk, 2)
    (home / "prints").write_text("no folder")
    waiting = counter.certificates.issue(clerk, request_, action_id=action())
    (home / "prints").unlink()
    many = replace(request_, copies=2)
    code = refusal(lambda: counter.certificates.issue(clerk, many, action_id=action()))
    assert code == "stationery.not_enough"
    counter.certificates.print_again(clerk, waiting.id)
    assert counter.stationery.stock().remaining == 1


def test_paper_that_went_missing_keeps_the_document_from_the_printer(
    counter: Counter, clerk: Actor, request_: Request, action: NewAction, home: Path
) -> None:
    (home / "prints").write_text("no folder")
    waiting = counter.certificates.issue(clerk, request_, action_id=action())
    (home / "prints").unlink()
    leave(counter, clerk, 0)
    again = counter.certificates.print_again(clerk, waiting.id)
    assert again.problem
    assert again.problem.code == "stationery.none"
    assert not (home / "prints").exists()


def test_a_pack_follows_the_one_before(
    counter: Counter, clerk: Actor, supervisor: Actor, request_: Request, action: NewAction
) -> None:
    leave(counter, clerk, 1)
    counter.stationery.load(supervisor, "가-", "00001", "00010", action_id="second")
    issued = counter.certificates.issue(clerk, replace(request_, copies=3), action_id=action())
    serials = counter.archive.certificate(issued.id).serials
    assert serials == "SG0000500, 가-00001-가-00002"


def test_half_a_job(counter: Counter, clerk: Actor, request_: Request, action: NewAction) -> None:
    issued = counter.certificates.issue(clerk, replace(request_, copies=5), action_id=action())
    number, came_out = issued.issue_number, counter.stationery.came_out
    assert refusal(lambda: came_out(clerk, number, 6, "걸림", action_id="a")) == (
        "stationery.fewer_given"
    )
    for _ in range(2):
        stock = came_out(clerk, number, 2, "용지 걸림", action_id="jam")
        assert figures(stock) == (PACK, 0, 2, PACK - 2)
    assert stock.next == "SG0000003"
    found = counter.stationery.find("SG0000002")
    assert (found.issue_number, found.reason) == (number, "용지 걸림")
    assert refusal(lambda: came_out(clerk, number, 3, "용지 걸림", action_id="jam")) == (
        "stationery.action_used"
    )
    assert refusal(lambda: came_out(clerk, number, 1, "걸림", action_id="b")) == (
        "stationery.no_sheets"
    )
    counter.certificates.spoil(clerk, issued.id, "용지 걸림", action_id=action(), second=SECOND)
    assert figures(counter.stationery.stock()) == (PACK, 0, 2, PACK - 2)


class Lost:
    """A queue that cancels what it was given first."""

    name = "lost"

    def __init__(self) -> None:
        self.jobs: list[str] = []

    def submit(self, pdf: bytes, title: str, copies: int) -> str:
        self.jobs.append(title)
        return str(len(self.jobs))

    def find_job(self, title: str) -> Job | None:
        return Job("1", "canceled") if self.jobs == [title] else None


def test_a_cancelled_job_is_printed_on_new_sheets(
    counter: Counter, clerk: Actor, request_: Request, action: NewAction
) -> None:
    printers = Printers(Lost(), counter.printers.receipts)  # type: ignore[arg-type]
    two = replace(request_, copies=2)
    issued = counter.certificates.issue(clerk, two, action_id=action(), printers=printers)
    counter.stationery.came_out(clerk, issued.issue_number, 1, "걸림", action_id="jam")
    counter.certificates.print_again(clerk, issued.id, printers)
    view = counter.archive.certificate(issued.id)
    assert view.serials == "SG0000001-SG0000003"
    assert figures(counter.stationery.stock()) == (PACK, 2, 1, PACK - 3)


def test_write_offs(counter: Counter, clerk: Actor, request_: Request, action: NewAction) -> None:
    write_off = counter.stationery.write_off
    for _ in range(2):
        stock = write_off(clerk, "sg0000010 - 0000012", "분실", action_id="lost")
        assert figures(stock) == (PACK, 0, 3, PACK - 3)
    write_off(clerk, "2", "찢어짐", action_id="torn")
    assert counter.stationery.stock().next == "SG0000003"
    assert counter.stationery.find("SG0000011").reason == "분실"
    counter.certificates.issue(clerk, request_, action_id=action())
    refusals = {
        "SG0000003": "stationery.not_remaining",
        "SG0000011": "stationery.not_remaining",
        "SG0000500-SG0000501": "stationery.unknown",
        "XX0000001": "stationery.unknown",
        "종이": "stationery.bad_serials",
        "SG0000009-SG0000004": "stationery.bad_serials",
        "SG0000009-AB0000010": "stationery.unknown",
        "0": "stationery.unknown",
        "9999": "stationery.not_enough",
    }
    before = figures(counter.stationery.stock())
    for serials, code in refusals.items():
        act = partial(write_off, clerk, serials, "분실", action_id="x")
        assert refusal(act) == code, serials
    code = refusal(lambda: write_off(clerk, "SG0000020", " ", action_id="x"))
    assert code == "stationery.reason_needed"
    assert figures(counter.stationery.stock()) == before
    assert verify(counter.engine).ok


def test_a_pack_is_loaded_by_two_or_by_a_supervisor(
    counter: Counter, clerk: Actor, supervisor: Actor, sql: Sql
) -> None:
    load = partial(counter.stationery.load, clerk, "AB", "00001", "00100", action_id="pack")
    for second, code in (
        (None, "stationery.load_needs_second"),
        (Second("minseo", PASSWORD), "certificates.same_person"),
        (Second("jihun", PASSWORD), "certificates.no_second"),
    ):
        assert refusal(partial(load, second=second)) == code
    assert figures(counter.stationery.stock()) == (PACK, 0, 0, PACK)
    for _ in range(2):
        assert figures(load(second=SECOND)) == (PACK + 100, 0, 0, PACK + 100)
    ((said,),) = sql("SELECT payload FROM outbox WHERE payload LIKE '%AB00001%'")
    assert '"second": "sujin"' in str(said)
    alone = counter.stationery.load(supervisor, "AC", "1", "9", action_id="alone")
    assert figures(alone) == (PACK + 109, 0, 0, PACK + 109)


def test_a_pack_is_loaded_once(counter: Counter, supervisor: Actor) -> None:
    load = counter.stationery.load
    for _ in range(2):
        stock = load(supervisor, "ab", "00001", "00100", action_id="pack")
        assert figures(stock) == (PACK + 100, 0, 0, PACK + 100)
    refusals = {
        ("AB", "00100", "00200"): "stationery.loaded_before",
        ("AB", "00050", "00060"): "stationery.loaded_before",
        ("SG", "0000001", "0000001"): "stationery.loaded_before",
        ("A1", "001", "002"): "stationery.bad_prefix",
        ("A B", "001", "002"): "stationery.bad_prefix",
        ("A" * 13, "001", "002"): "stationery.bad_prefix",
        ("", "001", "002"): "stationery.bare_digits",
        ("C", "001", "0002"): "stationery.bad_serials",
        ("C", "002", "001"): "stationery.bad_serials",
        ("C", "x", "y"): "stationery.bad_serials",
        ("C", "٠٠١", "٠٠٢"): "stationery.bad_serials",
        ("C", "00001", "05001"): "stationery.too_many",
    }
    for pack, code in refusals.items():
        assert refusal(partial(load, supervisor, *pack, action_id="x")) == code, pack
    code = refusal(lambda: load(supervisor, "ab", "00001", "00101", action_id="pack"))
    assert code == "stationery.action_used"
    code = refusal(lambda: load(supervisor, "AB", "000001", "000002", action_id="y"))
    assert code == "stationery.other_width"


def test_low_is_told(counter: Counter, clerk: Actor) -> None:
    leave(counter, clerk, 51)
    assert not counter.stationery.stock().low
    leave(counter, clerk, 50)
    assert counter.stationery.stock().low


@pytest.fixture
def plain(home: Path, clock: FixedClock) -> Iterator[Counter]:
    """An office of before there was a [stationery]."""
    toml = home / "counter.toml"
    toml.write_text(toml.read_text("utf-8").replace("[stationery]\nused = true\nlow = 50\n", ""))
    with closing(open_counter(home, clock)) as opened:
        yield opened


def test_without_secure_paper_nothing_is_asked(plain: Counter, request_: Request) -> None:
    clerk = plain.clerks.sign_in("minseo", PASSWORD, 3)
    issued = plain.certificates.issue(clerk, request_, action_id="one")
    assert plain.archive.certificate(issued.id).serials == ""
    assert not plain.stationery.stock().used
    code = refusal(lambda: plain.stationery.load(clerk, "A", "01", "02", action_id="x"))
    assert code == "stationery.not_used"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM paper_sheet WHERE id = 400",
        "DELETE FROM paper_pack",
        "UPDATE paper_pack SET sheets = 600",
        "UPDATE paper_sheet SET serial = 'SG9999999' WHERE id = 400",
        "UPDATE paper_sheet SET state = 'issued' WHERE id = 400",
        "UPDATE paper_sheet SET state = 'remaining', write_off_id = NULL WHERE state = 'spoiled'",
        "UPDATE paper_sheet SET state = 'gone' WHERE id = 400",
        "INSERT INTO paper_sheet (serial, pack_id, state) VALUES ('SG0000501', 1, 'remaining')",
        "INSERT INTO paper_sheet (serial, pack_id, state) VALUES ('SG0000007', 1, 'remaining')",
        "UPDATE paper_write_off SET reason = ''",
    ],
)
def test_the_store_refuses_what_the_program_would(
    counter: Counter, clerk: Actor, sql: Callable[[str], object], statement: str
) -> None:
    counter.stationery.write_off(clerk, "3", "분실", action_id="lost")
    before = figures(counter.stationery.stock())
    with pytest.raises(Exception, match=r"append-only|keeps|begins|constraint|UNIQUE|CHECK"):
        sql(statement)
    assert figures(counter.stationery.stock()) == before


def test_the_chain_and_the_district_are_told(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql, action: NewAction
) -> None:
    issued = counter.certificates.issue(clerk, request_, action_id=action())
    counter.stationery.write_off(clerk, "1", "분실", action_id="lost")
    told = sql("SELECT kind, payload FROM outbox WHERE kind LIKE 'paper%' OR kind LIKE '%spooled'")
    assert [kind for kind, _ in told] == [
        "paper.loaded",
        "certificate.spooled",
        "paper.written_off",
    ]
    assert '"serials": "SG0000001"' in str(told[1][1])
    assert isinstance(issued, IssuedView)
    assert verify(counter.engine).ok


def test_two_windows_at_once_never_get_one_sheet(
    home: Path, clock: FixedClock, request_: Request
) -> None:
    with (
        closing(open_counter(home, clock)) as here,
        closing(open_counter(home, clock)) as there,
        ThreadPoolExecutor(2) as both,
    ):
        seats = [
            (counter, counter.clerks.sign_in(login, PASSWORD, window))
            for counter, login, window in ((here, "minseo", 3), (there, "jihun", 4))
        ]

        def issue_some(seat: tuple[Counter, Actor]) -> list[IssuedView]:
            counter, clerk = seat
            asked = replace(request_, copies=2)
            return [
                counter.certificates.issue(clerk, asked, action_id=f"{clerk.login}-{n}")
                for n in range(6)
            ]

        made = [issued for some in both.map(issue_some, seats) for issued in some]
        used = [
            serial
            for issued in made
            for span in here.archive.certificate(issued.id).serials.split(", ")
            for serial in parsed(span).serials()
        ]
        assert sorted(used) == [f"SG{n:07d}" for n in range(1, 25)]
        assert figures(here.stationery.stock()) == (PACK, 24, 0, PACK - 24)
