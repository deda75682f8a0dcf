"""The day view: by keys alone, as the queue moves, for any day, in words where there is nothing."""

import csv
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible

from counter_app.main import Counter
from tests.asking import Sql
from tests.conftest import PASSWORD
from tests.ui.days import ask_for, cells, open_day, worked
from tests.ui.driver import Driver
from ui.kit.theme import look

__all__ = ["worked"]

NAME = 90
"""Pixels for a name, before scaling."""


def test_a_day_past_is_told_in_figures(desk: Driver, worked: None) -> None:
    sheet = open_day(desk)
    desk.press("PgUp")
    desk.settle()
    assert sheet.title.text() == "하루 현황  2026. 11. 13. (금)"
    tiles = sheet.pages.tiles
    assert tiles.visitors.accessibleName() == "방문 3, 하루가 끝났습니다"
    assert tiles.served.accessibleName() == "완료 2, 방문의 67%"
    assert tiles.lost.accessibleName() == "부재 1, 취소 0"
    assert tiles.waited.accessibleName() == "대기 시간 (중앙값) 10분 0초, 열에 아홉은 16분 0초 안에"
    categories, windows, clerks = (cells(table) for table in sheet.pages.groups)
    assert categories == [
        ["A 제증명", "2", "2", "0", "0", "7:00", "10:00", "2:00", "2:00"],
        ["E 외국인", "1", "0", "1", "0", "16:00", "16:00", "–", "–"],
    ]
    assert windows[0][:4] == ["창구 4", "3", "2", "1"]
    assert clerks == []  # a clerk sees only the own figures, and had none that day
    assert cells(sheet.pages.hours)[0][:4] == ["10:00", "3", "–", "3"]


def test_the_figures_follow_the_queue(desk: Driver, counter: Counter) -> None:
    sheet = open_day(desk)
    assert sheet.state.accessibleName().startswith("오늘은 아직 나온 번호가 없습니다")
    assert not sheet.pages.isVisible()
    assert not sheet.export.isEnabled()
    counter.tickets.take("A", action_id="by-kiosk")
    desk.until(lambda: sheet.pages.tiles.visitors.value.text() == "1")
    assert sheet.pages.tiles.visitors.more.text() == "지금 1명이 기다립니다"
    assert not sheet.state.isVisible()
    desk.press("Escape")
    desk.call()
    desk.press("Ctrl+D")
    desk.settle()
    assert sheet.pages.tiles.visitors.more.text() == "기다리는 사람 없음"
    assert [row[0] for row in cells(sheet.pages.groups[2])] == ["김민서"]


def test_a_service_that_no_window_calls_is_told_of_today_alone(
    desk: Driver, counter: Counter, worked: None
) -> None:
    actor = desk.window.session.actor
    counter.desks.open(actor)
    counter.desks.serve(actor, [["A"]])
    counter.tickets.take("D", action_id="forgotten")
    sheet = open_day(desk)
    assert sheet.crowd.isVisible()
    assert sheet.crowd.words.startswith("D 업무에 1명이 기다리지만")
    desk.press("PgUp")
    desk.settle()
    assert not sheet.crowd.isVisible()


def test_a_file_needs_a_reason_and_is_on_record(
    desk: Driver, worked: None, counter: Counter, tmp_path: Path, sql: Sql
) -> None:
    sheet = open_day(desk)
    desk.press("PgUp")
    desk.settle()
    desk.press("Ctrl+S")
    assert sheet.form.reason.hasFocus()
    path = tmp_path / "friday.csv"
    desk.press("Tab", "Ctrl+A")
    desk.type(str(path))
    desk.press("Return")
    desk.settle()
    sheet.reload()  # as the queue makes it do now and then
    desk.settle()
    assert sheet.strip.words.startswith("까닭을 1자에서 200자 사이로")
    assert not path.exists()
    assert sheet.form.isVisible()
    desk.press("Shift+Tab")
    desk.compose("주간 보고")
    desk.press("Return")
    desk.settle()
    assert sheet.strip.words == f"저장했습니다. {path} 파일입니다."
    assert sheet.export.hasFocus()
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert next(line for line in csv.reader(file) if line[2] == "전체")[5] == "3"
    rows = sql("SELECT clerk, detail FROM audit WHERE action = 'figures.exported'")
    assert [(row[0], "주간 보고" in str(row[1])) for row in rows] == [("minseo", True)]


def test_a_supervisor_sees_every_clerk(door: Driver, worked: None) -> None:
    door.sign_in("sujin", PASSWORD)
    door.enter()
    sheet = open_day(door)
    door.press("PgUp")
    door.settle()
    assert [row[0] for row in cells(sheet.pages.groups[2])] == ["박지훈"]


def test_an_administrator_sees_them_without_a_window(door: Driver, worked: None) -> None:
    door.sign_in("admin", PASSWORD)
    door.enter()
    sheet = open_day(door)
    door.press("PgUp")
    door.settle()
    assert sheet.pages.tiles.visitors.value.text() == "3"


def test_a_screen_reader_has_every_value_of_the_chart(desk: Driver, worked: None) -> None:
    sheet = open_day(desk)
    desk.press("PgUp")
    desk.settle()
    read = QAccessible.queryAccessibleInterface(sheet.pages.chart)
    assert read.text(QAccessible.Text.Name) == "시간대별 방문"
    described = read.text(QAccessible.Text.Description)
    assert described == "10시 3명; 기다린 사람: 가장 많을 때 3명, 10:00"
    desk.press("Ctrl+E")
    desk.settle()
    described = read.text(QAccessible.Text.Description)
    assert described == "10:00 3; Waiting: most at once: 3, at 10:00"


def test_the_words_follow_the_language(desk: Driver, worked: None) -> None:
    sheet = open_day(desk)
    ask_for(desk, "1113")
    desk.press("Ctrl+E")
    assert sheet.title.text() == "The day  Fri 13 Nov 2026"
    assert sheet.pages.tiles.lost.accessibleName() == "No-shows 1, 0 cancelled"
    assert sheet.pages.tabs.tabText(1) == "By window"


def test_figures_that_cannot_be_read_are_told_and_tried_again(
    desk: Driver, counter: Counter, worked: None, sql: Sql
) -> None:
    sheet = open_day(desk)
    sql("ALTER TABLE ticket_event RENAME TO lost")
    desk.press("PgUp")
    desk.settle()
    assert sheet.state.accessibleName().startswith("현황을 읽을 수 없습니다")
    sql("ALTER TABLE lost RENAME TO ticket_event")
    desk.move_to(sheet.state.action.hasFocus)
    desk.press("Return")
    desk.settle()
    assert sheet.pages.tiles.visitors.value.text() == "3"


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_nothing_is_cut_off(desk: Driver, worked: None, scale: float) -> None:
    look().show("high_contrast", scale)
    for size, language in product([(1366, 768), (1920, 1080)], ["ko", "en"]):
        desk.window.resize(*size)
        desk.window.session.speak(language)
        sheet = open_day(desk)
        desk.press("PgUp")
        desk.settle()
        assert sheet.card.width() <= desk.work.width()
        assert sheet.card.minimumSizeHint().width() <= sheet.card.width()
        for table in (*sheet.pages.groups, sheet.pages.hours):
            header = table.horizontalHeader()
            for section in range(1, header.count()):
                hidden = header.isSectionHidden(section)
                assert hidden or header.sectionSize(section) >= header.sectionSizeHint(section)
            assert header.sectionSize(0) >= look().px(NAME) or not table.isVisible()
            assert header.length() <= table.viewport().width() or not table.isVisible()
        desk.press("Escape")
        assert not sheet.isVisible()
