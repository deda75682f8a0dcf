"""One field for cards, passports and names; nothing is opened that is in doubt."""

from dataclasses import replace
from datetime import date

from tests.asking import Sql
from tests.ui.driver import Driver
from tests.ui.finding import opened, scan
from tests.ui.papers import Visitor
from ui.person.lookup import LookupPanel

KEYS = dict(
    zip(
        "QWERTYUIOPASDFGHJKLZXCVBNM",
        "ㅃㅉㄸㄲㅆㅛㅕㅑㅒㅖㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ",
        strict=True,
    )
)
"""What each leaves with Shift on a keyboard in Hangul."""


def test_a_scanned_card_opens_its_person_once(desk: Driver, came: Visitor, sql: Sql) -> None:
    scan(desk, came.number)
    assert opened(desk) == came.id
    desk.press("Return")
    desk.settle()
    viewed = sql("SELECT count(*) FROM audit WHERE action = 'resident.viewed'")
    assert viewed == [(1,)]


def test_a_passport_is_read_in_two_lines(desk: Driver, lookup: LookupPanel, came: Visitor) -> None:
    first, second = came.zone
    scan(desk, first)
    assert opened(desk) is None
    assert "둘째 줄" in lookup.strip.words
    scan(desk, second)
    assert opened(desk) == came.id


def test_a_passport_is_read_though_the_scanner_types_in_hangul(
    desk: Driver, lookup: LookupPanel, came: Visitor
) -> None:
    for line, held in zip(came.zone, (None, came.id), strict=True):
        desk.press("F6")
        for sign in line:
            desk.compose(KEYS.get(sign, sign))
        desk.press("Return")
        desk.settle()
        assert opened(desk) == held
    assert "한/영" in lookup.strip.words


def test_the_second_line_alone_opens_the_holder(
    desk: Driver, came: Visitor, lookup: LookupPanel
) -> None:
    """Also of a passport whose number begins with P, as a first line does."""
    scan(desk, came.zone[1])
    assert opened(desk) == came.id
    other = replace(came, passport="P01234567")
    scan(desk, other.zone[1])
    assert "맞는 사람이 없습니다" in lookup.strip.words


def test_a_passport_that_does_not_fit_the_record_warns_beside_it(
    desk: Driver, lookup: LookupPanel, came: Visitor
) -> None:
    others = (
        (*replace(came, name_roman="ZZYZX OTHER").zone, "이름이 찾은 사람의 이름과 다릅니다"),
        (*replace(came, birth=date(1955, 5, 5)).zone, "생년월일이 찾은 사람과 다릅니다"),
        (*replace(came, sex="M" if came.sex == "F" else "F").zone, "성별이 찾은 사람과 다릅니다"),
    )
    for first, second, words in others:
        scan(desk, first)
        scan(desk, second)
        assert opened(desk) == came.id
        assert words in lookup.strip.words
        assert (lookup.strip.tone, lookup.strip.isVisible()) == ("warning", True)


def test_a_passport_misread_is_refused_by_the_name_of_its_field(
    desk: Driver, lookup: LookupPanel, came: Visitor
) -> None:
    first, second = came.zone
    for place, words in ((9, "여권번호의"), (19, "생년월일의"), (27, "만료일의"), (43, "종합")):
        digit = str((int(second[place]) + 1) % 10)
        scan(desk, first)
        scan(desk, second[:place] + digit + second[place + 1 :])
        assert opened(desk) is None
        assert words in lookup.strip.words
        assert lookup.field.property("state") == "error"


def test_the_next_scan_replaces_the_last(desk: Driver, lookup: LookupPanel, came: Visitor) -> None:
    scan(desk, "zzzz qqqq")
    assert "맞는 사람이 없습니다" in lookup.strip.words
    scan(desk, came.number)
    assert opened(desk) == came.id


def test_names_are_found_while_typing_and_opened_from_the_list(
    desk: Driver, lookup: LookupPanel
) -> None:
    desk.find("nguyen")
    assert opened(desk) is None
    desk.press("Down", "Down")
    wanted = lookup.table.current
    desk.press("Return")
    desk.settle()
    assert wanted is not None
    assert opened(desk) == wanted.id


def test_enter_does_not_choose_among_several(desk: Driver, lookup: LookupPanel) -> None:
    desk.find("nguyen")
    desk.press("Return", "Return")
    desk.settle()
    assert len(lookup.table.rows) > 1
    assert opened(desk) is None


