"""A table or a copied page that was changed is told, with its place, by who has no record of it."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from typing import Any

import pytest

from counter_app.certificates.content import CertificateContent, Listing
from counter_app.certificates.kinds import codes, kind_of
from counter_app.certificates.render import render_certificate
from counter_app.clock import FixedClock
from counter_app.demo.centre import make_centre
from counter_app.main import Counter, open_counter
from counter_app.proof.listed import canonical, row_text
from counter_app.proof.reports import ComparedList, Report
from counter_app.proof.verdict import Verdict
from tests.certificates.samples import requests
from tests.conftest import MORNING, PASSWORD
from tests.proof.strangers import stored, stranger

Rows = tuple[tuple[tuple[str, str], ...], ...]
LISTING = ("alien-registration", "residence", "entry-departure", "moved-in-households",
           "foreigners-staying")  # fmt: skip


@dataclass(frozen=True)
class Papers:
    contents: dict[str, CertificateContent]
    enclosed: tuple[bytes, ...]
    stranger: Counter

    def judged(self, content: CertificateContent, enclosed: tuple[bytes, ...] = ()) -> Report:
        return self.stranger.verification.of_file(render_certificate(content, enclosed=enclosed))


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Papers]:
    folder = tmp_path_factory.mktemp("lists")
    make_centre(folder / "home", 1500, 7, FixedClock(MORNING), lambda done, total: None)
    shutil.copytree(folder / "home", folder / "before")
    with ExitStack() as stack:
        counter = stack.enter_context(closing(open_counter(folder / "home", FixedClock(MORNING))))
        clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
        contents: dict[str, CertificateContent] = {}
        enclosed: tuple[bytes, ...] = ()
        for asked in requests(folder / "home"):
            request = replace(asked, mask_number=False)
            issued = counter.certificates.issue(clerk, request, action_id=request.kind)
            contents[request.kind] = CertificateContent.from_json(stored(counter, issued.id))
            enclosed = request.enclosed or enclosed
        other = stranger(folder / "before", folder / "stranger", counter)
        yield Papers(contents, enclosed, stack.enter_context(other))


def with_rows(content: CertificateContent, rows: Rows) -> CertificateContent:
    (table,) = content.tables
    return replace(content, tables=(Listing(table.source, rows),))


def only_list(report: Report) -> ComparedList:
    assert report.lists is not None
    (found,) = report.lists
    return found


def test_every_kind_is_genuine_to_a_stranger(papers: Papers) -> None:
    assert set(papers.contents) == set(codes())
    for kind, content in papers.contents.items():
        enclosed = papers.enclosed if kind_of(kind).encloses else ()
        report = papers.judged(content, enclosed)
        assert report.answer.verdict == Verdict.GENUINE, (
            kind,
            [c for c in report.compared if c.same is False],
            report.lists,
        )
        for found in report.lists or ():
            assert found.same is None  # nobody vouches for what an unsealed file shows
            assert found.found == found.signed


@pytest.mark.parametrize("kind", LISTING)
def test_the_row_that_was_changed_is_named(papers: Papers, kind: str) -> None:
    content = papers.contents[kind]
    rows = content.tables[0].rows
    for at, row in enumerate(rows):
        days = [n for n, (ko, _) in enumerate(row) if ko.endswith(".")]
        cell = days[0]
        ko, en = row[cell]
        other = (*row[:cell], (ko.replace(ko[:4], "1999"), en), *row[cell + 1 :])
        forged = with_rows(content, (*rows[:at], other, *rows[at + 1 :]))
        report = papers.judged(forged)
        assert (report.answer.verdict, report.answer.reason) == (Verdict.ALTERED, "differs")
        assert only_list(report).places == (at + 1,)


@pytest.mark.parametrize("kind", LISTING)
def test_rows_left_out_or_put_in(papers: Papers, kind: str) -> None:
    content = papers.contents[kind]
    count = len(content.tables[0].rows)
    assert count >= 1
    for rows, found in (
        (content.tables[0].rows[:-1], count - 1),
        ((*content.tables[0].rows, content.tables[0].rows[-1]), count + 1),
    ):
        report = papers.judged(with_rows(content, rows))
        assert report.answer.verdict == Verdict.ALTERED
        assert (only_list(report).signed, only_list(report).found) == (count, found)
        assert only_list(report).places == ((count,) if found < count else (count + 1,))


def test_a_table_where_none_was_issued(papers: Papers) -> None:
    table = papers.contents["alien-registration"].tables[0]
    bare = papers.contents["domestic-residence"]
    report = papers.judged(replace(bare, tables=(table,)))
    assert report.answer.verdict == Verdict.ALTERED
    assert (only_list(report).signed, only_list(report).found) == (0, len(table.rows))


def test_a_table_that_is_gone(papers: Papers) -> None:
    report = papers.judged(replace(papers.contents["residence"], tables=()))
    assert report.answer.verdict == Verdict.ALTERED
    assert only_list(report).found == 0


@pytest.mark.parametrize(
    ("field", "other"),
    [("passport_number", "Z0000000"), ("entered_on", None), ("registered_on", None), ("sex", "M")],
)
def test_every_cell_of_a_registration_is_signed(papers: Papers, field: str, other: object) -> None:
    content = papers.contents["alien-registration"]
    was = getattr(content, field)
    value: Any = ("M" if was == "F" else "F") if field == "sex" else other or was.replace(year=1999)
    forged = replace(content, **{field: value})
    report = papers.judged(forged)
    assert report.answer.reason == "differs"
    assert len(report.answer.differing) == 1


def test_a_page_of_a_copy_changed_left_out_or_put_in(papers: Papers) -> None:
    content, (first, second) = papers.contents["certified-copy"], papers.enclosed
    for enclosed, places in (
        ((second, second), (1,)),
        ((first,), (2,)),
        ((first, second, first), (3,)),
    ):
        report = papers.judged(content, enclosed)
        assert report.answer.verdict == Verdict.ALTERED
        assert (only_list(report).places, only_list(report).found) == (places, len(enclosed))


def test_the_code_of_a_copy_on_another_kind_of_paper_is_no_copy(papers: Papers) -> None:
    copy, other = papers.contents["certified-copy"], papers.contents["residence"]
    report = papers.judged(replace(other, code=copy.code))
    assert report.answer.verdict == Verdict.ALTERED


@pytest.mark.parametrize(
    ("one", "another", "same"),
    [
        ((("입국", "Entry"), ("M12345678", "")), (("입국", "Entry"), ("M1*****78", "")), True),
        ((("입국", "Entry"), ("M12345678", "")), (("입국", "Entry"), ("M12345679", "")), False),
        ((("XYZ", ""), ("M12345678", "")), (("XYZ", ""), ("M12345678", "")), True),
        ((("서울 1", ""),), (("서울  1 ", ""),), True),
        ((("علي حسن", ""),), (("حسن علي", ""),), True),
    ],
)
def test_rows_are_the_same_however_they_are_set(
    one: tuple[tuple[str, str], ...], another: tuple[tuple[str, str], ...], same: bool
) -> None:
    assert (canonical(row_text(one)) == canonical(row_text(another))) is same


def test_a_passport_number_in_a_row_is_masked_in_the_code() -> None:
    assert row_text([("출국", "Departure"), ("M12345678", "")]) == "출국 Departure M1*****78"
