"""What runs out is told in time in the bottom bar, and to those who can see to it in words."""

import pytest

from counter_app.certificates.marking import Marking
from counter_app.main import Counter
from db.number_mark import mark_of
from tests.conftest import PASSWORD
from tests.plans import statements
from tests.ui.driver import Driver
from tests.ui.scenes.supplies import end_soon, few_numbers, revoke
from ui.kit.theme import look


def badge(driver: Driver, name: str) -> tuple[str, str] | None:
    """Its words and tone, if it is on the screen."""
    found = driver.work.bottom.supplies.badges[name]
    return (found.text(), str(found.property("tone"))) if found.isVisible() else None


def posted(driver: Driver) -> list[tuple[str, str]]:
    return [(notice.code, notice.tone) for notice in driver.window.notices.posted]


def reload(driver: Driver) -> None:
    driver.work.reload_day()
    driver.work.reload_key()
    driver.settle()


def test_plenty_is_quiet(desk: Driver) -> None:
    desk.window.resize(1920, 1080)
    reload(desk)
    assert badge(desk, "numbers") == ("발급번호 여유 999,999", "quiet")
    assert badge(desk, "key") is None
    assert posted(desk) == []


@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [(101, "발급번호 여유 101", "quiet"), (100, "발급번호 여유 100 (AR)", "warning")],
)
def test_few_numbers(desk: Driver, counter: Counter, left: int, words: str, tone: str) -> None:
    few_numbers(counter, left)
    desk.window.resize(1920, 1080)
    reload(desk)
    assert badge(desk, "numbers") == (words, tone)
    hint = desk.work.bottom.supplies.badges["numbers"].toolTip()
    assert "2026-1144066000-AR" in hint
    desk.window.session.speak("en")
    assert badge(desk, "numbers") == (words.replace("발급번호 여유", "Numbers left"), tone)


def test_that_nobody_knows_how_far_numbers_had_come(desk: Driver, counter: Counter) -> None:
    Marking(counter.engine, counter.clock).renew()
    mark_of(counter.config.store).unlink()
    desk.window.resize(1920, 1080)
    reload(desk)
    assert badge(desk, "numbers") == ("발급번호 확인 필요", "danger")
    hint = desk.work.bottom.supplies.badges["numbers"].toolTip()
    assert "counter numbers resume" in hint
    administrator = counter.clerks.sign_in("admin", PASSWORD)
    counter.numbers.resume(administrator, "2026-1144066000-R-000000")
    reload(desk)
    words, tone = badge(desk, "numbers") or ("", "")
    assert (words.startswith("비워 둔 번호 "), tone) == (True, "warning")
    assert "2026. 11." in desk.work.bottom.supplies.badges["numbers"].toolTip()


def test_a_warning_stays_where_there_is_no_room(desk: Driver, counter: Counter) -> None:
    look().show("light", 2.0)
    desk.window.resize(1366, 768)
    reload(desk)
    assert badge(desk, "numbers") is None
    few_numbers(counter, 3)
    reload(desk)
    assert badge(desk, "numbers") == ("발급번호 여유 3 (AR)", "warning")
    assert desk.window.width() == 1366


@pytest.mark.parametrize(("login", "told"), [("minseo", False), ("sujin", True), ("admin", True)])
def test_the_end_of_the_key_is_told_to_who_can_see_to_it(
    door: Driver, counter: Counter, login: str, told: bool
) -> None:
    end_soon(counter)
    door.sign_in(login, PASSWORD)
    door.enter()
    reload(door)
    assert badge(door, "key") == ("서명 키 D-12", "warning")
    reload(door)
    assert posted(door) == [("proof.key_ends", "warning")] * told


def test_without_a_key_everybody_is_told_how_to_get_one(desk: Driver, counter: Counter) -> None:
    revoke(counter)
    reload(desk)
    assert badge(desk, "key") == ("서명 키 없음", "danger")
    assert posted(desk) == [("proof.key_revoked", "danger")]
    assert "counter keys new" in desk.window.notices.strips[0].label.text()


@pytest.mark.parametrize(("login", "asked"), [("minseo", True), ("admin", False)])
def test_the_till_is_asked_for_those_who_serve_alone(
    door: Driver, counter: Counter, login: str, asked: bool
) -> None:
    door.sign_in(login, PASSWORD)
    door.enter()
    heard = statements(counter.engine, lambda: reload(door))
    assert any("drawer_move" in one for one, _ in heard) is asked
