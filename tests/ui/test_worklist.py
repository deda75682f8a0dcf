"""Who must be told of something: counted, listed masked and on record, opened for that purpose."""

from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.main import Counter
from tests import people
from tests.asking import Sql
from tests.conftest import MORNING
from tests.matters.desk import HOME
from tests.ui.driver import Driver
from ui.person.worklist_sheet import WorklistSheet

LISTS = "SELECT count(*) FROM audit WHERE action = 'resident.due_listed'"
VIEWS = (
    "SELECT subject, detail ->> '$.purpose' FROM audit WHERE action = 'resident.viewed'"
    " ORDER BY seq"
)


@pytest.fixture
def soon(home: Path, sql: Sql) -> int:
    """Whose stay ends in three days, as the only one."""
    person = people.registered_foreigner(home)
    far, near = (MORNING.date() + timedelta(days=days) for days in (400, 3))
    sql(f"UPDATE resident SET stay_expires = '{far}' WHERE stay_expires IS NOT NULL")
    sql(f"UPDATE resident SET stay_expires = '{near}' WHERE id = {person}")
    return person


def opened(desk: Driver) -> WorklistSheet:
    desk.press("Ctrl+F5")
    desk.settle()
    return desk.work.sheets.worklist


def choose(desk: Driver, sheet: WorklistSheet, kind: str) -> None:
    desk.press("Home")
    desk.move_to(lambda: sheet.kinds.current and sheet.kinds.current.name == kind, "Down")
    desk.press("Return")
    desk.settle()


def test_counts_are_seen_before_anybody_is_listed(
    desk: Driver, counter: Counter, soon: int, sql: Sql
) -> None:
    counter.matters.start(
        desk.window.session.actor,
        "residence-change",
        soon,
        {"address": HOME, "moved_in": "2026-11-16"},
        action_id="m",
    )
    sheet = opened(desk)
    counts = {kind.name: kind.count for kind in sheet.kinds.rows}
    assert (counts["stay_expires_soon"], counts["stay_expired"], counts["matters"]) == (1, 0, 1)
    assert sheet.kinds.hasFocus()
    desk.press("Down", "Down")
    desk.settle()
    assert sheet.people.rows == ()
    assert sql(LISTS) == [(0,)]


def test_a_list_is_masked_and_on_record_and_leads_to_the_record(
    desk: Driver, soon: int, sql: Sql
) -> None:
    sheet = opened(desk)
    choose(desk, sheet, "stay_expires_soon")
    assert sheet.people.hasFocus()
    (one,) = sheet.people.rows
    cells = [column.text(one) for column in sheet.people.columns]
    ((number,),) = sql(f"SELECT number FROM resident WHERE id = {soon}")
    assert str(number)[7:] not in " ".join(cells)
    assert "3일 남음" in cells
    assert sql(LISTS) == [(1,)]
    desk.press("Return")
    desk.settle()
    assert not sheet.isVisible()
    resident = desk.window.session.resident
    assert resident is not None
    assert resident.id == soon
    assert sql(VIEWS) == [(f"resident:{soon}", "안내 대상 확인: 체류기간 곧 끝남")]
    assert not desk.window.session.revealed


def test_nobody_is_said_and_esc_leads_back(desk: Driver, soon: int) -> None:
    sheet = opened(desk)
    choose(desk, sheet, "stay_expired")
    assert "해당하는 분이 없습니다" in sheet.state.text()
    assert sheet.kinds.hasFocus()
    choose(desk, sheet, "stay_expires_soon")
    desk.press("Escape")
    assert sheet.isVisible() and sheet.kinds.hasFocus()
    desk.press("Escape")
    assert not sheet.isVisible()
    assert (sheet.kinds.rows, sheet.people.rows) == ((), ())


def test_whose_kind_is_left_is_not_opened_for_another(
    desk: Driver, counter: Counter, soon: int, sql: Sql
) -> None:
    sheet = opened(desk)
    choose(desk, sheet, "stay_expires_soon")
    assert sheet.people.rows
    desk.press("Escape", "Up")
    assert sheet.people.rows == ()
    assert "열람 기록에 남습니다" in sheet.state.text()
    sql("UPDATE clerk SET suspended_at = '2026-11-16T09:00:00+09:00'")
    desk.press("Return")
    desk.settle()
    assert sheet.strip.tone == "danger"
    assert sheet.people.rows == ()


def test_every_matter_is_counted(desk: Driver, soon: int, sql: Sql) -> None:
    desk.counter.matters.start(
        desk.window.session.actor,
        "residence-change",
        soon,
        {"address": HOME, "moved_in": "2026-11-16"},
        action_id="m",
    )
    ((names,),) = sql("SELECT group_concat(name) FROM pragma_table_info('matter') WHERE pk = 0")
    rest = ", ".join(
        "number || '-' || n" if one == "number" else one for one in str(names).split(",")
    )
    numbers = "WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 249)"
    sql(f"{numbers} INSERT INTO matter ({names}) SELECT {rest} FROM matter, more")
    sheet = opened(desk)
    assert {kind.name: kind.count for kind in sheet.kinds.rows}["matters"] == 250


def test_matters_have_a_sheet_of_their_own(desk: Driver) -> None:
    sheet = opened(desk)
    choose(desk, sheet, "matters")
    assert not sheet.isVisible()
    assert desk.work.sheets.matters.isVisible()


def test_locked_nobody_stays_listed(desk: Driver, soon: int) -> None:
    sheet = opened(desk)
    choose(desk, sheet, "stay_expires_soon")
    desk.press("Ctrl+L")
    desk.settle()
    assert (sheet.isVisible(), sheet.people.rows) == (False, ())


def test_closed_meanwhile_nothing_is_reckoned_to_its_end(desk: Driver, counter: Counter) -> None:
    desk.press("Ctrl+F5", "Escape")
    desk.settle()
    sheet = desk.work.sheets.worklist
    assert (sheet.isVisible(), sheet.kinds.rows) == (False, ())
    assert counter.worklist.reckoned() is None
