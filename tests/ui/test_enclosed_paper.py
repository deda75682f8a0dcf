"""A paper of ours in the file that is to be copied: void it is refused, unknown it needs a tick."""

from pathlib import Path

import pytest

from counter_app.certificates.requests import Request
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.words import say
from tests import people
from tests.conftest import SECOND
from tests.proof.vectors import STRANGER, text
from tests.ui.driver import Driver
from tests.ui.papers import visitor
from tests.ui.scenes import papers
from tests.ui.scenes.steps import scan as serve
from tests.verifier.pictures import pdf


@pytest.fixture
def file(desk: Driver, home: Path) -> Path:
    serve(desk, visitor(home).number)
    return home / "paper.pdf"


def test_an_unknown_one_needs_a_tick_of_its_own(desk: Driver, file: Path) -> None:
    page = desk.work.certificate.page
    sure, strip = page.form.enclosure.sure, page.strip
    file.write_bytes(pdf(text(STRANGER)))
    papers.enclose(desk, file)
    said = say("ui_request.doubt_key", "ko", page=1, number="?")
    desk.until(lambda: strip.words == said)
    assert sure.isVisible()
    desk.press("F9")
    desk.settle()
    assert desk.work.certificate.after.case is None
    assert sure.hasFocus()
    desk.press("Space")
    desk.until(lambda: page.preview.pages == 1)
    assert strip.words != said
    kind = page.form.code
    page.form.kind.choose("residence")  # copies nothing, so nothing was made sure of
    assert not page.form.request(0, None).enclosed_anyway
    page.form.kind.choose(kind)
    assert page.form.request(0, None).enclosed_anyway
    other = file.with_name("other.pdf")
    other.write_bytes(file.read_bytes())
    page.form.enclosure.read(other)
    desk.until(lambda: strip.words == said)  # of another file it is said anew
    assert not sure.isChecked()
    sure.setFocus()
    desk.press("Space", "F9")
    desk.settle()
    assert desk.work.certificate.after.case


def test_a_void_one_is_refused(desk: Driver, file: Path, counter: Counter, clerk: Actor) -> None:
    person = people.registered_foreigner(counter.config.home)
    issued = counter.certificates.issue(clerk, Request(person, "은행"), action_id="paper")
    file.write_bytes(counter.archive.document(issued.id))
    counter.certificates.spoil(clerk, issued.id, "오류", action_id="spoiled", second=SECOND)
    papers.enclose(desk, file)
    page = desk.work.certificate.page
    number = issued.issue_number
    said = say("certificates.enclosure_void", "ko", page=1, number=number)
    desk.until(lambda: page.strip.words == said)
    assert not page.form.enclosure.sure.isVisible()
    desk.press("F9")
    desk.settle()
    assert desk.work.certificate.after.case is None
