"""Every kind for everybody who may ask, by keys alone: who asks, what is asked, what is copied."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from counter_app.certificates import kinds
from counter_app.certificates.kinds import codes
from tests.asking import Sql
from tests.people import citizen
from tests.ui.driver import Driver
from tests.ui.issuing import issue, kept, printed
from tests.ui.papers import Visitor, visitor
from tests.ui.scenes import papers
from tests.ui.scenes.steps import scan as serve
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
