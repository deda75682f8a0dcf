"""Papers of a residence matter: attached, looked at on record, removed, never left behind."""

from pathlib import Path

from PIL import Image

from counter_app.main import Counter
from tests.asking import Sql
from tests.certificates.hostile import drawing, endless
from tests.certificates.samples import scan as scanned
from tests.ui.driver import Driver
from tests.ui.residence import take_in
from ui.matters.sheet import MattersSheet


def attach_a_lease(desk: Driver, sheet: MattersSheet, folder: Path) -> None:
    take_in(desk)
    lease = folder / "lease.png"
    Image.new("RGB", (300, 400), "white").save(lease)
    sheet._doing.attach("proof_of_address", str(lease))


def test_a_file_is_attached_to_its_document(
    desk: Driver, sheet: MattersSheet, tmp_path: Path
) -> None:
    take_in(desk)
    lease, lie = tmp_path / "lease.png", tmp_path / "lease.pdf"
    Image.new("RGB", (300, 400), "white").save(lease)
    lie.write_bytes(lease.read_bytes())
    wanted: list[str] = []
    sheet.detail.file_wanted.disconnect()
    sheet.detail.file_wanted.connect(wanted.append)
    desk.press("Down", "Alt+F")
    assert wanted == ["proof_of_address"]
    for path, said in ((lie, "내용은 png"), (lease, "첨부를 보관했습니다")):
        sheet._doing.attach("proof_of_address", str(path))
        desk.settle()
        desk.settle()
        assert said in sheet.strip.words
    assert sheet.detail.checks[1].isChecked()
    assert "첨부 1" in sheet.detail.checks[1].text()


def test_reading_a_file_tells_how_far_it_is_and_esc_ends_it(
    desk: Driver, counter: Counter, sheet: MattersSheet, tmp_path: Path
) -> None:
    take_in(desk)
    lease, bomb = tmp_path / "lease.pdf", tmp_path / "bomb.pdf"
    lease.write_bytes(scanned(3))
    bomb.write_bytes(endless("form"))
    told: list[str] = []
    sheet._doing.read.connect(lambda *_: told.append(sheet.strip.words))
    sheet._doing.attach("proof_of_address", str(lease))
    assert sheet._telling.progress.isVisible() and "Esc" in sheet.strip.words
    desk.until(lambda: sheet.strip.words == "첨부를 보관했습니다.")
    assert any("3쪽 중 3쪽" in one for one in told) and not sheet._telling.progress.isVisible()
    sheet._doing.attach("proof_of_address", str(bomb))
    desk.until(drawing)
    desk.press("Escape")
    assert sheet.isVisible() and not sheet._telling.progress.isVisible()
    assert "그만두었습니다" in sheet.strip.words
    desk.until(lambda: not drawing())
    assert sheet.detail.view is not None
    assert len(counter.papers.listed(desk.window.session.actor, sheet.detail.view.line.number)) == 1


def test_a_paper_is_looked_at_on_record_and_a_wrong_one_removed_by_keys(
    desk: Driver, counter: Counter, sheet: MattersSheet, tmp_path: Path, sql: Sql
) -> None:
    take_in(desk)
    lease = tmp_path / "lease.pdf"
    lease.write_bytes(scanned(2))
    sheet._doing.attach("proof_of_address", str(lease))
    desk.until(lambda: sheet.strip.words == "첨부를 보관했습니다.")
    desk.settle()
    desk.press("Alt+V")
    desk.settle()
    papers = sheet.papers
    (row,) = papers.table.rows
    assert (row.document, row.kind, row.pages) == ("proof_of_address", "pdf", 2)
    assert papers.table.hasFocus() and papers.page.pixmap().isNull()
    desk.press("Return")
    desk.until(lambda: not papers.page.pixmap().isNull())
    assert "2쪽 중 1쪽" in papers.count.text()
    desk.press("Right")
    desk.until(lambda: "2쪽 중 2쪽" in papers.count.text())
    assert sql("SELECT count(*) FROM audit WHERE action = 'matter.paper_viewed'") == [(1,)]
    desk.press("Tab", "Return")
    desk.settle()
    assert "왜 지우는지" in papers.strip.words
    desk.compose("다른 사람의 것")
    desk.press("Return")
    desk.until(lambda: papers.strip.words == "첨부를 지웠습니다.")
    desk.until(lambda: papers.table.rows == ())
    assert papers.page.pixmap().isNull() and not papers.remove.isVisible()
    desk.press("Escape")
    assert sheet.isVisible() and not papers.isVisible()
    assert not sheet.detail.papers.isVisible() and not sheet.detail.checks[1].isChecked()


def test_nothing_of_a_paper_stays_of_who_has_left(
    desk: Driver, sheet: MattersSheet, tmp_path: Path
) -> None:
    attach_a_lease(desk, sheet, tmp_path)
    desk.until(lambda: sheet.strip.words == "첨부를 보관했습니다.")
    desk.settle()
    desk.press("Alt+V")
    desk.settle()
    desk.press("Return")
    desk.until(lambda: not sheet.papers.page.pixmap().isNull())
    desk.window.session.show_resident(None)
    assert not sheet.papers.isVisible() and sheet.papers.page.pixmap().isNull()
    assert sheet.papers._pdf == b"" and sheet.papers.table.rows == ()


def test_a_file_for_a_matter_that_was_left_is_not_lost_in_silence(
    desk: Driver, sheet: MattersSheet, tmp_path: Path
) -> None:
    attach_a_lease(desk, sheet, tmp_path)
    sheet._doing.show_matter(None)
    desk.settle()
    desk.settle()
    assert "다시 첨부해 주세요" in sheet.strip.words
