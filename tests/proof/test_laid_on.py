"""A page of an unsealed PDF that shows something else than its text says: never told to be the
same, and named where it was done to a file of this program."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Pdf

from counter_app.certificates.kinds import codes
from counter_app.certificates.render import render_certificate
from counter_app.clock import FixedClock
from counter_app.main import Counter, open_counter
from counter_app.proof.reports import Sealed
from counter_app.proof.sheet import laid_on
from counter_app.proof.verdict import Verdict
from tests.certificates.papers import PAPERS
from tests.certificates.samples import requests
from tests.conftest import MORNING, PASSWORD
from tests.proof import forgeries as by
from tests.proof.strangers import stranger


@dataclass(frozen=True)
class Papers:
    """Unsealed files by kind, and one that was sealed."""

    drawn: dict[str, bytes]
    sealed: bytes
    here: Counter
    stranger: Counter


@pytest.fixture(scope="module")
def papers(built_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Papers]:
    folder = tmp_path_factory.mktemp("laid")
    home = Path(shutil.copytree(built_centre, folder / "home"))
    with ExitStack() as stack:
        counter = stack.enter_context(closing(open_counter(home, FixedClock(MORNING))))
        clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
        drawn, last = {}, 0
        for request in requests(home):
            last = counter.certificates.issue(clerk, request, action_id=request.kind).id
            drawn[request.kind] = counter.archive.document(last)
        other = stack.enter_context(stranger(built_centre, folder / "stranger", counter))
        yield Papers(drawn, counter.sealed.document(last), counter, other)


LAID: dict[tuple[str, ...], Sequence[by.Forgery]] = {
    ("drawing",): (
        *(by.white, by.tint, by.polygon, by.thick, by.ruled, by.scribbled, by.stamped, by.pale),
        *(by.invisible, by.tiny, by.clipped, by.inline, by.faint, by.several),
    ),
    ("crowded",): (by.crowded, by.packed),
    ("drawing", "picture"): (by.picture,),
    ("annotation",): (by.note,),
    ("annotation", "file"): (by.field,),
    ("page",): (by.added, by.cropped),
    ("drawing", "file"): (by.layered,),
    ("file",): (by.scripted,),
    ("font",): (by.reshaped, by.reencoded, by.outlined),
}
ALL = [(what, forgery) for what, forgeries in LAID.items() for forgery in forgeries]
MOVED = (by.aside, by.respaced, by.turned)
"""What the text itself is read otherwise of."""


def named(forgery: by.Forgery) -> str:
    return forgery.__name__


@pytest.mark.parametrize(("what", "forgery"), ALL, ids=[named(forgery) for _, forgery in ALL])
def test_what_was_laid_on_is_named(
    papers: Papers, what: tuple[str, ...], forgery: by.Forgery
) -> None:
    report = papers.stranger.verification.of_file(
        by.forged(papers.drawn["alien-registration"], forgery)
    )
    assert (report.answer.verdict, report.answer.reason) == (Verdict.ALTERED, "laid_on")
    assert report.strange == what
    assert {field.same for field in report.compared} == {None}


@pytest.mark.parametrize("forgery", MOVED, ids=named)
def test_what_is_read_otherwise_differs(papers: Papers, forgery: by.Forgery) -> None:
    report = papers.stranger.verification.of_file(
        by.forged(papers.drawn["alien-registration"], forgery)
    )
    assert (report.answer.verdict, report.answer.reason) == (Verdict.ALTERED, "differs")
    assert {field.same for field in report.compared} == {None, False}


def test_what_was_laid_on_the_picture_of_a_copy_is_named(papers: Papers) -> None:
    report = papers.stranger.verification.of_file(
        by.forged(papers.drawn["certified-copy"], by.onto)
    )
    assert (report.answer.reason, report.strange) == ("laid_on", ("drawing",))


@pytest.mark.parametrize("forgery", [by.white, by.picture, by.note, by.outlined], ids=named)
def test_a_forger_who_hides_the_maker_is_believed_nothing(
    papers: Papers, forgery: by.Forgery
) -> None:
    """What the page shows is left to the eye: the code alone is genuine."""

    def unnamed(pdf: Pdf) -> None:
        forgery(pdf)
        pdf.docinfo["/Creator"] = "Another"

    report = papers.stranger.verification.of_file(by.forged(papers.drawn["residence"], unnamed))
    assert report.unseen
    assert {field.same for field in report.compared} == {None}
    assert {made.same for made in report.lists or ()} == {None}


def test_what_was_only_drawn_is_not_suspected(papers: Papers) -> None:
    assert set(papers.drawn) == set(codes())
    for kind, pdf in papers.drawn.items():
        assert laid_on(pdf, copy=kind == "certified-copy") == (), kind
        report = papers.stranger.verification.of_file(pdf)
        assert (report.answer.verdict, report.unseen) == (Verdict.GENUINE, True), kind
        assert {field.same for field in report.compared} == {None}, kind
        here = papers.here.verification.of_file(pdf)
        assert (here.answer.verdict, here.unseen) == (Verdict.GENUINE, False), kind
        assert {field.same for field in here.compared} == {True}, kind


@pytest.mark.parametrize("name", PAPERS)
def test_nor_in_any_script_or_length(name: str) -> None:
    assert laid_on(render_certificate(PAPERS[name])) == ()


def test_what_is_sealed_is_the_same(papers: Papers) -> None:
    report = papers.stranger.verification.of_file(papers.sealed)
    assert (report.answer.verdict, report.sealed) == (Verdict.GENUINE, Sealed.WHOLE)
    assert {field.same for field in report.compared} == {True}


def test_a_seal_that_was_taken_off_and_a_picture_that_was_changed(papers: Papers) -> None:
    """The picture of a certified copy is signed as it lies in the file, but not how it is shown."""

    def negative(pdf: Pdf) -> None:
        (image,) = pdf.pages[0].resources.XObject.values()
        image.Decode = Array([1, 0, 1, 0, 1, 0])

    changed = by.forged(papers.drawn["certified-copy"], negative)
    report = papers.stranger.verification.of_file(changed)
    assert (report.answer.reason, report.strange) == ("laid_on", ("picture",))


def test_a_page_between(papers: Papers) -> None:
    """A page of another document among those of a genuine one is told, whoever made the file."""
    with pikepdf.open(BytesIO(papers.drawn["certified-copy"])) as document:
        document.pages.insert(1, document.pages[0])
        content = document.pages[1].Contents.read_bytes().split(b"EMC")[0]
        document.pages[1].obj.Contents = document.make_stream(content + b"EMC")
        document.docinfo["/Creator"] = "Another"
        buffer = BytesIO()
        document.save(buffer)
    report = papers.stranger.verification.of_file(buffer.getvalue())
    assert report.bare == (2,)


def test_pages_of_two_papers(papers: Papers) -> None:
    """Each is held against its own pages, and both are told, whichever comes first."""
    for kinds in (("residence", "domestic-residence"), ("domestic-residence", "residence")):
        with ExitStack() as stack:
            first, second = (
                stack.enter_context(pikepdf.open(BytesIO(papers.drawn[kind]))) for kind in kinds
            )
            first.pages.extend(second.pages)
            buffer = BytesIO()
            first.save(buffer)
        report = papers.stranger.verification.of_file(buffer.getvalue())
        (other,) = report.inside
        assert (report.answer.verdict, other.verdict) == (Verdict.GENUINE, Verdict.GENUINE)
        told = [answer.signed.kind for answer in (report.answer, other) if answer.signed]
        assert told == list(kinds)
        assert {field.same for field in report.compared} == {None}
