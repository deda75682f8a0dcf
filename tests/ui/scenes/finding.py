"""Rows that say by what they were found."""

from sqlalchemy import text

from counter_app.residents.terms import places
from db.engine import reading
from tests.ui.driver import Driver
from tests.ui.scenes.steps import scan, serving

LIVING = text(
    "SELECT r.name_roman, r.birth_date, a.text_ko FROM resident AS r"
    " JOIN address AS a ON a.resident_id = r.id AND a.moved_out IS NULL"
    " WHERE r.name_roman LIKE 'NGUYEN %' ORDER BY r.id LIMIT 1"
)
CORRECTED = text("SELECT former_numbers FROM resident WHERE former_numbers IS NOT NULL LIMIT 1")


def together(driver: Driver) -> None:
    """A name, a birth year and a road."""
    serving(driver)
    with reading(driver.counter.engine) as session:
        _, born, home = session.connection().execute(LIVING).one()
    driver.press("F6")
    driver.compose(f"nguyen {born[:4]} {places(home)[0][1:3]}")
    driver.until(lambda: driver.work.lookup.table.rows)
    driver.settle()


def mistyped(driver: Driver) -> None:
    serving(driver)
    driver.find("nguyn thi")
    driver.settle()


def other_layout(driver: Driver) -> None:
    serving(driver)
    driver.press("F6")
    driver.compose("ㅜ혀ㅛ두")
    driver.until(lambda: driver.work.lookup.table.rows)
    driver.settle()


def old_number(driver: Driver) -> None:
    serving(driver)
    with reading(driver.counter.engine) as session:
        number = session.connection().execute(CORRECTED).scalar_one()
    scan(driver, str(number))


SCENES = {
    "found-together": together,
    "found-mistyped": mistyped,
    "found-other-layout": other_layout,
    "old-number": old_number,
}
