"""Every kind for everybody who may ask, by keys alone: who asks, what is asked, what is copied."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QWidget

from counter_app.certificates import kinds
from counter_app.certificates.kinds import codes
from tests.asking import Sql
from tests.certificates.samples import OWN
from tests.people import citizen, one
from tests.ui.driver import Driver
from tests.ui.issuing import issue, kept, printed
from tests.ui.papers import Visitor, visitor
from tests.ui.scenes import papers
from tests.ui.scenes.steps import scan as serve
from ui.base.address_line import AddressLine
from ui.certificate.ask_fields import iso
from ui.certificate.panel import CertificatePanel
from ui.certificate.request_form import RequestForm
from ui.kit.theme import look


def test_every_kind_but_of_other_people_is_in_the_list(
    desk: Driver, form: RequestForm, came: Visitor, home: Path
) -> None:
    serve(desk, came.number)
    offered = [form.kind.itemData(place) for place in range(form.kind.count())]
    assert offered[0] == "alien-registration"
    assert set(offered) == set(codes()) - {"domestic-residence"}
    serve(desk, visitor(home, citizen(home)).number)
    offered = [form.kind.itemData(place) for place in range(form.kind.count())]
    assert offered[0] == "alien-registration"
    assert {"moved-in-households", "certified-copy", "residence"} < set(offered)
    assert "temporary-registration" not in offered


def test_the_usual_form_has_not_a_line_more(
    desk: Driver, form: RequestForm, came: Visitor, sql: Sql
) -> None:
    serve(desk, came.number)
    for extra in (form.applicant, form.asks, form.enclosure, form.confirmed):
        assert not extra.isVisible()
    issue(desk)
    assert kept(sql)["applicant"] == {
        "role": "self",
        "identity": "card",
        "name": "",
        "ground": "",
        "proof": "",
    }


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


def test_what_is_missing_stands_in_the_pages_place_and_f9_leads_to_it(
    desk: Driver, panel: CertificatePanel, form: RequestForm, came: Visitor
) -> None:
    serve(desk, came.number)
    papers.turn_to(desk, "moved-in-households")
    desk.until(lambda: "사유를 골라" in panel.page.preview.words)
    assert not panel.page.strip.words
    assert "owner" not in panel.page.preview.words
    for control, keys in (
        (form.applicant.ground, ["Down"]),
        (form.applicant.proof, ["Down"]),
        (form.asks.asked[0].line, []),
    ):
        desk.press("F9")
        desk.settle()
        for _ in range(2):  # what F9 said stays when the preview is refused after it
            assert panel.page.strip.words
            panel._draw()
            desk.settle()
        assert control.hasFocus() or control.focusProxy() is desk.window.focusWidget()
        desk.press(*keys)
    assert desk.counter.archive.in_flight() == ()


def test_the_fee_follows_who_asks(
    desk: Driver, panel: CertificatePanel, form: RequestForm, came: Visitor
) -> None:
    serve(desk, came.number)
    papers.turn_to(desk, "foreigners-staying")
    fees = {role: desk.counter.certificates.fee(form.code, 1, role) for role in ("self", "ground")}
    assert fees["self"] != fees["ground"]
    desk.settle()
    assert panel.page.fee == fees["self"]
    desk.press("Ctrl+I", "Ctrl+I", "Ctrl+I", "Ctrl+I")
    desk.settle()
    assert form.role == "ground"
    assert panel.page.fee == fees["ground"]


def test_a_delegate_asks_and_stays_for_the_next_document_of_the_visit(
    desk: Driver, panel: CertificatePanel, form: RequestForm, came: Visitor, home: Path, sql: Sql
) -> None:
    for slip in ("one", "two"):
        desk.counter.tickets.take("E", "vi", action_id=slip)
    desk.call()
    serve(desk, came.number)
    papers.send(desk)
    issue(desk)
    applicant = kept(sql)["applicant"]
    assert (applicant["role"], applicant["name"]) == ("delegate", "김대리")
    assert applicant["proof"].startswith("위임장")
    panel.after.another.click()
    papers.turn_to(desk, "residence")
    issue(desk)
    assert kept(sql)["applicant"] == applicant
    other = visitor(home, one(home, f"id_kind = 'FRN' AND id <> {came.id} AND {OWN}"))
    serve(desk, other.number)
    assert form.applicant.name.text() == "김대리"
    assert form.applicant.applicant.proof == ""  # it was for the other person
    desk.call()
    serve(desk, came.number)
    assert not form.applicant.isVisible()
    assert form.applicant.usual
    assert "김대리" not in [line.text() for line in desk.window.findChildren(QLineEdit)]


def test_without_a_ticket_the_next_person_is_another_visitor(
    desk: Driver, form: RequestForm, came: Visitor, home: Path
) -> None:
    serve(desk, came.number)
    papers.send(desk)
    serve(desk, visitor(home, citizen(home)).number)
    assert form.applicant.usual
    assert form.applicant.name.text() == ""


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


def test_after_the_loss_of_the_card_another_paper_tells_who_it_is(
    desk: Driver, panel: CertificatePanel, form: RequestForm, home: Path, sql: Sql
) -> None:
    lost = f"card_lost_on IS NOT NULL AND passport_number IS NOT NULL AND id_kind = 'FRN' AND {OWN}"
    serve(desk, visitor(home, one(home, lost)).number)
    papers.turn_to(desk, "temporary-registration")
    assert form.applicant.isVisible()
    papers.turn_to(desk, "certified-copy")
    assert form.applicant.applicant.identity == "card"  # looked at only
    form.kind.choose("temporary-registration")
    issue(desk)
    assert kept(sql)["applicant"]["identity"] == "passport"
    panel.after.another.click()
    form.kind.choose("alien-registration")
    assert form.applicant.applicant.identity == "passport"
    assert form.applicant.isVisible()


def test_of_two_alike_the_number_on_the_paper_tells(
    desk: Driver, panel: CertificatePanel, form: RequestForm, came: Visitor, home: Path, sql: Sql
) -> None:
    papers.make_double(came, home)
    serve(desk, came.number)
    desk.until(form.confirmed.isVisible)
    assert "같은 사람이 또" in panel.page.strip.words
    desk.press("F9")
    desk.settle()
    assert form.confirmed.hasFocus()
    desk.type("0000000")
    desk.press("F9")
    desk.settle()
    assert "다릅니다" in panel.page.strip.words
    assert form.confirmed.hasFocus()
    desk.press("Ctrl+A")
    desk.type(came.number[-7:])
    desk.until(lambda: panel.page.preview.pages)
    issue(desk)
    assert kept(sql)["confirmed"] == came.number[-7:]
    serve(desk, visitor(home, citizen(home)).number)
    assert form.confirmed.text() == ""
    assert not form.confirmed.isVisible()


def test_whose_stay_is_over_is_told_where_to_turn(
    desk: Driver, panel: CertificatePanel, form: RequestForm, came: Visitor, home: Path, sql: Sql
) -> None:
    sql(f"UPDATE resident SET stay_expires = '2026-11-01' WHERE id = {came.id}")
    serve(desk, came.number)
    desk.until(form.doubts.referred.isVisible)
    assert "1345" in panel.page.strip.words
    desk.press("F9")
    desk.settle()
    assert form.doubts.referred.hasFocus()
    desk.press("Space")
    desk.until(lambda: panel.page.preview.pages)
    issue(desk)
    assert kept(sql)["referred"] is True
    serve(desk, visitor(home, citizen(home)).number)
    assert not form.doubts.referred.isChecked() and not form.doubts.isVisible()


def test_a_restricted_record_says_why_and_shows_nothing(
    desk: Driver, panel: CertificatePanel, came: Visitor
) -> None:
    papers.restrict(desk, came.id)
    serve(desk, came.number)
    desk.until(lambda: papers.RESTRICTED in panel.page.strip.words)
    assert panel.page.preview.pages == 0
    assert papers.RESTRICTED in desk.work.person.alerts[0].words
    desk.press("F9")
    desk.settle()
    assert papers.RESTRICTED in panel.page.strip.words
    assert desk.counter.archive.in_flight() == ()


def test_another_centres_resident_follows_the_rule_of_the_kind(
    desk: Driver, panel: CertificatePanel, home: Path
) -> None:
    elsewhere = visitor(home, one(home, f"id_kind = 'FRN' AND NOT {OWN}"))
    serve(desk, elsewhere.number)
    desk.until(lambda: panel.page.preview.pages)
    papers.turn_to(desk, "residence")
    desk.until(lambda: "관할 센터에서만" in panel.page.strip.words)
    assert panel.page.preview.pages == 0


def test_a_kind_of_ones_own_is_issued_in_the_window(
    desk: Driver,
    panel: CertificatePanel,
    form: RequestForm,
    came: Visitor,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The worked example of docs/certificates.md."""
    manual = (Path(__file__).parents[2] / "docs" / "certificates.md").read_text("utf-8")
    example = manual.split("```toml\n", 1)[1].split("```", 1)[0]
    folder = tmp_path / "kinds"
    for code, text in (
        ("library-card", example),
        ("alien-registration", (kinds.FOLDER / "alien-registration" / "2.toml").read_text("utf-8")),
    ):
        (folder / code).mkdir(parents=True)
        (folder / code / "1.toml").write_text(text, "utf-8")
    for shared in ("words-1.toml", "grounds.toml"):
        (folder / shared).write_text((kinds.FOLDER / shared).read_text("utf-8"), "utf-8")
    monkeypatch.setattr(kinds, "FOLDER", folder)
    serve(desk, came.number)
    papers.turn_to(desk, "library-card")
    assert form.asks.asked[0].label.text() == "도서관"
    assert [form.applicant.identity.itemData(n) for n in range(2)] == ["card", "mobile"]
    desk.move_to(form.asks.asked[0].line.hasFocus)
    desk.compose("서강도서관")
    issue(desk)
    assert "서강도서관" in printed(home, panel)


