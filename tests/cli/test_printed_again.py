"""A document in flight printed once more in the terminal: as in the window, never unaccounted."""

from pathlib import Path
from typing import Any

import pytest

from tests import people
from tests.cli.conftest import Run
from tests.conftest import PASSWORD


@pytest.fixture
def issue(home: Path) -> tuple[str, ...]:
    resident = str(people.registered_foreigner(home))
    return ("certificate", "issue", "--resident", resident, "--purpose", "은행", "--json")


@pytest.fixture
def issued(run: Run, issue: tuple[str, ...], tmp_path: Path) -> Any:
    return run(*issue, "--out", str(tmp_path / "c.pdf")).answer


def test_no_second_original_without_a_word(run: Run, issued: Any, tmp_path: Path) -> None:
    other = tmp_path / "d.pdf"
    again = ("certificate", "print-again", issued["issue_number"], "--out", str(other), "--json")
    assert run(*again).error["code"] == "certificates.first_unknown"
    assert run(*again, "--came-out", "1").error["code"] == "certificates.why_needed"
    assert not other.exists()
    said = ("--came-out", "1", "--reason", "걸림", "--action-id", "again")
    for _ in range(2):
        told = run(*again, *said).answer
        assert (told["state"], told["serials"]) == ("spooled", "SG0000001-SG0000002")
    assert other.read_bytes() == (tmp_path / "c.pdf").read_bytes()
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == [
        "c-receipt.pdf",
        "c.pdf",
        "d.pdf",
    ]
    stock = run("paper", "status", "--json").answer
    assert (stock["issued"], stock["spoiled"]) == (1, 1)
    assert run("paper", "find", "SG0000001", "--json").answer["reason"] == "걸림"


def test_what_never_came_out_is_put_back(run: Run, issued: Any, tmp_path: Path) -> None:
    again = ("certificate", "print-again", issued["issue_number"], "--out", str(tmp_path / "d.pdf"))
    told = run(*again, "--came-out", "0", "--reason", "파일 유실", "--json").answer
    assert told["serials"] == "SG0000001"
    stock = run("paper", "status", "--json").answer
    assert (stock["issued"], stock["spoiled"]) == (1, 0)


def test_a_second_time_two_sign(
    run: Run, issued: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = ("certificate", "print-again", issued["issue_number"], "--came-out", "0", "--json")
    said = ("--reason", "파일 유실", "--out")
    run(*again, *said, str(tmp_path / "d.pdf"))
    last = (*again, *said, str(tmp_path / "e.pdf"))
    assert run(*last).error["code"] == "certificates.believed_once"
    assert not (tmp_path / "e.pdf").exists()
    monkeypatch.setenv("COUNTER_SUPERVISOR_PASSWORD", PASSWORD)
    assert run(*last, "--second", "sujin").answer["state"] == "spooled"


def test_what_the_printer_still_knows_is_not_made_a_file(
    run: Run, home: Path, issued: Any, tmp_path: Path
) -> None:
    (home / "prints").mkdir(exist_ok=True)
    (home / "prints" / f"{issued['issue_number']}.pdf").write_bytes(b"%PDF-")
    again = ("certificate", "print-again", issued["issue_number"], "--out", str(tmp_path / "d.pdf"))
    for first in ((), ("--came-out", "0", "--reason", "x")):
        (home / "prints" / f"{issued['receipt_number']}.pdf").write_bytes(b"%PDF-")
        done = run(*again, *first, "--json")
        assert (done.status, done.error["code"]) == (1, "certificates.already_printed")
    assert not (tmp_path / "d.pdf").exists()


def test_the_same_action_writes_to_no_other_place(
    run: Run, issue: tuple[str, ...], tmp_path: Path
) -> None:
    once = (*issue, "--action-id", "once", "--out")
    run(*once, str(tmp_path / "c.pdf"))
    done = run(*once, str(tmp_path / "d.pdf"))
    assert (done.status, done.error["code"]) == (1, "certificates.already_printed")
    assert not (tmp_path / "d.pdf").exists()


def test_a_fee_waived_afterwards_takes_two(
    run: Run, issued: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = ("--earlier", "1234 5678 9012 3428")
    named = ("--waiver", "office_error", "--proof", "접수 착오", *elsewhere)
    waive = ("--reason", "착오", *named, "--json")
    reverse = ("till", "reverse", issued["receipt_number"], *waive)
    assert run(*reverse).error["code"] == "certificates.second_needed"
    monkeypatch.setenv("COUNTER_SUPERVISOR_PASSWORD", PASSWORD)
    assert run(*reverse, "--second", "jihun").error["code"] == "certificates.no_second"
    assert run(*reverse, "--second", "sujin").answer["won"] == 0
    show = ("certificate", "show", issued["issue_number"], "--json")
    assert run(*show).answer["instead_of"] == "1234 5678 9012 3428"


def test_what_is_verified_is_said_for_what_it_is(run: Run, issued: Any, tmp_path: Path) -> None:
    for what in ("", " "):
        assert run("certificate", "verify", what, "--json").error["code"] == "proof.nothing"
    text = tmp_path / "notes.txt"
    text.write_text("메모")
    assert run("certificate", "verify", str(text), "--json").error["code"] == "proof.not_readable"
    receipt = run("certificate", "verify", issued["receipt_file"], "--json").answer
    assert (receipt["verdict"], receipt["reason"]) == ("no_code", "is_receipt")
    assert receipt["issue_number"] == issued["receipt_number"]
    assert "영수증" in receipt["message"]


def test_the_text_of_a_code_may_stand_in_a_file(run: Run, issued: Any, tmp_path: Path) -> None:
    from counter_app.proof.reading import codes_in

    text = tmp_path / "code.txt"
    (code,) = {one for one in codes_in(Path(issued["file"]).read_bytes()) if ":" in one}
    text.write_text(code + "\n")
    told = run("certificate", "verify", str(text), "--json").answer
    assert told["issue_number"] == issued["issue_number"]


@pytest.mark.parametrize("more", [("--pay", "card:1000"), ("--waiver", "may18", "--consent")])
def test_how_it_is_paid_is_said_once(
    run: Run, issue: tuple[str, ...], tmp_path: Path, more: tuple[str, ...]
) -> None:
    out = ("--out", str(tmp_path / "c.pdf"))
    done = run(*issue, *out, "--tender", "cash", *more)
    assert (done.status, done.error["code"]) == (1, "till.tender_twice")
    assert run(*issue, *out, *more).status == 0
