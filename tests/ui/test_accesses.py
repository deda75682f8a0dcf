"""The tab of accesses: asked when it is in front, printed by its key, on record."""

import json

from PySide6.QtCore import QPoint

from counter_app.main import Counter
from tests.asking import Sql
from tests.ui.driver import Driver
from tests.ui.papers import visitor
from tests.ui.scenes.desk import accesses
from tests.ui.scenes.steps import serve_now
from ui.base.table import row_height


def test_shown_printed_and_on_record(desk: Driver, counter: Counter) -> None:
    accesses(desk)
    page = desk.work.person.accesses
    assert page.isVisible()
    assert page.told.words == "열람 기록 5건을 인쇄했습니다. 출력한 것도 기록에 남았습니다."
    desk.until(lambda: len(page.table.rows) == 6)
    assert [access.act for access in page.table.rows] == [
        "resident.accesses_given",
        "resident.revealed",
        "resident.viewed",
        "resident.searched",
        "resident.viewed",
        "resident.viewed",
    ]
    assert len(list((counter.config.home / "prints").glob("*-ACCESS*.pdf"))) == 1


def test_they_are_in_sight_on_a_small_screen(desk: Driver) -> None:
    accesses(desk)
    person = desk.work.person
    place = person.accesses.table.mapTo(person, QPoint(0, 0)).y()
    assert 0 < place < person.height() - 3 * row_height()


def test_nothing_of_one_person_stays_for_the_next(desk: Driver) -> None:
    accesses(desk)
    serve_now(desk, visitor(desk.counter.config.home, 2))
    page = desk.work.person.accesses
    assert not page.isVisible()
    assert (page.table.rows, page.told.words) == ((), "")


def test_the_key_does_nothing_without_a_person(desk: Driver, counter: Counter) -> None:
    desk.press("Shift+F11", "Shift+F11")
    desk.settle()
    assert not (counter.config.home / "prints").exists()


def test_for_whom_is_asked_and_refused_of_a_restricted_record(
    desk: Driver, counter: Counter, sql: Sql
) -> None:
    accesses(desk)
    page = desk.work.person.accesses
    page.asker.identity.setCurrentIndex(1)
    desk.press("Shift+F11")
    desk.settle()
    kept = [json.loads(str(row[0])) for row in sql("SELECT asked FROM accesses_given ORDER BY id")]
    assert [(one["role"], one["identity"]) for one in kept] == [
        ("self", "card"),
        ("self", "passport"),
    ]
    resident = desk.window.session.resident
    assert resident
    sql(f"UPDATE resident SET restricted = '보호 신청 2026-31' WHERE id = {resident.id}")
    desk.press("Shift+F11")
    desk.settle()
    assert "보호 신청 2026-31" in page.told.words
    assert sql("SELECT count(*) FROM accesses_given") == [(2,)]
