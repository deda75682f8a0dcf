"""At 1366×768 nothing that is worked with is half cut off, and nothing scrolls that need not."""

import pytest

from counter_app.privacy.actor import Actor
from tests.ui.driver import Driver
from tests.ui.papers import Visitor
from tests.ui.scenes.steps import scan, visitors
from tests.ui.tray import put_in
from ui.certificate.panel import CertificatePanel
from ui.certificate.preview import LOW
from ui.kit.parts import Scrolling
from ui.kit.theme import MODES, Mode, look

AMEND = "ui_queue.deed_amend"


def scrolls(area: Scrolling) -> int:
    return area.verticalScrollBar().maximum()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_waiting_list_ends_with_a_whole_row(desk: Driver, language: str, mode: Mode) -> None:
    look().show(mode, 1.0)
    desk.window.session.speak(language)
    visitors(desk)
    table = desk.work.queue.below.waiting.table
    row = table.verticalHeader().defaultSectionSize()
    assert table.viewport().height() % row == 0
    assert table.viewport().height() // row >= 4
    desk.press("Shift+F2", *["Down"] * 6)
    desk.settle()
    assert table.rowViewportPosition(0) % row == 0


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_slip_is_issued_without_scrolling(desk: Driver, language: str) -> None:
    desk.window.session.speak(language)
    visitors(desk)
    desk.press("F8")
    desk.settle()
    assert desk.work.queue.below.waiting.slip.isVisible()
    assert scrolls(desk.work.areas[0]) == 0


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_ticket_is_corrected_without_scrolling(desk: Driver, language: str) -> None:
    desk.window.session.speak(language)
    visitors(desk)
    desk.call()
    desk.press("F4")
    desk.settle()
    desk.press("F12")
    moves = desk.work.queue.below.moves
    desk.settle()
    (amend,) = [b for b in moves.buttons if b.text() == desk.window.session.say(AMEND)]
    amend.click()
    desk.settle()
    form = moves.forms["wishes"]
    assert form.isVisible()
    (area,) = [a for a in moves.findChildren(Scrolling) if a.isAncestorOf(form)]
    assert scrolls(area) == 0


def test_where_a_page_could_not_be_read_a_line_stands_for_it(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    scan(desk, came.number)
    page = panel.page
    assert not page.preview.low
    assert page.masked.isVisible()
    for _ in range(3):
        put_in(desk)
    desk.until(lambda: page.preview.pages and page.preview.enlarge.isVisible())
    assert page.preview.low
    assert page.preview.rect().contains(page.preview.enlarge.geometry())
    assert not page.masked.isVisible()
    assert scrolls(page._options) == 0
    while page.tray.rows:
        desk.press("Ctrl+B", "Delete")
        desk.settle()
    assert page.preview.height() >= LOW
    assert page.masked.isVisible()


def test_one_copy_of_each_needs_no_words_in_the_tray(
    desk: Driver, panel: CertificatePanel, came: Visitor, clerk: Actor
) -> None:
    scan(desk, came.number)
    put_in(desk)
    copies = 3
    assert panel.page.tray.isColumnHidden(copies)
    panel.page.form.copies.show_number(2)
    desk.settle()
    put_in(desk)
    assert not panel.page.tray.isColumnHidden(copies)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_matches_found_otherwise_than_typed_fit(desk: Driver, language: str) -> None:
    desk.window.session.speak(language)
    desk.press("F6")
    desk.compose("ㅜ혀ㅛ두")
    desk.until(lambda: desk.work.lookup.table.rows)
    desk.settle()
    assert desk.work.lookup.strip.isVisible()
    assert scrolls(desk.work.areas[1]) == 0


def test_the_days_figures_stay_beside_what_must_be_told(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    scan(desk, came.number)
    desk.press("F9")
    desk.settle()
    bar = desk.work.bottom
    assert bar.supplies.badges["till"].isVisible()
    assert bar.day.isVisible()
    assert bar.day.width() >= bar.day.sizeHint().width()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_all_keys_are_seen_at_once(desk: Driver, language: str) -> None:
    desk.window.session.speak(language)
    desk.press("F1")
    desk.settle()
    assert [scrolls(area) for area in desk.work.sheets.help.findChildren(Scrolling)] == [0]
