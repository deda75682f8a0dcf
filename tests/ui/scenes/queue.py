"""The queue, who signs in, and the sheets over the work."""

from contextlib import suppress

from counter_app.errors import Refusal
from db.engine import connect
from tests.ui.driver import Driver
from tests.ui.scenes.steps import leave, serving, visitors


def empty(_: Driver) -> None:
    """Nobody waits, nobody is served."""


def sign_in(driver: Driver) -> None:
    leave(driver)


def wrong_password(driver: Driver) -> None:
    leave(driver)
    screen = driver.window.sign_in
    screen.password.setFocus()
    driver.press("Ctrl+A", "Delete")
    driver.type("not-the-password")
    driver.press("Return")
    driver.until(screen.problem.isVisible)
    driver.settle()


def notices(driver: Driver) -> None:
    serving(driver)
    driver.press("F7")
    driver.settle()
    driver.press("F8", "Return")
    driver.settle()
    driver.window.notices.fault("4F09AC")
    driver.settle()


def fault(driver: Driver) -> None:
    """The queue can be read no more."""
    serving(driver)
    home = driver.counter.config.home
    connection = connect(home / "counter.db", bytes.fromhex((home / "store.key").read_text()))
    connection.execute("ALTER TABLE ticket RENAME TO lost")
    connection.close()
    driver.work.queue.reload()
    driver.until(lambda: driver.work.queue.below.waiting.broken)
    driver.settle()


def slip(driver: Driver) -> None:
    serving(driver)
    driver.press("F8")
    driver.settle()


def deeds(driver: Driver) -> None:
    """One number on hold, another one served; what else can be done with it."""
    serving(driver)
    driver.press("Shift+F4")
    driver.settle()
    driver.call()
    driver.press("F4")
    driver.settle()
    driver.press("F12")
    driver.settle()


def send_on(driver: Driver) -> None:
    deeds(driver)
    driver.work.queue.below.moves.buttons[1].click()
    driver.settle()


def call_first(driver: Driver) -> None:
    """A number chosen from the list, called out of its order for a reason."""
    visitors(driver)
    driver.press("Shift+F2", "Down", "Down", "Return")
    driver.settle()
    driver.work.queue.below.moves.buttons[0].click()
    driver.settle()


def correct(driver: Driver) -> None:
    """What the ticket says of its visitor."""
    serving(driver)
    driver.press("F12")
    driver.settle()
    driver.work.queue.below.moves.buttons[2].click()
    driver.settle()


def resting(driver: Driver) -> None:
    """The window is paused; what can be done at a window without a number."""
    visitors(driver)
    driver.counter.desks.pause(driver.window.session.actor, "회의")
    driver.press("F12")
    driver.until(driver.work.queue.rest.isVisible)
    driver.settle()


def help_sheet(driver: Driver) -> None:
    serving(driver)
    driver.press("F1")


def locked(driver: Driver) -> None:
    serving(driver)
    driver.press("Ctrl+L")
    driver.settle()


def accounts(driver: Driver) -> None:
    """The supervisor is about to suspend a clerk who is at work; another cannot sign in."""
    clerks, account = driver.counter.clerks, driver.counter.config.demo
    assert account
    leave(driver)
    clerks.sign_in("jihun", account.password, 4)
    for _ in range(driver.counter.config.failures_allowed):
        with suppress(Refusal):
            clerks.sign_in("minseo", "not-the-password")
    driver.sign_in("sujin", account.password)
    driver.enter()
    driver.press("Ctrl+K")
    driver.settle()
    sheet = driver.work.sheets.clerks
    driver.move_to(lambda: sheet.who.text().endswith("(jihun)"), "Down")
    driver.press("Return")


def suspended(driver: Driver) -> None:
    accounts(driver)
    driver.type("on leave until March")
    driver.press("Return")
    driver.settle()
