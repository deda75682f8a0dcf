"""A visit whose documents go into the tray."""

from tests.ui.driver import Driver
from tests.ui.papers import Visitor
from tests.ui.scenes.steps import scan
from ui.certificate.panel import CertificatePanel


def visit(desk: Driver, came: Visitor) -> None:
    desk.counter.tickets.take("E", "vi", action_id="slip")
    desk.call()
    scan(desk, came.number)


def put_in(desk: Driver, kind: str = "") -> None:
    form = desk.work.certificate.page.form
    if kind:
        form.kind.choose(kind)
        desk.settle()
    desk.press("Insert")
    desk.settle()


def issue_two(desk: Driver, came: Visitor) -> None:
    """A visit whose two documents are paid and printed together."""
    visit(desk, came)
    for kind in ("", "residence"):
        put_in(desk, kind)
    desk.press("F9")
    desk.settle()


def kinds(panel: CertificatePanel) -> list[str]:
    return [laid.request.kind for laid in panel.tray.laid]
