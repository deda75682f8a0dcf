"""A board on a real queue: shows and says each call once, in order, whatever comes between."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter_app.announcements.voice import Voice
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.moves import Move
from tests.ui.hall import SECONDS, Hall
from tests.ui.test_theme import contrast
from ui.board.opening import place
from ui.board.paint import font, ink
from ui.kit.theme import look


@pytest.fixture
def hall(
    counter: Counter,
    clerk: Actor,
    colleague: Actor,
    action: Callable[[], str],
    qtbot: QtBot,
    home: Path,
) -> Iterator[Hall]:
    made = Hall(counter, (clerk, colleague), action, qtbot, home)
    yield made
    made.take_down()


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
        ticket = hall.tickets.move(
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
    hall.tickets.undo(hall.actors[1], ticket.id, version=ticket.version, action_id=hall.action())
    hall.until(lambda: "E-002" not in hall.numbers)
    hall.play()
    assert hall.numbers == ["E-001"]


def test_a_restarted_board_goes_on_where_it_stopped(hall: Hall) -> None:
    hall.call()
    hall.play()
    hall.take_down()
    for _ in range(3):
        hall.call()
    hall.hang_up()
    hall.play()
    assert len(hall.said) == 3
    assert hall.numbers == ["E-004", "E-003", "E-002", "E-001"]


def test_a_call_cut_off_by_the_end_of_the_board_is_said_again(hall: Hall) -> None:
    ended = Event()
    hall.mouth.then = lambda: bool(ended.wait(30)) or None  # type: ignore[assignment]  # nobody asks what it gives
    hall.call()
    hall.until(lambda: hall.said)
    ended.set()
    hall.hang_up()
    hall.play()
    assert len(hall.said) == 1


def test_a_queue_that_cannot_be_read_is_told_since_when_and_loses_no_call(
    hall: Hall, sql: Callable[[str], object]
) -> None:
    hall.call()
    hall.play()
    sql("ALTER TABLE announcement RENAME TO away")
    hall.window.caller.refresh()
    hall.until(lambda: hall.in_trouble)
    assert hall.window.trouble.accessibleName().startswith("10:00부터")
    hall.clock.at += timedelta(seconds=30)
    sql("ALTER TABLE away RENAME TO announcement")
    for _ in range(5):
        hall.call()
    hall.until(lambda: not hall.in_trouble)
    hall.play()
    assert len(hall.said) == 6
    assert hall.numbers[0] == "E-006"


def test_mute_is_shown_kept_and_ended(hall: Hall) -> None:
    QTest.keyClick(hall.window, Qt.Key.Key_M)
    hall.call()
    hall.play()
    assert hall.mouth.played == []
    assert "소리 꺼짐" in hall.window.band.accessibleName()
    hall.hang_up()
    assert "소리 꺼짐" in hall.window.band.accessibleName()
    band = hall.window.band
    QTest.mouseClick(band, Qt.MouseButton.LeftButton, pos=QPoint(band.width() - 20, 20))
    hall.call()
    hall.play()
    assert "소리 꺼짐" not in hall.window.band.accessibleName()
    assert hall.mouth.played == ["chime"]


def test_a_board_that_cannot_be_heard_says_so(hall: Hall) -> None:
    hall.hang_up(own=[Voice(None, ())])
    hall.call()
    hall.play()
    assert "소리가 나지 않습니다" in hall.window.band.accessibleName()


def test_a_board_that_is_to_be_silent_says_nothing_of_it(hall: Hall) -> None:
    hall.hang_up(own=[None])
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
        hall.tickets.take("A", action_id=hall.action())
    hall.until(lambda: "A 제증명 3명 대기 약" in hall.window.band.accessibleName())
    assert "B 전입·체류지·등록 0명 대기; " in hall.window.band.accessibleName()
    assert "점심 교대 12:00–13:00" in hall.window.band.accessibleName()
    assert hall.window.band.accessibleName().endswith("10:00")


def test_in_english(hall: Hall) -> None:
    hall.hang_up("en")
    hall.call("en")
    hall.play()
    assert hall.window.call.accessibleName() == "E-001, window 3"
    assert "A Certificates 0 waiting" in hall.window.band.accessibleName()


def test_nothing_personal_stands_on_the_board(hall: Hall) -> None:
    tickets = hall.tickets
    tickets.take("E", "vi", action_id=hall.action(), interpreter=True, note="임신부, 응우옌티화")
    tickets.call_next(hall.actors[0], action_id=hall.action())
    hall.play()
    window = hall.window
    words = " ".join(p.accessibleName() for p in (window.call, window.rows, window.band))
    kept = (hall.home / "board-1.json").read_text("utf-8")
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


def test_the_text_size_of_the_windows_is_not_the_boards(qtbot: QtBot) -> None:
    look().show("light", 2.0)
    assert font(46).pixelSize() == 46


def test_it_takes_the_whole_of_the_last_screen(hall: Hall) -> None:
    for wanted in (None, 1, 9):
        place(hall.window, wanted)
        assert hall.window.isFullScreen()
    QTest.keyClick(hall.window, Qt.Key.Key_F11)
    assert not hall.window.isFullScreen()


def test_closing_is_silent_at_once(hall: Hall) -> None:
    QTest.keyClick(hall.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert hall.mouth.stopped
    assert not hall.window.isVisible()
