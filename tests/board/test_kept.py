"""A board's place survives restarts; a broken file costs the place and nothing else."""

from pathlib import Path

import pytest

from counter_app.announcements.kept import Kept, Memory
from counter_app.errors import Refusal
from tests.conftest import MORNING


def test_what_is_kept_is_there_again(tmp_path: Path) -> None:
    kept = Kept(812, MORNING, muted=True)
    Memory(tmp_path, "hall").keep(kept)
    assert Memory(tmp_path, "hall").kept == kept
    assert Memory(tmp_path, "stairs").kept == Kept()
    assert [path.name for path in tmp_path.iterdir()] == ["board-hall.json"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"finished": 3}',
        b'{"finished": "x", "at": null, "muted": false}',
        b'{"finished": 3, "at": "yesterday", "muted": false}',
    ],
)
def test_a_broken_file_begins_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "board-1.json").write_bytes(content)
    memory = Memory(tmp_path, "1")
    assert memory.kept == Kept()
    memory.keep(Kept(5, MORNING))
    assert Memory(tmp_path, "1").kept == Kept(5, MORNING)


def test_a_full_disk_stops_no_board(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    memory = Memory(tmp_path / "gone", "1")
    memory.keep(Kept(5, MORNING))
    assert memory.kept == Kept(5, MORNING)
    assert "could not be kept" in caplog.text


@pytest.mark.parametrize("name", ["", "Hall", "../x", "a b", "-a", "a" * 21, "로비"])
def test_a_name_that_is_no_file_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refusal, match=r"board\.bad_name"):
        Memory(tmp_path, name)


def test_a_board_muted_before_it_found_its_queue_stays_muted(tmp_path: Path) -> None:
    Memory(tmp_path, "1").keep(Kept(muted=True))
    assert Memory(tmp_path, "1").kept == Kept(muted=True)