def test_tab_goes_down_the_form_as_it_is_read(
    desk: Driver, form: RequestForm, came: Visitor
) -> None:
    serve(desk, came.number)
    papers.turn_to(desk, "moved-in-households")
    form.applicant.ground.setCurrentIndex(1)
    form.kind.setFocus()
    seen: list[QWidget] = []
    while not form.payment.received.hasFocus():
        assert len(seen) < 20
        desk.press("Tab")
        focus = desk.window.focusWidget()
        assert focus
        seen.append(focus)
    tops = [widget.mapTo(form, QPoint(0, widget.height() // 2)).y() for widget in seen]
    assert all(above <= below + 12 for above, below in pairwise(tops))
    line = form.asks.asked[0].line
    for wanted in (form.applicant.role, form.applicant.proof, line.focusProxy() or line):
        assert wanted in seen


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("kind", ["moved-in-households", "entry-departure", "certified-copy"])
def test_nothing_is_cut_off_at_the_sides(
    desk: Driver, form: RequestForm, came: Visitor, language: str, scale: float, kind: str
) -> None:
    look().show("light", scale)
    desk.window.session.speak(language)
    serve(desk, came.number)
    form.kind.choose(kind)
    form.who.click()
    desk.settle()
    for part in form.findChildren(QWidget):
        if part.isVisible() and part.width():
            corner = part.mapTo(form, part.rect().topRight())
            assert corner.x() <= form.width(), part
            assert part.width() >= part.minimumSizeHint().width(), part
    area = form.parentWidget()
    while area and not hasattr(area, "horizontalScrollBar"):
        area = area.parentWidget()
    assert area
    assert form.width() <= area.width()


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


def test_kinds_passed_on_the_way_change_nothing_the_clerk_chose(
    desk: Driver, form: RequestForm, came: Visitor
) -> None:
    serve(desk, came.number)
    papers.send(desk)
    form.applicant.identity.choose("mobile")
    before = form.applicant.applicant
    form.kind.choose("temporary-registration")
    assert form.applicant.applicant.role == "self"
    form.kind.choose("alien-registration")
    assert form.applicant.applicant.role == "delegate"
    assert form.applicant.applicant.name == before.name
    assert form.applicant.applicant.identity == "mobile"


def test_what_was_entered_outlives_the_language(
    desk: Driver, form: RequestForm, came: Visitor
) -> None:
    serve(desk, came.number)
    papers.turn_to(desk, "moved-in-households")
    desk.press("Shift+F9")
    papers.give_ground(desk)
    before = form.applicant.applicant
    for language in ("en", "ko"):
        desk.window.session.speak(language)
        assert form.applicant.applicant == before
    assert before.proof == "등기사항증명서"


def test_large_text_brings_what_is_missing_into_sight(
    desk: Driver, form: RequestForm, came: Visitor
) -> None:
    look().show("light", 2.0)
    serve(desk, came.number)
    papers.turn_to(desk, "moved-in-households")
    for _ in range(2):
        desk.press("F9")
        desk.settle()
        focus = desk.window.focusWidget()
        assert focus
        assert form.isAncestorOf(focus)
        assert focus.visibleRegion().boundingRect().height() == focus.height()
        desk.press("Down")
