"""The privacy officer's sheet: opened by those who may, by keys, and nothing of it stays."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt

from counter_app.main import Counter
from counter_app.privacy.audit import TERMINAL
from tests.asking import Sql
from tests.ui.driver import Driver
from tests.ui.scenes.review import looked, review, sign_in
from tests.ui.scenes.steps import clock_of, leave


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


def test_days_in_sentences_are_written_as_in_the_list(desk: Driver) -> None:
    review(desk)
    sheet = desk.work.sheets.review
    for language, day in (("ko", "2026. 11. "), ("en", " Nov 2026")):
        desk.window.session.speak(language)
        assert day in sheet.why.text() and "2026-11-" not in sheet.why.text()


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
    sheet.filters.kind.choose("view")
    desk.settle()
    assert {line.act for line in sheet.lines.rows} == {"resident.viewed"}
    sheet.filters.clerk.setFocus()
    desk.type("nobody")
    desk.press("Return")
    desk.settle()
    assert sheet.lines.rows == ()


def test_what_for_and_where_is_seen_and_filtered(desk: Driver) -> None:
    review(desk)
    sheet = desk.work.sheets.review

    def cells(column: str) -> set[str]:
        place = [c.title for c in sheet.lines.columns].index(column)
        return {sheet.lines.columns[place].text(line) for line in sheet.lines.rows}

    assert cells("accesses.why") == {""}  # searches
    assert cells("ui_review.place") == {f"창구 3 · {TERMINAL}"}
    sheet.filters.purpose.setCurrentIndex(sheet.filters.purpose.findData("certificate"))
    desk.settle()
    assert cells("accesses.why") == {"증명서 발급"}
    sheet.filters.place.setFocus()
    desk.type("7")
    desk.press("Return")
    desk.settle()
    assert sheet.lines.rows == ()
    sheet.filters.place.clear()
    desk.type(TERMINAL)
    desk.press("Return")
    desk.settle()
    assert len(sheet.lines.rows) == 1


def test_a_person_is_told_by_a_number(desk: Driver) -> None:
    review(desk)
    sheet = desk.work.sheets.review
    before = sheet.lines.rows
    sheet.filters.person.setFocus()
    desk.type("kim")
    desk.press("Return")
    desk.settle()
    assert "숫자" in sheet.strip.words
    assert sheet.lines.rows == before
    sheet.filters.person.clear()
    desk.type("9" * 30)
    desk.press("Return")
    desk.settle()
    assert (sheet.lines.rows, sheet.strip.words) == ((), "")


def test_keys_of_one_search_are_one_line(desk: Driver) -> None:
    minseo = desk.window.session.actor
    clock_of(desk.counter).at += timedelta(minutes=1)
    desk.counter.residents.find(minseo, "par", typing=9)
    desk.counter.residents.find(minseo, "park", typing=9)
    leave(desk)
    sign_in(desk, "haneul")
    desk.press("Ctrl+W")
    desk.settle()
    sheet = desk.work.sheets.review
    sheet.filters.kind.choose("search")
    desk.settle()
    assert sheet.lines.rows[0].keys == 2
    assert "2번 입력" in sheet.lines.model().index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole)


def test_going_through_a_month_is_ended_by_a_key(desk: Driver) -> None:
    review(desk)
    sheet = desk.work.sheets.review
    desk.press("PgUp")
    assert sheet.reading.isVisible()
    desk.press("Escape")
    assert "그만두었습니다" in sheet.strip.words
    desk.settle()
    assert (sheet.filters.month.text(), len(sheet.findings.rows)) == ("2026-11", 2)
    assert not sheet.reading.isVisible()
    desk.press("Escape")
    assert not sheet.isVisible()


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
    assert sheet.filters.month.text() == "2026-10"
    sheet.sign.lines["came_to"].setFocus()
    desk.type("fine")
    desk.press("Return")
    desk.settle()
    assert "서명했습니다" in sheet.counts.text()
    assert not sheet.sign.isVisible()


def note(desk: Driver, words: str) -> None:
    desk.work.sheets.review.note.lines["came_out"].setFocus()
    desk.type(words)
    desk.press("Return")


def test_what_is_done_is_done_with_the_month_on_the_screen(desk: Driver, sql: Sql) -> None:
    review(desk)
    sheet = desk.work.sheets.review
    sheet.filters.month.setText("2026-09")  # typed, and not asked for
    note(desk, "once")
    assert sheet.filters.month.text() == "2026-11"
    desk.settle()
    desk.press("PgUp")
    assert sheet.reading.isVisible()
    note(desk, "twice")  # while October is still gone through
    desk.settle()
    assert sql("SELECT month, note FROM finding_note") == [("2026-11", "twice")]
    assert "2026-11" in sheet.strip.words
    assert (sheet.filters.month.text(), sheet.findings.rows) == ("2026-10", ())
    assert sheet.counts.text().startswith("2026-10 ·")


def test_what_is_refused_of_a_month_does_not_end_the_reading_of_another(desk: Driver) -> None:
    review(desk)
    sheet = desk.work.sheets.review
    desk.press("PgUp")
    note(desk, " ")
    desk.settle()
    assert "사유" in sheet.strip.words
    assert sheet.findings.rows == ()
    desk.press("PgDown")
    desk.settle()
    assert len(sheet.findings.rows) == 2


def test_a_month_that_is_none_leaves_what_is_on_the_screen(desk: Driver, sql: Sql) -> None:
    review(desk)
    sheet = desk.work.sheets.review
    sheet.filters.month.setFocus()
    desk.press("Ctrl+A")
    desk.type("november")
    desk.press("Return", "PgUp")
    desk.settle()
    assert sheet.filters.month.text() == "2026-10"
    sheet.filters.month.setText("november")
    desk.press("Return")
    desk.settle()
    assert "november" in sheet.strip.words
    desk.press("PgDown")
    desk.settle()
    note(desk, "mistake")
    desk.settle()
    assert sql("SELECT month, note FROM finding_note") == [("2026-11", "mistake")]


def test_before_the_first_month_is_read_nothing_is_done(desk: Driver) -> None:
    looked(desk)
    leave(desk)
    sign_in(desk, "haneul")
    desk.press("Ctrl+W")
    sheet = desk.work.sheets.review
    assert not any(part.isEnabled() for part in (sheet.note, sheet.sign, sheet.file))
    desk.settle()
    assert all(part.isEnabled() for part in (sheet.note, sheet.sign, sheet.file))


def test_an_older_answer_does_not_take_the_place_of_a_newer_one(desk: Driver) -> None:
    review(desk)
    sheet = desk.work.sheets.review
    before = sheet.lines.rows
    sheet.filters.person.setText("kim")
    sheet.filters.kind.choose("view")
    desk.settle()
    sheet.filters.person.clear()
    sheet.filters.chosen.emit()
    sheet.filters.person.setText("kim")
    sheet.filters.chosen.emit()
    desk.settle()
    assert "숫자" in sheet.strip.words
    assert sheet.lines.rows == before


def test_what_is_still_read_when_the_sheet_closes_is_not_shown(desk: Driver) -> None:
    review(desk)
    sheet = desk.work.sheets.review
    desk.press("Down", "Escape")
    desk.settle()
    assert (sheet.findings.rows, sheet.lines.rows, sheet.strip.words) == ((), (), "")


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
