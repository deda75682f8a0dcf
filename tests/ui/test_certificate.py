"""From the card to the paper in the visitor's hand."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QTableView

from counter_app.certificates.requests import Request
from counter_app.privacy.actor import Actor
from tests.asking import Sql
from tests.people import citizen
from tests.ui.driver import Driver
from tests.ui.issuing import state
from tests.ui.papers import Visitor, visitor
from tests.ui.scenes.steps import scan
from ui.certificate.panel import CertificatePanel
from ui.kit.theme import look


def test_a_visit_takes_four_keys_and_a_scan(
    desk: Driver, panel: CertificatePanel, came: Visitor, home: Path
) -> None:
    desk.counter.tickets.take("E", "vi", action_id="slip")
    desk.call()
    desk.type(came.number)
    desk.press("Return")
    desk.settle()
    desk.press("F9")
    desk.settle()
    assert state(panel) == "spooled"
    desk.press("F10")
    desk.settle()
    assert state(panel) == "handed_over"
    assert desk.keys == 4  # Return is the scanner's
    assert panel.after.case is not None
    prints = {path.stem for path in (home / "prints").iterdir()}
    assert {panel.after.case.issue_number, panel.after.case.receipt_number} <= prints


def test_the_page_is_seen_before_it_is_printed(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    scan(desk, came.number)
    desk.until(lambda: panel.page.preview.pages)
    assert panel.page.total.text() == "1,000원"
    assert desk.counter.archive.in_flight() == ()


def test_the_page_shows_no_more_than_the_record_until_it_is_unmasked(
    desk: Driver, panel: CertificatePanel, came: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    preview = desk.counter.certificates.preview

    def noted(actor: Actor, request: Request, *, whole: bool) -> bytes:
        asked.append(whole)
        return preview(actor, request, whole=whole)

    monkeypatch.setattr(desk.counter.certificates, "preview", noted)
    scan(desk, came.number)
    desk.until(lambda: panel.page.preview.pages)
    assert panel.page.masked.isVisible()
    for keys in (("F11", "1"), ("F11",)):  # what for, and masked again
        desk.press(*keys)
        desk.settle()
        desk.until(lambda: panel.page.preview.pages)
    assert asked == [False, True, False]
    desk.press("F11", "1")
    desk.settle()
    desk.press("F9")
    desk.settle()
    desk.until(lambda: panel.after.preview.pages)
    assert not panel.after.preview.words
    desk.press("F11")
    assert panel.after.preview.pages == 0
    assert "F11" in panel.after.preview.words
    desk.press("F11")
    desk.settle()
    desk.window.session.show_resident(None)
    assert not desk.window.session.revealed
    assert not panel.page.masked.isHidden()


def test_large_text_brings_the_options_into_sight_and_the_search_back(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    look().show("light", 2.0)
    scan(desk, came.number)
    form = panel.page.form
    assert form.purpose.visibleRegion().isEmpty()
    desk.press("Shift+F9")
    desk.settle()
    assert form.purpose.visibleRegion().boundingRect().height() == form.purpose.height()
    desk.press("F6")
    assert not desk.work.lookup.field.visibleRegion().isEmpty()


def test_options_are_printed_as_chosen(
    desk: Driver, panel: CertificatePanel, came: Visitor, sql: Sql
) -> None:
    scan(desk, came.number)
    desk.press("Shift+F9")
    desk.type("visa")
    desk.move_to(panel.page.form.copies.hasFocus)
    desk.press("Up", "Up")
    desk.move_to(panel.page.form.history.hasFocus)
    desk.press("Space")
    desk.settle()
    assert panel.page.total.text() == "3,000원"
    desk.press("F9")
    desk.settle()
    case = panel.after.case
    assert case is not None
    assert (case.copies, case.fee) == (3, 3000)
    ((content,),) = sql("SELECT content FROM certificate")
    assert '"purpose": "visa"' in str(content)
    assert '"history": null' not in str(content)


def test_the_purpose_is_printed_in_korean_from_an_english_screen(
    desk: Driver, came: Visitor, sql: Sql
) -> None:
    desk.window.session.speak("en")
    scan(desk, came.number)
    desk.press("F9")
    desk.settle()
    ((content,),) = sql("SELECT content FROM certificate")
    assert "은행 제출" in str(content)


def test_copies_stay_between_one_and_twenty(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    scan(desk, came.number)
    copies = panel.page.form.copies
    desk.press("Shift+F9")
    desk.move_to(copies.hasFocus)
    desk.press("Down")
    assert copies.number == 1
    desk.press(*["Up"] * 30)
    assert copies.number == 20


def test_who_cannot_have_it_is_told_why(desk: Driver, panel: CertificatePanel, home: Path) -> None:
    scan(desk, visitor(home, citizen(home)).number)
    desk.until(lambda: panel.page.strip.words)
    assert "대한민국 국민" in panel.page.strip.words
    desk.press("F9")
    desk.settle()
    assert desk.counter.archive.in_flight() == ()


def test_the_next_call_leaves_nobody_on_the_screen(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    for slip in ("one", "two"):
        desk.counter.tickets.take("E", "vi", action_id=slip)
    desk.call()
    scan(desk, came.number)
    desk.press("F9")
    desk.settle()
    desk.press("F10")
    desk.settle()
    desk.call()
    assert desk.window.session.resident is None
    assert panel.empty.isVisible()
    assert came.name_roman not in shown(desk)
    assert came.number not in shown(desk)


def shown(desk: Driver) -> str:
    """Every word any label, field or table of the window holds."""
    words = [label.text() for label in desk.window.findChildren(QLabel)]
    words += [field.text() for field in desk.window.findChildren(QLineEdit)]
    for table in desk.window.findChildren(QTableView):
        model = table.model()
        words += [
            str(model.index(row, column).data())
            for row in range(model.rowCount())
            for column in range(model.columnCount())
        ]
    return "\n".join(words)


def test_the_kind_is_chosen_by_keys_and_printed(
    desk: Driver, panel: CertificatePanel, came: Visitor, home: Path
) -> None:
    scan(desk, came.number)
    form = panel.page.form
    assert form.code == "alien-registration"
    form.kind.setFocus()
    desk.press("Down")
    desk.settle()
    assert form.code == "residence"
    assert not form.history.isEnabled()
    desk.press("F9")
    desk.settle()
    assert panel.after.case
    assert panel.after.case.kind == form.code
    panel.start_over()
    form.start_over()
    assert form.code == "alien-registration"
    assert form.history.isEnabled()
