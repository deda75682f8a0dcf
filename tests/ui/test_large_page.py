"""Ctrl+G: the page large enough to be read, whatever room the preview has."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from tests.ui.driver import Driver
from tests.ui.papers import Visitor
from tests.ui.scenes.steps import scan
from ui.certificate.large_page import READABLE
from ui.certificate.panel import CertificatePanel
from ui.certificate.preview import PagePreview
from ui.kit.parts import Scrolling
from ui.kit.theme import look


@pytest.fixture
def panel(desk: Driver, panel: CertificatePanel, came: Visitor) -> CertificatePanel:
    """A person on the screen and the page drawn."""
    scan(desk, came.number)
    drawn(desk, panel.page.preview)
    return panel


def drawn(desk: Driver, preview: PagePreview) -> None:
    desk.until(lambda: preview.pages and not preview.words)
    desk.settle()


def enlarge(desk: Driver, preview: PagePreview) -> QImage:
    desk.press("Ctrl+G")
    return picture(desk, preview)


def picture(desk: Driver, preview: PagePreview) -> QImage:
    desk.settle()
    return preview.large.page.pixmap().toImage()


@pytest.mark.parametrize("size", [(1366, 768, 1.0), (1366, 768, 2.0), (1920, 1080, 2.0)])
def test_the_page_is_drawn_large_inside_the_window(
    desk: Driver, panel: CertificatePanel, size: tuple[int, int, float]
) -> None:
    width, height, scale = size
    look().show("light", scale)
    desk.window.resize(width, height)
    preview = panel.page.preview
    drawn(desk, preview)
    shown = enlarge(desk, preview)
    large = preview.large
    assert shown.width() == large.page.width() >= min(READABLE, 0.8 * width)
    area = large.area
    assert large.rect().contains(area.mapTo(large, area.rect().topLeft()))
    assert large.rect().contains(area.mapTo(large, area.rect().bottomRight()))
    assert area.height() > 0.6 * height
    assert large.rect().contains(large.close_button.mapTo(large, QPoint(0, 0)))
    around = large.findChild(Scrolling)
    assert isinstance(around, Scrolling)
    assert around.verticalScrollBar().maximum() == 0
    assert around.horizontalScrollBar().maximum() == 0
    desk.press("Esc")
    assert not large.isVisible()
    assert large.page.pixmap().isNull()


def test_plus_and_minus_and_scrolling(desk: Driver, panel: CertificatePanel) -> None:
    preview = panel.page.preview
    readable = enlarge(desk, preview).width()
    large = preview.large
    desk.press("+")
    wider = picture(desk, preview).width()
    desk.press("-", "-")
    whole = picture(desk, preview).width()
    assert whole < readable < wider
    assert large.page.height() <= large.area.viewport().height()
    desk.press("+")
    assert picture(desk, preview).width() == readable
    bar = large.area.verticalScrollBar()
    desk.press("PgDown")
    assert bar.value() > 0
    desk.press("Up", "PgUp")
    assert bar.value() == 0


def test_it_shows_no_more_than_the_preview_until_f11(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    preview = panel.page.preview
    masked = enlarge(desk, preview)
    desk.press("F11", "1")
    desk.until(lambda: desk.window.session.revealed)
    drawn(desk, preview)
    whole = picture(desk, preview)
    assert preview.large.isVisible()
    assert masked.size() == whole.size()
    assert masked != whole
    desk.press("F11")
    desk.until(lambda: not desk.window.session.revealed)
    drawn(desk, preview)
    assert picture(desk, preview) == masked


def test_a_click_opens_it_too(desk: Driver, panel: CertificatePanel) -> None:
    preview = panel.page.preview
    QTest.mouseClick(preview, Qt.MouseButton.LeftButton, pos=preview.rect().center())
    assert not picture(desk, preview).isNull()


def test_what_was_issued_can_be_read_large(desk: Driver, panel: CertificatePanel) -> None:
    desk.press("F11", "1")
    desk.until(lambda: desk.window.session.revealed)
    drawn(desk, panel.page.preview)
    desk.press("F9")
    desk.until(lambda: panel.after.case)
    drawn(desk, panel.after.preview)
    assert enlarge(desk, panel.after.preview).width() >= READABLE
    assert not panel.page.preview.large.isVisible()


def test_with_no_page_there_is_nothing_to_enlarge(desk: Driver) -> None:
    found = desk.work.certificate
    assert isinstance(found, CertificatePanel)
    desk.press("Ctrl+G")
    desk.settle()
    assert "large" not in vars(found.page.preview)


def test_it_closes_when_the_person_leaves_the_screen(desk: Driver, panel: CertificatePanel) -> None:
    preview = panel.page.preview
    enlarge(desk, preview)
    desk.window.session.show_resident(None)
    desk.settle()
    assert not preview.large.isVisible()


def test_pages_turn(
    desk: Driver, panel: CertificatePanel, sql: Callable[[str], list[tuple[object, ...]]]
) -> None:
    """A person of many addresses, whose history takes a second page."""
    preview, resident = panel.page.preview, desk.window.session.resident
    assert resident is not None
    for month in range(1, 13):
        sql(
            "INSERT INTO address (resident_id, moved_in, moved_out, reported_on, text_ko) VALUES"
            f" ({resident.id}, '2001-{month:02d}-01', '2001-{month:02d}-02', '2001-{month:02d}-02',"
            " '서울특별시 마포구 월드컵북로 12길 34, 102동 1203호 (서교동, 월드컵아파트)')"
        )
    panel.page.form.history.setChecked(True)
    desk.until(lambda: preview.pages == 2)
    first = enlarge(desk, preview)
    large = preview.large
    assert large.count.text() == "1 / 2"
    desk.press("Right")
    second = picture(desk, preview)
    assert second != first
    assert large.count.text() == "2 / 2"
    desk.press("Right")
    assert picture(desk, preview) == second
    desk.press("Left")
    assert picture(desk, preview) == first
