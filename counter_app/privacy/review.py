"""A month's accesses as the privacy officer goes through them: read, judged, noted, signed."""

from collections import Counter as Count
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.kiosk.hours import Hours
from counter_app.office import Office
from counter_app.privacy.accounts import checked_reason
from counter_app.privacy.actor import REVIEW, Actor
from counter_app.privacy.audit import Digest, record
from counter_app.privacy.clerks import require_active
from counter_app.privacy.findings import Finding, Month, clerk_of, find
from counter_app.privacy.lines import MOST, Asked, Line, lines
from counter_app.privacy.looks import Look, Progress, bounds, done, in_pieces, looks
from counter_app.privacy.settings import Thresholds
from counter_app.residents.search import never
from db.clerks import Clerk
from db.engine import reading, transaction
from db.privacy import FindingNote, ReviewReport
from db.residents import ResidentRow

EVERY = Asked()


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding, and what the officer found out about it; `note` "" until then."""

    finding: Finding
    clerk_name: str
    note: str
    noted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Signed:
    clerk: str
    at: datetime
    note: str
    accesses: int
    findings: int
    digest: str


@dataclass(frozen=True, slots=True)
class MonthReview:
    """`kinds`: how many accesses of each of acts.KINDS; `digest` over their rows of the chain."""

    month: str
    accesses: int
    kinds: Mapping[str, int]
    clerks: Mapping[str, int]
    found: tuple[Noted, ...]
    signed: Signed | None
    digest: str

    @property
    def open(self) -> int:
        """Findings that nobody has looked into yet."""
        return sum(not noted.note for noted in self.found)


class Review:
    def __init__(
        self, engine: Engine, clock: Clock, office: Office, hours: Hours, thresholds: Thresholds
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._office = office
        self._hours = hours
        self._thresholds = thresholds

    def month(
        self,
        actor: Actor,
        month: str,
        progress: Progress | None = None,
        given_up: Callable[[], bool] = never,
    ) -> MonthReview:
        """`progress(done, total)` in days.

        Raises Refusal access_review.month, clerks.*; GivenUp soon after `given_up` says so.
        """
        with reading(self._engine) as session:
            require_active(session, actor, REVIEW)
            return self._review(session, month, progress, given_up)

    def lines(
        self, actor: Actor, month: str, asked: Asked = EVERY, most: int = MOST
    ) -> tuple[Line, ...]:
        """The newest first, of those that fit; what was typed in one go is one of them.

        Raises Refusal access_review.month, access_review.kind, clerks.*.
        """
        with reading(self._engine) as session:
            require_active(session, actor, REVIEW)
            return lines(session, month, asked, _names(session), most)

    def note(self, actor: Actor, month: str, key: str, note: str) -> None:
        """Marks a finding as looked into.

        Raises Refusal access_review.month, access_review.unknown, access_review.is_signed,
        clerks.reason_needed, clerks.reason_long, clerks.*.
        """
        note = checked_reason(note)
        with reading(self._engine) as session:
            require_active(session, actor, REVIEW)
            clerk = clerk_of(key)  # whose accesses alone need be judged
            found = looks(session, month, clerk=clerk)
            findings = self._findings(session, month, found, _names(session))
            if key not in {finding.key for finding in findings}:
                raise Refusal("access_review.unknown")
        with transaction(self._engine) as session:
            self._require_unsigned(session, actor, month)
            now = self._clock.now()
            session.merge(FindingNote(key=key, month=month, note=note, clerk=actor.login, at=now))
            rule, _, _ = key.partition("/")
            said = {"rule": rule, "month": month}
            record(session, self._clock, actor, "access.noted", "accesses", said)

    def sign(self, actor: Actor, month: str, note: str) -> MonthReview:
        """The month is reviewed: nothing of it is noted any more.

        Raises Refusal access_review.month, access_review.not_over, access_review.open,
        access_review.is_signed, clerks.reason_needed, clerks.reason_long, clerks.*.
        """
        note, now = checked_reason(note), self._clock.now()
        review = self.month(actor, month)
        if now.date().isoformat() < str(bounds(month)["until"]):
            raise Refusal("access_review.not_over", month=month)
        with transaction(self._engine) as session:
            self._require_unsigned(session, actor, month)
            if review.open:
                raise Refusal("access_review.open", count=review.open)
            report = ReviewReport(
                month=month,
                accesses=review.accesses,
                findings=len(review.found),
                digest=review.digest,
                note=note,
                clerk=actor.login,
                at=now,
            )
            session.add(report)
            said = {"month": month, "accesses": review.accesses, "digest": review.digest}
            record(session, self._clock, actor, "access.review_signed", "accesses", said)
        return replace(review, signed=_signed(report))

    def export(self, actor: Actor, month: str, reason: str, form: str, language: str) -> bytes:
        """The month's report as "csv" or "pdf"; that it was taken, and why, is on record.

        Raises Refusal access_review.month, access_review.form, clerks.reason_needed,
        clerks.reason_long, clerks.*.
        """
        from counter_app.privacy.review_files import WRITERS  # noqa: PLC0415 - seldom asked for

        reason = checked_reason(reason)
        if form not in WRITERS:
            raise Refusal("access_review.form", forms=", ".join(WRITERS))
        review = self.month(actor, month)
        written = WRITERS[form](review, self._office, actor.name, self._clock.now(), language)
        with transaction(self._engine) as session:
            require_active(session, actor, REVIEW)
            said = {"month": month, "form": form, "reason": reason}
            record(session, self._clock, actor, "access.exported", "accesses", said)
        return written

    def _require_unsigned(self, session: Session, actor: Actor, month: str) -> None:
        """Judging a month takes a while, so it is done before and not while others wait."""
        require_active(session, actor, REVIEW)
        if session.get(ReviewReport, month):
            raise Refusal("access_review.is_signed", month=month)

    def _review(
        self,
        session: Session,
        month: str,
        progress: Progress | None,
        given_up: Callable[[], bool],
    ) -> MonthReview:
        found, names = looks(session, month, progress, given_up), _names(session)
        chosen = select(FindingNote).where(FindingNote.month == month)
        notes = {row.key: row for row in session.exec(chosen)}
        digest = Digest()
        for look in found:
            digest.add(look.hash)
        return MonthReview(
            month=month,
            accesses=len(found),
            kinds=Count(look.kind for look in found),
            clerks=Count(look.clerk for look in found),
            found=tuple(
                _noted(finding, names, notes.get(finding.key))
                for finding in self._findings(session, month, found, names)
            ),
            signed=_signed(session.get(ReviewReport, month)),
            digest=digest.text,
        )

    def _findings(
        self, session: Session, month: str, found: Sequence[Look], names: dict[str, str]
    ) -> tuple[Finding, ...]:
        judged = Month(
            month=month,
            looks=found,
            done=done(session, month),
            names=names,
            hangul=_hangul(session, found),
            hours=self._hours,
            grace=self._thresholds.grace,
        )
        return find(judged, self._thresholds)


def _noted(finding: Finding, names: Mapping[str, str], row: FindingNote | None) -> Noted:
    name = names.get(finding.clerk, finding.clerk)
    return Noted(finding, name, row.note, row.at) if row else Noted(finding, name, "", None)


def _signed(row: ReviewReport | None) -> Signed | None:
    if row is None:
        return None
    return Signed(row.clerk, row.at, row.note, row.accesses, row.findings, row.digest)


def _names(session: Session) -> dict[str, str]:
    return dict(session.exec(select(Clerk.login, Clerk.name)).all())


def _hangul(session: Session, found: Sequence[Look]) -> dict[int, str]:
    """Names of those whose records were opened, and whom searches showed."""
    ids = sorted({key for look in found for key in (look.person, *look.shown) if key is not None})
    rows = select(ResidentRow.id, ResidentRow.name_hangul)
    return {
        key or 0: name
        for keys in in_pieces(ids)
        for key, name in session.exec(rows.where(col(ResidentRow.id).in_(keys)))
    }
