"""The privacy officer's sheet: opened by those who may, by keys, and nothing of it stays."""

from pathlib import Path

from counter_app.main import Counter
from tests.certificates.counts import Sql
from tests.ui.driver import Driver
from tests.ui.scenes.review import review


def test_findings_with_the_accesses_behind_them(desk: Driver) -> None:
    review(desk)
    sheet = desk.work.sheets.review
    assert [noted.finding.rule for noted in sheet.findings.rows] == ["no_ticket", "out_of_hours"]
    assert "번호표 없이 이름으로 6번 검색했습니다" in sheet.why.text()
    assert [line.act for line in sheet.lines.rows] == ["resident.searched"] * 6
    desk.press("Down")
    desk.settle()
    assert "근무 시간 밖" in sheet.why.text()
    assert [line.act for line in sheet.lines.rows] == ["resident.viewed"]


def test_noted_by_keys_and_kept(desk: Driver, sql: Sql) -> None:
    review(desk)
    sheet = desk.work.sheets.review
    desk.press("Return")
    desk.type("phone call")
    desk.press("Return")
    desk.settle()
    assert "확인 내용을 적었습니다" in sheet.strip.words
    assert sheet.findings.rows[0].note == "phone call"
    assert sql("SELECT clerk, note FROM finding_note") == [("haneul", "phone call")]
    assert "확인하지 않은 항목 1건" in sheet.counts.text()


def test_filtered_by_clerk_and_kind(desk: Driver) -> None:
    review(desk)
    sheet = desk.work.sheets.review
    sheet.kind.choose("view")
    desk.settle()
    assert {line.act for line in sheet.lines.rows} == {"resident.viewed"}
    sheet.clerk.setFocus()
    desk.type("nobody")
    desk.press("Return")
    desk.settle()
    assert sheet.lines.rows == ()


def test_the_report_is_written_with_a_reason(desk: Driver, tmp_path: Path) -> None:
    review(desk)
    sheet = desk.work.sheets.review
    sheet.file.lines["path"].setFocus()
    desk.type(str(tmp_path / "november.csv"))
    sheet.file.lines["why"].setFocus()
    desk.press("Return")
    desk.settle()
    assert "사유" in sheet.strip.words
    assert not list(tmp_path.glob("november*"))
    desk.type("audit")
    desk.press("Return")
    desk.settle()
    assert "내보냈습니다" in sheet.strip.words
    assert (tmp_path / "november.csv").read_text("utf-8-sig").count("\n") == 3


def test_a_month_is_signed_when_it_is_over(desk: Driver) -> None:
    review(desk)
    sheet = desk.work.sheets.review
    sheet.sign.lines["came_to"].setFocus()
    desk.type("fine")
    desk.press("Return")
    desk.settle()
    assert "아직 끝나지 않았습니다" in sheet.strip.words
    desk.press("PgUp")
    desk.settle()
    assert sheet.month.text() == "2026-10"
    sheet.sign.lines["came_to"].setFocus()
    desk.type("fine")
    desk.press("Return")
    desk.settle()
    assert "서명했습니다" in sheet.counts.text()
    assert not sheet.sign.isVisible()


def test_closed_nothing_of_the_log_stays(desk: Driver) -> None:
    review(desk)
    sheet = desk.work.sheets.review
    desk.press("Escape")
    assert (sheet.findings.rows, sheet.lines.rows, sheet.why.text()) == ((), (), "")


def test_a_clerk_has_no_such_sheet(desk: Driver, counter: Counter) -> None:
    assert not desk.work.bottom.review.isVisible()
    desk.press("Ctrl+W")
    desk.settle()
    assert "review" not in vars(desk.work)
