"""A temporary confirmation whose time is over, on the screen of the person it was given to."""

from datetime import timedelta
from pathlib import Path

from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from tests.certificates.test_validity import LOST, PASSPORT
from tests.people import one
from tests.ui.driver import Driver
from tests.ui.papers import visitor
from tests.ui.scenes.steps import scan as serve


def test_it_is_told_and_not_printed_again(desk: Driver, home: Path, clock: FixedClock) -> None:
    lost, actor = one(home, LOST), desk.window.session.actor
    asked = Request(lost, "신분 확인", "temporary-registration", applicant=PASSPORT)
    issued = desk.counter.certificates.issue(actor, asked, action_id="issue")
    desk.counter.certificates.hand_over(actor, issued.id, action_id="over")
    came, reissue = visitor(home, lost), desk.work.sheets.reissue
    for days, told, again in ((29, "건넴", True), (1, "유효기간 지남", False)):
        clock.at += timedelta(days=days)
        serve(desk, came.number)
        table = desk.work.person.issued
        desk.until(lambda: desk.work.person.issued.rows)
        place = table.model().columnCount() - 1
        assert table.model().index(0, place).data() == told
        reissue.open_for(desk.counter.archive.certificate(issued.id))
        assert reissue.again.isVisible() == again
        assert ("유효기간 지남" in reissue.facts.text()) != again
        desk.press("Esc")
