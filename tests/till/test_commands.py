"""The till in the terminal, as a program meets it."""

from pathlib import Path

import pytest

from tests import people
from tests.asking import Sql
from tests.certificates.papers import run as tool
from tests.cli.conftest import Done, Run, run
from tests.conftest import PASSWORD

__all__ = ["run"]


@pytest.fixture
def issued(run: Run, home: Path, tmp_path: Path) -> Run:
    resident = str(people.registered_foreigner(home))

    def issue(*terms: str, name: str = "c.pdf") -> Done:
        return run(
            *("certificate", "issue", "--resident", resident, "--purpose", "은행"),
            *("--out", str(tmp_path / name), "--json", *terms),
        )

    return issue


def test_a_day_from_float_to_settlement(
    run: Run, issued: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("till", "open", "50000", "--json").answer["expected"] == 50_000
    first = issued("--copies", "4", "--pay", "cash:3000,card:1000:30012345", "--received", "5000")
    assert (first.answer["fee"], first.answer["change"]) == (4_000, 2_000)
    free = issued("--waiver", "may18", "--proof", "유공자증", name="d.pdf")
    assert free.answer["fee"] == 0
    for number in (first.answer["issue_number"], free.answer["issue_number"]):
        run("certificate", "hand-over", number)
    card = str(tmp_path / "r.pdf")
    made = run(
        *("till", "reverse", first.answer["receipt_number"], "--reason", "카드였음"),
        *("--tender", "card", "--out", card, "--json"),
    ).answer
    assert (made["given_back"], made["won"]) == (4_000, 4_000)
    assert Path(card).read_bytes().startswith(b"%PDF")
    assert run("till", "in", "1000", "--reason", "잔돈", "--json").answer["put_in"] == 1_000
    assert run("till", "out", "500", "--reason", "은행", "--json").answer["taken_out"] == 500
    assert run("till", "count", "50000:1,500:1", "--json").answer["difference"] == 0
    close = ("till", "close", "--supervisor", "sujin", "--out", str(tmp_path / "s.pdf"), "--json")
    refused = run(*close)
    assert (refused.status, refused.error["code"]) == (1, "till.supervisor_password_needed")
    monkeypatch.setenv("COUNTER_SUPERVISOR_PASSWORD", PASSWORD)
    closed = run(*close).answer
    assert (closed["won"], closed["waived"], closed["difference"]) == (4_000, 1_000, 0)
    assert closed["signed"] == ["김민서", "이수진"]
    assert closed["sealed"] is True
    said = tool("pdfsig", tmp_path / "s.pdf")
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    shown = run("till", "show", "--date", closed["day"], "--json").answer
    assert shown["closed"]
    assert [line["key"] for line in shown["tenders"]] == ["card", "cash"]
    agreed = run("till", "reconcile", closed["day"], "--json").answer
    assert (agreed["ok"], agreed["won"], agreed["closed"]) == (True, 4_000, True)
    assert "정산" not in run("till", "show", "--date", closed["day"]).out


def test_books_are_closed_where_nothing_can_be_sealed(
    run: Run, sql: Sql, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTER_SUPERVISOR_PASSWORD", PASSWORD)
    sql("DELETE FROM signing_key")
    run("till", "open", "500")
    run("till", "count", "500:1")
    file = tmp_path / "s.pdf"
    close = ("till", "close", "--supervisor", "sujin", "--out", str(file), "--json")
    closed = run(*close).answer
    assert (closed["sealed"], "counter keys" in closed["unsealed"]) == (False, True)
    assert b"/ByteRange" not in file.read_bytes()
    paper = ("--out", str(tmp_path / "again.pdf"))
    again = ("till", "show", "--date", closed["day"], *paper, "--json")
    assert run(*again).answer["sealed"] is False


def test_a_disagreement_is_an_exit_status(run: Run, issued: Run) -> None:
    run("till", "open", "0")
    issued()
    run("till", "count", "500:1")
    day = run("till", "show", "--json").answer["day"]
    done = run("till", "reconcile", day, "--json")
    assert (done.status, done.answer["disagreement"]) == (1, "till.wrong.drawer")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("count", "10000"), "till.bad_pieces"),
        (("count", "x:1"), "till.bad_pieces"),
        (("count", "1:-1"), "till.bad_pieces"),
        (("count", "2:1"), "till.denomination"),
        (("reverse", "R-1", "--reason", "x", "--pay", "gold:1"), "till.bad_pay"),
        (("reverse", "R-1", "--reason", "x", "--pay", "cash"), "till.bad_pay"),
        (("reverse", "R-1", "--reason", "x"), "till.no_payment"),
        (("in", "5"), "till.reason_needed"),
        (("open", "999999999999999999999999"), "till.won_too_much"),
    ],
)
def test_bad_input_is_told(run: Run, command: tuple[str, ...], code: str) -> None:
    done = run("till", *command, "--json")
    assert (done.status, done.error["code"]) == (1, code)


def test_a_quote_that_holds_no_more_is_told(issued: Run, tmp_path: Path) -> None:
    done = issued("--quoted", "900")
    assert (done.status, done.error["code"]) == (1, "till.fee_changed")
    assert not (tmp_path / "c.pdf").exists()


def test_fees_and_grounds_name_their_source(run: Run) -> None:
    fees = {fee["key"]: fee for fee in run("till", "fees", "--json").answer["fees"]}
    assert fees["fee.cert_ar"]["value"] == 1_000
    assert all(fee["source"] for fee in fees.values())
    assert all(ground["law"] for ground in run("till", "waivers", "--json").answer["waivers"])
