"""What was chosen at a PC is there at the next start, and no file of choices stops the window."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from shiboken6 import delete

from tests.ui.driver import Driver
from ui.app import MainWindow
from ui.base.session import Session
from ui.frame.kept_look import FILE, KeptLook
from ui.kit.theme import look

Open = Callable[[], KeptLook]


@pytest.fixture
def start(tmp_path: Path, qapp: object) -> Iterator[Open]:
    """Starts the program anew, in its first look; what ran before has ended."""
    running: list[KeptLook] = []

    def again() -> KeptLook:
        for kept in running:
            delete(kept)
        look().show("light", 1.0)
        running[:] = [KeptLook(tmp_path)]
        return running[0]

    yield again
    for kept in running:
        delete(kept)


def worn() -> tuple[str, float]:
    return look().mode, look().scale


def test_the_first_start_changes_nothing(start: Open, tmp_path: Path) -> None:
    start()
    assert worn() == ("light", 1.0)
    assert not list(tmp_path.iterdir())


def test_contrast_and_text_size_are_there_at_the_next_start(start: Open, tmp_path: Path) -> None:
    start()
    look().flip()
    look().step(1)
    look().step(1)
    start()
    assert worn() == ("high_contrast", 1.3)
    look().step(-1)
    look().flip()
    start()
    assert worn() == ("light", 1.15)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"{",
        b"[]",
        b"null",
        b'{"mode": "light"}',
        b'{"mode": "pink", "scale": 1.0}',
        b'{"mode": ["light"], "scale": 1.0}',
        b'{"mode": "high_contrast", "scale": "large"}',
        b'{"mode": "high_contrast", "scale": null}',
        b"[" * 100_000,
    ],
)
def test_a_broken_file_is_as_good_as_none(start: Open, tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    start()
    assert worn() == ("light", 1.0)
    look().step(1)
    assert json.loads((tmp_path / FILE).read_text()) == {"mode": "light", "scale": 1.15}


@pytest.mark.parametrize(
    ("said", "scale"), [("1e999", 2.0), ("NaN", 1.0), ("-3", 1.0), ("9" * 400, 2.0), ("1.2", 1.2)]
)
def test_a_size_is_kept_within_what_fits(
    start: Open, tmp_path: Path, said: str, scale: float
) -> None:
    (tmp_path / FILE).write_text(f'{{"mode": "high_contrast", "scale": {said}}}')
    start()
    assert worn() == ("high_contrast", scale)


def test_a_file_that_cannot_be_written_only_costs_the_choice(
    start: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE).mkdir()
    start()
    look().step(1)
    assert worn() == ("light", 1.15)
    assert "could not be kept" in caplog.text
    start()
    assert worn() == ("light", 1.0)


def test_the_window_wears_it_from_the_first_moment(desk: Driver) -> None:
    home = desk.counter.config.home
    desk.press("Ctrl+H", "Ctrl++")
    assert json.loads((home / FILE).read_text()) == {"mode": "high_contrast", "scale": 1.15}
    look().show("light", 1.0)
    (home / FILE).write_text('{"mode": "high_contrast", "scale": 1.15}')
    window = MainWindow(desk.counter, Session("ko"))
    assert worn() == ("high_contrast", 1.15)
    window.close()
    delete(window)
