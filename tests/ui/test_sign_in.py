"""Signing in, being refused, locking and coming back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from counter_app.certificates.requests import Request
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from db.engine import connect
from tests import people
from tests.asking import Sql
from tests.conftest import PASSWORD
from tests.ui.conftest import Stopwatch
from tests.ui.driver import Driver


def problem(driver: Driver) -> str:
    driver.until(driver.window.sign_in.problem.isVisible)
    driver.settle()
    return driver.window.sign_in.problem.text()


def test_the_demo_account_stands_there_ready(door: Driver) -> None:
    screen = door.window.sign_in
    assert (screen.login.text(), screen.password.text()) == ("minseo", PASSWORD)
    assert screen.demo.isVisible()
    assert f"minseo / {PASSWORD}" in screen.demo_hint.text()
    assert screen.password.echoMode() == QLineEdit.EchoMode.Password


def test_a_demo_centre_is_entered_at_once_and_says_what_it_is(door: Driver) -> None:
    door.window.begin()
    door.enter()
    assert door.window.session.actor.login == "minseo"
    assert door.work.top.demo.text() == "시연용"
    assert door.window.pages.currentWidget() is door.work


def test_after_a_crash_the_account_comes_back_to_the_visitor_it_had(door: Driver) -> None:
    counter = door.counter
    actor = counter.clerks.sign_in("minseo", PASSWORD, 2)  # and is never signed out
    counter.tickets.take("E", "vi", action_id="slip")
    called = counter.tickets.call_next(actor, action_id="call")
    door.window.begin()
    door.enter()
    assert door.window.session.actor.window == 2
    assert door.work.queue.present.number.text() == called.number


def test_who_comes_next_is_offered_the_window_that_was_left(door: Driver) -> None:
    door.window.begin()
    door.enter()
    left = door.window.session.actor.window
    door.window.leave()
    door.until(lambda: door.window.pages.currentWidget() is door.window.sign_in)
    door.settle()
    assert door.window.sign_in.window_choice.value == left


def test_another_clerk_is_asked_for_the_password(door: Driver) -> None:
    door.window.begin("jihun")
    door.settle()
    screen = door.window.sign_in
    assert door.window.pages.currentWidget() is screen
    assert (screen.login.text(), screen.password.text()) == ("jihun", "")
    door.type(PASSWORD)
    door.press("Return")
    door.enter()
    assert door.window.session.actor.name == "박지훈"


def test_the_window_chosen_is_the_window_worked_at(door: Driver) -> None:
    door.window.sign_in.window_choice.choose(5)
    door.sign_in("minseo", PASSWORD)
    door.enter()
    assert door.window.session.actor.window == 5
    assert "창구 5" in door.work.top.clerk.text()


def test_a_taken_window_is_named(door: Driver, colleague: Actor) -> None:
    door.window.sign_in.window_choice.choose(colleague.window)
    door.sign_in("minseo", PASSWORD)
    assert problem(door).startswith("4번 창구에는 다른 담당자가 앉아 있는 것으로 되어 있습니다.")
    assert "4번 창구 · 박지훈" in door.window.sign_in.window_choice.itemText(3)


def test_a_seat_left_by_a_crash_is_taken_over_by_asking_twice(
    door: Driver, counter: Counter, colleague: Actor
) -> None:
    door.window.sign_in.window_choice.choose(colleague.window)
    door.sign_in("minseo", PASSWORD)
    assert "한 번 더" in problem(door)
    door.press("Return")
    door.enter()
    assert door.window.session.actor.window == colleague.window
    names = [w.clerk_name for w in counter.clerks.windows() if w.number == colleague.window]
    assert names == ["김민서"]


def test_only_the_window_that_was_refused_is_taken_over(
    door: Driver, counter: Counter, colleague: Actor
) -> None:
    counter.clerks.sign_in("sujin", PASSWORD, 5)
    door.window.sign_in.window_choice.choose(colleague.window)
    door.sign_in("minseo", PASSWORD)
    problem(door)
    door.window.sign_in.window_choice.choose(5)
    door.press("Return")
    door.until(lambda: "5번" in door.window.sign_in.problem.text())
    assert sorted(w.clerk_name for w in counter.clerks.windows() if w.clerk_name) == sorted(
        [colleague.name, "이수진"]
    )


def test_a_wrong_password_is_told_in_words_and_the_fifth_locks(door: Driver) -> None:
    for _ in range(4):
        door.sign_in("minseo", "wrong")
        assert problem(door).startswith("아이디나 비밀번호가 맞지 않습니다.")
    door.sign_in("minseo", "wrong")
    assert "잠겼습니다" in problem(door)
    door.sign_in("minseo", PASSWORD)
    assert "잠겼습니다" in problem(door)
    assert door.window.pages.currentWidget() is door.window.sign_in
    assert not door.window.session.signed_in


def test_enter_held_down_is_one_attempt(door: Driver, sql: Sql) -> None:
    counted = "SELECT failures FROM clerk WHERE login = 'minseo'"
    door.sign_in("minseo", "wrong")
    door.press("Return", "Return", "Return")
    door.settle()
    assert sql(counted) == [(1,)]
    door.sign_in("minseo", PASSWORD)
    door.press("Return")
    door.enter()
    door.press("Ctrl+L")
    door.type("wrong")
    door.press("Return", "Return", "Return")
    door.settle()
    assert sql(counted) == [(1,)]


def test_the_lock_speaks_only_of_what_it_asks_for(desk: Driver) -> None:
    desk.press("Ctrl+L")
    desk.type("wrong")
    desk.press("Return")
    desk.settle()
    assert desk.window.lock.problem.text() == "비밀번호가 맞지 않습니다. 다시 입력해 주세요."
    desk.press("Ctrl+E")
    assert desk.window.lock.problem.text() == "The password is wrong; type it again."


@pytest.mark.parametrize(
    ("login", "password", "told"),
    [
        ("", PASSWORD, "아이디가 비어 있습니다."),
        ("minseo", "", "비밀번호가 비어 있습니다."),
        ("nobody", PASSWORD, "아이디나 비밀번호가 맞지 않습니다."),
        ("' OR 1=1 --", PASSWORD, "아이디나 비밀번호가 맞지 않습니다."),
    ],
)
def test_what_is_wrong_with_an_entry_is_said(
    door: Driver, login: str, password: str, told: str
) -> None:
    door.sign_in(login, password)
    assert problem(door).startswith(told)
    assert not door.window.session.signed_in


def test_the_problem_follows_the_language(door: Driver) -> None:
    door.sign_in("minseo", "wrong")
    problem(door)
    door.press("Ctrl+E")
    assert problem(door).startswith("The login or the password is wrong")


def test_the_screen_locks_after_ten_idle_minutes(desk: Driver, idle_time: Stopwatch) -> None:
    idle_time.seconds = 599
    desk.window.idle.check()
    assert desk.window.pages.currentWidget() is desk.work
    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_Shift)
    idle_time.seconds = 1198
    desk.window.idle.check()
    assert desk.window.pages.currentWidget() is desk.work
    idle_time.seconds = 1199
    desk.window.idle.check()
    assert desk.window.pages.currentWidget() is desk.window.lock


def test_nothing_of_the_work_is_reached_through_the_lock(desk: Driver, counter: Counter) -> None:
    counter.tickets.take("A", action_id="slip")
    desk.press("Ctrl+L", "F2", "F8", "F6")
    desk.settle()
    assert not desk.work.isVisible()
    assert counter.tickets.view(None).upcoming is not None
    assert desk.window.notices.posted == []


def test_the_password_brings_the_work_back(desk: Driver) -> None:
    lock = desk.window.lock
    desk.press("Ctrl+L")
    desk.type("wrong")
    desk.press("Return")
    desk.until(lock.problem.isVisible)
    assert desk.window.pages.currentWidget() is lock
    desk.press("Ctrl+A")
    desk.type(PASSWORD)
    desk.press("Return")
    desk.until(desk.work.isVisible)
    assert lock.password.text() == ""


def test_somebody_else_can_take_over(desk: Driver, counter: Counter) -> None:
    desk.press("Ctrl+L")
    desk.window.lock.leave.click()
    desk.until(desk.window.sign_in.isVisible)
    desk.settle()
    assert not desk.window.session.signed_in
    assert all(window.clerk_name is None for window in counter.clerks.windows())
    desk.sign_in("jihun", PASSWORD)
    desk.enter()
    assert desk.window.session.actor.login == "jihun"


def test_closing_the_window_frees_the_seat(desk: Driver, counter: Counter) -> None:
    desk.window.close()
    assert all(window.clerk_name is None for window in counter.clerks.windows())


def test_the_window_closes_whatever_the_store_says(
    desk: Driver, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk.settle()
    connection = connect(home / "counter.db", bytes.fromhex((home / "store.key").read_text()))
    connection.execute("ALTER TABLE desk RENAME TO lost")
    connection.close()
    desk.window.close()
    assert "OperationalError" in caplog.text


def test_while_the_screen_is_locked_what_was_issued_is_sealed(
    desk: Driver, counter: Counter, home: Path
) -> None:
    request = Request(people.registered_foreigner(home), "은행 제출")
    counter.certificates.issue(desk.window.session.actor, request, action_id="issued")
    assert len(counter.sealed.missing()) == 1
    desk.window.lock_work()
    desk.until(lambda: not counter.sealed.missing())
