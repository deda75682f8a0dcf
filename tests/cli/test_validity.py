"""The terminal tells of a paper whose time is over."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from counter_app.clock import SystemClock
from counter_app.said_days import said_day
from tests.certificates.test_validity import LOST
from tests.cli.conftest import Run
from tests.people import one


def test_a_temporary_confirmation_after_its_last_day(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "t.pdf"
    asked = ("--kind", "temporary-registration", "--identity", "passport", "--purpose", "신분 확인")
    person = ("--resident", str(one(home, LOST)))
    issued = run("certificate", "issue", *asked, *person, "--out", str(file), "--json").answer
    number, now, last = issued["issue_number"], SystemClock().now(), issued["valid_until"]
    assert last == str(now.date() + timedelta(days=29))
    verify = ("certificate", "verify", str(file))
    found = run(*verify, "--json").answer
    assert (found["verdict"], found["valid_until"]) == ("genuine", last)
    said = said_day(date.fromisoformat(last), "ko")
    assert said not in found["message"]
    assert not run("certificate", "show", number, "--json").answer["past"]
    monkeypatch.setattr(SystemClock, "now", lambda _: now + timedelta(days=31))
    assert said in run(*verify, "--json").answer["message"]
    assert said in run(*verify).out
    assert run("certificate", "show", number, "--json").answer["past"]
    (listed,) = run("archive", "list", "--number", number, "--json").answer["certificates"]
    assert (listed["valid_until"], listed["past"]) == (last, True)
    again = run(
        "certificate", "reprint", number, "--reason", "훼손", "--out", str(tmp_path / "r"), "--json"
    )
    assert again.error["code"] == "certificates.validity_past"
