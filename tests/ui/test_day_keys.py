"""The day view by keys alone."""

from datetime import date

import pytest

from counter_app.main import Counter
from tests.ui.days import ask_for, of_row, open_day, worked
from tests.ui.driver import Driver

__all__ = ["worked"]

TODAY = date(2026, 11, 16)


def test_the_reader_stays_on_the_line_read(desk: Driver, counter: Counter) -> None:
    for n, code in enumerate("AB"):
        counter.tickets.take(code, action_id=f"slip-{n}")
    sheet = open_day(desk)
    table = sheet.pages.groups[0]
    desk.move_to(table.hasFocus)
    desk.press("Down", "Down")
    assert of_row(table) == ("B", 1)
    counter.tickets.take("B", action_id="slip-2")
    desk.until(lambda: of_row(table) == ("B", 2))
    assert table.hasFocus()


def test_the_line_under_the_cursor_is_seen(desk: Driver, counter: Counter) -> None:
    for n, code in enumerate("ABCDE"):
        counter.tickets.take(code, action_id=f"slip-{n}")
    sheet = open_day(desk)
    table = sheet.pages.groups[0]
    desk.move_to(table.hasFocus)
    for _ in range(5):
        desk.press("Down")
        line = table.visualRect(table.currentIndex())
        seen = table.viewport().visibleRegion().boundingRect()
        assert seen.contains(line.adjusted(0, 0, 0, -1))
    assert of_row(table) == ("E", 1)


def test_by_keys_to_any_day_and_back(desk: Driver, worked: None) -> None:
    sheet = open_day(desk)
    assert sheet.date.hasFocus()
    assert not sheet.after.isEnabled()
    ask_for(desk, "1113")
    assert sheet.pages.tiles.visitors.value.text() == "3"
    assert sheet.date.text() == "2026-11-13"
    desk.press("PgDown")
    desk.settle()
    assert sheet.title.text().endswith("오늘")
    ask_for(desk, "2026. 11. 14.")
    assert sheet.state.accessibleName().startswith("이날은 나온 번호가 없습니다")
    ask_for(desk, "2026-11-01")
    assert "첫 번호는 2026. 11. 13.에 나왔습니다" in sheet.state.accessibleName()
    assert not sheet.before.isEnabled()
    desk.press("Ctrl+T")
    desk.settle()
    assert sheet.shown == TODAY


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2026-11-17", "아직 오지 않은 날입니다(2026. 11. 17.)"),
        ("2026-02-30", "날짜를 알 수 없습니다"),
        ("어제", "날짜를 알 수 없습니다"),
        ("", "날짜를 알 수 없습니다"),
    ],
)
def test_what_is_no_day_past_is_said(desk: Driver, typed: str, told: str) -> None:
    sheet = open_day(desk)
    desk.press("Ctrl+A", "Delete")
    desk.compose(typed)
    desk.press("Return")
    desk.settle()
    assert sheet.strip.words.startswith(told)
    assert sheet.shown == TODAY


def test_esc_closes_the_form_first(desk: Driver, worked: None) -> None:
    sheet = open_day(desk)
    desk.press("PgUp")
    desk.settle()
    desk.press("Ctrl+S", "Escape")
    assert not sheet.form.isVisible()
    assert sheet.isVisible()
    desk.press("Escape")
    assert not sheet.isVisible()
    assert desk.work.lookup.field.hasFocus()


def test_tab_goes_round_what_is_shown(desk: Driver, worked: None) -> None:
    sheet = open_day(desk)
    desk.press("PgUp")
    desk.settle()
    pages = sheet.pages
    for stop in (
        sheet.after,
        sheet.today,
        sheet.export,
        pages.tabs,
        pages.groups[0],
        pages.hours,
        sheet.close_button,
        sheet.date,
    ):
        desk.press("Tab")
        assert stop.hasFocus()
    desk.move_to(pages.tabs.hasFocus)
    desk.press("Right", "Tab")
    assert pages.groups[1].hasFocus()
