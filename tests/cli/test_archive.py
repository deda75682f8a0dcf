"""counter archive …: what was issued, found and given out sealed."""

from pathlib import Path

from tests import people
from tests.certificates.papers import run as tool
from tests.cli.conftest import Run


def issued(run: Run, home: Path, out: Path) -> str:
    person = str(people.registered_foreigner(home))
    options = ("--resident", person, "--purpose", "은행 제출", "--out", str(out), "--json")
    return str(run("certificate", "issue", *options).answer["issue_number"])


def test_a_sealed_copy_is_given_out_with_a_reason(run: Run, home: Path, tmp_path: Path) -> None:
    number, copy = issued(run, home, tmp_path / "a.pdf"), tmp_path / "copy.pdf"
    refused = run("archive", "copy", number, "--out", str(copy), "--reason", " ", "--json")
    assert refused.error["code"] == "certificates.copy_why_needed"
    assert not copy.exists()
    done = run("archive", "copy", number, "--out", str(copy), "--reason", "본인 요청", "--json")
    assert done.answer == {"issue_number": number, "file": str(copy)}
    assert "Signature is Valid" in tool("pdfsig", copy)
    verdict = run("certificate", "verify", str(copy), "--json").answer
    assert (verdict["verdict"], verdict["issue_number"]) == ("genuine", number)


def test_what_has_no_seal_is_sealed_and_found(run: Run, home: Path, tmp_path: Path) -> None:
    number = issued(run, home, tmp_path / "a.pdf")
    assert run("archive", "seal", "--json").answer == {"sealed": 1}
    assert run("archive", "seal", "--json").answer == {"sealed": 0}
    (found,) = run("archive", "list", "--number", number, "--json").answer["certificates"]
    assert (found["issue_number"], found["kind"]) == (number, "alien-registration")
    none = run("archive", "list", "--by", "jihun", "--json").answer
    assert none == {"certificates": []}
