"""A scan of a genuine paper that a machine has read: its mistakes are not the paper's."""

from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from counter_app.certificates.requests import Request
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.proof.verdict import Verdict
from tests.people import registered_foreigner
from tests.verifier.pictures import page_of

Mode = Literal[0, 3]
UNDER_THE_PICTURE = None
INVISIBLE: Mode = 3
IN_SIGHT: Mode = 0


@pytest.fixture
def paper(counter: Counter, clerk: Actor, home: Path) -> bytes:
    asked = Request(registered_foreigner(home), "은행 제출")
    issued = counter.certificates.issue(clerk, asked, action_id="issue")
    return counter.archive.document(issued.id)


def scanned(paper: bytes, text: Mode | None, *, size: float = 1.0, cover: bool = False) -> bytes:
    """One page as a scanner sends it, with words that were read wrong. `size`: of the picture on
    the page; `cover`: a letter lies before it."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    if cover:
        canvas.drawString(60, 700, "Dear Sir or Madam, here is my certificate.")
        canvas.showPage()
    picture = ImageReader(page_of(paper, dpi=200))
    for turn in (0, 1):
        if turn == (text is None):
            canvas.drawImage(picture, 0, 0, A4[0] * size, A4[1] * size)
        else:
            words = canvas.beginText(60, 650)
            words.setTextRenderMode(text or 0)
            words.textLine("Narne NGUYEN VAN AHN Date of birlh 1890. 1. 1.")
            canvas.drawText(words)
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize("text", [UNDER_THE_PICTURE, INVISIBLE])
@pytest.mark.parametrize("cover", [False, True])
def test_it_is_worth_what_a_picture_is(
    counter: Counter, paper: bytes, tmp_path: Path, text: Mode | None, *, cover: bool
) -> None:
    file = tmp_path / "scan.pdf"
    file.write_bytes(scanned(paper, text, cover=cover))
    report = counter.verification.of_file(file.read_bytes())
    assert (report.answer.verdict, report.unseen) == (Verdict.GENUINE, True)
    assert {field.same for field in report.compared} == {None}
    assert report.bare == ((1,) if cover else ())
    assert len(counter.read_enclosed(file)) == 1 + cover


def test_words_in_sight_beside_a_picture_are_read(counter: Counter, paper: bytes) -> None:
    report = counter.verification.of_file(scanned(paper, IN_SIGHT, size=0.6))
    assert (report.answer.verdict, report.answer.reason) == (Verdict.ALTERED, "differs")


def test_nor_does_a_picture_hide_that_can_be_seen_through(counter: Counter, paper: bytes) -> None:
    """Laid over words that were changed, it would have them taken for those of a scan."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.drawImage(ImageReader(page_of(paper, dpi=200)), 0, 0, *A4)
    canvas.drawString(60, 650, "NGUYEN VAN AHN")
    clear = ImageReader(Image.new("RGBA", (8, 8), (255, 255, 255, 0)))
    canvas.drawImage(clear, 0, 0, *A4, mask="auto")
    canvas.save()
    report = counter.verification.of_file(buffer.getvalue())
    assert (report.answer.verdict, report.answer.reason) == (Verdict.ALTERED, "differs")