def test_initials_are_found(desk: Driver, lookup: LookupPanel) -> None:
    desk.press("F6")
    desk.compose("ㅇㅇㅇ")
    desk.until(lambda: lookup.table.rows)
    assert lookup.table.rows[0].matched == "initials"
    assert {hit.matched for hit in lookup.table.rows} <= {"initials", "similar"}


def test_results_show_no_whole_number(desk: Driver, lookup: LookupPanel, came: Visitor) -> None:
    desk.find(came.name_roman.lower())
    model = lookup.table.model()
    cells = [
        str(model.index(row, column).data())
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]
    assert any(came.number[:6] in cell for cell in cells)
    assert not any(came.number[7:] in cell for cell in cells)


def test_a_number_with_a_wrong_digit_is_a_warning(
    desk: Driver, lookup: LookupPanel, came: Visitor
) -> None:
    """Who has nearly this number is offered, and not opened."""
    scan(desk, came.number[:-1] + str((int(came.number[-1]) + 1) % 10))
    assert "한 자리만 다른 사람" in lookup.strip.words
    assert lookup.strip.tone == "warning"
    assert [hit.id for hit in lookup.table.rows] == [came.id]
    assert opened(desk) is None


REFUSED = {
    "901301": "달력에 없거나",
    "123456789012345": "13자리",
    "x" * 10_000: "너무 깁니다",
    "900315-5a23456": "숫자가 아닌",
}
STRANGE = ("'; DROP TABLE resident; --", '%" OR 1=1', "🙂🙂", "אבג", "a\u0300")


def test_what_cannot_be_searched_is_said_under_the_field(desk: Driver, lookup: LookupPanel) -> None:
    for text, words in REFUSED.items():
        lookup.field.setText(text)
        desk.press("Return")
        desk.settle()
        assert words in lookup.strip.words
        assert lookup.field.property("state") == "error"
        assert not lookup.table.rows


def test_any_text_is_survived(desk: Driver, lookup: LookupPanel, came: Visitor) -> None:
    for text in STRANGE:
        lookup.field.setText(text)
        desk.press("Return")
        desk.settle()
        assert opened(desk) is None
        assert lookup.strip.words or lookup.table.rows
    scan(desk, came.number)
    assert opened(desk) == came.id


def test_a_person_is_not_opened_without_a_purpose(
    desk: Driver, lookup: LookupPanel, came: Visitor
) -> None:
    desk.press("Shift+F6", "Backspace", "Return")
    scan(desk, came.number)
    assert opened(desk) is None
    assert "열람 목적이 없거나 너무 짧습니다" in lookup.strip.words


def test_the_purpose_can_be_written(desk: Driver, came: Visitor, sql: Sql) -> None:
    desk.press("Shift+F6")
    desk.type("court order")
    desk.press("Return")
    scan(desk, came.number)
    assert opened(desk) == came.id
    (detail,) = sql("SELECT detail FROM audit WHERE action = 'resident.viewed'")
    assert "court order" in str(detail)


def test_an_emptied_field_shows_nobody(desk: Driver, lookup: LookupPanel) -> None:
    desk.find("nguyen")
    lookup.field.selectAll()
    desk.press("Backspace")
    desk.until(lambda: not lookup.table.rows)
    desk.settle()
    assert not lookup.table.isVisible()


def test_centres_are_named_in_the_clerks_language(desk: Driver, lookup: LookupPanel) -> None:
    desk.window.resize(1920, 1080)
    desk.find("nguyen")
    desk.settle()
    for language, name in (("ko", "서교동"), ("en", "Seogyo-dong")):
        desk.window.session.speak(language)
        model = lookup.table.model()
        rows = range(model.rowCount())
        assert name in {model.index(row, 4).data() for row in rows}


def test_words_follow_the_language(desk: Driver, lookup: LookupPanel) -> None:
    assert lookup.purpose.currentText() == "증명서 발급"
    desk.window.session.speak("en")
    assert lookup.purpose.currentText() == "Issue a certificate"
    assert lookup.purpose.words == "certificate"
    assert "Find" in lookup.field.accessibleName()


def test_a_scanned_number_is_masked_beside_its_person(
    desk: Driver, lookup: LookupPanel, came: Visitor
) -> None:
    scan(desk, came.number)
    assert lookup.field.text() == f"{came.number[:6]}-{came.number[6]}******"
    scan(desk, came.zone[0])
    scan(desk, came.zone[1])
    assert came.number[7:] not in lookup.field.text()
    assert "<" not in lookup.field.text()
