"""A store is put back from counter backup: no number is given a second time."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from counter_app.certificates.marking import EVERY
from counter_app.words import say
from tests.cli.conftest import Run
from tests.conftest import PASSWORD
from tests.people import registered_foreigner


def issue(run: Run, home: Path, many: int = 1) -> list[str]:
    """The issue and receipt numbers of so many documents, issued from now on."""
    given = []
    for _ in range(many):
        out = home.parent / f"{len(list(home.parent.iterdir()))}.pdf"
        person = str(registered_foreigner(home))
        command = ("certificate", "issue", "--resident", person, "--purpose", "은행", "--json")
        done = run(*command, "--out", str(out)).answer
        given += [done["issue_number"], done["receipt_number"]]
    return given


def put_back(home: Path, kept: Path) -> None:
    """As README.md says."""
    for end in ("", "-wal", "-shm"):
        (home / f"counter.db{end}").unlink(missing_ok=True)
    shutil.copy(kept, home / "counter.db")


def test_no_number_is_given_twice(run: Run, home: Path, tmp_path: Path) -> None:
    before = issue(run, home, 2)
    kept = tmp_path / "kept.db"
    assert run("backup", str(kept), "--json").status == 0
    lost = issue(run, home, 5)
    put_back(home, kept)
    behind = checked(run)
    after = issue(run, home)
    assert len({*before, *lost, *after}) == 16
    assert behind["ok"] is checked(run)["ok"] is True
    assert behind["detail"] == say("numbers.behind", "ko")
    blocks = run("numbers", "status", "--json").answer["blocks"]
    gaps = [block for block in blocks if block["source"] == "gap"]
    assert [(gap["left"], gap["lost"]) for gap in gaps] == [(0, 0), (0, 0)]
    count = sum(gap["last"] - gap["first"] + 1 for gap in gaps)
    day = datetime.fromisoformat(gaps[0]["taken_at"]).date()
    assert checked(run)["detail"].endswith(say("numbers.put_back", "ko", day=day, count=count))


def test_an_administrator_is_asked_where_nothing_tells(
    run: Run, home: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.db"
    assert run("backup", str(kept), "--json").status == 0
    lost = issue(run, home, 2)
    put_back(home, kept)
    (home / "counter.numbers").unlink()
    asked = checked(run)
    assert (asked["ok"], asked["detail"]) == (False, say("numbers.unsure", "ko"))
    person = str(registered_foreigner(home))
    command = ("certificate", "issue", "--resident", person, "--purpose", "은행", "--json")
    refused = run(*command, "--out", str(tmp_path / "c.pdf"))
    assert (refused.status, refused.error["code"]) == (1, "numbers.unsure")
    resume = ("numbers", "resume", lost[-1], "--json")
    assert run(*resume).error["code"] == "clerks.not_permitted"
    administrator = ("--clerk", "admin")
    wrong = run("numbers", "resume", lost[0], "--json", *administrator, password=PASSWORD)
    assert wrong.error["code"] == "numbers.no_receipt"
    done = run(*resume, *administrator, password=PASSWORD)
    assert done.answer == {"left_out": 2 + EVERY}
    assert not {*lost} & {*issue(run, home)}
    again = run(*resume, *administrator, password=PASSWORD)
    assert (again.status, again.error["code"]) == (1, "numbers.sure")


def checked(run: Run) -> Any:
    (found,) = (c for c in run("doctor", "--json").answer["checks"] if c["name"] == "numbers")
    return found
