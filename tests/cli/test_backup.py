"""counter backup, and the store that is put back from it."""

import shutil
from pathlib import Path

import pytest

from counter_app.main import Counter
from tests.cli.conftest import Run
from tests.conftest import PASSWORD


def test_what_is_copied_while_a_window_is_open_is_put_back(
    run: Run, home: Path, tmp_path: Path, counter: Counter
) -> None:
    counter.clerks.sign_in("minseo", PASSWORD, 3)
    kept = tmp_path / "kept.db"
    assert run("backup", str(kept), "--json").answer["bytes"] == kept.stat().st_size
    assert kept.stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob("kept.db-*"))
    counter.close()
    before = run("audit", "verify", "--json").answer
    for path in home.glob("counter.db*"):
        path.unlink()
    shutil.copy2(kept, home / "counter.db")
    assert run("doctor", "--json").status == 0
    after = {**before, "rows": before["rows"] + 1}  # that it was put back
    assert [run("audit", "verify", "--json").answer for _ in range(2)] == [after, after]


def test_nothing_is_overwritten(run: Run, home: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a letter")
    for path in (taken, home / "counter.db"):
        held = path.read_bytes()
        done = run("backup", str(path), "--json")
        assert (done.status, done.error["code"].partition(".")[0]) == (1, "printing")
        assert path.read_bytes() == held


@pytest.mark.parametrize(
    ("lost", "code"), [("store.key", "key_missing"), ("counter.db", "missing")]
)
def test_what_cannot_be_copied_leaves_no_file(
    run: Run, home: Path, tmp_path: Path, lost: str, code: str
) -> None:
    (home / lost).unlink()
    done = run("backup", str(tmp_path / "kept.db"), "--json")
    assert (done.status, done.error["code"]) == (1, f"store.{code}")
    assert not (tmp_path / "kept.db").exists()
