"""Residence matters of the person at the window, and of the window."""

from datetime import date
from itertools import count

from counter_app.main import Counter
from counter_app.matters.safe import safe
from counter_app.matters.views import MatterView
from counter_app.sync.proposals import withdraw
from counter_app.till.terms import Terms
from db.engine import transaction
from db.sync import WorkItemRow
from tests.certificates.samples import scan as lease
from tests.matters.desk import HOME, act, somebody, tick_all
from tests.ui.driver import Driver
from tests.ui.scenes.steps import scan, serving
from tests.ui.scenes.sync import known_there

_numbers = count(1)


def _action() -> str:
    return f"scene-{next(_numbers)}"


def _show(driver: Driver, person: int) -> None:
    resident = driver.counter.residents.open(driver.window.session.actor, person, "체류지 변경")
    scan(driver, resident.number)
    driver.until(lambda: driver.window.session.resident)
    driver.settle()
    driver.press("Ctrl+F8")
    driver.settle()
    driver.settle()


def _moved(driver: Driver, person: int, day: date) -> MatterView:
    told = {"address": HOME, "moved_in": str(day)}
    matters, actor = driver.counter.matters, driver.window.session.actor
    return matters.start(actor, "residence-change", person, told, action_id=_action())


def matters(driver: Driver) -> None:
    """A move that is overdue, its papers seen in part, and a lost card."""
    serving(driver)
    counter, actor = driver.counter, driver.window.session.actor
    person = somebody(counter)
    lost = {"lost_on": "2026-11-20"}
    counter.matters.start(actor, "card-reissue", person, lost, action_id=_action())
    view = _moved(driver, person, date(2026, 11, 2))
    counter.matters.tick(actor, view.line.number, "card", True, ver=1, action_id=_action())
    _show(driver, person)
    driver.press("Return")
    driver.settle()


def new(driver: Driver) -> None:
    """What is asked of somebody who has moved."""
    serving(driver)
    _show(driver, somebody(driver.counter))


def pending(driver: Driver) -> None:
    """The district has been asked."""
    serving(driver)
    counter, actor = driver.counter, driver.window.session.actor
    person = somebody(counter)
    known_there(counter, person)
    view = tick_all(counter, actor, _action, _moved(driver, person, date(2026, 11, 20)))
    act(counter, actor, _action, view, "propose")
    _show(driver, person)
    driver.press("Return")
    driver.settle()


def refused(driver: Driver) -> None:
    """The district has not made the change: why, and what can be done."""
    serving(driver)
    counter, actor = driver.counter, driver.window.session.actor
    person = somebody(counter)
    known_there(counter, person)
    view = tick_all(counter, actor, _action, _moved(driver, person, date(2026, 11, 20)))
    view = act(counter, actor, _action, view, "propose")
    refuse(counter, view)
    _show(driver, person)
    driver.press("Return")
    driver.settle()


def refuse(counter: Counter, view: MatterView) -> None:
    """As the sync leaves it when the district did not apply what was asked."""
    now = counter.clock.now()
    with transaction(counter.engine) as session:
        for pending in counter.sync.pending(view.line.resident_id or 0):
            withdraw(session, pending.op_id)
            session.add(
                WorkItemRow(
                    op_id=pending.op_id,
                    op_seq=1,
                    kind="resident.move",
                    subject=f"resident:{view.line.resident_id}",
                    payload="{}",
                    outcome="conflict",
                    code="district.changed_since",
                    fields="{}",
                    at=now,
                    told=now,
                )
            )


def barred(driver: Driver) -> None:
    """The stay is over: what cannot be begun says why."""
    serving(driver)
    _show(driver, somebody(driver.counter, expired=True))
    driver.work.sheets.matters.new.procedure.choose("residence-change")
    driver.settle()


def turned_down(driver: Driver) -> None:
    """Immigration did not accept a re-issue: why, and the slip."""
    serving(driver)
    counter, actor = driver.counter, driver.window.session.actor
    person = somebody(counter)
    lost = {"lost_on": "2026-11-20"}
    view = counter.matters.start(actor, "card-reissue", person, lost, action_id=_action())
    view = tick_all(counter, actor, _action, view)
    number = view.line.number
    view = counter.matters.pay(actor, number, Terms(), ver=view.ver, action_id=_action())
    view = act(counter, actor, _action, view, "forward")
    counter.matters.act(
        actor, number, "turn_down", ver=view.ver, action_id=_action(), reason="reason_identity"
    )
    _show(driver, person)
    driver.press("Return")
    driver.settle()


def mine(driver: Driver) -> None:
    """Nobody at the window: what is open, the nearest date first."""
    serving(driver)
    counter, actor = driver.counter, driver.window.session.actor
    person = somebody(counter)
    _moved(driver, person, date(2026, 11, 20))
    told = {"status": "F-5"}
    counter.matters.start(actor, "status-guidance", person, told, action_id=_action())
    driver.press("Ctrl+F8")
    driver.settle()
    driver.settle()


def papers(driver: Driver) -> None:
    """What was brought, one page of it in sight."""
    matters(driver)
    counter, actor = driver.counter, driver.window.session.actor
    view = driver.window.work.sheets.matters.detail.view if driver.window.work else None
    assert view is not None
    for document, pages in (("card", 1), ("proof_of_address", 2)):
        kept = safe(lease(pages), ".pdf")
        view = counter.papers.attach(
            actor, view.line.number, document, kept, ver=view.ver, action_id=_action()
        )
    driver.press("Escape", "Ctrl+F8")
    driver.settle()
    driver.settle()
    driver.press("Alt+V")
    driver.settle()
    driver.press("Down", "Return")
    driver.settle()
    driver.settle()


SCENES = {
    "matters-papers": papers,
    "matters": matters,
    "matters-new": new,
    "matters-pending": pending,
    "matters-mine": mine,
    "matters-refused": refused,
    "matters-barred": barred,
    "matters-turned-down": turned_down,
}
