"""A certified copy of a certificate: its own code is judged, those it shows are told beside it."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest

from counter_app.certificates.enclosures import read_pages
from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.main import Counter, open_counter
from counter_app.proof.reports import Sealed
from counter_app.proof.verdict import Verdict
from tests import people
from tests.conftest import MORNING, PASSWORD, SECOND
from tests.proof.strangers import stranger
from tests.proof.vectors import STRANGER, text
from tests.verifier.pictures import page_of, pdf


@dataclass(frozen=True)
class Copies:
    """Sealed copies of an own certificate, of one of a foreign office, and of a void one."""

    own: bytes
    foreign: bytes
    void: bytes
    here: Counter
    stranger: Counter


@pytest.fixture(scope="module")
def copies(built_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies]:
    folder = tmp_path_factory.mktemp("copies")
    home = Path(shutil.copytree(built_centre, folder / "home"))
    with ExitStack() as stack:
        counter = stack.enter_context(closing(open_counter(home, FixedClock(MORNING))))
        clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
        person = people.registered_foreigner(home)

        def copied(paper: bytes, action: str) -> bytes:
            asked = Request(
                person,
                "대사관 제출",
                "certified-copy",
                details=(("document", "외국인등록 사실증명"),),
                enclosed=read_pages(paper),
                enclosed_anyway=True,
            )
            made = counter.certificates.issue(clerk, asked, action_id=action)
            return counter.sealed.document(made.id)

        asked = Request(person, "은행 제출")
        issued = counter.certificates.issue(clerk, asked, action_id="a")
        certificate = counter.archive.document(issued.id)
        own = copied(certificate, "own")
        foreign = copied(pdf(text(STRANGER)), "foreign")
        spoiled = counter.certificates.issue(clerk, asked, action_id="b")
        void = copied(counter.archive.document(spoiled.id), "void")
        counter.certificates.spoil(
            clerk, spoiled.id, "용지 걸림", action_id="spoiled", second=SECOND
        )
        other = stack.enter_context(stranger(built_centre, folder / "stranger", counter))
        yield Copies(own, foreign, void, counter, other)


INSIDE = [("own", Verdict.GENUINE), ("foreign", Verdict.UNKNOWN_KEY), ("void", Verdict.VOIDED)]


@pytest.mark.parametrize(("paper", "inside"), INSIDE)
def test_the_outer_code_is_judged(copies: Copies, paper: str, inside: Verdict) -> None:
    data: bytes = getattr(copies, paper)
    for counter in (copies.here, copies.stranger):
        report = counter.verification.of_file(data)
        assert report.answer.verdict == Verdict.GENUINE
        assert report.sealed == Sealed.WHOLE
        assert report.issue_number is not None
        assert "-CP-" in report.issue_number
        assert [found.verdict for found in report.inside] == [inside]


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize(("paper", "inside"), INSIDE)
def test_from_a_picture_too(copies: Copies, paper: str, inside: Verdict, dpi: int) -> None:
    buffer = BytesIO()
    page_of(getattr(copies, paper), dpi=dpi).save(buffer, "PNG")
    report = copies.stranger.verification.of_file(buffer.getvalue())
    assert report.answer.verdict == Verdict.GENUINE
    assert [found.verdict for found in report.inside] == [inside]
    assert "-CP-" in (report.issue_number or "")
