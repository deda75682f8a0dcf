"""The window as a whole: language, contrast, text size, names for screen readers, help."""

import re
from itertools import product

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from counter_app.clock import FixedClock
from counter_app.printing.jobs import PrinterStatus
from tests.ui.driver import Driver
from tests.ui.test_queue_panel import morning
from ui.kit.languages import NAMES
from ui.kit.parts import Card, ElidedLabel, KeyButton
from ui.kit.theme import FocusRing, look

__all__ = ["morning"]

TEXTS: tuple[type[QWidget], ...] = (QLabel, QAbstractButton)
HANGUL = re.compile("[가-힣]")
# What is Korean in any language: the clerk's name and the name of the language.
KOREAN_NAMES = {"김민서", NAMES["ko"]}


def words(widget: QWidget) -> list[str]:
    """Every text to be seen in a widget and its parts."""
    parts = [p for kind in TEXTS for p in widget.findChildren(kind) if p.isVisible()]
    return [part.text() for part in parts if isinstance(part, QLabel | QAbstractButton)]


def named_by_parent(line: QLineEdit) -> bool:
    """Whether it is the inside of a control that has a name itself."""
    parent = line.parentWidget()
    return parent is not None and bool(parent.accessibleName())


def cut_off(driver: Driver) -> list[str]:
    """The texts that have less room than they need."""
    work = driver.work
    panels: tuple[QWidget, ...] = (work.top, work.queue, work.bottom, work.sheets.help)
    texts = [p for panel in panels for kind in TEXTS for p in panel.findChildren(kind)]
    return [
        part.text()
        for part in texts
        if isinstance(part, QLabel | QAbstractButton) and not isinstance(part, ElidedLabel)
        if part.isVisible()
        if part.width() < part.minimumSizeHint().width()
        or part.height() < part.minimumSizeHint().height()
    ]


def test_english_leaves_no_korean_word(morning: Driver) -> None:
    morning.call()
    morning.press("Ctrl+E")
    morning.settle()
    left = [text for text in words(morning.work) if HANGUL.search(text)]
    assert [t for t in left if not any(name in t for name in KOREAN_NAMES)] == []
    assert morning.window.windowTitle() == "Seogyo-dong Community Centre"
    morning.press("Ctrl+E")
    assert morning.work.queue.below.waiting.title.text() == "대기"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_control_has_a_name_for_screen_readers(morning: Driver, language: str) -> None:
    morning.window.session.speak(language)
    morning.press("F8")
    unnamed = [
        type(part).__name__
        for part in morning.work.findChildren(QWidget)
        if part.isVisible()
        and part.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not part.accessibleName()
        and not (isinstance(part, QAbstractButton) and part.text())
        and not (isinstance(part, QLineEdit) and named_by_parent(part))
    ]
    assert unnamed == []


def test_tab_reaches_every_button_that_can_be_seen(morning: Driver) -> None:
    reached: set[QWidget] = set()
    for _ in range(120):
        morning.press("Tab")
        focused = morning.window.focusWidget()
        assert focused is not None
        reached.add(focused)
    buttons = {
        button
        for button in morning.work.findChildren(KeyButton)
        if button.isVisible() and button.isEnabled()
        if button.focusPolicy() != Qt.FocusPolicy.NoFocus
    }
    assert buttons <= reached


@pytest.mark.parametrize("language", ["ko", "en"])
def test_nothing_is_cut_off_at_any_size(morning: Driver, language: str) -> None:
    morning.window.session.speak(language)
    morning.call()
    morning.press("F1")
    for scale, (width, height) in product((1.0, 1.5, 2.0), ((1366, 768), (1920, 1080))):
        look().show("high_contrast", scale)
        morning.window.resize(width, height)
        morning.until(lambda: not cut_off(morning))
        assert morning.work.top.settings.geometry().right() < width


@pytest.mark.parametrize("below", ["waiting list", "more to do"])
def test_cards_stay_inside_their_column(morning: Driver, below: str) -> None:
    if below == "more to do":
        morning.press("F12")
    for scale in (1.0, 2.0):
        look().show("light", scale)
        morning.settle()
        cards = [card for card in morning.work.queue.findChildren(Card) if card.isVisible()]
        assert cards
        for card in cards:
            right = card.mapTo(morning.work, card.rect().topRight()).x()
            assert right < morning.work.areas[0].geometry().right()


def test_large_text_puts_the_certificate_below_the_person(desk: Driver) -> None:
    certificate, person = desk.work.certificate, desk.work.person
    assert certificate.parentWidget() is not person.parentWidget()
    desk.press("Ctrl++", "Ctrl++", "Ctrl++")
    assert look().scale == 1.5
    assert certificate.parentWidget() is person.parentWidget()
    desk.press("Ctrl+-", "Ctrl+-", "Ctrl+-")
    assert certificate.parentWidget() is not person.parentWidget()


