"""The file that a certificate is written to: tried before, never over another, once an act."""

from pathlib import Path

import pytest

from tests import people
from tests.cli.conftest import Run
from tests.conftest import PASSWORD


def test_a_path_that_cannot_be_written_issues_nothing(run: Run, home: Path) -> None:
    resident = str(people.registered_foreigner(home))
    issue = ("certificate", "issue", "--resident", resident, "--purpose", "은행", "--json")
    paths = ("/nowhere/c.pdf", str(home), "/dev/null/c.pdf", "/dev/null", "x" * 250 + ".pdf")
    for path in (*paths, str(home / "counter.db")):
        done = run(*issue, "--out", path)
        assert (done.status, done.error["code"]) == (1, "printing.path_unwritable"), path
    assert run("certificate", "list", "--json").answer["certificates"] == []


def test_no_file_is_overwritten(run: Run, home: Path, tmp_path: Path) -> None:
    resident = str(people.registered_foreigner(home))
    issue = ("certificate", "issue", "--resident", resident, "--purpose", "은행", "--json")
    file, other = tmp_path / "c.pdf", tmp_path / "d-receipt.pdf"
    first = run(*issue, "--out", str(file)).answer
    other.write_bytes(b"%PDF-1.7 of somebody else")
    before = {path: path.read_bytes() for path in tmp_path.glob("*.pdf")}
    for out in (file, tmp_path / "d.pdf"):
        done = run(*issue, "--out", str(out))
        assert (done.status, done.error["code"]) == (1, "printing.path_taken")
    again = ("certificate", "reprint", first["issue_number"], "--reason", "훼손", "--json")
    copy = ("till", "receipt", first["receipt_number"], "--json")
    for command in (again, copy):
        assert run(*command, "--out", str(file)).error["code"] == "printing.path_taken"
    assert {path: path.read_bytes() for path in tmp_path.glob("*.pdf")} == before
    listed = run("certificate", "list", "--json").answer["certificates"]
    assert [one["issue_number"] for one in listed] == [first["issue_number"]]


def test_the_same_action_again_writes_what_is_missing(run: Run, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "c.pdf"
    issue = ("certificate", "issue", "--resident", str(people.registered_foreigner(home)))
    twice = (*issue, "--purpose", "은행", "--out", str(file), "--action-id", "once", "--json")
    first = run(*twice).answer
    before = file.read_bytes()
    file.unlink()
    Path(first["receipt_file"]).unlink()
    assert run(*twice).answer == first
    assert file.read_bytes() == before
    assert Path(first["receipt_file"]).exists()
    assert len(run("certificate", "list", "--json").answer["certificates"]) == 1


def test_the_same_action_again_writes_over_nothing(run: Run, home: Path, tmp_path: Path) -> None:
    resident = str(people.registered_foreigner(home))
    file = tmp_path / "c.pdf"
    issue = ("certificate", "issue", "--resident", resident, "--purpose", "은행", "--json")
    once = (*issue, "--action-id", "once", "--out", str(file))
    first = run(*once).answer
    receipt = Path(first["receipt_file"])
    written = (file.stat().st_ino, receipt.stat().st_ino)
    assert run(*once).answer == first
    assert (file.stat().st_ino, receipt.stat().st_ino) == written
    file.write_bytes(b"%PDF-1.7 of somebody else")
    assert run(*once).error["code"] == "printing.path_taken"
    assert file.read_bytes() == b"%PDF-1.7 of somebody else"


def test_the_id_of_a_spoiled_certificate_writes_nothing(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident = str(people.registered_foreigner(home))
    file = tmp_path / "c.pdf"
    issue = ("certificate", "issue", "--resident", resident, "--purpose", "은행", "--json")
    once = (*issue, "--action-id", "once", "--out", str(file))
    first = run(*once).answer
    spoil = ("certificate", "spoil", first["issue_number"], "--reason", "걸림")
    assert run(*spoil, "--json").error["code"] == "cli.usage"
    monkeypatch.setenv("COUNTER_SUPERVISOR_PASSWORD", PASSWORD)
    assert run(*spoil, "--second", "sujin", "--json").answer["state"] == "spoiled"
    file.unlink()
    Path(first["receipt_file"]).unlink()
    again = run(*once)
    assert (again.status, again.error["code"]) == (1, "certificates.spoiled")
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_certificate_to_no_file(run: Run, home: Path) -> None:
    resident = str(people.registered_foreigner(home))
    issue = ("certificate", "issue", "--resident", resident, "--purpose", "은행", "--out", "")
    done = run(*issue, "--json")
    assert (done.status, done.error["code"]) == (1, "printing.path_needed")
