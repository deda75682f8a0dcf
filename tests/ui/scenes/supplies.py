"""What a PC runs out of."""

from datetime import timedelta

from counter_app.main import Counter
from tests.conftest import PASSWORD
from tests.ui.driver import Driver
from tests.ui.scenes.steps import serving

DAYS = 12


def few_numbers(counter: Counter, left: int) -> None:
    """So many for registrations this year, before the first is issued."""
    admin = counter.clerks.sign_in("admin", PASSWORD)
    series = f"{counter.clock.now().year}-{counter.config.office.code}-AR"
    counter.numbers.allot(admin, series, 1, left, action_id="few")


def revoke(counter: Counter) -> None:
    """No key signs any more."""
    admin = counter.clerks.sign_in("admin", PASSWORD)
    key = next(view.id for view in counter.known_keys.views() if view.state == "signs")
    counter.keys.revoke(admin, key, "the PC was lent")


def end_soon(counter: Counter, days: int = DAYS) -> None:
    """The only key that signs ends in so many days."""
    revoke(counter)
    admin, today = counter.clerks.sign_in("admin", PASSWORD), counter.clock.now().date()
    counter.keys.endorse(admin, counter.keys.new(admin), today, today + timedelta(days=days))


def running_low(driver: Driver) -> None:
    few_numbers(driver.counter, 87)
    end_soon(driver.counter)
    serving(driver)
    driver.work.reload_day()
    driver.work.reload_key()
    driver.settle()


def no_key(driver: Driver) -> None:
    revoke(driver.counter)
    serving(driver)
    driver.work.reload_key()
    driver.settle()
