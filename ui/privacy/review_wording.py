"""What the review says of a month and of one finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.privacy.acts import KINDS
from counter_app.privacy.review_files import because
from counter_app.said_days import said_moment

if TYPE_CHECKING:
    from counter_app.privacy.review import MonthReview, Noted
    from ui.base.session import Session


def about_month(session: Session, seen: MonthReview) -> str:
    """Which it is, how many accesses of which kind, and how far the review has come."""
    say = session.say
    kinds = " · ".join(
        f"{say(f'access_review.kind.{kind}')} {seen.kinds.get(kind, 0):,}" for kind in KINDS
    )
    state = say("ui_review.open", count=seen.open)
    if seen.signed:
        by, at = seen.signed.clerk, said_moment(seen.signed.at, session.language)
        state = say("ui_review.signed", name=by, at=at)
    accesses = f"{say('access_review.accesses')} {seen.accesses:,}"
    return f"{seen.month} · {accesses} · {kinds}\n{state}"


def about(session: Session, noted: Noted | None) -> str:
    """Why it is a finding, and what was noted."""
    if noted is None:
        return session.say("access_review.nothing")
    words = because(noted, session.language)
    return f"{words}\n{session.say('ui_review.noted')}: {noted.note}" if noted.note else words
