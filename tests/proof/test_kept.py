"""Where a document was issued, what a file has otherwise is told by name."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from counter_app.certificates.content import CertificateContent
from counter_app.certificates.render import render_certificate
from counter_app.certificates.requests import IssuedView, Request
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.proof.fields import number_of
from counter_app.proof.reports import Report
from counter_app.proof.verdict import Verdict
from tests.asking import Sql
from tests.people import registered_foreigner


@pytest.fixture
def issued(counter: Counter, clerk: Actor, home: Path) -> IssuedView:
    asked = Request(registered_foreigner(home), "은행 제출")
    return counter.certificates.issue(clerk, asked, action_id="issue")


def saved_anew(pdf: bytes) -> bytes:
    buffer = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(buffer)
    return buffer.getvalue()


def differing(report: Report) -> list[int]:
    return [one.number for one in report.compared if one.same is False]


@pytest.mark.parametrize("field", ["registration_number", "passport_number"])
def test_masked_digits_are_compared_with_what_is_kept(
    counter: Counter, issued: IssuedView, sql: Sql, field: str
) -> None:
    """The code holds them masked, and any others would do for it."""
    ((kept,),) = sql("SELECT content FROM certificate")
    content = CertificateContent.from_json(str(kept))
    number = getattr(content, field)
    middle = number[:-4] + ("7" if number[-4] != "7" else "8") + number[-3:]
    forged = render_certificate(replace(content, **{field: middle}))
    report = counter.verification.of_file(forged)
    assert (report.answer.verdict, report.answer.reason) == (Verdict.ALTERED, "not_as_issued")
    assert differing(report) == [number_of(field)]
    assert [one.printed for one in report.compared if one.same is False] == [middle]


@pytest.mark.parametrize("sealed", [True, False])
def test_the_same_words_saved_anew_are_told_so(
    counter: Counter, issued: IssuedView, sealed: bool
) -> None:
    pdf = counter.sealed.document(issued.id) if sealed else counter.archive.document(issued.id)
    report = counter.verification.of_file(saved_anew(pdf))
    assert (report.answer.verdict, report.answer.reason) == (Verdict.ALTERED, "saved_anew")
    assert differing(report) == []


def test_a_reprint_saved_anew_is_told_so_too(
    counter: Counter, clerk: Actor, issued: IssuedView, sql: Sql
) -> None:
    counter.reprinting.reprint(clerk, issued.id, "분실", action_id="again")
    ((reprint,),) = sql("SELECT id FROM certificate_reprint")
    pdf = counter.reprinting.document(int(str(reprint)))
    assert counter.verification.of_file(pdf).answer.verdict == Verdict.GENUINE
    report = counter.verification.of_file(saved_anew(pdf))
    assert (report.answer.verdict, report.answer.reason) == (Verdict.ALTERED, "saved_anew")
    assert (differing(report), report.strange) == ([], ())
