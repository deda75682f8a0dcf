"""What is shown of a person, what is held back, and that showing it is on record."""

from pathlib import Path

import pytest

from tests.asking import Sql
from tests.people import one
from tests.ui.driver import Driver
from tests.ui.papers import Visitor, visitor
from tests.ui.scenes import papers
from tests.ui.scenes.steps import scan
from ui.person.panel import PersonPanel

REVEALED = (
    "SELECT subject, detail ->> '$.purpose' FROM audit WHERE action = 'resident.revealed'"
    " ORDER BY seq"
)


@pytest.fixture
def person(desk: Driver) -> PersonPanel:
    panel = desk.work.person
    assert isinstance(panel, PersonPanel)
    return panel


def test_numbers_are_masked_until_the_clerk_asks_and_that_is_recorded(
    desk: Driver, person: PersonPanel, came: Visitor, sql: Sql
) -> None:
    scan(desk, came.number)
    assert person.name.text() == came.name_roman
    assert person.hangul.text() == came.name_hangul
    assert person.facts.value(0) == f"{came.number[:6]}-{came.number[6]}******"
    desk.press("F11", "1")
    desk.settle()
    assert person.facts.value(0) == f"{came.number[:6]}-{came.number[6:]}"
    assert sql(REVEALED) == [(f"resident:{came.id}", "certificate")]
    desk.press("F11")
    assert came.number[7:] not in person.facts.value(0)


def test_of_a_restricted_record_a_reason_is_written(
    desk: Driver, person: PersonPanel, came: Visitor, sql: Sql
) -> None:
    papers.restrict(desk, came.id)
    scan(desk, came.number)
    sheet = desk.work.sheets
    for keys in ("1", "5"):
        desk.press("F11", keys)
        desk.compose("보려고") if keys == "5" else None
        desk.press(*(["Return"] if keys == "5" else []))
        desk.settle()
        assert "보호 대상" in sheet.unmasking.strip.words and sheet.unmasking.own.hasFocus()
        desk.press("Escape")
        assert came.number[7:] not in person.facts.value(0) and sql(REVEALED) == []
    desk.press("F11", "5")
    desk.compose("경찰 동행 본인 확인")
    desk.press("Return")
    desk.settle()
    assert came.number[7:] in person.facts.value(0)
    assert sql(REVEALED) == [(f"resident:{came.id}", "경찰 동행 본인 확인")]


def test_a_purpose_held_down_is_one_showing(
    desk: Driver, person: PersonPanel, came: Visitor, sql: Sql
) -> None:
    scan(desk, came.number)
    desk.press("F11", "1", "1", "1")
    desk.settle()
    assert desk.window.session.revealed
    assert sql(REVEALED) == [(f"resident:{came.id}", "certificate")]


def test_nothing_is_unmasked_before_a_purpose_is_chosen(
    desk: Driver, person: PersonPanel, came: Visitor, sql: Sql
) -> None:
    """The purpose of viewing, and that of the last time, are not taken for it."""
    scan(desk, came.number)
    desk.press("F11", "2")
    desk.settle()
    desk.press("F11", "F11")
    desk.settle()
    sheet = desk.work.sheets.unmasking
    assert sheet.isVisible()
    desk.press("Return", "F11")
    desk.settle()
    assert not sheet.isVisible()
    desk.press("F11", "5", "Return")
    desk.settle()
    assert "목적" in sheet.strip.words
    assert came.number[7:] not in person.facts.value(0)
    assert sql(REVEALED) == [(f"resident:{came.id}", "identity")]
    desk.compose("은행 조회 2026-7")
    desk.press("Return")
    desk.settle()
    assert came.number[7:] in person.facts.value(0)
    assert sql(REVEALED)[1:] == [(f"resident:{came.id}", "은행 조회 2026-7")]


def test_who_leaves_is_unmasked_no_more(desk: Driver, came: Visitor, sql: Sql) -> None:
    scan(desk, came.number)
    desk.press("F11")
    desk.window.session.show_resident(None)
    assert not desk.work.sheets.unmasking.isVisible()
    desk.press("F11")
    assert not desk.work.sheets.unmasking.isVisible()
    assert sql(REVEALED) == []


def test_what_must_be_acted_on_comes_first(desk: Driver, person: PersonPanel, home: Path) -> None:
    late = one(home, "stay_expires < '2026-11-23' AND id_kind = 'FRN'")
    scan(desk, visitor(home, late).number)
    strips = [strip for strip in person.alerts if strip.isVisible()]
    assert strips[0].tone == "danger"
    assert "체류기간 만료" in strips[0].words
    assert any("안내만 가능" in strip.words for strip in strips)


def test_what_was_issued_is_listed(desk: Driver, person: PersonPanel, came: Visitor) -> None:
    scan(desk, came.number)
    desk.press("F9")
    desk.settle()
    desk.press("F10")
    desk.settle()
    assert [row.state for row in person.issued.rows] == ["handed_over"]
    assert person.tabs.tabText(1) == "발급 이력 1"


def test_the_record_follows_the_language(desk: Driver, person: PersonPanel, came: Visitor) -> None:
    scan(desk, came.number)
    desk.window.session.speak("en")
    assert "Vietnam" in person.facts.value(1)
    assert "Purpose of viewing" in person.purpose.text()
    assert person.addresses.accessibleName() == "Address history"


def test_a_flag_opens_to_its_rule_ground_and_next_step(
    desk: Driver, person: PersonPanel, home: Path
) -> None:
    late = one(home, "stay_expires < '2026-11-23' AND id_kind = 'FRN'")
    scan(desk, visitor(home, late).number)
    first = person.alerts[0]
    assert "출입국관리법 제25조" not in first.accessibleName()
    desk.press("F6")
    desk.move_to(first.hasFocus)
    desk.press("Return")
    for part in ("체류기간 만료", "자동으로 통보하지", "근거: 출입국관리법 제25조", "1345"):
        assert part in first.accessibleName()
    assert "스페이스" in first.accessibleDescription()
    desk.press("Space")
    assert "출입국관리법 제25조" not in first.accessibleName()


def test_one_key_opens_all_flags_and_the_next_person_finds_them_closed(
    desk: Driver, person: PersonPanel, home: Path, came: Visitor
) -> None:
    late = one(home, "stay_expires < '2026-11-23' AND id_kind = 'FRN'")
    scan(desk, visitor(home, late).number)
    desk.press("Shift+F1")
    shown = [strip for strip in person.alerts if strip.isVisible()]
    assert all(strip.opened for strip in shown)
    desk.window.session.speak("en")
    assert "Immigration Act, Article 25" in shown[0].accessibleName()
    assert shown[0].opened
    scan(desk, came.number)
    assert not any(strip.opened for strip in person.alerts)
