"""What was told for a matter is masked until a purpose is given, for this matter alone."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from counter_app.main import Counter
from db.identity import IdKind
from tests.asking import Sql
from tests.matters.desk import HOME, somebody
from tests.ui.driver import Driver
from tests.ui.residence import open_sheet, take_in
from ui.matters.sheet import MattersSheet


def test_nothing_stays_of_who_has_left(desk: Driver, sheet: MattersSheet) -> None:
    take_in(desk)
    desk.press("Escape")
    desk.window.session.show_resident(None)
    assert sheet.table.rows == ()
    assert sheet.detail.view is None and not sheet.isVisible()


def told_of(sheet: MattersSheet) -> str:
    return " ".join(value.text() for _, value in sheet.detail.told.pairs)


def test_what_was_told_is_masked_as_on_the_persons_page(
    desk: Driver, counter: Counter, sheet: MattersSheet, sql: Sql
) -> None:
    take_in(desk)
    revealed = "SELECT action FROM audit WHERE action LIKE '%.revealed' ORDER BY seq"
    assert "와우산로 ***" in told_of(sheet) and "302호" not in told_of(sheet)
    desk.press("F11", "1")
    desk.settle()
    assert HOME in told_of(sheet) and desk.window.session.revealed
    desk.press("F11")
    desk.settle()
    assert "302호" not in told_of(sheet) and not desk.window.session.revealed
    assert sql(revealed) == [("resident.revealed",)]


def test_of_who_is_not_at_the_window_one_matter_is_unmasked(
    desk: Driver, counter: Counter, sql: Sql
) -> None:
    actor, person = desk.window.session.actor, somebody(counter)
    asked = {"address": HOME, "moved_in": "2026-11-16"}
    counter.matters.start(actor, "residence-change", person, asked, action_id="one")
    open_sheet(desk)
    sheet = desk.work.sheets.matters
    desk.press("F11")
    desk.settle()
    assert HOME not in told_of(sheet)
    desk.press("2")
    desk.settle()
    assert HOME in told_of(sheet) and not desk.window.session.revealed
    noted = "SELECT action, detail ->> '$.purpose' FROM audit WHERE action LIKE '%.revealed'"
    assert sql(noted) == [("matter.revealed", "identity")]
    desk.press("Escape")
    open_sheet(desk)
    assert "302호" not in told_of(sheet)


def test_a_matter_that_was_left_is_not_unmasked_by_a_late_answer(
    desk: Driver, counter: Counter
) -> None:
    actor, start = desk.window.session.actor, counter.matters.start
    told = {"address": HOME, "moved_in": "2026-11-16"}
    first, other = (
        start(actor, code, somebody(counter, kind), told, action_id=code)
        for code, kind in (("residence-change", IdKind.FRN), ("domestic-move", IdKind.DRN))
    )
    sheet = open_sheet(desk)
    sheet._show_matter(first)
    desk.press("F11")
    sheet._masking.asking.wanted.emit("identity")
    sheet._show_matter(other)
    desk.settle()
    sheet._show_matter(first)
    assert "와우산로 ***" in told_of(sheet)


def pressed(key: Qt.Key, text: str = "", *, held: bool) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text, held)


def test_a_purpose_pressed_twice_or_held_is_said_once(
    desk: Driver, counter: Counter, sheet: MattersSheet, sql: Sql
) -> None:
    take_in(desk)
    desk.press("F11")
    asking = desk.work.sheets.unmasking
    for held in (False, True, False):
        QApplication.sendEvent(asking, pressed(Qt.Key.Key_1, "1", held=held))
    desk.settle()
    assert sql("SELECT count(*) FROM audit WHERE action = 'resident.revealed'") == [(1,)]
    assert HOME in told_of(sheet)
    QApplication.sendEvent(sheet, pressed(Qt.Key.Key_F11, held=True))
    assert HOME in told_of(sheet)
