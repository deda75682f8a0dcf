"""Where the clock was set back, somebody else signs at the window before anything is issued."""

from datetime import timedelta
from pathlib import Path

from counter_app.clock import FixedClock
from tests.asking import Sql
from tests.conftest import PASSWORD
from tests.people import overseas_korean
from tests.ui.driver import Driver
from tests.ui.papers import visitor
from tests.ui.scenes.steps import scan as serve


def test_a_clock_a_little_behind_is_told_before_a_paper_bears_its_time(
    desk: Driver, home: Path, clock: FixedClock, sql: Sql
) -> None:
    page = desk.work.certificate.page
    serve(desk, visitor(home).number)
    assert not page.behind.isVisible()
    clock.at -= timedelta(seconds=90)
    serve(desk, visitor(home, overseas_korean(home)).number)
    assert page.behind.isVisible()
    assert "초 늦습니다" in page.behind.words
    desk.press("Insert")
    desk.settle()
    assert page.tray.rows
    assert page.behind.isVisible()
    desk.press("F9")
    desk.until(lambda: bool(sql("SELECT * FROM certificate")))
    desk.settle()
    clock.at += timedelta(days=1)
    serve(desk, visitor(home).number)
    assert not page.behind.isVisible()


def test_a_supervisor_says_that_the_clock_is_right(
    desk: Driver, home: Path, clock: FixedClock, sql: Sql
) -> None:
    serve(desk, visitor(home).number)
    page = desk.work.certificate.page
    clock.at -= timedelta(days=1)
    desk.press("F9")
    desk.until(page.clock.isVisible)
    assert "시계" in page.strip.words
    assert sql("SELECT * FROM certificate") == []
    for password, told in (("wrong", True), (PASSWORD, False)):
        desk.move_to(page.clock.login.hasFocus)
        desk.press("Ctrl+A")
        desk.type("sujin")
        desk.press("Return")
        desk.type(password)
        desk.press("Return")
        desk.settle()
        assert bool(page.strip.words) is told
        assert page.clock.isVisible() is told
    desk.press("F9")
    desk.until(lambda: bool(sql("SELECT * FROM certificate")))
    assert sql("SELECT count(*) FROM audit WHERE action = 'clock.confirmed'") == [(1,)]
