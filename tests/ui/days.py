"""The day view as it is opened, asked and read."""

from datetime import timedelta

import pytest

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.moves import Move
from tests.ui.driver import Driver
from ui.base.table import Table
from ui.day.sheet import DaySheet


@pytest.fixture
def worked(counter: Counter, colleague: Actor, clock: FixedClock) -> None:
    """On the Friday before: two numbers served at window 4, one no-show."""
    now = clock.at
    clock.at = now - timedelta(days=3)
    for n, code in enumerate("AAE"):
        counter.tickets.take(code, action_id=f"friday-{n}")
    for n, out in enumerate((Move.FINISH, Move.FINISH, Move.NO_SHOW)):
        clock.at += timedelta(minutes=4)
        called = counter.tickets.call_next(colleague, action_id=f"friday-call-{n}")
        for m in range(3 if out is Move.NO_SHOW else 0):
            clock.at += timedelta(minutes=1)
            called = counter.tickets.move(
                colleague, called.id, Move.RECALL, version=called.version, action_id=f"again-{m}"
            )
        clock.at += timedelta(minutes=2)
        counter.tickets.move(
            colleague, called.id, out, version=called.version, action_id=f"friday-out-{n}"
        )
    clock.at = now


def open_day(driver: Driver) -> DaySheet:
    driver.press("Ctrl+D")
    driver.settle()
    return driver.work.sheets.day


def ask_for(driver: Driver, text: str) -> None:
    sheet = driver.work.sheets.day
    driver.move_to(sheet.date.hasFocus)
    driver.press("Ctrl+A")
    driver.type(text)
    driver.press("Return")
    driver.settle()


def of_row(table: Table) -> tuple[str, int]:
    """Whose figures the cursor is on, and how many visitors."""
    row = table.current
    assert row
    return row.key, row.visitors


def cells(table: Table) -> list[list[str]]:
    model = table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
