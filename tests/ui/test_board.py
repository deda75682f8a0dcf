"""A board on a real queue: shows and says each call once, in order, whatever comes between."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from counter_app.announcements.board import Board, open_board
from counter_app.announcements.kept import Memory
from counter_app.announcements.voice import Voice
from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.moves import Move
from counter_app.queue.tickets import TicketView
from tests.board.recorder import Recorder
from tests.ui.conftest import Stopwatch
from tests.ui.test_theme import contrast
from ui.board import place
from ui.board_paint import ink
from ui.board_window import BoardWindow

SECONDS = 5
PATIENCE = 30_000


@dataclass
class Hall:
    """The room with the board, and the two windows that call into it."""

    counter: Counter
    clock: FixedClock
    time: Stopwatch
    qtbot: QtBot
    actors: tuple[Actor, ...]
    mouth: Recorder
    window: BoardWindow
    acts: int = 0

    def action(self) -> str:
        self.acts += 1
        return f"hall-{self.acts}"

    def call(self, language: str = "ko", category: str = "E", desk: int = 0) -> TicketView:
        """Somebody comes and is called."""
        self.counter.tickets.take(category, language, action_id=self.action())
        return self.counter.tickets.call_next(self.actors[desk], action_id=self.action())

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    def caught_up(self) -> bool:
        last = self.counter.tickets.last_announcement()
        return self.window.caller.player.last == last

    def play(self) -> None:
        """Until every call there is was seen and heard."""

        def over() -> bool:
            self.time.seconds += SECONDS
            self.window.caller.tick()
            player = self.window.caller.player
            return self.caught_up() and player.finished == player.last and not player.shown.calling

        self.until(over)

    @property
    def said(self) -> list[str]:
        return [part.text for part in self.mouth.parts]

    @property
    def numbers(self) -> list[str]:
        """What stands on the board, the number called last first."""
        shown = self.window.caller.player.shown
        return [call.number for call in (shown.current, *shown.rows) if call]


@pytest.fixture
def open_hall(
    counter: Counter,
    clerk: Actor,
    colleague: Actor,
    clock: FixedClock,
    idle_time: Stopwatch,
    qtbot: QtBot,
    home: Path,
) -> Iterator[Callable[..., Hall]]:
    """Hangs up a board; one hung up before is taken down first."""
    hung: list[tuple[BoardWindow, Board]] = []

    def take_down() -> None:
        while hung:
            window, board = hung.pop()
            window.close()
            delete(window)
            board.close()

    def hang_up(language: str = "ko", own: Sequence[Voice | None] = ()) -> Hall:
        take_down()
        mouth = Recorder("ko", "en", "vi")
        (voice,) = own or (Voice(mouth, [mouth]),)
        board = open_board(home, clock)
        window = BoardWindow(board, Memory(home, "1"), voice, language, idle_time)
        hung.append((window, board))
        window.resize(1366, 768)
        window.show()
        window.caller.start()
        hall = Hall(counter, clock, idle_time, qtbot, (clerk, colleague), mouth, window)
        hall.acts = 1000 * len(list(home.glob("board-1.*"))) + counter.tickets.last_announcement()
        hall.until(lambda: window.band.accessibleName().count(";") > 2)
        return hall

    yield hang_up
    take_down()


@pytest.fixture
def hall(open_hall: Callable[..., Hall]) -> Hall:
    return open_hall()


def test_before_the_first_call(hall: Hall) -> None:
    assert hall.window.call.accessibleName() == "아직 부른 번호가 없습니다"
    assert hall.window.rows.accessibleName() == ""


def test_a_call_is_shown_and_said_in_two_languages(hall: Hall) -> None:
    hall.call("vi")
    hall.play()
    assert hall.window.call.accessibleName() == "E-001번, 3번 창구"
    assert hall.mouth.played == ["chime"]
    assert hall.said == [
        "이, 일번 고객님, 삼번 창구로 오시기 바랍니다.",
        "Mời khách số E, 1 đến quầy số 3.",
    ]


def test_five_calls_at_once_are_each_shown_and_said_once_in_order(hall: Hall) -> None:
    for at in range(5):
        hall.call(desk=at % 2)
    hall.until(lambda: len(hall.numbers) == 5)
    assert hall.numbers == ["E-001", "E-005", "E-004", "E-003", "E-002"]
    hall.play()
    assert hall.numbers == ["E-005", "E-004", "E-003", "E-002", "E-001"]
    assert [text.split("번")[0] for text in hall.said] == [
        "이, 일",
        "이, 이",
        "이, 삼",
        "이, 사",
        "이, 오",
    ]


def test_twelve_calls_wait_for_their_places(hall: Hall) -> None:
    for _ in range(12):
        hall.call()
    hall.until(hall.caught_up)
    seen = {*hall.numbers}
    hall.time.seconds += SECONDS
    hall.window.caller.tick()
    assert {*hall.numbers} | seen == {f"E-{number:03d}" for number in range(1, 13)}
    hall.play()
    assert len(hall.said) == 12


def test_a_recall_always_sounds(hall: Hall) -> None:
    ticket = hall.call("vi")
    hall.play()
    for _ in range(2):
        ticket = hall.counter.tickets.move(
            hall.actors[0],
            ticket.id,
            Move.RECALL,
            version=ticket.version,
            action_id=hall.action(),
        )
    hall.play()
    assert hall.mouth.played == ["chime"] * 3
    assert hall.said[-2].startswith("다시 알려 드립니다.")
    assert hall.numbers == ["E-001"]


def test_a_call_taken_back_leaves_the_board(hall: Hall) -> None:
    hall.call()
    hall.play()
    ticket = hall.call(desk=1)
    hall.until(lambda: "E-002" in hall.numbers)
    hall.counter.tickets.undo(
        hall.actors[1], ticket.id, version=ticket.version, action_id=hall.action()
    )
    hall.until(lambda: "E-002" not in hall.numbers)
    hall.play()
    assert hall.numbers == ["E-001"]


def test_a_restarted_board_goes_on_where_it_stopped(open_hall: Callable[..., Hall]) -> None:
    before = open_hall()
    before.call()
    before.play()
    before.until(lambda: Memory(before.counter.config.home, "1").kept.finished == 1)
    before.window.close()
    for _ in range(3):
        before.call()
    after = open_hall()
    after.play()
    assert (len(before.said), len(after.said)) == (1, 3)
    assert after.numbers == ["E-004", "E-003", "E-002", "E-001"]


def test_a_call_cut_off_by_the_end_of_the_board_is_said_again(
    open_hall: Callable[..., Hall],
) -> None:
    before = open_hall()
    ended = Event()
    before.mouth.then = lambda: bool(ended.wait(30)) or None  # type: ignore[assignment]
    before.call()
    before.until(lambda: before.said)
    ended.set()
    before.window.close()
    after = open_hall()
    after.play()
    assert len(after.said) == 1


def test_a_queue_that_cannot_be_read_is_told_since_when_and_loses_no_call(
    hall: Hall, sql: Callable[[str], object]
) -> None:
    hall.call()
    hall.play()
    sql("ALTER TABLE announcement RENAME TO away")
    hall.window.caller.refresh()
    hall.until(hall.window.trouble.isVisible)
    assert hall.window.trouble.accessibleName().startswith("10:00부터")
    hall.clock.at += timedelta(seconds=30)
    sql("ALTER TABLE away RENAME TO announcement")
    for _ in range(5):
        hall.call()
    hall.until(lambda: not hall.window.trouble.isVisible())
    hall.play()
    assert len(hall.said) == 6
    assert hall.numbers[0] == "E-006"


def test_mute_is_shown_kept_and_ended(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    QTest.keyClick(hall.window, Qt.Key.Key_M)
    hall.call()
    hall.play()
    assert hall.mouth.played == []
    assert "소리 꺼짐" in hall.window.band.accessibleName()
    hall.until(lambda: Memory(hall.counter.config.home, "1").kept.muted)
    again = open_hall()
    assert "소리 꺼짐" in again.window.band.accessibleName()
    band = again.window.band
    QTest.mouseClick(band, Qt.MouseButton.LeftButton, pos=QPoint(band.width() - 20, 20))
    again.call()
    again.play()
    assert "소리 꺼짐" not in again.window.band.accessibleName()
    assert again.mouth.played == ["chime"]


def test_a_board_that_cannot_be_heard_says_so(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    hall.window.caller._voice = Voice(None, ())
    hall.call()
    hall.play()
    assert "소리가 나지 않습니다" in hall.window.band.accessibleName()


def test_a_board_that_is_to_be_silent_says_nothing_of_it(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(own=[None])
    hall.call()
    hall.play()
    assert "소리" not in hall.window.band.accessibleName()
    QTest.keyClick(hall.window, Qt.Key.Key_M)
    assert not hall.window.caller.muted


def test_at_midnight_the_board_is_cleared_once_all_was_said(hall: Hall) -> None:
    hall.clock.at = hall.clock.at.replace(hour=23, minute=59, second=59)
    hall.call()
    hall.until(lambda: hall.numbers)
    hall.clock.at += timedelta(seconds=2)
    hall.window.caller.tick()
    assert hall.numbers == ["E-001"]
    hall.play()
    assert hall.numbers == []
    assert len(hall.said) == 1
    hall.call()
    hall.play()
    assert hall.numbers == ["E-001"]


def test_a_clock_set_back_an_hour_stops_no_call(hall: Hall) -> None:
    hall.call()
    hall.play()
    hall.clock.at -= timedelta(hours=1)
    hall.call()
    hall.play()
    assert hall.numbers == ["E-002", "E-001"]
    assert len(hall.said) == 2


def test_how_many_wait_and_how_long(hall: Hall) -> None:
    for _ in range(3):
        hall.counter.tickets.take("A", action_id=hall.action())
    hall.until(lambda: "A 제증명 3명 대기 약" in hall.window.band.accessibleName())
    assert "B 전입·체류지·등록 0명 대기; " in hall.window.band.accessibleName()
    assert "점심 교대 12:00–13:00" in hall.window.band.accessibleName()
    assert hall.window.band.accessibleName().endswith("10:00")


def test_in_english(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(language="en")
    hall.call("en")
    hall.play()
    assert hall.window.call.accessibleName() == "E-001, window 3"
    assert "A Certificates 0 waiting" in hall.window.band.accessibleName()


def test_nothing_personal_stands_on_the_board(hall: Hall) -> None:
    tickets = hall.counter.tickets
    tickets.take("E", "vi", action_id=hall.action(), interpreter=True, note="임신부, 응우옌티화")
    tickets.call_next(hall.actors[0], action_id=hall.action())
    hall.play()
    window = hall.window
    words = " ".join(p.accessibleName() for p in (window.call, window.rows, window.band))
    kept = (hall.counter.config.home / "board-1.json").read_text("utf-8")
    for text in (words, window.windowTitle(), kept, *hall.said):
        assert "응우옌" not in text
        assert hall.actors[0].name not in text
    assert json.loads(kept).keys() == {"finished", "at", "muted"}


@pytest.mark.parametrize(
    "size", [(1920, 1080), (1366, 768), (1080, 1920), (3840, 2160), (640, 360)]
)
def test_every_part_has_its_place_on_any_screen(hall: Hall, size: tuple[int, int]) -> None:
    window = hall.window
    hall.call("mn")
    hall.play()
    window.trouble.show_words("연결되지 않습니다")
    window.resize(*size)
    QApplication.processEvents()
    parts = (window.call, window.rows, window.trouble, window.band)
    areas = [part.geometry() for part in parts]
    assert all(window.rect().contains(area) for area in areas)
    assert not any(a.intersects(b) for a in areas for b in areas if a is not b)
    assert sum(a.width() * a.height() for a in areas) == size[0] * size[1]
    assert not window.grab().isNull()


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("white", "call"),
        ("pale", "call"),
        ("call", "white"),
        ("white", "rows"),
        ("blue", "rows"),
        ("white", "band"),
        ("pale", "band"),
        ("blue", "band"),
        ("amber", "band"),
        ("amber", "trouble"),
    ],
)
def test_words_are_read_across_the_hall(qtbot: QtBot, text: str, ground: str) -> None:
    assert contrast(ink(text), ink(ground)) >= 5.5


def test_it_takes_the_whole_of_the_last_screen(hall: Hall) -> None:
    for wanted in (None, 1, 9):
        place(hall.window, wanted)
        assert hall.window.isFullScreen()
    QTest.keyClick(hall.window, Qt.Key.Key_F11)
    assert not hall.window.isFullScreen()


def test_closing_is_silent_at_once(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    QTest.keyClick(hall.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert hall.mouth.stopped
    assert not hall.window.isVisible()
