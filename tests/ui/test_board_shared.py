"""A board on a PC of its own, whose cable to the shared queue is cut, whose server goes away."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.words import explain
from tests.proxy import Proxy
from tests.queue.shared.conftest import built_server, proxy, server
from tests.queue.shared.server import Server, sharing
from tests.ui.hall import Hall

__all__ = ["built_server", "proxy", "server"]


@pytest.fixture
def counter(home: Path, clock: FixedClock, server: Server) -> Iterator[Counter]:
    """Where the clerks work, beside the server."""
    opened = open_counter(sharing(home, server.url), clock)
    yield opened
    opened.close()


@pytest.fixture
def hall(
    built_centre: Path,
    tmp_path: Path,
    counter: Counter,
    clerk: Actor,
    colleague: Actor,
    action: Callable[[], str],
    qtbot: QtBot,
    server: Server,
    proxy: Proxy,
) -> Iterator[Hall]:
    pc = Path(shutil.copytree(built_centre, tmp_path / "board"))
    url = server.url.replace(f":{server.port}", f":{proxy.port}")
    made = Hall(counter, (clerk, colleague), action, qtbot, sharing(pc, url))
    yield made
    made.take_down()


def test_five_calls_in_a_break_of_half_a_minute_are_shown_and_said_once(
    hall: Hall, proxy: Proxy
) -> None:
    hall.call()
    hall.play()
    proxy.part()
    hall.until(lambda: hall.in_trouble)
    assert hall.window.trouble.accessibleName().startswith("10:00부터")
    for at in range(5):
        hall.call(desk=at % 2)
    hall.clock.at += timedelta(seconds=30)
    proxy.mend()
    hall.until(lambda: not hall.in_trouble)
    hall.play()
    spoken = [text.partition("번")[0].removeprefix("이, ") for text in hall.said]
    assert spoken == ["일", "이", "삼", "사", "오", "육"]
    assert hall.numbers == [f"E-{number:03d}" for number in (6, 5, 4, 3, 2, 1)]


@pytest.mark.parametrize("fail", [Server.restart, Server.crash])
def test_a_server_that_goes_away_costs_no_call(
    hall: Hall, server: Server, fail: Callable[[Server], None]
) -> None:
    hall.call()
    hall.until(hall.caught_up)
    fail(server)
    hall.call()
    hall.play()
    assert len(hall.said) == 2
    hall.until(lambda: not hall.in_trouble)


def test_a_board_that_opens_without_its_queue_keeps_its_place(hall: Hall, proxy: Proxy) -> None:
    hall.call()
    hall.play()
    proxy.part()
    hall.hang_up()
    assert hall.in_trouble
    hall.take_down()
    assert hall.kept().kept.finished == 1
    hall.call()
    hall.hang_up()
    proxy.mend()
    hall.play()
    assert len(hall.said) == 1
    assert hall.numbers == ["E-002", "E-001"]


def test_a_pc_with_nothing_but_a_board(
    hall: Hall, home: Path, server: Server, tmp_path: Path
) -> None:
    pc = tmp_path / "lobby"
    pc.mkdir()
    file = pc / "counter.toml"
    file.touch(mode=0o600)
    file.write_text(f'language = "ko"\n[windows]\ncount = 6\n[queue]\nurl = "{server.url}"\n')
    hall.home = pc
    hall.hang_up()
    hall.call("vi")
    hall.play()
    assert hall.numbers == ["E-001"]
    assert len(hall.said) == 2
    assert not list(pc.glob("*.db"))


def test_what_somebody_must_set_right_is_told_as_what_it_is(hall: Hall, server: Server) -> None:
    hall.take_down()
    file = hall.home / "counter.toml"
    file.write_text(file.read_text("utf-8").replace("//counter:", "//counter:not-"), "utf-8")
    hall.hang_up()
    said = explain(Refusal("shared.wrong_password"), "ko")
    hall.until(lambda: hall.window.trouble.accessibleName() == said)
