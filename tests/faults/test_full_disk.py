"""Wherever the disk is full while issuing: a sentence, nothing lost, nothing twice."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.people import registered_foreigner

STEP = 12 * 1024
ALONE = ("unshare", "--map-root-user", "--mount")
SENTENCES = {"store.disk_full", "printing.disk_full"}


def may_mount(folder: Path) -> bool:
    """Whether this system lets a test have a small disk of its own."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    mount = ("mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder))
    return not subprocess.run([*ALONE, *mount], capture_output=True, check=False).returncode


@pytest.fixture(scope="module")
def rounds(built_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    disk = tmp_path_factory.mktemp("small") / "disk"
    disk.mkdir()
    if not may_mount(disk):
        pytest.skip("needs user namespaces to mount a small disk")
    person = registered_foreigner(built_centre)
    program = (sys.executable, "-m", "tests.faults.full_disk")
    done = subprocess.run(
        [*ALONE, *program, str(built_centre), str(disk), str(person), str(STEP)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_clerk_is_told_that_the_disk_is_full(rounds: list[dict[str, Any]]) -> None:
    said = {code for made in rounds for code in made["told"] if code}
    assert said == SENTENCES
    assert len(rounds) > 10
    assert rounds[-1]["told"] == ["", ""]


def test_once_there_is_room_everything_is_there_once(rounds: list[dict[str, Any]]) -> None:
    for made in rounds:
        assert made["numbers"] == ["000001"], made
        assert made["states"] == ["handed_over"], made
        assert made["counts"] == [1, 2000, 2], made
        assert made["paper"] == 2, made
        assert made["papers"] == ["AR", "R"], made
        assert made["left"] == [], made
        assert made["chain"], made
        assert made["wrong"] is None, made
