"""Finding a person and issuing a certificate."""

from counter_app.certificates.kinds import kinds
from counter_app.certificates.numbers import JOINT, RECEIPTS
from counter_app.main import Counter
from tests.conftest import PASSWORD, SECOND
from tests.ui.driver import Driver
from tests.ui.papers import visitor
from tests.ui.scenes.steps import (
    drawn,
    leave,
    minutes_pass,
    scan,
    serve,
    serve_now,
    serving,
    with_alerts,
)
from tests.ui.scenes.sync import join, known_there, look


def allot(counter: Counter, many: int) -> None:
    """Numbers for every kind, of this year."""
    administrator = counter.clerks.sign_in("admin", PASSWORD)
    office = f"{counter.clock.now().year}-{counter.config.office.code}"
    for letters in {RECEIPTS, JOINT, *(kind.series for kind in kinds())}:
        series = f"{office}-{letters}"
        counter.numbers.allot(administrator, series, 1, many, action_id=f"allot-{letters}")


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


def working(driver: Driver) -> None:
    """An ordinary minute: synced, somebody found by name, and what they must be told."""
    serving(driver)
    allot(driver.counter, 1_840)
    join(driver.counter)
    look(driver)
    came = with_alerts(driver, "move_overdue", named="NGUYEN THI")
    driver.find(came.name_roman.rpartition(" ")[0].lower())
    driver.settle()
    driver.press("Down")
    table = driver.work.lookup.table
    driver.move_to(lambda: table.current and table.current.id == came.id, "Down")
    driver.press("Return")
    driver.until(lambda: driver.window.session.resident)
    drawn(driver)


def person(driver: Driver) -> None:
    found(driver)
    driver.press("Down", "Return")
    driver.until(lambda: driver.window.session.resident)
    drawn(driver)


def large(driver: Driver) -> None:
    """The page as it will be, large enough to be read."""
    person(driver)
    driver.press("Ctrl+G")
    driver.settle()


def alerts(driver: Driver) -> None:
    serve(driver, with_alerts(driver, "move_overdue", "stay_expires_soon"))


def expired(driver: Driver) -> None:
    serve(driver, with_alerts(driver, "stay_expired", "move_overdue"))


def elsewhere(driver: Driver) -> None:
    serve(driver, with_alerts(driver, "card_lost", "other_centre"))


def explained(driver: Driver) -> None:
    """Every flag opened to its rule, its ground and the next step."""
    elsewhere(driver)
    driver.press("Shift+F1")
    driver.settle()


def card_pending(driver: Driver) -> None:
    """A lost card that the district has not confirmed yet."""
    person(driver)
    resident = driver.window.session.resident
    assert resident
    known_there(driver.counter, resident.id)
    look(driver)
    driver.press("Ctrl+F11", "Return")
    driver.settle()
    drawn(driver)


def which_centre(driver: Driver) -> None:
    """An address that may belong to two centres."""
    serving(driver)
    driver.press("Ctrl+F6")
    driver.settle()
    driver.compose("서울 마포구 월드컵로 3 (망원동)")
    driver.press("Return")
    driver.settle()


def worklist(driver: Driver) -> None:
    """Whose stay ends soon, from the list of all that somebody must be told of."""
    driver.press("Ctrl+F5")
    driver.settle()
    driver.press("Down", "Down")
    driver.press("Return")
    driver.settle()


def unmasking(driver: Driver) -> None:
    """What for the masked data are to be shown."""
    person(driver)
    driver.press("F11")
    driver.settle()


def accesses(driver: Driver) -> None:
    """Who looked at the record, printed for the person."""
    counter = driver.counter
    for login, purpose in (("jihun", "address"), ("sujin", "출입국·외국인청의 사실 조회")):
        other = counter.clerks.sign_in(login, PASSWORD)
        counter.residents.open(other, visitor(counter.config.home).id, purpose)
    serve(driver, visitor(counter.config.home))
    driver.press("F11", "1")
    driver.settle()
    driver.press("Shift+F11")
    driver.settle()
    driver.press("Shift+F11")
    driver.settle()


def change(driver: Driver) -> None:
    """Ten thousand won laid down for one certificate."""
    person(driver)
    driver.press("Ctrl+F9")
    driver.type("10000")
    driver.settle()


def waived(driver: Driver) -> None:
    person(driver)
    driver.press(*["Ctrl+F9"] * 5)
    driver.settle()


def till(driver: Driver) -> None:
    """A drawer opened, and counted as far as the coins."""
    serving(driver)
    driver.counter.till.open(driver.window.session.actor, 50_000, action_id="open")
    driver.press("Ctrl+M")
    driver.settle()
    driver.type("1")
    driver.settle()


def paper(driver: Driver) -> None:
    """Secure paper that runs low, three sheets just written off."""
    serving(driver)
    actor = driver.window.session.actor
    driver.counter.stationery.write_off(actor, "452", "습기", action_id="damp", second=SECOND)
    driver.press("Ctrl+J")
    driver.settle()
    sheet = driver.work.sheets.paper
    sheet.gone.lines["sheets"].setText("3")
    sheet.gone.lines["reason"].setText("용지 걸림")
    sheet.gone.do.click()
    driver.settle()


def reissue(driver: Driver) -> None:
    """A certificate handed over, about to be printed again or made void."""
    handed_over(driver)
    driver.press("Ctrl+R")
    driver.settle()
    driver.compose("훼손")
    driver.settle()


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
    driver.until(lambda: driver.work.certificate.after.case)
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
    for said in ("", "sujin", "seogyo-demo"):
        driver.type(said)
        driver.press("Return")
    driver.settle()


def printer_trouble(driver: Driver) -> None:
    """Where the folder for prints should be, there is a file."""
    (driver.counter.config.home / "prints").write_text("")
    person(driver)
    driver.work.reload_printer()
    driver.press("F9")
    driver.until(lambda: driver.work.certificate.after.case)
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
