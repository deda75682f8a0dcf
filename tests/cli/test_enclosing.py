"""counter certificate issue --enclose: what is to be copied is looked at first."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests import people
from tests.cli.conftest import Run
from tests.conftest import PASSWORD
from tests.proof.vectors import STRANGER, text
from tests.verifier.pictures import pdf


def copied(run: Run, home: Path, file: Path, *more: str) -> Any:
    person = str(people.registered_foreigner(home))
    asked = ("--resident", person, "--kind", "certified-copy", "--purpose", "은행")
    out = ("--detail", "document=증명서", "--out", str(file.with_name("copy.pdf")))
    return run("certificate", "issue", *asked, *out, "--enclose", str(file), *more, "--json")


def test_an_unknown_paper_needs_a_word(run: Run, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf(text(STRANGER)))
    found = copied(run, home, file).error
    assert found["code"] == "certificates.enclosure_doubt_key"
    assert "--enclosed-anyway" in found["error"]
    assert copied(run, home, file, "--enclosed-anyway").answer["state"] == "spooled"


def test_a_void_paper_is_refused_by_itself_and_in_a_tray(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTER_SUPERVISOR_PASSWORD", PASSWORD)
    person, file = people.registered_foreigner(home), tmp_path / "paper.pdf"
    asked = ("--resident", str(person), "--purpose", "은행", "--out", str(file))
    number = run("certificate", "issue", *asked, "--json").answer["issue_number"]
    run("certificate", "void", number, "--reason", "오류", "--second", "sujin", "--json")
    code = "certificates.enclosure_void"
    assert copied(run, home, file, "--enclosed-anyway").error["code"] == code
    document = {"resident": person, "purpose": "은행", "kind": "certified-copy"}
    asked_ = {"details": {"document": "증명서"}, "enclose": str(file), "enclosed_anyway": True}
    tray = tmp_path / "tray.json"
    tray.write_text(json.dumps([{**document, **asked_}]))
    found = run("certificate", "tray", str(tray), "--out", str(tmp_path / "t"), "--json")
    assert found.error["code"] == code
