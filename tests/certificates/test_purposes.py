"""What a certificate is for: only text, of a length that can be printed."""

from dataclasses import replace

import pypdfium2
import pytest

from counter_app.certificates.content import CertificateContent
from counter_app.certificates.facts import printed
from counter_app.certificates.requests import LONGEST_PURPOSE, WIDEST_PURPOSE, Request
from counter_app.certificates.steps import CertificateState
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests.asking import Sql, refusal
from tests.certificates.counts import untouched


@pytest.mark.parametrize(
    ("purpose", "code"),
    [
        ("", "certificates.purpose_needed"),
        (" \n\t", "certificates.purpose_needed"),
        ("가" * 10_000, "certificates.purpose_too_long"),
        ("가" * (LONGEST_PURPOSE + 1), "certificates.purpose_too_long"),
        ("w" * (WIDEST_PURPOSE + 1), "certificates.purpose_too_long"),
        ("은행 😀", "certificates.no_glyph"),
        ("은행\x00", "certificates.no_glyph"),
    ],
)
def test_a_purpose_that_cannot_be_printed_changes_nothing(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql, purpose: str, code: str
) -> None:
    wrong = replace(request_, purpose=purpose)
    issue = counter.certificates.issue
    assert refusal(lambda: issue(clerk, wrong, action_id="a")) == code
    untouched(counter, sql)


TEXTS = (
    "'; DROP TABLE certificate; --",
    '100 % "q"',
    "은행",
    "가" * LONGEST_PURPOSE,
    "w" * WIDEST_PURPOSE,
)


@pytest.mark.parametrize("purpose", TEXTS)
def test_a_purpose_is_only_text(
    counter: Counter, clerk: Actor, request_: Request, purpose: str
) -> None:
    issued = counter.certificates.issue(clerk, replace(request_, purpose=purpose), action_id="a")
    assert issued.state == CertificateState.SPOOLED


@pytest.mark.parametrize("between", ["\n", "\r\n", "\t", "\u2028", " \n "])
def test_a_purpose_of_two_lines_is_one_everywhere(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql, between: str
) -> None:
    """On the paper, in its preview, in what is kept and in what is signed."""
    asked = replace(request_, purpose=f"은행{between}제출")
    issued = counter.certificates.issue(clerk, asked, action_id="a")
    papers = [counter.archive.document(issued.id), counter.certificates.preview(clerk, asked)]
    for paper in papers:
        with pypdfium2.PdfDocument(paper) as document:
            assert "은행 제출" in document[0].get_textpage().get_text_bounded()
    ((text,),) = sql("SELECT content FROM certificate")
    kept = CertificateContent.from_json(str(text))
    assert kept.purpose == "은행 제출"
    assert printed(kept)["purpose"] == "은행 제출"
