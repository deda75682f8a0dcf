"""Ctrl+U: how the sync stands and what to do, by keys; work items are settled with a note."""

from datetime import timedelta

import pytest
from PySide6.QtGui import QAccessible

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.sync.alarms import alarm
from db.engine import transaction
from tests.asking import Sql
from tests.ui.driver import Driver
from tests.ui.scenes.sync import add_items, copying, join, look, opened
from ui.sync.page import SyncSheet


def page(driver: Driver) -> SyncSheet:
    look(driver)
    opened(driver)
    return driver.work.sheets.sync


def test_it_says_how_things_stand(desk: Driver, counter: Counter) -> None:
    join(counter)
    sheet = page(desk)
    assert sheet.isVisible()
    assert sheet.title.text() == "구청 동기화  마포구청"
    assert sheet.advice.words == "구청과 같은 자료를 보고 있습니다 따로 하실 일은 없습니다."
    tiles = sheet.tiles
    said = tiles.last.accessibleName().replace("\N{NO-BREAK SPACE}", " ")
    assert said == "마지막 동기화 2초 전, 인증서 2027. 10. 22.까지"
    assert tiles.queue.accessibleName() == "보낼 일 0, 모두 보냈습니다"
    assert tiles.lag.value.text() == "0.4초"
    assert tiles.skew.accessibleName() == "시계 차이 0.3초, 구청과 같습니다"
    assert tiles.checked.value.text() == "09:23"
    assert not sheet.blocks.isVisible()
    desk.press("Escape")
    assert not sheet.isVisible()
    assert desk.work.lookup.field.hasFocus()


def test_alone_it_says_how_to_join(desk: Driver) -> None:
    desk.work.sheets.sync.open_sheet()
    desk.settle()
    assert "counter sync connect" in desk.work.sheets.sync.advice.words
    assert not desk.work.sheets.sync.now.isVisible()


def test_number_blocks_and_how_much_is_left(desk: Driver, counter: Counter, sql: Sql) -> None:
    join(counter)
    series = f"2026-{counter.config.office.code}-AR"
    sql(
        "INSERT INTO number_block (series, first, last, used, taken_at, source) VALUES "
        f"('{series}', 5001, 5300, 5220, '2026-11-16T09:00:00.000000+09:00', 'district')"
    )
    blocks = page(desk).blocks
    model = blocks.model()
    cells = [model.index(0, column).data() for column in range(model.columnCount())]
    assert cells == [series, "80", "300", "26%"]


def test_trouble_says_what_helps(desk: Driver, counter: Counter) -> None:
    join(counter, attention="sync.not_running")
    sheet = page(desk)
    assert sheet.advice.tone == "danger"
    assert "counter sync run" in sheet.advice.words
    desk.window.session.speak("en")
    assert sheet.advice.words.startswith("The sync with the district needs")


def test_what_will_stop_it_is_told_before(
    desk: Driver, counter: Counter, clock: FixedClock
) -> None:
    desk.window.resize(1920, 1080)
    join(counter, skew=-75.0, until=clock.at + timedelta(days=12))
    sheet = page(desk)
    assert sheet.advice.tone == "warning"
    assert "75초 늦습니다" in sheet.advice.words
    assert "2026. 11. 28.에 끝납니다" in sheet.advice.words
    assert desk.work.top.sync.button.text() == "구청 동기화 살펴볼 것 있음"
    join(counter, skew=2.0)
    look(desk)
    assert sheet.advice.tone == "success"


def test_a_reason_unknown_here_is_named(desk: Driver, counter: Counter) -> None:
    join(counter, attention="district.of_next_year")
    assert "district.of_next_year" in page(desk).advice.words


def test_a_first_copy_shows_how_far_it_is(desk: Driver, counter: Counter) -> None:
    copying(counter, 1_250, 5_000)
    sheet = page(desk)
    assert (sheet.progress.value(), sheet.progress.maximum()) == (1_250, 5_000)
    assert sheet.counted.text() == "1,250 / 5,000건 (25%)"
    copying(counter, 5_000, 5_000)
    look(desk)
    assert sheet.counted.text() == "5,000 / 5,000건 (99%)"
    join(counter)
    look(desk)
    assert not sheet.progress.isVisible()


def test_sync_now_is_asked_of_the_process(desk: Driver, counter: Counter, sql: Sql) -> None:
    join(counter)
    sheet = page(desk)
    desk.press("Ctrl+N")
    desk.settle()
    assert sheet.strip.words == "지금 동기화하도록 요청했습니다."
    assert sql("SELECT asked FROM sync_state") == [(1,)]


def test_a_work_item_is_settled_by_keys(desk: Driver, counter: Counter, sql: Sql) -> None:
    join(counter)
    add_items(counter)
    sheet = page(desk)
    settling = sheet.settling
    desk.move_to(settling.table.hasFocus)
    desk.press("Down", "Return", "Return")
    desk.settle()
    assert settling.strip.words == "어떻게 처리했는지 한 줄로 적어 주세요."
    desk.compose("구청과 통화함")
    desk.press("Return")
    desk.settle()
    assert settling.strip.words == "처리한 것으로 기록했습니다."
    assert settling.note.text() == ""
    assert [item.subject for item in settling.table.rows] == ["resident:7"]
    assert sql("SELECT note, settled_by FROM work_item WHERE settled IS NOT NULL") == [
        ("구청과 통화함", "김민서")
    ]
    desk.press("Return")
    desk.compose("한 번 더")
    desk.press("Return")
    desk.settle()
    desk.until(settling.nothing.isVisible)
    assert not settling.note.isVisible()


def test_what_the_sync_found_is_not_said_to_be_refused(desk: Driver, counter: Counter) -> None:
    join(counter)
    with transaction(counter.engine) as session:
        alarm(session, counter.clock, "sync.altered", {"count": "3"})
    sheet = page(desk)
    assert sheet.advice.words.startswith("확인할 일이 1건 있습니다")
    assert sheet.settling.heading.text() == "확인할 일"
    assert sheet.settling.chosen.words.startswith("구청 동기화 ")


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("day:2026-11-16", "금고 2026. 11. 16."),
        ("pack:3", "용지 3"),
        ("series:2026-A", "발급번호 2026-A"),
    ],
)
def test_what_was_done_is_named_whatever_it_is_about(
    desk: Driver, counter: Counter, sql: Sql, subject: str, said: str
) -> None:
    join(counter)
    add_items(counter)
    sql(f"UPDATE work_item SET subject = '{subject}'")
    assert page(desk).settling.chosen.words.startswith(said)


def test_new_work_comes_while_it_is_open_and_leaves_the_note(
    desk: Driver, counter: Counter
) -> None:
    join(counter)
    add_items(counter)
    sheet = page(desk)
    desk.move_to(sheet.settling.note.hasFocus)
    desk.compose("통화 중")
    join(counter, lag=3.0)
    look(desk)
    assert sheet.settling.note.text() == "통화 중"
    assert sheet.settling.note.hasFocus()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_everything_has_a_name(desk: Driver, counter: Counter, language: str) -> None:
    join(counter)
    add_items(counter)
    desk.window.session.speak(language)
    stops = page(desk).stops
    assert len(stops) > 3
    for stop in stops:
        face = QAccessible.queryAccessibleInterface(stop)
        assert face.text(QAccessible.Text.Name), stop
