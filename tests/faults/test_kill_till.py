"""Wherever the program dies while paying, correcting, counting or closing, no won is lost, taken
twice or left without its receipt; sent again, the act is done exactly once."""

import json
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.people import registered_foreigner

LEFT_BY = {
    "correct": [0, 2, 2, 0, 0, 0, 0, 0, 0],
    "move": [0, 0, 0, 0, 0, 0, 1, 0, 0],
    "tally": [0, 0, 0, 0, 0, 0, 0, 1, 0],
    "close": [0, 0, 0, 0, 0, 0, 0, 0, 1],
}
"""What an act adds to till_and_die.FIGURES: certificates, numbers, payments, won …"""
DRAWER = "till.wrong.drawer"


@pytest.fixture(scope="module")
def deaths(
    built_centre: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[dict[str, object]]]:
    home = Path(shutil.copytree(built_centre, tmp_path_factory.mktemp("till") / "home"))
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.faults.till_and_die",
            str(home),
            str(registered_foreigner(home)),
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    found = defaultdict(list)
    for line in done.stdout.splitlines():
        said = json.loads(line)
        found[said["act"]].append(said)
    return found


@pytest.mark.parametrize("name", LEFT_BY)
def test_done_once_wherever_it_died(deaths: dict[str, list[dict[str, object]]], name: str) -> None:
    *tries, ended = deaths[name]
    assert [said["status"] for said in tries] == [-9] * (len(tries) - 1) + [0]
    assert len(tries) > 8
    seen = set()
    for said in tries:
        before, died, done = said["before"], said["died"], said["done"]
        assert isinstance(before, list)
        whole = [a + b for a, b in zip(before, LEFT_BY[name], strict=True)]
        assert died in (before, whole)
        seen.add(died == whole)
        assert done == whole
    assert seen == {True, False}
    assert ended["again"] == tries[-1]["done"]
    assert ended["wrong"] in (None, DRAWER)
    assert ended["chain"]
