"""Wherever the program dies while a pack is loaded, sheets are written off, or a document is made
void or printed again, every sheet and won is accounted for; sent again, the act is done once."""

from pathlib import Path

import pytest

from tests.faults.dying import Deaths, deaths_by_act

LEFT_BY = {
    "load": [10, 0, 0, 10, 0, 0, 0, 0, 0, 0],
    "write_off": [0, 0, 1, -1, 1, 0, 0, 0, 0, 0],
    "came_out": [0, -3, 1, 2, 1, 0, 0, 0, 0, 0],
    "void": [0, -3, 3, 0, 0, 1, -3_000, 0, 0, 0],
    "reprint": [0, 1, 0, -1, 0, 0, 0, 1, 1, 1],
}
"""What an act adds to paper_and_die.FIGURES: loaded, issued, spoiled, remaining …"""
BEGUN = {"reprint": {(0, 0, 0, 0, 0, 0, 0, 1, 0, 0), (0, 0, 0, 0, 0, 0, 0, 1, 0, 1)}}
"""What a death may leave besides nothing and all: a reprint with its number that no printer has,
or that the printer has and the book not yet."""


@pytest.fixture(scope="module")
def deaths(built_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> Deaths:
    work = tmp_path_factory.mktemp("paper")
    return deaths_by_act("tests.faults.paper_and_die", built_centre, work)


@pytest.mark.parametrize("name", LEFT_BY)
def test_done_once_wherever_it_died(deaths: Deaths, name: str) -> None:
    *tries, ended = deaths[name]
    assert [said["status"] for said in tries] == [-9] * (len(tries) - 1) + [0]
    assert len(tries) > 6
    nothing = tuple([0] * len(LEFT_BY[name]))
    allowed = {nothing, tuple(LEFT_BY[name]), *BEGUN.get(name, ())}
    seen = set()
    for said in tries:
        before, died, done = said["before"], said["died"], said["done"]
        assert isinstance(before, list)
        assert isinstance(died, list)
        assert isinstance(done, list)
        assert tuple(b - a for a, b in zip(before, done, strict=True)) == tuple(LEFT_BY[name])
        seen.add(tuple(b - a for a, b in zip(before, died, strict=True)))
        for loaded, issued, spoiled, remaining, *_ in (before, died, done):
            assert loaded == issued + spoiled + remaining
    assert seen == allowed
    assert ended["again"] == tries[-1]["done"]
    assert ended["wrong"] is None
    assert ended["chain"]
