"""Wherever the program dies while paying, correcting, counting or closing, no won is lost, taken
twice or left without its receipt; sent again, the act is done exactly once."""

from pathlib import Path

import pytest

from tests.faults.dying import Deaths, deaths_by_act

LEFT_BY = {
    "correct": [0, 2, 2, 0, 0, 0, 0, 0, 0],
    "move": [0, 0, 0, 0, 0, 0, 1, 0, 0],
    "tally": [0, 0, 0, 0, 0, 0, 0, 1, 0],
    "close": [0, 0, 0, 0, 0, 0, 0, 0, 1],
}
"""What an act adds to till_and_die.FIGURES: certificates, numbers, payments, won …"""
DRAWER = "till.wrong.drawer"


@pytest.fixture(scope="module")
def deaths(built_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> Deaths:
    work = tmp_path_factory.mktemp("till")
    return deaths_by_act("tests.faults.till_and_die", built_centre, work)


@pytest.mark.parametrize("name", LEFT_BY)
def test_done_once_wherever_it_died(deaths: Deaths, name: str) -> None:
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
