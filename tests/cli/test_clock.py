"""A clock that lies a little behind the last record is told of with whatever is issued."""

import csv
import json
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.clock import SystemClock
from tests import people
from tests.cli.conftest import Run


def test_issue_tray_and_batch_tell(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, now = people.registered_foreigner(home), SystemClock().now()
    one = {"resident": person, "purpose": "은행"}
    tray, table = tmp_path / "tray.json", tmp_path / "table.csv"
    tray.write_text(json.dumps([one]), "utf-8")
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, list(one))
        rows.writeheader()
        rows.writerow(one)
    (tmp_path / "out").mkdir()

    def told() -> list[str]:
        issue = ("certificate", "issue", "--resident", str(person), "--purpose", "은행")
        place = f"{len(list(tmp_path.iterdir()))}"
        return [
            run(*words, "--json").answer.get("warning", "")
            for words in (
                (*issue, "--out", str(tmp_path / f"{place}.pdf")),
                ("certificate", "tray", str(tray), "--out", str(tmp_path / "out")),
                ("certificate", "batch", str(table), "--out", str(tmp_path / f"b{place}")),
                ("certificate", "batch", str(table), "--check", "--out", str(tmp_path / "c")),
            )
        ]

    monkeypatch.setattr(SystemClock, "now", lambda _: now)
    assert told() == ["", "", "", ""]
    monkeypatch.setattr(SystemClock, "now", lambda _: now - timedelta(seconds=95))
    assert all("95" in words for words in told())
