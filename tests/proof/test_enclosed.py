"""A paper of ours that is void, altered or unknown does not become good by being copied."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import event

from counter_app.certificates.barcode import code128_modules, draw_modules
from counter_app.certificates.enclosures import read_pages
from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.proof.enclosed import require_sound
from db.engine import reading
from tests import people
from tests.asking import Sql, refusal
from tests.conftest import MORNING, SECOND
from tests.proof.vectors import STRANGER, text
from tests.verifier.pictures import pdf

COPY = Request(0, "대사관 제출", "certified-copy", details=(("document", "증명서"),))


@pytest.fixture
def person(home: Path) -> int:
    return people.registered_foreigner(home)


@pytest.fixture
def paper(counter: Counter, clerk: Actor, person: int) -> tuple[int, bytes]:
    issued = counter.certificates.issue(clerk, Request(person, "은행"), action_id="paper")
    return issued.id, counter.archive.document(issued.id)


def copied(counter: Counter, clerk: Actor, person: int, *pages: bytes, anyway: bool = False) -> str:
    """The issue number of the copy."""
    request = replace(COPY, resident_id=person, enclosed=pages, enclosed_anyway=anyway)
    return counter.certificates.issue(clerk, request, action_id=str(uuid4())).issue_number


def test_a_genuine_paper_is_copied(
    counter: Counter, clerk: Actor, person: int, paper: tuple[int, bytes]
) -> None:
    assert copied(counter, clerk, person, *read_pages(paper[1]))


@pytest.mark.parametrize("anyway", [False, True])
def test_a_void_paper_is_not(
    counter: Counter, clerk: Actor, person: int, paper: tuple[int, bytes], *, anyway: bool
) -> None:
    """Wherever it stands among the pages, read before or after it became void."""
    pages = read_pages(paper[1])
    blank = read_pages(pdf())
    assert copied(counter, clerk, person, *blank, *pages)
    counter.certificates.spoil(clerk, paper[0], "오류", action_id="spoiled", second=SECOND)
    before = counter.archive.day(counter.clock.now().date())
    code = refusal(lambda: copied(counter, clerk, person, *blank, *pages, anyway=anyway))
    assert code == "certificates.enclosure_void"
    assert counter.archive.day(counter.clock.now().date()) == before


def test_nor_one_whose_other_code_was_taken_away(
    counter: Counter, clerk: Actor, person: int, paper: tuple[int, bytes]
) -> None:
    """The bar code still names it."""
    pages = barred(counter.archive.certificate(paper[0]).issue_number)
    assert copied(counter, clerk, person, *pages)
    counter.certificates.spoil(clerk, paper[0], "오류", action_id="spoiled", second=SECOND)
    code = refusal(lambda: copied(counter, clerk, person, *pages))
    assert code == "certificates.enclosure_void"


def barred(*numbers: str) -> tuple[bytes, ...]:
    """A page with the bar code of each number."""
    buffer = BytesIO()
    canvas = Canvas(buffer)
    for number in numbers:
        draw_modules(canvas, code128_modules(number), 60, 60, 0.95, 34)
        canvas.showPage()
    canvas.save()
    return read_pages(buffer.getvalue())


def test_all_bar_codes_are_asked_for_at_once(counter: Counter) -> None:
    asked: list[str] = []
    event.listen(counter.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    told = []
    for count in (1, 5):
        pages = barred(*(f"2026-1144066000-AR-{n:06d}" for n in range(count)))
        asked.clear()
        with reading(counter.engine) as session:
            now = counter.clock.now()
            require_sound(session, counter.config.office, pages, now, anyway=False)
        told.append(len(asked))
    assert told[0] == told[1]


@pytest.mark.parametrize("anyway", [False, True])
def test_an_altered_code_is_not(
    counter: Counter, clerk: Actor, person: int, paper: tuple[int, bytes], *, anyway: bool
) -> None:
    code = counter.archive.to_seal(paper[0]).code
    other = code[:-1] + ("0" if code[-1] != "0" else "1")
    for changed in (other, code[:200]):
        copy = partial(copied, counter, clerk, person, *read_pages(pdf(changed)), anyway=anyway)
        assert refusal(copy) == "certificates.enclosure_altered"


def test_a_file_that_was_changed_is_not(
    counter: Counter, paper: tuple[int, bytes], tmp_path: Path
) -> None:
    """Though its code is genuine, as the page shows it."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper[1])
    assert len(counter.read_enclosed(file)) == 1
    with pikepdf.open(BytesIO(paper[1])) as document:
        document.pages[0].contents_add(b"1 1 1 rg 150 650 200 30 re f")
        document.save(file)
    assert refusal(lambda: counter.read_enclosed(file)) == "certificates.enclosure_altered"
    sealed = bytearray(counter.sealed.document(paper[0]))
    sealed[len(sealed) // 3] ^= 4
    file.write_bytes(sealed)
    assert refusal(lambda: counter.read_enclosed(file)) in (
        "certificates.enclosure_altered",
        "certificates.enclosure_broken",
    )


def test_an_unknown_signature_needs_a_word(
    counter: Counter, clerk: Actor, person: int, sql: Sql
) -> None:
    pages = read_pages(pdf(text(STRANGER)))
    code = refusal(lambda: copied(counter, clerk, person, *pages))
    assert code == "certificates.enclosure_doubt_key"
    number = copied(counter, clerk, person, *pages, anyway=True)
    facts = sql("SELECT payload FROM outbox WHERE kind = 'certificate.prepared'")
    said = [json.loads(str(fact)) for (fact,) in facts if number in str(fact)]
    assert [fact.get("enclosed_anyway") for fact in said] == [True]


def test_what_is_past_its_days_needs_a_word(
    counter: Counter, clerk: Actor, home: Path, person: int
) -> None:
    lost = people.one(home, "card_lost_on IS NOT NULL AND passport_number IS NOT NULL")
    asked = Request(lost, "신분", "temporary-registration")
    asked = replace(asked, applicant=replace(asked.applicant, identity="passport"))
    issued = counter.certificates.issue(clerk, asked, action_id="temporary")
    pages = read_pages(counter.archive.document(issued.id))
    assert issued.valid_until
    assert copied(counter, clerk, person, *pages)
    late = FixedClock(MORNING + (issued.valid_until - MORNING.date()) + timedelta(days=1))
    with closing(open_counter(home, late)) as later:
        asked = replace(COPY, resident_id=person, enclosed=pages)
        code = refusal(lambda: later.certificates.preview(clerk, asked))
        assert code == "certificates.enclosure_doubt_past"
        later.certificates.preview(clerk, replace(asked, enclosed_anyway=True))
