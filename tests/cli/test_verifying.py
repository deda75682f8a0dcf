"""counter certificate verify: what is neither file nor code has its answer; a file is told apart
from its code, row by row."""

from pathlib import Path

import pytest

from tests import people
from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("2026-1144066000-AR-000001", "proof.is_issue_number"),
        (" 2026-SGD-LC-1 ", "proof.is_issue_number"),
        ("1234 5678 9012 3456", "proof.mistyped"),
        ("", "proof.nothing"),
        ("nowhere.pdf", "certificates.unreadable"),
    ],
)
def test_what_is_no_paper(run: Run, what: str, code: str) -> None:
    assert run("certificate", "verify", what, "--json").error["code"] == code


@pytest.mark.parametrize("how", [(), ("--text",)])
def test_a_code_of_a_later_form(run: Run, how: tuple[str, ...]) -> None:
    found = run("certificate", "verify", "CC2:abc", *how, "--json").answer
    assert (found["verdict"], found["reason"]) == ("not_ours", "newer_code")


def test_a_sealed_file(run: Run, home: Path, tmp_path: Path) -> None:
    person = str(people.registered_foreigner(home))
    asked = ("--resident", person, "--kind", "residence", "--purpose", "은행")
    out = ("--out", str(tmp_path / "out.pdf"))
    number = run("certificate", "issue", *asked, *out, "--json").answer["issue_number"]
    file = tmp_path / "copy.pdf"
    run("archive", "copy", number, "--out", str(file), "--reason", "보관", "--json")
    found = run("certificate", "verify", str(file), "--json").answer
    assert (found["verdict"], found["seal"]) == ("genuine", "whole")
    (table,) = found["lists"]
    assert (table["signed"], table["same"], table["differing"]) == (table["found"], True, [])
    broken = bytearray(file.read_bytes())
    broken[len(broken) // 2] ^= 1
    file.write_bytes(broken)
    found = run("certificate", "verify", str(file), "--json").answer
    assert (found["verdict"], found["seal"]) == ("altered", "broken")
