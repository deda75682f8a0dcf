"""Ctrl+F6: an address by keys, and the centres that may be in charge; nothing stays of it."""

import json
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.asking import Sql
from tests.ui.driver import Driver

COUNT = "SELECT count(*) FROM audit WHERE action ="


def ask(desk: Driver, text: str) -> None:
    desk.press("Ctrl+F6")
    desk.settle()
    desk.compose(text)
    desk.press("Return")
    desk.settle()


def lines(desk: Driver) -> list[str]:
    return [one.text() for one in desk.work.sheets.centres.answers if one.isVisible()]


def test_one_centre_with_address_and_telephone(desk: Driver) -> None:
    ask(desk, "마포구 합정동 395-1")
    assert "합정동 주민센터 관할" in desk.work.sheets.centres.strip.words
    assert lines(desk) == ["합정동 · 서울특별시 마포구 월드컵로5길 11 · 02-120 (서울 다산콜센터)"]
    desk.window.session.speak("en")
    assert "Hapjeong-dong" in desk.work.sheets.centres.strip.words
    assert lines(desk)[0].endswith("02-120 (Seoul Dasan Call Centre)")


def test_what_was_typed_on_the_other_keyboard_is_told(desk: Driver) -> None:
    ask(desk, "akvhrn gkqwjdehd")
    words = desk.work.sheets.centres.strip.words
    assert "합정동 주민센터 관할" in words and "한/영" in words and "마포구 합정동" in words


def test_of_several_all_are_offered(desk: Driver) -> None:
    ask(desk, "망원동")
    assert desk.work.sheets.centres.strip.tone == "warning"
    assert len(lines(desk)) == 2


def test_one_of_several_is_chosen_by_keys_and_on_record(desk: Driver, sql: Sql) -> None:
    ask(desk, "망원동")
    desk.press("Down", "Return")
    desk.settle()
    strip = desk.work.sheets.centres.strip
    assert (strip.tone, "망원2동" in strip.words, len(lines(desk))) == ("success", True, 2)
    desk.press("Ctrl+C")
    assert QGuiApplication.clipboard().text() == lines(desk)[1]
    (detail,) = sql("SELECT detail FROM audit WHERE action = 'centre.chosen'")[-1]
    offered = ["1144069000", "1144070000"]
    assert json.loads(str(detail)) == {
        "centres": offered, "source": "table", "chosen": offered[1]
    }  # fmt: skip


def test_where_it_is_certain_there_is_nothing_to_choose(desk: Driver, sql: Sql) -> None:
    ask(desk, "마포구 합정동")
    desk.press("Tab", "Tab", "Return")
    desk.settle()
    assert sql(f"{COUNT} 'centre.chosen'") == [(0,)]


def test_a_quarter_that_other_cities_have_is_confirmed_by_the_clerk(desk: Driver, sql: Sql) -> None:
    ask(desk, "중동")
    strip = desk.work.sheets.centres.strip
    assert (strip.tone, "경기 부천시" in strip.words) == ("warning", True)
    assert [line.split(" · ")[0] for line in lines(desk)] == ["성산2동"]
    desk.press("Tab", "Shift+Tab", "Return")
    desk.settle()
    assert strip.tone == "success"
    assert sql(f"{COUNT} 'centre.chosen'") == [(1,)]


def held(on: QWidget, times: int) -> None:
    """Return as a keyboard sends it that is held down."""
    for again in (False, *[True] * times):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", again)
            QApplication.sendEvent(on, key)


@pytest.fixture
def at_once() -> Iterator[None]:
    """However slow the machine is, the second press comes as soon as hands would send it."""
    hints = QGuiApplication.styleHints()
    usual = hints.mouseDoubleClickInterval()
    hints.setMouseDoubleClickInterval(60_000)
    yield
    hints.setMouseDoubleClickInterval(usual)


def test_a_key_held_or_pressed_twice_asks_and_chooses_once(
    desk: Driver, at_once: None, sql: Sql
) -> None:
    desk.press("Ctrl+F6")
    desk.settle()
    desk.compose("망원동")
    sheet = desk.work.sheets.centres
    held(sheet.asked.lines["address"], 5)
    desk.settle()
    held(sheet.answers[0], 5)
    desk.settle()
    assert (sql(f"{COUNT} 'centre.asked'"), sql(f"{COUNT} 'centre.chosen'")) == ([(1,)], [(0,)])
    desk.press("Down")
    held(sheet.answers[1], 5)
    held(sheet.answers[1], 0)
    desk.settle()
    held(sheet.answers[1], 0)
    desk.settle()
    assert sql(f"{COUNT} 'centre.chosen'") == [(1,)]


def test_an_address_without_a_centre_gets_a_way_on(desk: Driver) -> None:
    ask(desk, "달나라 1")
    assert "110" in desk.work.sheets.centres.strip.words
    assert lines(desk) == []


def test_nothing_stays_when_it_is_closed(desk: Driver) -> None:
    ask(desk, "서교동")
    assert lines(desk)
    desk.press("Escape")
    desk.press("Ctrl+F6")
    desk.settle()
    assert desk.work.sheets.centres.asked.text("address") == ""
    assert lines(desk) == []
    assert desk.work.sheets.centres.strip.words == ""
