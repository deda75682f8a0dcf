"""Several documents issued together from the terminal."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import people
from tests.cli.conftest import Run

Documents = Callable[..., str]


@pytest.fixture
def documents(tmp_path: Path) -> Documents:
    def write(*asked: object) -> str:
        path = tmp_path / "tray.json"
        path.write_text(json.dumps(asked, ensure_ascii=False), "utf-8")
        return str(path)

    return write


def test_a_tray_from_file_to_hand(
    run: Run, home: Path, tmp_path: Path, documents: Documents
) -> None:
    mother = people.registered_foreigner(home)
    child = people.one(home, f"id_kind = 'FRN' AND id <> {mother}")
    file = documents(
        {"resident": mother, "purpose": "은행 제출", "copies": 2},
        {"resident": child, "purpose": "학교", "waiver": "single_parent", "consent": True},
    )
    out = str(tmp_path / "papers")
    issue = ("certificate", "tray", file, "--out", out, "--received", "5000", "--action-id", "t")
    made = run(*issue, "--quoted", "2000", "--json").answer
    assert run(*issue, "--json").answer == made
    assert (made["total"], made["change"]) == (2_000, 3_000)
    assert [number[-9:] for number in made["issue_numbers"]] == ["AR-000001", "AR-000002"]
    assert [number[-8:] for number in made["receipt_numbers"]] == ["R-000001", "R-000002"]
    assert made["receipt_number"].endswith("-T-000001")
    papers = [*made["files"], made["receipt_file"]]
    assert all(Path(paper).read_bytes().startswith(b"%PDF") for paper in papers)
    assert len(list((tmp_path / "papers").iterdir())) == 3
    over = ("certificate", "hand-over-tray", made["receipt_number"], "--action-id", "o", "--json")
    assert run(*over).answer["states"] == ["handed_over"] * 2
    assert run(*over).answer["states"] == ["handed_over"] * 2
    assert run("till", "reconcile", "--json").status == 0


def test_what_cannot_be_read_or_issued_issues_nothing(
    run: Run, home: Path, tmp_path: Path, documents: Documents
) -> None:
    good = {"resident": people.registered_foreigner(home), "purpose": "은행"}
    citizen = good | {"resident": people.citizen(home)}
    wrong: list[tuple[list[object], str]] = [
        ([], "certificates.tray_empty"),
        ([5], "certificates.tray_no_list"),
        ([good, good | {"x": 1}], "certificates.tray_key"),
        ([good, {"resident": 1}], "certificates.tray_value"),
        ([good, good | {"copies": "2"}], "certificates.tray_value"),
        ([good, good | {"copies": True}], "certificates.tray_value"),
        ([good, good | {"details": {"from": 1}}], "certificates.tray_value"),
        ([good, citizen], "certificates.not_for_rrn"),
    ]
    out = ("--out", str(tmp_path / "papers"), "--json")
    for asked, code in wrong:
        done = run("certificate", "tray", documents(*asked), *out)
        assert (done.status, done.error["code"]) == (1, code)
        assert len(asked) < 2 or "2" in done.error["error"]
    (tmp_path / "x.json").write_text("{")
    for name, code in (("x.json", "tray_no_list"), ("none.json", "unreadable")):
        done = run("certificate", "tray", str(tmp_path / name), *out)
        assert (done.status, done.error["code"]) == (1, f"certificates.{code}")
    blocked = run("certificate", "tray", documents(good, good), "--out", __file__, "--json")
    assert (blocked.status, blocked.error["code"]) == (1, "printing.folder_unwritable")
    assert run("certificate", "list", "--json").answer["certificates"] == []
