"""The file that is copied: named, dropped or chosen, read with patience, refused in words."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from tests.asking import Sql
from tests.certificates.samples import scan
from tests.ui.driver import Driver
from tests.ui.issuing import issue, kept, printed
from tests.ui.papers import Visitor
from tests.ui.scenes import papers
from tests.ui.scenes.steps import leave
from tests.ui.scenes.steps import scan as serve
from ui.certificate.enclosure import written_path
from ui.certificate.panel import CertificatePanel
from ui.certificate.request_form import RequestForm


def begin_reading(desk: Driver, form: RequestForm, came: Visitor, home: Path) -> None:
    """Of a file that takes a while."""
    file = home / "long.pdf"
    file.write_bytes(scan(12))
    serve(desk, came.number)
    papers.turn_to(desk, "certified-copy")
    form.enclosure.path.setFocus()
    desk.type(str(file))
    desk.press("Return")
    desk.until(lambda: "12쪽 중" in form.enclosure.state.text())


def test_two_pages_are_copied_stamped_and_turned(
    desk: Driver, panel: CertificatePanel, form: RequestForm, came: Visitor, home: Path, sql: Sql
) -> None:
    file = home / "scan.pdf"
    file.write_bytes(scan(2))
    serve(desk, came.number)
    papers.enclose(desk, file)
    assert "2쪽" in form.enclosure.state.text()
    preview = panel.page.preview
    desk.until(lambda: preview.pages == 2)
    desk.move_to(preview.hasFocus)
    desk.press("Right")
    assert preview._place == 1
    desk.press("Left")
    assert preview._place == 0
    issue(desk)
    assert panel.after.case
    assert panel.after.case.pages == 2
    assert "2/2" in printed(home, panel)
    assert kept(sql)["details"] == [["document", "재직증명서"]]
    panel.after.another.click()
    assert form.enclosure.pages == ()
    assert form.asks.details == ()


def test_a_file_that_cannot_be_copied_is_refused_in_words(
    desk: Driver, panel: CertificatePanel, form: RequestForm, came: Visitor, home: Path
) -> None:
    broken = home / "letter.docx"
    broken.write_bytes(b"PK and no picture")
    serve(desk, came.number)
    papers.enclose(desk, broken)
    assert "읽을 수 없는 파일" in form.enclosure.state.text()
    broken.write_bytes(scan(1))
    desk.press("Return")  # the same path, but another file by now
    desk.until(lambda: form.enclosure.pages)
    desk.press("Ctrl+A", "Delete", "Tab")
    assert form.enclosure.pages == ()
    form.enclosure.path.setFocus()
    desk.type(f'"{home / "nothing.pdf"}"')
    desk.press("Return")
    desk.settle()
    assert "열 수 없습니다" in form.enclosure.state.text()


def test_reading_tells_how_far_it_is_and_is_stopped_by_esc(
    desk: Driver, form: RequestForm, came: Visitor, home: Path
) -> None:
    begin_reading(desk, form, came, home)
    assert form.enclosure.progress.isVisible()
    desk.press("Esc")
    desk.settle()
    assert form.enclosure.pages == ()
    assert form.enclosure.path.text() == ""
    assert not form.enclosure.progress.isVisible()


def test_who_leaves_while_a_file_is_read_is_told_of_no_fault(
    desk: Driver, form: RequestForm, came: Visitor, home: Path
) -> None:
    faults: list[str] = []
    desk.window.backend.failed.connect(faults.append)
    begin_reading(desk, form, came, home)
    leave(desk)
    desk.settle()
    assert faults == []


def test_a_file_is_dropped_anywhere_on_the_panel(
    desk: Driver, panel: CertificatePanel, form: RequestForm, came: Visitor, home: Path
) -> None:
    file = home / "scan.pdf"
    file.write_bytes(scan(1))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

    def drop() -> None:
        QApplication.sendEvent(panel.page, QDragEnterEvent(QPoint(9, 9), *how))
        QApplication.sendEvent(panel.page, QDropEvent(QPointF(9, 9), *how))
        desk.settle()

    serve(desk, came.number)
    drop()
    assert form.enclosure.pages == ()  # nothing is copied here
    papers.turn_to(desk, "certified-copy")
    drop()
    assert len(form.enclosure.pages) == 1


def test_a_file_is_chosen_in_a_window_of_its_own(
    desk: Driver, form: RequestForm, came: Visitor, home: Path
) -> None:
    file = home / "scan.pdf"
    file.write_bytes(scan(1))
    serve(desk, came.number)
    papers.turn_to(desk, "certified-copy")
    desk.press("Ctrl+O")
    desk.until(lambda: desk.window.findChildren(QFileDialog))
    (dialog,) = desk.window.findChildren(QFileDialog)
    line = dialog.findChild(QLineEdit)
    assert line
    line.setText(str(file))
    QTest.keyClick(line, Qt.Key.Key_Return)
    desk.until(lambda: form.enclosure.pages)
    desk.until(lambda: not desk.window.findChildren(QFileDialog))


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("/a/b c.pdf", Path("/a/b c.pdf")),
        (' "/a/b.pdf" ', Path("/a/b.pdf")),
        ("file:///a/b%20c.pdf", Path("/a/b c.pdf")),
        ("~/b.pdf", Path.home() / "b.pdf"),
        ("~nobody-of-this-name/b.pdf", Path("~nobody-of-this-name/b.pdf")),
    ],
)
def test_paths_are_taken_as_they_are_pasted(written: str, path: Path) -> None:
    assert written_path(written) == path
