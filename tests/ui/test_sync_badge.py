"""The badge tells the truth about the sync, by the second, and leads to its page."""

from datetime import timedelta

import pytest

from counter_app.clock import FixedClock
from counter_app.main import Counter
from tests.ui.driver import Driver
from tests.ui.scenes.sync import add_items, copying, join, look, to_send
from ui.kit.parts import KeyCap
from ui.kit.theme import look as theme
from ui.sync.words import what_to_do


def badge(driver: Driver) -> str | None:
    """Its words, if it is on the screen."""
    shown = driver.work.top.sync
    return shown.button.text() if shown.isVisible() else None


def wide(driver: Driver) -> None:
    driver.window.resize(1920, 1080)
    driver.settle()


def test_a_counter_of_no_district_shows_none(desk: Driver) -> None:
    wide(desk)
    look(desk)
    assert badge(desk) is None
    desk.press("F1")
    assert "Ctrl+U" not in [
        cap.accessibleName() for cap in desk.work.sheets.help.findChildren(KeyCap)
    ]


def test_synced_counts_the_seconds(desk: Driver, counter: Counter, clock: FixedClock) -> None:
    wide(desk)
    join(counter)
    look(desk)
    assert badge(desk) == "구청 동기화 2초 전"
    clock.at += timedelta(seconds=9)
    desk.work.tick()
    assert badge(desk) == "구청 동기화 11초 전"
    clock.at += timedelta(minutes=2)
    desk.work.tick()
    assert badge(desk) == "구청 동기화 2분 전"
    desk.window.session.speak("en")
    assert badge(desk) == "Synced 2 min ago"


def test_what_waits_is_counted(desk: Driver, counter: Counter) -> None:
    wide(desk)
    to_send(counter, 12)
    look(desk)
    assert badge(desk) == "구청으로 12건 보내는 중"


def test_offline_since(desk: Driver, counter: Counter, clock: FixedClock) -> None:
    wide(desk)
    join(counter, offline_since=clock.at - timedelta(minutes=23))
    look(desk)
    assert badge(desk) == "구청 연결 끊김 09:37부터"
    join(counter, offline_since=clock.at - timedelta(days=1))
    look(desk)
    assert badge(desk) == "구청 연결 끊김 2026. 11. 15. 10:00부터"


def test_a_busy_district_is_no_matter_of_the_network(
    desk: Driver, counter: Counter, clock: FixedClock
) -> None:
    wide(desk)
    join(counter, offline_since=clock.at - timedelta(minutes=23), busy=True)
    look(desk)
    assert badge(desk) == "구청이 바빠 기다리는 중 09:37부터"
    title, hint = what_to_do(desk.window.session, counter.sync.view(), clock.now())
    assert title == "구청 서버가 바쁩니다"
    assert "네트워크" not in hint


def test_what_needs_somebody(desk: Driver, counter: Counter) -> None:
    wide(desk)
    join(counter)
    add_items(counter)
    look(desk)
    assert badge(desk) == "구청 동기화 확인할 일 2건"
    join(counter, attention="sync.not_running")
    look(desk)
    assert badge(desk) == "구청 동기화 확인 필요"


def test_a_first_copy_is_told_where_people_are_looked_up(desk: Driver, counter: Counter) -> None:
    wide(desk)
    copying(counter, 2_140, 5_000)
    look(desk)
    assert badge(desk) == "구청 자료 받는 중 42%"
    lookup = desk.work.lookup
    assert lookup.strip.words.startswith(
        "구청의 등록자료를 처음으로 받고 있습니다. 2,140 / 5,000건"
    )
    desk.press("F6")
    desk.type("zzzz")
    desk.settle()
    desk.until(lambda: lookup._state == "none")
    assert "42%" in lookup.strip.words
    join(counter)
    look(desk)
    assert "42%" not in lookup.strip.words


@pytest.mark.parametrize(("size", "scale"), [((1366, 768), 1.0), ((1366, 768), 2.0)])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_where_there_is_little_room_trouble_keeps_its_words(
    desk: Driver, counter: Counter, size: tuple[int, int], scale: float, language: str
) -> None:
    theme().show("light", scale)
    desk.window.session.speak(language)
    desk.window.resize(*size)
    join(counter)
    look(desk)
    button = desk.work.top.sync.button
    assert button.accessibleName().endswith("Ctrl+U")
    assert button.isVisible()
    join(counter, attention="sync.not_running")
    look(desk)
    assert button.text()
    assert desk.window.size().toTuple() == size
    right = button.mapTo(desk.work.top, button.rect().bottomRight()).x()
    assert right <= desk.work.top.width()
