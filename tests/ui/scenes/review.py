"""The privacy officer's month: a clerk who searched without a visitor, and a colleague's record."""

from dataclasses import replace
from datetime import timedelta

from tests.conftest import PASSWORD
from tests.ui.driver import Driver
from tests.ui.papers import visitor
from tests.ui.scenes.steps import clock_of, leave


def sign_in(driver: Driver, login: str) -> None:
    driver.sign_in(login, PASSWORD)
    driver.enter()


def looked(driver: Driver) -> None:
    """What the month's log holds."""
    counter, clock = driver.counter, clock_of(driver.counter)
    clerk = replace(counter.clerks.sign_in("minseo", PASSWORD), window=3)
    now = clock.at
    came = visitor(counter.config.home)
    clock.at = now - timedelta(days=1)  # a Sunday
    counter.residents.open(clerk, came.id, "advice")
    for ago in range(42, 0, -7):
        for text in ("ng", "nguy", "nguyen"):
            clock.at = now - timedelta(minutes=ago) + timedelta(seconds=len(text))
            counter.residents.find(clerk, text, typing=ago)
    clock.at = now
    counter.residents.open(replace(clerk, ticket="E014"), came.id, "certificate")


def review(driver: Driver) -> None:
    looked(driver)
    leave(driver)
    sign_in(driver, "haneul")
    driver.press("Ctrl+W")
    driver.settle()


def filtered(driver: Driver) -> None:
    """All that one clerk did, and what for."""
    review(driver)
    sheet = driver.work.sheets.review
    sheet.filters.clerk.setFocus()
    driver.type("minseo")
    driver.press("Return")
    driver.settle()


def roles(driver: Driver) -> None:
    """An administrator about to give a role, and what was given before."""
    counter = driver.counter
    admin = counter.clerks.sign_in("admin", PASSWORD)
    jihun = counter.clerks.sign_in("jihun", PASSWORD)
    counter.accounts.suspend(admin, jihun.clerk_id, "육아휴직")
    counter.accounts.restore(admin, jihun.clerk_id, "복직")
    leave(driver)
    sign_in(driver, "admin")
    driver.press("Ctrl+K")
    driver.settle()
    sheet = driver.work.sheets.clerks
    driver.move_to(lambda: sheet.table.current and sheet.table.current.login == "jihun", "Down")
    driver.press("Return")
    driver.compose("승진")
    driver.move_to(sheet.role.role.hasFocus)
    driver.press("Down")
    driver.settle()


def office(driver: Driver) -> None:
    """Who serves nobody sees what the role is for."""
    leave(driver)
    sign_in(driver, "admin")


SCENES = {"review": review, "review-filtered": filtered, "roles": roles, "office": office}
