"""Documents put together for one visit: none, two, five of two persons, and once issued."""

from tests.ui.driver import Driver
from tests.ui.papers import visitor
from tests.ui.scenes.desk import person
from tests.ui.scenes.steps import drawn, scan


def put_in(driver: Driver, *keys: str) -> None:
    """The document the form shows after these keys, which begin on its kind."""
    before = len(driver.work.certificate.tray.laid)
    driver.work.certificate.page.form.kind.setFocus()
    driver.press(*keys)
    driver.settle()
    driver.press("Insert")
    driver.until(lambda: len(driver.work.certificate.tray.laid) > before)
    driver.settle()


def empty(driver: Driver) -> None:
    person(driver)


def two(driver: Driver) -> None:
    person(driver)
    put_in(driver)
    put_in(driver, "Down")
    drawn(driver)


def five(driver: Driver) -> None:
    """The mother's three and, of the child, two more; ten thousand won are laid down."""
    two(driver)
    put_in(driver, "Down")
    scan(driver, visitor(driver.counter.config.home).number)
    drawn(driver)
    put_in(driver)
    put_in(driver, "Down")
    drawn(driver)
    driver.press("Ctrl+F9")
    driver.type("10000")
    driver.press("Ctrl+B")
    driver.settle()


def issued(driver: Driver) -> None:
    five(driver)
    driver.press("F9")
    driver.until(lambda: driver.work.certificate.after.tray)
    driver.settle()


def leaving(driver: Driver) -> None:
    """F2 while two documents are in the tray."""
    two(driver)
    driver.press("F2")
    driver.settle()


SCENES = {
    "tray-empty": empty,
    "tray-two": two,
    "tray-five": five,
    "tray-issued": issued,
    "tray-leaving": leaving,
}
