"""A document that exists printed once more: the same, marked 재발행, for a reason, free of fee.

The reprint gets its number in one transaction; only then does paper move, as in issuing.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from counter_app.certificates import ledger
from counter_app.certificates.archive import sha256
from counter_app.certificates.barred import require_open, require_valid
from counter_app.certificates.content import CertificateContent, Reissue
from counter_app.certificates.requests import checked_why
from counter_app.certificates.spooling import LOST
from counter_app.certificates.steps import Step, after
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.printing.printers import Printers
from counter_app.privacy.actor import SERVE, VOID, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import Clerks, require_active
from counter_app.privacy.second import Second, signed
from counter_app.rules import Rules
from counter_app.stationery.stationery import Stationery
from db.certificates import Certificate, CertificateEvent
from db.engine import reading, transaction
from db.outbox import enqueue
from db.stationery import CertificateReprint


@dataclass(frozen=True, slots=True)
class ReprintView:
    """The `reprint`-th reprint of a document. `job`: None until a print queue has it; `problem`:
    what kept it from the printer just now; `serials`: of all the document's secure paper."""

    issue_number: str
    reprint: int
    copies: int
    at: datetime
    job: str | None
    serials: str
    problem: Refusal | None = None


class Reprinting:
    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        printers: Printers,
        stationery: Stationery,
        rules: Rules,
        clerks: Clerks,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._printers = printers
        self._stationery = stationery
        self._rules = rules
        self._clerks = clerks

    def reprint(
        self,
        actor: Actor,
        certificate_id: int,
        reason: str,
        *,
        action_id: str,
        copies: int = 1,
        printers: Printers | None = None,
        second: Second | None = None,
    ) -> ReprintView:
        """Prints what was issued, to the byte but for the mark. A printer that refuses leaves
        `problem` set; the same action again goes on from there and prints nothing twice.

        So many reprints of a document as rule reprint.alone says are one clerk's; for each further
        one a `second` person signs, on record.

        Raises Refusal certificates.illegal_reprint, .why_needed, .why_long, .reprint_copies,
        .reprint_second, .same_person, .no_second, .restricted, .validity_past, .unknown,
        .action_used, stationery.*, clerks.*; then nothing has changed.
        """
        why = checked_why(reason)
        other = signed(self._clerks, actor, second, VOID) if second else None
        reprint_id = self._begin(actor, certificate_id, why, copies, action_id, other)
        view = self._viewed(reprint_id)
        if view.job is not None:
            return view
        pages = (printers or self._printers).pages
        title = f"{view.issue_number}-reprint-{view.reprint}"
        try:
            job = pages.find_job(title)
            if job is None or job.state in LOST:
                pdf = self.document(reprint_id)
                self._stationery.ready(self._sheets(reprint_id))
                return self._spooled(actor, reprint_id, pages.submit(pdf, title, copies))
        except Refusal as refusal:
            return self._viewed(reprint_id, refusal)
        return self._spooled(actor, reprint_id, job.id)

    def document(self, reprint_id: int) -> bytes:
        """The very pages of a reprint, drawn again; others are a fault."""
        with reading(self._engine) as session:
            reprint, row = _known(session, reprint_id)
            pdf = _drawn(session, row, Reissue(reprint.number, reprint.at))
        if sha256(pdf) != reprint.pdf_sha256:
            raise RuntimeError(f"reprint {reprint_id} does not come out as it was made")
        return pdf

    def _begin(
        self,
        actor: Actor,
        certificate_id: int,
        reason: str,
        copies: int,
        action_id: str,
        other: Actor | None,
    ) -> int:
        """Gives the reprint its number and fixes its pages; once for each action."""
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            if other:
                require_active(session, other, VOID)
            asked = (certificate_id, reason, copies, actor.clerk_id)
            if done := _done(session, action_id):
                if (done.certificate_id, done.reason, done.copies, done.clerk_id) != asked:
                    raise Refusal("certificates.action_used")
                return _id(done)
            row = ledger.known(session, certificate_id)
            after(row.state, Step.REPRINT)
            require_open(session, row)
            content = CertificateContent.from_json(row.content)
            require_valid(row.issue_number, content.valid_until, self._clock.now().date())
            if not 1 <= copies <= row.copies:
                raise Refusal("certificates.reprint_copies", most=row.copies)
            self._stationery.require(session, copies * row.pages)
            made = select(func.count()).where(col(CertificateReprint.certificate_id) == row.id)
            number, now = session.exec(made).one() + 1, self._clock.now()
            alone = self._rules.number("reprint.alone", now.date())
            if number > alone and other is None:
                raise Refusal(
                    "certificates.reprint_second", number=row.issue_number, made=number - 1
                )
            reprint = CertificateReprint(
                action_id=action_id,
                certificate_id=certificate_id,
                number=number,
                copies=copies,
                pdf_sha256=sha256(_drawn(session, row, Reissue(number, now))),
                reason=reason,
                at=now,
                clerk_id=actor.clerk_id,
            )
            session.add(reprint)
            session.flush()
            fact = {"number": row.issue_number, "reprint": number, "reason": reason}
            if other:
                fact["second"] = other.login
            self._tell(session, actor, "certificate.reprinted", row, fact)
            return _id(reprint)

    def _spooled(self, actor: Actor, reprint_id: int, job: str) -> ReprintView:
        """The queue has it: said once, and its sheets are taken."""
        with transaction(self._engine) as session:
            reprint, row = _known(session, reprint_id)
            if reprint.job is None:
                reprint.job = job
                event = CertificateEvent(
                    action_id=f"reprint-{reprint_id}",
                    certificate_id=reprint.certificate_id,
                    state=row.state,
                    sheets=reprint.copies * row.pages,
                    at=self._clock.now(),
                    clerk_id=actor.clerk_id,
                    reason=reprint.reason,
                )
                session.add(event)
                fact = {
                    "number": row.issue_number,
                    "reprint": reprint.number,
                    "sheets": event.sheets,
                    "serials": self._stationery.take(session, event),
                }
                self._tell(session, actor, "certificate.reprint_spooled", row, fact)
            return _view(session, reprint, row)

    def _viewed(self, reprint_id: int, problem: Refusal | None = None) -> ReprintView:
        with reading(self._engine) as session:
            return _view(session, *_known(session, reprint_id), problem)

    def _sheets(self, reprint_id: int) -> int:
        with reading(self._engine) as session:
            reprint, row = _known(session, reprint_id)
            return reprint.copies * row.pages

    def _tell(
        self,
        session: Session,
        actor: Actor,
        action: str,
        row: Certificate,
        fact: dict[str, object],
    ) -> None:
        record(session, self._clock, actor, action, f"certificate:{row.id}", fact)
        enqueue(session, self._clock.now(), action, {"certificate": row.id, **fact})


def _drawn(session: Session, row: Certificate, reissue: Reissue) -> bytes:
    from counter_app.certificates.render import render_certificate  # noqa: PLC0415

    content = CertificateContent.from_json(row.content)
    return render_certificate(content, enclosed=ledger.enclosed(session, row), again=reissue)


def _done(session: Session, action_id: str) -> CertificateReprint | None:
    chosen = select(CertificateReprint).where(CertificateReprint.action_id == action_id)
    return session.exec(chosen).first()


def _known(session: Session, reprint_id: int) -> tuple[CertificateReprint, Certificate]:
    reprint = session.get_one(CertificateReprint, reprint_id)
    return reprint, ledger.known(session, reprint.certificate_id)


def _view(
    session: Session,
    reprint: CertificateReprint,
    row: Certificate,
    problem: Refusal | None = None,
) -> ReprintView:
    return ReprintView(
        issue_number=row.issue_number,
        reprint=reprint.number,
        copies=reprint.copies,
        at=reprint.at,
        job=reprint.job,
        serials=ledger.serials_of(session, reprint.certificate_id),
        problem=problem,
    )


def _id(reprint: CertificateReprint) -> int:
    assert reprint.id is not None  # noqa: S101 - a stored row has its id
    return reprint.id