def test_contrast_is_switched_by_key_and_said(desk: Driver) -> None:
    button = desk.work.top.settings.contrast
    assert button.text() == "고대비"
    desk.press("Ctrl+H")
    assert (look().mode, button.text()) == ("high_contrast", "기본 화면")
    desk.press("Ctrl+H")
    assert look().mode == "light"


def test_help_opens_over_the_work_and_gives_the_focus_back(desk: Driver) -> None:
    desk.press("F6")
    before = desk.window.focusWidget()
    desk.press("F1")
    assert desk.work.sheets.help.isVisible()
    assert "키보드로 일하기" in words(desk.work.sheets.help)
    desk.press("Escape")
    assert not desk.work.sheets.help.isVisible()
    assert desk.window.focusWidget() is before


def test_escape_leads_back_to_the_search_field(morning: Driver) -> None:
    work = morning.work
    morning.press("Shift+F2")
    assert work.queue.below.waiting.table.hasFocus()
    morning.press("Escape")
    assert morning.window.focusWidget() is work.lookup.field
    morning.press("F2")
    morning.settle()
    morning.press("Shift+F6", "Escape")
    assert morning.window.focusWidget() is work.lookup.field


def test_escape_closes_the_newest_notice(desk: Driver) -> None:
    desk.window.notices.post("ui.issued", "success", number="E-104")
    desk.work.queue.present.next.setFocus()
    desk.press("Escape")
    assert desk.window.notices.strips == []


def test_a_sheet_is_not_covered_by_what_was_told_before(desk: Driver) -> None:
    notices = desk.window.notices
    notices.post("ui.issued", "success", number="E-104")
    notices.fault("4F09AC")
    desk.press("Ctrl+M")
    assert [strip.notice.tone for strip in notices.strips] == ["danger"]


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1366, 1000)])
def test_notices_hide_neither_the_queue_nor_the_certificate(
    desk: Driver, size: tuple[int, int]
) -> None:
    desk.window.notices.fault("4F09AC")
    desk.settle()
    desk.window.resize(*size)
    desk.settle()
    [strip] = desk.window.notices.strips
    seen = QRect(strip.mapTo(desk.window, QPoint()), strip.size())
    for area in (desk.work.areas[0], desk.work.areas[2]):
        assert not seen.intersects(QRect(area.mapTo(desk.window, QPoint()), area.size()))


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (PrinterStatus(True, "printing.ready"), "프린터 정상"),
        (PrinterStatus(False, "printing.media_empty"), "프린터 prints 용지 없음"),
    ],
)
def test_the_printers_state_is_told_in_words(
    desk: Driver, status: PrinterStatus, shown: str
) -> None:
    desk.window.resize(1920, 1080)
    desk.work.top.show_printer(status, "prints")
    assert desk.work.top.printer.text() == shown


def test_an_unexpected_error_of_the_window_is_told_by_its_number(desk: Driver) -> None:
    desk.window.fault(ValueError("NGUYEN THI HOA"))
    [notice] = desk.window.notices.posted
    assert notice.code == "ui.fault"
    assert "NGUYEN" not in str(notice)


def test_the_clock_shows_the_offices_time(desk: Driver, clock: FixedClock) -> None:
    clock.at = clock.at.replace(hour=14, minute=5)
    desk.work.tick()
    assert desk.work.top.clock.text() == "14:05"


def test_only_what_has_the_focus_is_ringed(desk: Driver) -> None:
    for _ in range(12):
        desk.press("Tab")
    rings = [ring for ring in desk.window.findChildren(FocusRing) if ring.isVisible()]
    focused = desk.window.focusWidget()
    assert focused is not None
    assert len(rings) == 1
    corner = focused.mapTo(desk.window, focused.rect().topLeft())
    assert rings[0].geometry().contains(corner)


def test_a_long_complaint_of_the_printer_leaves_the_office_its_name(desk: Driver) -> None:
    desk.window.session.speak("en")
    top = desk.work.top
    top.show_printer(PrinterStatus(False, "printing.folder_unwritable"), "/srv/centre/home/prints")
    desk.settle()
    assert top.printer.text() == "The folder prints cannot be written"
    assert "/srv/centre/home/prints" in top.printer.toolTip()
    assert top.office.width() >= top.office.sizeHint().width()


def test_a_printer_leaves_the_clerk_and_the_demo_their_place(desk: Driver) -> None:
    desk.window.session.speak("en")
    top = desk.work.top
    for code in ("folder_unwritable", "unreachable", "queue_broken"):
        top.show_printer(PrinterStatus(False, f"printing.{code}"), "a_printer_" * 12)
        desk.settle()
        assert top.demo.isVisible()
        assert "김민서" in top.clerk.text()
        assert top.printer.isVisible()
