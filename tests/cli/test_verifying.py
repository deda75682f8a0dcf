"""counter certificate verify: what is neither file nor code has its answer; a file is told apart
from its code, row by row."""

import shutil
import subprocess
from pathlib import Path

import pytest

from counter_app.words import say
from tests import people
from tests.cli.conftest import Run
from tests.conftest import PASSWORD


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


def test_a_sealed_file(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = str(people.registered_foreigner(home))
    asked = ("--resident", person, "--kind", "residence", "--purpose", "은행")
    out = ("--out", str(tmp_path / "out.pdf"))
    number = run("certificate", "issue", *asked, *out, "--json").answer["issue_number"]
    file = tmp_path / "copy.pdf"
    monkeypatch.setenv("COUNTER_SUPERVISOR_PASSWORD", PASSWORD)
    given = ("--out", str(file), "--reason", "법원 요청", "--second", "sujin", "--json")
    run("archive", "original", number, *given)
    found = run("certificate", "verify", str(file), "--json").answer
    assert (found["verdict"], found["seal"]) == ("genuine", "whole")
    (table,) = found["lists"]
    assert (table["signed"], table["same"], table["differing"]) == (table["found"], True, [])
    broken = bytearray(file.read_bytes())
    broken[len(broken) // 2] ^= 1
    file.write_bytes(broken)
    found = run("certificate", "verify", str(file), "--json").answer
    assert (found["verdict"], found["seal"]) == ("altered", "broken")


def test_a_stranger_is_told_that_a_file_is_not_sealed(run: Run, home: Path, tmp_path: Path) -> None:
    elsewhere, file = shutil.copytree(home, tmp_path / "elsewhere"), str(tmp_path / "out.pdf")
    person = str(people.registered_foreigner(home))
    run("certificate", "issue", "--resident", person, "--purpose", "은행", "--out", file, "--json")
    here = run("certificate", "verify", file, "--json").answer
    there = run("certificate", "verify", file, "--home", str(elsewhere), "--json").answer
    assert (here["verdict"], there["verdict"]) == ("genuine", "stale_list")
    assert [say("proof.not_sealed", "ko") in found["message"] for found in (here, there)] == [
        False,
        True,
    ]
    code_only = run("certificate", "verify", _picture(file, tmp_path), "--json").answer
    assert {field["same"] for field in code_only["fields"]} == {None}


def _picture(file: str, folder: Path) -> str:
    drawn = ["pdftoppm", "-r", "150", "-png", "-singlefile", file, str(folder / "page")]
    subprocess.run(drawn, check=True)
    return str(folder / "page.png")
