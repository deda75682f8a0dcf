"""counter archive …: what was issued, found and given out sealed."""

from pathlib import Path

import pytest

from tests import people
from tests.certificates.papers import run as tool
from tests.cli.conftest import Run
from tests.conftest import PASSWORD


def issued(run: Run, home: Path, out: Path) -> str:
    person = str(people.registered_foreigner(home))
    options = ("--resident", person, "--purpose", "은행 제출", "--out", str(out), "--json")
    return str(run("certificate", "issue", *options).answer["issue_number"])


def test_a_copy_is_marked_and_the_original_signed_by_two(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, copy = issued(run, home, tmp_path / "a.pdf"), tmp_path / "copy.pdf"
    refused = run("archive", "copy", number, "--out", str(copy), "--reason", " ", "--json")
    assert refused.error["code"] == "certificates.copy_why_needed"
    assert not copy.exists()
    done = run("archive", "copy", number, "--out", str(copy), "--reason", "본인 요청", "--json")
    assert done.answer == {"issue_number": number, "file": str(copy)}
    assert "사본" in tool("pdftotext", copy, "-")
    verdict = run("certificate", "verify", str(copy), "--json").answer
    assert (verdict["verdict"], verdict["reason"]) == ("no_code", "is_copy")
    assert "사본" in verdict["message"]

    original = tmp_path / "original.pdf"
    asked = ("archive", "original", number, "--out", str(original), "--reason", "법원 요청")
    assert run(*asked, "--second", "sujin", "--json").status != 0
    assert not original.exists()
    monkeypatch.setenv("COUNTER_SUPERVISOR_PASSWORD", PASSWORD)
    done = run(*asked, "--second", "sujin", "--json")
    assert done.answer == {"issue_number": number, "file": str(original)}
    assert "Signature is Valid" in tool("pdfsig", original)
    verdict = run("certificate", "verify", str(original), "--json").answer
    assert (verdict["verdict"], verdict["issue_number"]) == ("genuine", number)


def test_what_has_no_seal_is_sealed_and_found(run: Run, home: Path, tmp_path: Path) -> None:
    number = issued(run, home, tmp_path / "a.pdf")
    assert run("archive", "seal", "--json").answer == {"sealed": 1}
    assert run("archive", "seal", "--json").answer == {"sealed": 0}
    (found,) = run("archive", "list", "--number", number, "--json").answer["certificates"]
    assert (found["issue_number"], found["kind"]) == (number, "alien-registration")
    none = run("archive", "list", "--by", "jihun", "--json").answer
    assert none == {"certificates": []}
