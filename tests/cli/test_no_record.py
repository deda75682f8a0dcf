"""A list of a building in the terminal, for a bank or an owner who is in no register."""

import json
from pathlib import Path

from tests.certificates.samples import building
from tests.cli.conftest import Run

ASKER = ("--applicant", "ground", "--applicant-name", "한빛은행", "--ground", "finance")
SEEN = ("--ground-proof", "담보 대출 신청서")


def test_no_resident_is_named(run: Run, home: Path, tmp_path: Path) -> None:
    place = building(home, citizen=True)
    asked = ("--purpose", "대출", "--detail", f"building={place}", *ASKER, *SEEN, "--json")
    issue = ("certificate", "issue", *asked, "--out", str(tmp_path / "h.pdf"))
    assert run(*issue).error["code"] == "certificates.person_needed"
    issued = run(*issue, "--kind", "moved-in-households").answer
    assert (tmp_path / "h.pdf").exists()
    shown = run("certificate", "show", issued["issue_number"], "--json").answer
    assert shown["state"] == "spooled"


def test_nor_in_a_tray(run: Run, home: Path, tmp_path: Path) -> None:
    line = {
        "purpose": "대출",
        "kind": "foreigners-staying",
        "applicant": "ground",
        "applicant_name": "한빛은행",
        "ground": "finance",
        "ground_proof": "담보 대출 신청서",
        "details": {"building": building(home, citizen=False)},
    }
    file = tmp_path / "tray.json"
    file.write_text(json.dumps([line, {**line, "kind": "moved-in-households"}]), "utf-8")
    out = tmp_path / "out"
    out.mkdir()
    made = run("certificate", "tray", str(file), "--out", str(out), "--json").answer
    assert len(made["issue_numbers"]) == 2
