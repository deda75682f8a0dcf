"""What a clerk comes to see, each reached by keys from a morning's start in the demo centre.

`bin/screens` takes pictures of them. Add one as a function in SCENES.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from counter_app.clock import SEOUL, FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.queue.tickets import Priority
from db.engine import connect
from tests.ui.driver import Driver
from tests.ui.papers import Visitor, visitor

NOW = datetime(2026, 11, 23, 10, 42, 13, tzinfo=SEOUL)
# Minutes ago, category, language of the visitors already waiting.
QUEUE = (
    (21, "E", "vi"), (18, "A", "ko"), (14, "B", "ko"), (11, "E", "zh"), (9, "A", "ko"),
    (8, "E", "ru"), (6, "A", "ko"), (5, "E", "en"), (4, "D", "ko"), (3, "A", "ko"),
    (2, "E", "th"), (1, "B", "km"),
)  # fmt: skip


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


def serving(driver: Driver) -> None:
    visitors(driver)
    driver.call()
    driver.press("F4")
    driver.settle()
    minutes_pass(driver, 2)


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
    driver.until(lambda: driver.work.queue.waiting.broken)
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
    driver.work.queue.moves.buttons[1].click()
    driver.settle()


def call_first(driver: Driver) -> None:
    """A number chosen from the list, called out of its order for a reason."""
    visitors(driver)
    driver.press("Shift+F2", "Down", "Down", "Return")
    driver.settle()
    driver.work.queue.moves.buttons[0].click()
    driver.settle()


def correct(driver: Driver) -> None:
    """What the ticket says of its visitor."""
    serving(driver)
    driver.press("F12")
    driver.settle()
    driver.work.queue.moves.buttons[2].click()
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
    screen = driver.window.sign_in
    for line, text in ((screen.login, "sujin"), (screen.password, account.password)):
        line.setFocus()
        driver.press("Ctrl+A")
        driver.type(text)
    driver.press("Return")
    driver.enter()
    driver.press("Ctrl+K")
    driver.settle()
    sheet = driver.work.clerks
    driver.move_to(lambda: sheet.who.text().endswith("(jihun)"), "Down")
    driver.press("Return")


def suspended(driver: Driver) -> None:
    accounts(driver)
    driver.type("on leave until March")
    driver.press("Return")
    driver.settle()


def found(driver: Driver) -> None:
    serving(driver)
    driver.find("nguyen")
    driver.settle()


def nothing_found(driver: Driver) -> None:
    serving(driver)
    scan(driver, "zhivkova")


def checksum(driver: Driver) -> None:
    serving(driver)
    number = visitor(driver.counter.config.home).number
    scan(driver, number[:-1] + str((int(number[-1]) + 1) % 10))


def impossible(driver: Driver) -> None:
    serving(driver)
    scan(driver, "901332-5123456")


def person(driver: Driver) -> None:
    found(driver)
    driver.press("Down", "Return")
    driver.until(lambda: driver.window.session.resident)
    drawn(driver)


def alerts(driver: Driver) -> None:
    serve(driver, with_alerts(driver, "move_overdue", "stay_expires_soon"))


def expired(driver: Driver) -> None:
    serve(driver, with_alerts(driver, "stay_expired", "move_overdue"))


def elsewhere(driver: Driver) -> None:
    serve(driver, with_alerts(driver, "card_lost", "other_centre"))


def options(driver: Driver) -> None:
    """Twelve copies with all addresses, the number masked, paid by card."""
    person(driver)
    form = driver.work.certificate.page.form
    driver.press("Shift+F9")
    driver.move_to(form.copies.hasFocus)
    driver.type("12")
    for box in (form.history, form.masked):
        driver.move_to(box.hasFocus)
        driver.press("Space")
    driver.settle()
    drawn(driver)


def issued(driver: Driver) -> None:
    person(driver)
    driver.press("F9")
    driver.until(lambda: driver.work.certificate.after.preview.pages)
    driver.settle()


def handed_over(driver: Driver) -> None:
    issued(driver)
    driver.press("F10")
    driver.settle()


def spoiling(driver: Driver) -> None:
    issued(driver)
    driver.press("Shift+F10")
    driver.settle()


def spoiled(driver: Driver) -> None:
    spoiling(driver)
    driver.press("Return")
    driver.settle()


def printer_trouble(driver: Driver) -> None:
    """Where the folder for prints should be, there is a file."""
    (driver.counter.config.home / "prints").write_text("")
    person(driver)
    driver.work.reload_printer()
    driver.press("F9")
    driver.until(lambda: driver.work.certificate.after.preview.pages)
    driver.settle()


def in_flight(driver: Driver) -> None:
    """The clerk went, or the machine did, before the paper was in anybody's hand."""
    issued(driver)
    leave(driver)
    driver.window.sign_in.enter_demo()
    driver.enter()
    driver.until(lambda: driver.work.certificate.after.case)
    driver.settle()


def left_lying(driver: Driver) -> None:
    """The next visitor is served while the last one's paper still lies there."""
    issued(driver)
    minutes_pass(driver, 1)
    driver.call()
    serve_now(driver, visitor(driver.counter.config.home))


SCENES: dict[str, Callable[[Driver], None]] = {
    "sign-in": sign_in,
    "wrong-password": wrong_password,
    "empty": empty,
    "serving": serving,
    "slip": slip,
    "deeds": deeds,
    "send-on": send_on,
    "call-first": call_first,
    "correct": correct,
    "resting": resting,
    "notices": notices,
    "fault": fault,
    "help": help_sheet,
    "locked": locked,
    "accounts": accounts,
    "suspended": suspended,
    "found": found,
    "nothing-found": nothing_found,
    "checksum": checksum,
    "impossible": impossible,
    "person": person,
    "alerts": alerts,
    "expired": expired,
    "elsewhere": elsewhere,
    "options": options,
    "issued": issued,
    "handed-over": handed_over,
    "spoiling": spoiling,
    "spoiled": spoiled,
    "printer-trouble": printer_trouble,
    "in-flight": in_flight,
    "left-lying": left_lying,
}


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


def with_alerts(driver: Driver, *codes: str) -> Visitor:
    """The first registered foreigner who has all these alerts."""
    counter, actor = driver.counter, driver.window.session.actor
    wanted = {f"residents.{code}" for code in codes}
    people = (counter.residents.open(actor, i, "certificate") for i in range(1, 3000))
    fits = (p for p in people if p.id_kind == "FRN" and wanted <= {a.code for a in p.alerts})
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
