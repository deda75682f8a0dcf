"""The day view, on a Monday after three weeks of work at six windows."""

from datetime import date

from tests.ui.driver import Driver
from tests.ui.past import put_weeks
from tests.ui.scenes.steps import NOW, leave

FIRST = date(2026, 11, 2)
CREW = (("sujin", 1), ("minseo", 2), ("jihun", 4))


def day(driver: Driver) -> None:
    """The supervisor looks at the morning as it goes on."""
    counter, account = driver.counter, driver.counter.config.demo
    assert account
    leave(driver)
    crew = [counter.clerks.sign_in(login, account.password, at) for login, at in CREW]
    for clerk in crew:
        counter.desks.open(clerk)
    put_weeks(counter, FIRST, NOW, {clerk.window: clerk for clerk in crew if clerk.window})
    driver.sign_in("sujin", account.password)
    driver.enter()
    driver.press("Ctrl+D")
    driver.settle()


def windows(driver: Driver) -> None:
    """The Friday before, window by window."""
    day(driver)
    driver.press("PgUp")
    driver.settle()
    driver.move_to(driver.work.sheets.day.pages.tabs.hasFocus)
    driver.press("Right")
    driver.settle()
    driver.press("Tab", "Ctrl+End")
    driver.settle()
    driver.settle()


def export(driver: Driver) -> None:
    day(driver)
    driver.press("Ctrl+S", "Tab", "Ctrl+A")
    driver.type("/home/seogyo/Documents/queue-2026-11-23.csv")
    driver.press("Shift+Tab")
    driver.settle()


def empty(driver: Driver) -> None:
    """A Sunday."""
    day(driver)
    driver.press("Ctrl+A")
    driver.type("1122")
    driver.press("Return")
    driver.settle()


def crowd(driver: Driver) -> None:
    """More will come than three windows can do with."""
    day(driver)
    driver.press("Escape")
    driver.work.queue.below.crowd.reload()
    driver.settle()
