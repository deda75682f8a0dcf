"""A demo centre with its own district beside it: made, joined, synced and ended by the program."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from counter_app.clock import SystemClock
from counter_app.config import FILE
from counter_app.demo import joining
from counter_app.errors import Refusal
from tests.cli.conftest import Run


def served(home: Path) -> list[int]:
    """Processes that serve the centre's district."""
    return [
        process.pid
        for process in psutil.process_iter(["cmdline"])  # None of a zombie
        if {"district", "beside", str(home)} <= set(process.info["cmdline"] or ())
    ]


def test_a_visit_shows_the_sync_at_once_and_again(run: Run, home: Path) -> None:
    before = joining.register(home, SystemClock())
    for _ in range(2):
        told = run("visit", "--demo-district", "--json").answer
        assert (told["state"], told["sync"]) == ("done", "synced")
        assert told["district"] == "마포구 Mapo-gu (demo)"
        assert served(home) == []
    after = dict(joining.register(home, SystemClock()))
    known = [pk for pk, document in before if after.get(pk) == document]
    assert len(known) > len(before) * 0.9  # the district has lived for some seconds
    status = run("sync", "status", "--json").answer
    assert (status["queued"], status["work_items"]) == (0, 0)
    assert run("sync", "conflicts", "--json").answer == {"items": []}
    assert run("audit", "verify", "--json").answer["ok"]


def test_a_centre_that_is_no_demo_gets_none(run: Run, home: Path) -> None:
    path = home / FILE
    path.write_text(path.read_text().partition("[demo]")[0])
    with pytest.raises(Refusal) as refused:
        joining.register(home, SystemClock())
    assert refused.value.code == "demo.no_demo"


def test_it_ends_with_its_input(home: Path) -> None:
    with subprocess.Popen(
        joining.command(home), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin
        assert child.stdout
        assert "https://127.0.0.1:" in child.stdout.readline()
        settings = json.loads((home / joining.FOLDER / "district.json").read_text())
        assert settings["db"].endswith("/demo-district/district.db")
        child.stdin.close()
        assert child.wait(60) == 0


def test_one_whose_making_was_cut_off_is_made_anew(home: Path) -> None:
    making = home / f".{joining.FOLDER}.making"
    making.mkdir()
    (making / "district.db").write_text("half")
    with joining.beside(home):
        assert (home / joining.FOLDER / "demo.json").exists()
    assert not making.exists()


def test_where_its_port_is_taken_it_moves_and_the_centre_follows(home: Path) -> None:
    with joining.beside(home):
        pass
    before = json.loads((home / joining.FOLDER / "district.json").read_text())["port"]
    about = home / "district" / "district.json"
    assert json.loads(about.read_text())["url"].endswith(f":{before}")
    with socket.create_server(("127.0.0.1", before)), joining.beside(home):
        after = json.loads((home / joining.FOLDER / "district.json").read_text())["port"]
        assert after != before
        assert json.loads(about.read_text())["url"].endswith(f":{after}")
        command = [sys.executable, "-c", joining.STARTED, "sync", "now", "--home", str(home)]
        done = subprocess.run(
            [*command, "--json"], check=False, capture_output=True, text=True, timeout=60
        )
        assert json.loads(done.stdout)["state"] == "synced", done.stderr
