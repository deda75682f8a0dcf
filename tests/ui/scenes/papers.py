"""Every other kind of certificate, and those that must not be issued unseen."""

from contextlib import chdir
from datetime import timedelta
from pathlib import Path

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.words import explain
from db.engine import connect
from tests.certificates.samples import OWN, building, scan
from tests.people import citizen, one
from tests.ui.driver import Driver
from tests.ui.papers import Visitor, visitor
from tests.ui.scenes.steps import drawn, serve
from ui.base.address_line import AddressLine

TRAVELLED = (
    "id_kind = 'FRN' AND (SELECT count(*) FROM crossing WHERE resident_id = resident.id) >= 5"
)
RESTRICTED = "가정폭력피해자 보호 신청 2026-31"


def serve_one(driver: Driver, condition: str) -> int:
    """Somebody who fits an SQL condition."""
    home = driver.counter.config.home
    found = one(home, condition)
    serve(driver, visitor(home, found))
    return found


def turn_to(driver: Driver, kind: str) -> None:
    """To the list of kinds, to its top and down to this one."""
    form = driver.work.certificate.page.form
    driver.move_to(form.kind.hasFocus, "Shift+F9")
    driver.press("Home")
    driver.move_to(lambda: form.code == kind, "Down")
    driver.settle()


def give_ground(driver: Driver) -> None:
    """The first ground there is, and that its paper was seen."""
    applicant = driver.work.certificate.page.form.applicant
    driver.move_to(applicant.ground.hasFocus)
    driver.press("Down")
    driver.move_to(applicant.proof.hasFocus)
    driver.press("Down")


def look_up(driver: Driver, place: str) -> None:
    """Type road and number where the address is asked for."""
    line = driver.work.certificate.page.form.asks.asked[0].line
    assert isinstance(line, AddressLine)
    driver.move_to(line.hasFocus)
    driver.compose(" ".join(place.split()[2:]))
    driver.until(line.found.isVisible)
    driver.settle()


def place_of(driver: Driver, *, citizens: bool) -> str:
    """A building where somebody lives."""
    found = building(driver.counter.config.home, citizen=citizens)
    return found.split(",")[0].split(" (")[0]


def asked(driver: Driver, kind: str, *, citizens: bool) -> None:
    """The tenant asks who is registered in the building; its lease was seen."""
    serve(driver, visitor(driver.counter.config.home))
    turn_to(driver, kind)
    driver.press("Ctrl+I")
    give_ground(driver)
    look_up(driver, place_of(driver, citizens=citizens))


def households(driver: Driver) -> None:
    asked(driver, "moved-in-households", citizens=True)
    driver.press("Down", "Return")
    drawn(driver)


def list_of_building(driver: Driver) -> None:
    """A bank asks with no record open."""
    driver.enter()
    turn_to(driver, "moved-in-households")
    driver.press("Ctrl+I")
    applicant = driver.work.certificate.page.form.applicant
    applicant.role.setCurrentIndex(applicant.role.findData("ground"))
    driver.move_to(applicant.name.hasFocus)
    driver.compose("한빛은행 김대출")
    applicant.ground.setCurrentIndex(applicant.ground.findData("finance"))
    driver.move_to(applicant.proof.hasFocus)
    driver.press("Down")
    look_up(driver, place_of(driver, citizens=True))
    driver.press("Down", "Return")
    drawn(driver)


def proposals(driver: Driver) -> None:
    """A part of the address is typed; the register's addresses are below it."""
    asked(driver, "foreigners-staying", citizens=False)
    driver.press("Down")
    driver.settle()


def unregistered(driver: Driver) -> None:
    """The register knows nobody at what is typed; what is like it is below, and a tick."""
    place = place_of(driver, citizens=True)
    serve(driver, visitor(driver.counter.config.home))
    turn_to(driver, "moved-in-households")
    driver.press("Ctrl+I")
    give_ground(driver)
    look_up(driver, f"{place}1")
    driver.press("F9")
    page = driver.work.certificate.page
    line = page.form.asks.asked[0].line
    assert isinstance(line, AddressLine)
    driver.until(lambda: bool(page.strip.words) and line.sure.isVisible())
    driver.settle()


def clock_back(driver: Driver) -> None:
    """The clock was set back by a day; a supervisor is asked."""
    serve(driver, visitor(driver.counter.config.home))
    clock = driver.counter.clock
    assert isinstance(clock, FixedClock)
    clock.at -= timedelta(days=1)
    driver.press("F9")
    driver.until(driver.work.certificate.page.clock.isVisible)
    driver.settle()


def clock_behind(driver: Driver) -> None:
    """The clock is a minute and a half behind what is on record."""
    serve(driver, visitor(driver.counter.config.home))
    drawn(driver)
    clock = driver.counter.clock
    assert isinstance(clock, FixedClock)
    clock.at -= timedelta(seconds=95)
    driver.press("Insert")
    driver.settle()
    driver.work.certificate.page.behind.look()
    driver.settle()


