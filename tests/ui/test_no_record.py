"""A list of a building for who is in no register, and a child whose parents ask, by keys alone."""

from datetime import timedelta
from pathlib import Path

from counter_app.certificates.requests import NOBODY
from tests.asking import Sql
from tests.certificates.counts import DAY
from tests.ui.driver import Driver
from tests.ui.issuing import issue, kept, printed
from tests.ui.papers import Visitor
from tests.ui.scenes.papers import give_ground, look_up, place_of, turn_to
from tests.ui.scenes.steps import scan as serve
from ui.certificate.panel import CertificatePanel
from ui.certificate.request_form import RequestForm


def name_asker(desk: Driver, name: str) -> None:
    applicant = desk.work.certificate.page.form.applicant
    desk.move_to(applicant.name.hasFocus)
    desk.compose(name)


def begin(desk: Driver, kind: str, name: str) -> None:
    turn_to(desk, kind)
    desk.press("Ctrl+I")
    name_asker(desk, name)
    give_ground(desk)
    look_up(desk, place_of(desk, citizens=True))
    desk.press("Down", "Return")
    desk.settle()


def test_a_landlord_who_is_in_no_register(
    desk: Driver, form: RequestForm, panel: CertificatePanel, home: Path, sql: Sql
) -> None:
    assert panel.building.isVisible()
    begin(desk, "moved-in-households", "이집주")
    assert {form.kind.itemData(place) for place in range(form.kind.count())} == {
        "moved-in-households",
        "foreigners-staying",
    }
    assert not panel.page.masked.isVisible()
    issue(desk)
    page = printed(home, panel)
    assert "이집주" in page
    assert "세대주 Head" in page
    assert kept(sql)["applicant"]["name"] == "이집주"
    assert sql("SELECT resident_id FROM certificate") == [(NOBODY,)]
    assert panel.after.another.isVisible()


def test_what_is_missing_is_said_and_a_person_ends_it(
    desk: Driver, form: RequestForm, panel: CertificatePanel, came: Visitor, sql: Sql
) -> None:
    turn_to(desk, "moved-in-households")
    desk.press("F9")
    desk.settle()
    assert form.applicant.name.hasFocus()
    assert sql("SELECT count(*) FROM certificate") == [(0,)]
    serve(desk, came.number)
    assert desk.window.session.holder == came.id
    assert form.code == "alien-registration"
    assert not form.applicant.isVisible()


def test_the_next_number_ends_it(desk: Driver, panel: CertificatePanel) -> None:
    turn_to(desk, "moved-in-households")
    assert panel.page.isVisible()
    desk.counter.tickets.take("E", "vi", action_id="slip")
    desk.call()
    assert panel.building.isVisible()
    assert desk.window.session.holder is None


def test_it_goes_into_the_tray(desk: Driver, panel: CertificatePanel, sql: Sql) -> None:
    begin(desk, "moved-in-households", "한빛은행 김대출")
    desk.press("Insert")
    desk.settle()
    assert panel.page.tray.rows, panel.page.strip.words
    assert "김대출" not in panel.page.tray.rows[0].holder
    desk.press("F9")
    desk.settle()
    assert sql("SELECT resident_id, state FROM certificate") == [(NOBODY, "spooled")]


def test_a_child_is_represented(desk: Driver, form: RequestForm, came: Visitor, sql: Sql) -> None:
    born = DAY - timedelta(days=7 * 365)
    sql(f"UPDATE resident SET birth_date = '{born}' WHERE id = {came.id}")
    serve(desk, came.number)
    applicant = form.applicant
    assert applicant.isVisible()
    roles = [applicant.role.itemData(place) for place in range(applicant.role.count())]
    assert roles[0] == "representative"
    assert "self" not in roles
    desk.press("F9")
    desk.settle()
    assert applicant.name.hasFocus()
    desk.compose("응우옌 부모")
    give_ground(desk)
    issue(desk)
    assert kept(sql)["applicant"]["role"] == "representative"
