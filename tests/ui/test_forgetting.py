"""When the visit ends or the screen locks, nothing of the person stays: no widget, no clipboard."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QWidget

from counter_app.main import Counter
from counter_app.privacy.lines import Asked
from counter_app.residents import masking
from counter_app.residents.views import Resident
from tests.conftest import PASSWORD
from tests.ui.driver import Driver
from tests.ui.papers import visitor
from tests.ui.scenes.steps import drawn, leave, scan, serving

PURPOSE = "court order 77"


@pytest.fixture
def person(desk: Driver) -> Resident:
    """Served, opened for a purpose of their own, unmasked, and looked at from every side."""
    serving(desk)
    desk.press("Shift+F6")
    desk.type(PURPOSE)
    desk.press("Return")
    scan(desk, visitor(desk.counter.config.home).number)
    desk.until(lambda: desk.window.session.resident)
    drawn(desk)
    desk.press("Shift+F11")
    desk.settle()
    desk.press("F11", "1")
    desk.until(lambda: desk.window.session.revealed)
    drawn(desk)
    resident = desk.window.session.resident
    assert resident is not None
    return resident


def secrets(resident: Resident) -> tuple[str, ...]:
    """All that would tell who was here."""
    masked = masking.mask_number(resident.number)
    told = (resident.number[6:], masked, resident.name_roman, resident.name_hangul, PURPOSE)
    passport = resident.passport_number or ""
    return tuple(filter(None, (*told, passport, *(a.text_ko for a in resident.addresses))))


def said(window: QWidget) -> Iterator[tuple[str, str]]:
    """Every text that any widget holds, seen or not."""
    for widget in (window, *window.findChildren(QWidget)):
        name = type(widget).__name__
        for ask in ("text", "toPlainText", "toolTip", "accessibleName", "accessibleDescription"):
            answer: Callable[[], object] | object = getattr(widget, ask, None)
            if callable(answer):
                yield f"{name}.{ask}", str(answer())
        if isinstance(widget, QComboBox):
            yield f"{name}.currentText", widget.currentText()
        if isinstance(widget, QAbstractItemView) and widget.model():
            yield from ((f"{name}.cell", cell) for cell in cells(widget.model()))
    yield "title", window.windowTitle()


def cells(model: QAbstractItemModel) -> Iterator[str]:
    for line in range(model.rowCount()):
        for column in range(model.columnCount()):
            yield str(model.index(line, column).data(Qt.ItemDataRole.DisplayRole) or "")


def left(driver: Driver, resident: Resident) -> set[tuple[str, str]]:
    """What still tells of the person, and where."""
    told = list(said(driver.window))
    return {(where, word) for word in secrets(resident) for where, text in told if word in text}


def copied() -> str:
    return QGuiApplication.clipboard().text()


def test_the_search_for_what_is_left_finds_what_is_shown(desk: Driver, person: Resident) -> None:
    found = {word for _, word in left(desk, person)}
    assert {person.name_roman, person.number[6:], PURPOSE} <= found


@pytest.mark.parametrize("end", ["Ctrl+L", "F5", "F2"])
def test_nothing_stays(desk: Driver, person: Resident, end: str) -> None:
    desk.press(end)
    desk.settle()
    assert desk.window.session.resident is None
    assert not desk.window.session.revealed
    assert left(desk, person) == set()
    assert desk.work.certificate.page.preview.pages == 0


def test_a_sheet_with_the_person_is_closed_by_the_lock(desk: Driver, person: Resident) -> None:
    desk.press("Ctrl+G")
    desk.settle()
    desk.window.lock_work()
    desk.settle()
    assert left(desk, person) == set()
    assert not desk.work.certificate.page.preview.large.isVisible()


def test_after_the_lock_the_visit_goes_on_and_the_person_is_opened_anew(
    desk: Driver, person: Resident, sql: Callable[[str], list[tuple[object, ...]]]
) -> None:
    ticket = desk.window.session.ticket
    desk.press("Ctrl+L")
    desk.type(PASSWORD)
    desk.press("Return")
    desk.until(desk.work.isVisible)
    desk.settle()
    assert desk.window.session.ticket == ticket
    scan(desk, person.number)
    desk.until(lambda: desk.window.session.resident)
    assert not desk.window.session.revealed
    ((views,),) = sql("SELECT count(*) FROM audit WHERE action = 'resident.viewed'")
    assert views == 2


def test_what_was_copied_in_a_real_window_is_gone_with_the_person(home: Path, live: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.copied_live", str(home)],
        env={**os.environ, "DISPLAY": live, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    number = masking.mask_number(visitor(home).number)
    for step in ("visit", "lock"):
        assert told[f"number of the {step}"] == number
        assert told[f"address of the {step}"].endswith("***")
        assert told[f"after the {step}"] == ""


def test_copying_from_a_masked_field_copies_the_mask(desk: Driver) -> None:
    serving(desk)
    came = visitor(desk.counter.config.home)
    scan(desk, came.number)
    desk.until(lambda: desk.window.session.resident)
    desk.settle()
    field = desk.work.lookup.field
    field.setFocus()
    desk.press("Ctrl+A", "Ctrl+C")
    assert copied() == masking.mask_number(came.number)
    addresses = desk.work.person.addresses
    addresses.setFocus()
    addresses.setCurrentIndex(addresses.model().index(0, 1))
    desk.press("Ctrl+C")
    resident = desk.window.session.resident
    assert resident is not None
    assert copied() == masking.mask_address(resident.addresses[0].text_ko)
    assert copied().endswith("***")
    desk.press("F6", "Ctrl+Z", "Ctrl+A", "Ctrl+C")
    assert came.number not in copied().replace("-", "")
    QApplication.clipboard().clear()


def test_what_is_logged_names_the_ticket_being_served(
    desk: Driver, person: Resident, counter: Counter
) -> None:
    ticket = desk.window.session.ticket
    assert ticket is not None
    leave(desk)
    officer = counter.clerks.sign_in("haneul", PASSWORD)
    lines = counter.review.lines(officer, f"{counter.clock.now():%Y-%m}", Asked(person=person.id))
    acts = {"resident.searched", "resident.viewed", "resident.revealed"}
    assert {line.act for line in lines} == acts
    assert {(line.ticket, line.window) for line in lines} == {(ticket.number, 1)}
