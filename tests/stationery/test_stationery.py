"""What documents take of secure paper, wherever it stops; loaded = issued + spoiled + remaining."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
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
from counter_app.stationery.serials import parsed
from db.stationery import SheetState
from tests.asking import NewAction, Sql, refusal
from tests.certificates.counts import untouched
from tests.conftest import PASSWORD, SECOND
from tests.stationery.packs import PACK, figures, leave


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
    printers = Printers(Lost(), counter.printers.receipts)  # type: ignore[arg-type]  # it only loses
    two = replace(request_, copies=2)
    issued = counter.certificates.issue(clerk, two, action_id=action(), printers=printers)
    counter.stationery.came_out(clerk, issued.issue_number, 1, "걸림", action_id="jam")
    counter.certificates.print_again(clerk, issued.id, printers)
    view = counter.archive.certificate(issued.id)
    assert view.serials == "SG0000001-SG0000003"
    assert figures(counter.stationery.stock()) == (PACK, 2, 1, PACK - 3)


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
