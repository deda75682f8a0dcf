"""Residence matters at the desk: whose they are, the sheet, a move taken in."""

from tests.matters.desk import HOME, somebody
from tests.ui.driver import Driver
from tests.ui.scenes.steps import scan
from ui.matters.sheet import MattersSheet


def bring(desk: Driver) -> int:
    """Somebody to the window."""
    found = somebody(desk.counter)
    resident = desk.counter.residents.open(desk.window.session.actor, found, "확인")
    scan(desk, resident.number)
    desk.until(lambda: desk.window.session.resident)
    desk.settle()
    return found


def open_sheet(desk: Driver) -> MattersSheet:
    desk.press("Ctrl+F8")
    desk.settle()
    desk.settle()
    return desk.work.sheets.matters


def take_in(desk: Driver, address: str = HOME) -> None:
    """A move of today."""
    for text in (address, "2026-11-16"):
        desk.press("Tab")
        desk.compose(text)
    desk.press("Return")
    desk.settle()
    desk.settle()
