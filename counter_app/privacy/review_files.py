"""The report on a month's accesses as a file: a table for spreadsheets, or A4 pages to sign."""

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from io import StringIO
from typing import TYPE_CHECKING

from counter_app.office import Office
from counter_app.privacy.acts import KINDS
from counter_app.queue.figures_csv import safe
from counter_app.said_days import said_day, said_moment
from counter_app.words import say

if TYPE_CHECKING:
    from counter_app.privacy.review import MonthReview, Noted

COLUMNS = ("rule", "clerk", "day", "person", "count", "because", "note", "noted_at")


def because(noted: "Noted", language: str) -> str:
    """Why a finding is one, in words."""
    finding = noted.finding
    return say(
        f"access_review.because.{finding.rule}",
        language,
        name=noted.clerk_name,
        day=said_day(finding.day, language) if finding.day else "",
        person=finding.person or "",
        count=finding.count,
        threshold=finding.threshold,
    )


def _csv(review: "MonthReview", _office: Office, _by: str, _at: datetime, language: str) -> bytes:
    """A line a finding. Begins with a byte order mark, by which Excel knows UTF-8."""
    text = StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(say(f"access_review.column_{column}", language) for column in COLUMNS)
    for noted in review.found:
        found = noted.finding
        rule = say(f"access_review.rule.{found.rule}", language)
        cells = (rule, noted.clerk_name, found.day, found.person, found.count)
        told = (because(noted, language), noted.note, noted.noted_at)
        lines.writerow(map(safe, (*cells, *told)))
    return ("\ufeff" + text.getvalue()).encode()


def _pdf(review: "MonthReview", office: Office, by: str, at: datetime, language: str) -> bytes:
    from counter_app.privacy.review_page import render_review  # noqa: PLC0415 - draws

    return render_review(_told(review, language), office, by, at, review.month, language)


def _told(review: "MonthReview", language: str) -> "Iterator[tuple[str, list[tuple[str, str]]]]":
    """Titled tables of two columns."""
    kinds = [
        (say(f"access_review.kind.{kind}", language), f"{review.kinds.get(kind, 0):,}")
        for kind in KINDS
    ]
    total = (say("access_review.accesses", language), f"{review.accesses:,}")
    yield say("access_review.accesses", language), [total, *kinds]
    found = [
        (
            because(noted, language),
            noted.note or say("access_review.not_noted", language),
        )
        for noted in review.found
    ]
    none = [(say("access_review.nothing", language), "")]
    yield say("access_review.findings", language), found or none
    signed = review.signed
    words = say("access_review.not_signed", language)
    if signed:
        words = f"{signed.clerk} · {said_moment(signed.at, language)} · {signed.note}"
    rows = [(say("access_review.signed", language), words)]
    yield (
        say("access_review.sign_off", language),
        [*rows, (say("access_review.digest", language), review.digest)],
    )


WRITERS: dict[str, Callable[["MonthReview", Office, str, datetime, str], bytes]] = {
    "csv": _csv,
    "pdf": _pdf,
}
