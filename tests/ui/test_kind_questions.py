"""What a kind asks of the clerk: buildings, periods, days; and what is printed of it."""

import json
from pathlib import Path

import pytest

from tests.asking import Sql
from tests.people import one
from tests.ui.driver import Driver
from tests.ui.issuing import issue, kept, printed
from tests.ui.papers import Visitor, visitor
from tests.ui.scenes import papers
from tests.ui.scenes.steps import scan as serve
from ui.base.address_line import AddressLine
from ui.certificate.ask_fields import iso
from ui.certificate.panel import CertificatePanel
from ui.certificate.request_form import RequestForm


@pytest.mark.parametrize(
    ("kind", "citizens", "said"),
    [
        ("moved-in-households", True, "세대주 Head"),
        ("foreigners-staying", False, "체류 외국인"),
    ],
)
def test_who_lives_in_a_building_is_confirmed_to_who_has_an_interest(
    desk: Driver,
    panel: CertificatePanel,
    came: Visitor,
    home: Path,
    sql: Sql,
    kind: str,
    citizens: bool,
    said: str,
) -> None:
    place = papers.place_of(desk, citizens=citizens)
    serve(desk, came.number)
    papers.turn_to(desk, kind)
    desk.press("Shift+F9")  # what is missing comes first
    papers.give_ground(desk)
    papers.look_up(desk, place)
    desk.press("Down", "Return")
    assert panel.page.form.asks.details == (("building", place),)
    issue(desk)
    asked = kept(sql)
    assert asked["details"] == [["building", place]]
    assert asked["applicant"]["ground"] == "owner"
    assert asked["applicant"]["proof"] == "등기사항증명서"
    words = printed(home, panel)
    assert said in words
    assert place in words


def test_crossings_of_a_period(
    desk: Driver, panel: CertificatePanel, form: RequestForm, home: Path
) -> None:
    serve(desk, visitor(home, one(home, papers.TRAVELLED)).number)
    papers.turn_to(desk, "entry-departure")
    since, until = (asked.line for asked in form.asks.asked)
    desk.move_to(since.hasFocus)
    desk.type("20250101")
    desk.move_to(until.hasFocus)
    desk.type("2024. 1. 1.")
    desk.press("F9")
    desk.settle()
    assert "기간이 뒤바뀌었거나" in panel.page.strip.words
    until.setFocus()
    desk.press("Ctrl+A", "Delete")
    issue(desk)
    words = printed(home, panel)
    assert "2025. 01. 01." in words or "2025. 1. 1." in words
    assert "2026. 11. 16." in words


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20250101", "2025-01-01"),
        ("2025-1-3", "2025-01-03"),
        ("2025. 11. 2.", "2025-11-02"),
        ("2025년 1월 3일", "2025-01-03"),
        ("어제", "어제"),
        ("", ""),
    ],
)
def test_days_are_read_as_clerks_write_them(typed: str, day: str) -> None:
    assert iso(typed) == day


def test_an_address_is_printed_as_the_register_writes_it(
    desk: Driver, panel: CertificatePanel, form: RequestForm, came: Visitor, home: Path
) -> None:
    place = papers.place_of(desk, citizens=False)
    serve(desk, came.number)
    papers.turn_to(desk, "foreigners-staying")
    desk.press("Ctrl+I")
    papers.give_ground(desk)
    papers.look_up(desk, place)
    line = form.asks.asked[0].line
    assert isinstance(line, AddressLine)
    assert "골라 주세요" in line.note.text()
    desk.press("Esc")
    assert not line.found.isVisible()
    desk.press("Ctrl+A")
    desk.compose(place.replace("서울특별시 ", "서울").replace("로", "로 "))
    desk.until(lambda: place in line.note.text())
    assert not line.sure.isVisible()
    issue(desk)
    assert place in printed(home, panel)


def test_that_nobody_is_registered_is_certified_only_after_a_tick(
    desk: Driver, panel: CertificatePanel, form: RequestForm, came: Visitor, home: Path, sql: Sql
) -> None:
    serve(desk, came.number)
    papers.turn_to(desk, "foreigners-staying")
    desk.press("Ctrl+I")
    papers.give_ground(desk)
    line = form.asks.asked[0].line
    assert isinstance(line, AddressLine)
    desk.move_to(line.hasFocus)
    nowhere = "부산광역시 중구 없는길 1"
    desk.compose(nowhere)
    desk.until(lambda: line.note.isVisible() and line.sure.isVisible())
    desk.press("F9")
    desk.until(lambda: bool(panel.page.strip.words))
    assert "등록된 사람이 없" in panel.page.strip.words
    assert sql("SELECT * FROM certificate") == []
    desk.move_to(line.sure.hasFocus)
    desk.press("Space")
    desk.until(lambda: not panel.page.strip.words)
    desk.move_to(line.edit.hasFocus, "Shift+Tab")
    desk.press("End")
    desk.type("1")
    assert not form.asks.unregistered  # it was for another address
    desk.press("Backspace")
    desk.until(line.sure.isVisible)
    desk.move_to(line.sure.hasFocus)
    desk.press("Space")
    desk.settle()
    issue(desk)
    assert nowhere in printed(home, panel)
    ((detail,),) = sql("SELECT detail FROM audit WHERE action = 'certificate.prepared'")
    assert json.loads(str(detail))["unregistered"] is True


def test_an_answer_stays_for_the_kinds_that_ask_the_same(
    desk: Driver, form: RequestForm, came: Visitor
) -> None:
    place = papers.place_of(desk, citizens=False)
    serve(desk, came.number)
    papers.turn_to(desk, "foreigners-staying")
    papers.look_up(desk, place)
    line = form.asks.asked[0].line
    assert isinstance(line, AddressLine)
    desk.press("Ctrl+A")
    desk.compose(place)
    desk.until(lambda: not line.note.isVisible())
    papers.turn_to(desk, "moved-in-households")
    assert form.asks.details == (("building", place),)
