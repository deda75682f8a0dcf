"""A fault is logged and told in one sentence; what is no fault is no error message."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.queue.tickets import Tickets
from tests.cli.conftest import Run


def _break(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a name")

    monkeypatch.setattr(Tickets, "today", fail)


def test_a_fault_is_logged_with_its_centre(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break(monkeypatch)
    done = run("ticket", "list", "--json", "--home", str(home), where=tmp_path / "other")
    assert (done.status, done.error["code"]) == (3, "cli.fault")
    logged = (home / "logs" / "counter.log").read_text("utf-8")
    assert "ZeroDivisionError" in logged
    assert "a name" not in logged
    assert not (tmp_path / "other").exists()


def test_a_fault_that_cannot_be_logged_is_one_sentence_too(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break(monkeypatch)
    (home / "logs").write_text("in the way")
    done = run("ticket", "list", "--json")
    assert (done.status, done.error["code"]) == (3, "cli.fault")
    assert "ZeroDivisionError" in done.error["error"]


def test_help_is_no_error_message(run: Run) -> None:
    done = run()
    assert done.status == 2
    assert done.err == ""
    assert "ticket" in done.out


def test_pipes_carry_utf_8_whatever_the_code_page(home: Path) -> None:
    command = [str(Path(sys.executable).with_name("counter")), "resident", "find", "le", "--json"]
    done = subprocess.run(
        [*command, "--home", str(home)],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONIOENCODING": "cp1252"},
    )
    assert json.loads(done.stdout.decode("utf-8"))["results"]
