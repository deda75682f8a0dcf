"""What a scanner types, and who is open then."""

from tests.ui.driver import Driver


def opened(desk: Driver) -> int | None:
    resident = desk.window.session.resident
    return resident.id if resident else None


def scan(desk: Driver, text: str) -> None:
    desk.type(text)
    desk.press("Return")
    desk.settle()