def foreigners(driver: Driver) -> None:
    proposals(driver)
    driver.press("Return")
    drawn(driver)


def send(driver: Driver) -> None:
    """Somebody else came, with a power of attorney."""
    applicant = driver.work.certificate.page.form.applicant
    driver.press("Ctrl+I", "Ctrl+I", "Ctrl+I")
    driver.move_to(applicant.name.hasFocus)
    driver.compose("김대리")
    driver.move_to(applicant.proof.hasFocus)
    driver.press("Down")
    driver.settle()


def delegate(driver: Driver) -> None:
    serve(driver, visitor(driver.counter.config.home))
    send(driver)
    drawn(driver)


def ground_open(driver: Driver) -> None:
    """A creditor asks; what is still missing stands in the page's place."""
    serve(driver, visitor(driver.counter.config.home))
    form = driver.work.certificate.page.form
    driver.press(*["Ctrl+I"] * 4)
    driver.move_to(form.applicant.name.hasFocus)
    driver.compose("박채권")
    driver.press("F9")
    page = driver.work.certificate.page
    driver.until(lambda: page.strip.words and page.preview.words == page.strip.words)
    driver.settle()


def crossings(driver: Driver) -> None:
    serve_one(driver, TRAVELLED)
    turn_to(driver, "entry-departure")
    form = driver.work.certificate.page.form
    driver.move_to(form.asks.asked[0].line.hasFocus)
    driver.type("20250101")
    drawn(driver)


def temporary(driver: Driver) -> None:
    """The card is lost: only the passport or the mobile card tells who it is."""
    serve_one(driver, f"card_lost_on IS NOT NULL AND passport_number IS NOT NULL AND {OWN}")
    turn_to(driver, "temporary-registration")
    drawn(driver)


def enclose(driver: Driver, file: Path) -> None:
    """Name the document and its file."""
    turn_to(driver, "certified-copy")
    form = driver.work.certificate.page.form
    driver.move_to(form.asks.asked[0].line.hasFocus)
    driver.compose("재직증명서")
    driver.move_to(form.enclosure.path.hasFocus)
    driver.compose(str(file))
    driver.press("Return")
    driver.settle()


def certified(driver: Driver) -> None:
    """Two pages of a scan, stamped."""
    home = driver.counter.config.home
    serve(driver, visitor(home))
    with chdir(home):
        file = Path("scans/employment.pdf")
        file.parent.mkdir()
        file.write_bytes(scan(2))
        enclose(driver, file)
    drawn(driver)
    driver.move_to(driver.work.certificate.page.preview.hasFocus)
    driver.press("Right")


def no_copy(driver: Driver) -> None:
    """What was chosen is neither a PDF nor a picture."""
    home = driver.counter.config.home
    serve(driver, visitor(home))
    with chdir(home):
        file = Path("letter.docx")
        file.write_bytes(b"PK and nothing that is a picture")
        enclose(driver, file)
    missing = explain(Refusal("certificates.enclosure_needed"), driver.window.session.language)
    driver.until(lambda: driver.work.certificate.page.preview.words == missing)
    driver.settle()


def make_double(came: Visitor, home: Path) -> None:
    """Another one of this name and birth date."""
    connection = connect(home / "counter.db", bytes.fromhex((home / "store.key").read_text()))
    other = one(home, f"id_kind = 'FRN' AND id <> {came.id}")
    connection.execute(
        "UPDATE resident SET birth_date = ?, name_roman = ? WHERE id = ?",
        (came.birth.isoformat(), came.name_roman, other),
    )
    connection.commit()
    connection.close()


def double(driver: Driver) -> None:
    """Two could be meant; F9 leads to the line for the number on the card."""
    home = driver.counter.config.home
    came = visitor(home)
    make_double(came, home)
    serve(driver, came)
    driver.press("F9")
    driver.settle()


def restrict(driver: Driver, who: int) -> None:
    counter = driver.counter
    account = counter.config.demo
    assert account
    supervisor = counter.clerks.sign_in("sujin", account.password, 4)
    counter.residents.restrict(supervisor, who, RESTRICTED)


def restricted(driver: Driver) -> None:
    came = visitor(driver.counter.config.home)
    restrict(driver, came.id)
    serve(driver, came)
    driver.settle()


def for_a_citizen(driver: Driver) -> None:
    """Told first why the foreigners' certificate is not for them, then given another."""
    home = driver.counter.config.home
    serve(driver, visitor(home, citizen(home)))
    turn_to(driver, "residence")
    drawn(driver)


SCENES = {
    "households": households,
    "proposals": proposals,
    "unregistered": unregistered,
    "clock-back": clock_back,
    "clock-behind": clock_behind,
    "foreigners": foreigners,
    "delegate": delegate,
    "ground-open": ground_open,
    "crossings": crossings,
    "temporary": temporary,
    "certified": certified,
    "no-copy": no_copy,
    "double": double,
    "restricted": restricted,
    "building": list_of_building,
    "for-a-citizen": for_a_citizen,
}
