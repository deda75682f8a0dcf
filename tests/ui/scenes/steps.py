"""What scenes have in common: an ordinary morning's queue, and the ways through the window."""

from datetime import datetime, timedelta

from sqlalchemy import text

from counter_app.clock import SEOUL, FixedClock
from counter_app.main import Counter
from counter_app.queue.tickets import Priority
from db.engine import reading
from tests.ui.driver import Driver
from tests.ui.papers import Visitor, visitor

NOW = datetime(2026, 11, 23, 10, 42, 13, tzinfo=SEOUL)
# Minutes ago, category, language of the visitors already waiting.
QUEUE = (
    (21, "E", "vi"), (18, "A", "ko"), (14, "B", "ko"), (11, "E", "zh"), (9, "A", "ko"),
    (8, "E", "ru"), (6, "A", "ko"), (5, "E", "en"), (4, "D", "ko"), (3, "A", "ko"),
    (2, "E", "th"), (1, "B", "km"),
)  # fmt: skip


FOREIGNERS = text(
    "SELECT id FROM resident WHERE id_kind = 'FRN' AND name_roman LIKE :named ORDER BY id"
)


def visitors(driver: Driver) -> None:
    """The queue of an ordinary morning."""
    counter = driver.counter
    clock = clock_of(counter)
    for place, (ago, category, language) in enumerate(QUEUE):
        clock.at = NOW - timedelta(minutes=ago, seconds=place * 7 % 60)
        counter.tickets.take(
            category,
            language,
            action_id=f"slip-{place}",
            priority=Priority.PREGNANT if place == 4 else None,
            interpreter=language == "vi",
        )
    clock.at = NOW
    driver.work.queue.reload()
    driver.settle()


def serving(driver: Driver) -> None:
    visitors(driver)
    driver.call()
    driver.press("F4")
    driver.settle()
    minutes_pass(driver, 2)


def scan(driver: Driver, text: str) -> None:
    driver.press("F6")
    driver.type(text)
    driver.press("Return")
    driver.settle()


def serve(driver: Driver, came: Visitor) -> None:
    serving(driver)
    serve_now(driver, came)


def serve_now(driver: Driver, came: Visitor) -> None:
    scan(driver, came.number)
    driver.until(lambda: driver.window.session.resident)
    drawn(driver)


def drawn(driver: Driver) -> None:
    """Wait for the page that belongs to what is asked for now, or for why there is none."""
    driver.settle()
    page = driver.work.certificate.page
    driver.until(lambda: (page.preview.pages and not page.preview.words) or page.strip.words)
    driver.settle()


def with_alerts(driver: Driver, *codes: str, named: str = "") -> Visitor:
    """The first registered foreigner who has all these alerts, of a name that begins so."""
    counter, actor = driver.counter, driver.window.session.actor
    wanted = {f"residents.{code}" for code in codes}
    with reading(counter.engine) as session:
        named_so = session.connection().execute(FOREIGNERS, {"named": f"{named}%"}).scalars().all()
    people = (counter.residents.open(actor, one, "certificate") for one in named_so)
    fits = (one for one in people if wanted <= {alert.code for alert in one.alerts})
    return visitor(counter.config.home, next(fits).id)


def minutes_pass(driver: Driver, minutes: int) -> None:
    clock_of(driver.counter).at += timedelta(minutes=minutes)
    driver.work.tick()


def leave(driver: Driver) -> None:
    driver.press("Ctrl+L")
    driver.window.lock.leave.click()
    driver.until(driver.window.sign_in.isVisible)
    driver.settle()


def clock_of(counter: Counter) -> FixedClock:
    assert isinstance(counter.clock, FixedClock)
    return counter.clock
