"""Issues certificates so that a kill at any instant loses, doubles or miscounts nothing.

Number, fee and finished page are fixed in one transaction (prepared); only then does paper
move (spooled); the clerk says what became of it (handed over or spoiled).
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from counter_app.certificates import ledger
from counter_app.certificates.archive import Archive, sha256
from counter_app.certificates.content import CertificateContent
from counter_app.certificates.drafts import draft, draft_receipt
from counter_app.certificates.kinds import kind_of
from counter_app.certificates.requests import (
    IssuedView,
    Request,
    asked,
    checked_copies,
)
from counter_app.certificates.steps import IN_FLIGHT, CertificateState, Step, after
from counter_app.clock import Clock
from counter_app.config import Office
from counter_app.errors import Refusal
from counter_app.printing.printers import Printers
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.clerks import require_active
from counter_app.residents.residents import Residents
from counter_app.residents.views import masked
from counter_app.rules import Rule, Rules
from counter_app.till.terms import Terms, agreed
from db.certificates import Certificate
from db.engine import reading, transaction
from db.queue import Ticket
from db.serials import next_serial

PREVIEW = "미리보기"
STILL_COMING = frozenset({"held", "pending", "processing", "stopped"})
LOST = frozenset({"canceled", "aborted"})


class Certificates:
    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        office: Office,
        rules: Rules,
        residents: Residents,
        printers: Printers,
        archive: Archive,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._office = office
        self._rules = rules
        self._residents = residents
        self._printers = printers
        self._archive = archive

    def fee(self, kind: str, copies: int, role: str = "self") -> int:
        """Won for all copies today, by who asks.

        Raises Refusal certificates.no_kind, certificates.copies.
        """
        day = self._clock.now().date()
        return self._rules.number(kind_of(kind).fee_rule(role), day) * checked_copies(copies)

    def preview(self, actor: Actor, request: Request, *, whole: bool = True) -> bytes:
        """The page as it would be printed now, without a number and marked 미리보기; unless
        `whole`, with number, passport and addresses masked as on the screen.

        Raises what `issue` raises of the document, not of its payment; writes nothing.
        """
        from counter_app.certificates.render import render_certificate  # noqa: PLC0415

        with reading(self._engine) as session:
            content = self._draft(session, actor, request, self._clock.now(), "", whole=whole)
        return render_certificate(content, watermark=PREVIEW, enclosed=request.enclosed)

    def issue(
        self, actor: Actor, request: Request, *, action_id: str, printers: Printers | None = None
    ) -> IssuedView:
        """Prepares the document and gives it, with its receipt, to the printer.

        A printer that refuses leaves it prepared, with `problem` set; the same action again, or
        `print_again`, goes on from there.
        Raises Refusal certificates.action_used when the action was another one,
        certificates.spoiled when its document is void by now, and certificates.*, residents.*,
        clerks.*; then nothing has changed.
        """
        certificate_id, pdf = self._prepare(actor, request, action_id)
        if pdf is not None:
            return self._spool(actor, certificate_id, printers or self._printers, pdf)
        issued = self._archive.certificate(certificate_id)
        if issued.state == CertificateState.SPOILED:
            raise Refusal("certificates.spoiled", number=issued.issue_number)
        if issued.state != CertificateState.PREPARED:
            return issued
        return self._go_on(actor, issued, printers or self._printers)

    def print_again(
        self, actor: Actor, certificate_id: int, printers: Printers | None = None
    ) -> IssuedView:
        """Goes on with a document in flight where it stopped; what is out or coming is not
        printed a second time.

        Raises Refusal certificates.unknown, certificates.illegal_spool,
        certificates.still_in_queue, certificates.already_printed, printing.*.
        """
        issued = self._archive.certificate(certificate_id)
        if issued.state not in IN_FLIGHT:
            raise Refusal("certificates.illegal_spool")
        return self._go_on(actor, issued, printers or self._printers)

    def hand_over(
        self, actor: Actor, certificate_id: int, *, action_id: str, paper_seen: bool = False
    ) -> IssuedView:
        """The visitor has it. `paper_seen`: the clerk holds it, whatever the queue said.

        Raises Refusal certificates.not_printed when no queue took it and no paper was seen,
        certificates.illegal_hand_over, certificates.action_used, .unknown.
        """
        return self._close(actor, certificate_id, Step.HAND_OVER, action_id, None, paper_seen)

    def spoil(
        self, actor: Actor, certificate_id: int, reason: str, *, action_id: str
    ) -> IssuedView:
        """The paper is ruined: its number is void for ever, its fee given back.

        Raises Refusal certificates.reason_needed, certificates.illegal_spoil,
        certificates.action_used, .unknown.
        """
        if not reason.strip():
            raise Refusal("certificates.reason_needed")
        return self._close(actor, certificate_id, Step.SPOIL, action_id, reason.strip())

    def _draft(
        self,
        session: Session,
        actor: Actor,
        request: Request,
        now: datetime,
        issue_number: str,
        *,
        whole: bool = True,
    ) -> CertificateContent:
        resident = self._residents.read(session, request.resident_id)
        if not whole:
            request = replace(request, mask_number=True)
            resident = replace(masked(resident), number=resident.number)
        return draft(
            session,
            kind_of(request.kind),
            request,
            resident,
            actor,
            self._office,
            self._rules,
            now,
            issue_number,
        )

    def _prepare(self, actor: Actor, request: Request, action_id: str) -> tuple[int, bytes | None]:
        """Fixes number, fee and page together; no page if an earlier call did."""
        from counter_app.certificates.barcode import confirm_barcode  # noqa: PLC0415
        from counter_app.certificates.render import page_count, render_certificate  # noqa: PLC0415
        from counter_app.proof import proving  # noqa: PLC0415 - like these, needed from the first page on

        kind, now = kind_of(request.kind), self._clock.now()
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            clerk_id, state = actor.clerk_id, CertificateState.PREPARED
            if row := ledger.done(session, action_id, state=state, clerk_id=clerk_id):
                if not ledger.asked_before(session, row, request):
                    raise Refusal("certificates.action_used")
                return ledger.id_of(row), None
            rule = self._rules.rule(kind.fee_rule(request.applicant.role), now.date())
            terms = self._agreed(session, request, rule)
            series = f"{now.year}-{self._office.code}-{kind.series}"
            number = f"{series}-{next_serial(session, series):06d}"
            drafted = self._draft(session, actor, request, now, number)
            content, proof = proving.proven(session, self._office, drafted)
            pdf = render_certificate(content, enclosed=request.enclosed)
            confirm_barcode(pdf, number, proof.code, others=bool(request.enclosed))
            row = Certificate(
                issue_number=number,
                kind=kind.code,
                resident_id=request.resident_id,
                ticket_id=request.ticket_id,
                copies=request.copies,
                pages=page_count(pdf),
                content=content.to_json(),
                asked=asked(request),
                pdf_sha256=sha256(pdf),
                state=CertificateState.PREPARED,
                clerk_id=actor.clerk_id,
                window=actor.window,
                prepared_at=now,
                day=str(now.date()),
            )
            session.add(row)
            session.flush()
            ledger.enclose(session, row, request.enclosed)
            proving.keep(session, ledger.id_of(row), proof)
            ledger.note(session, self._clock, actor, row, action_id)
            ticket = session.get(Ticket, request.ticket_id) if request.ticket_id else None
            receipt = draft_receipt(
                content,
                request,
                actor,
                int(rule.value),
                ledger.receipt_number(session, now.year, self._office.code),
                ticket.number if ticket else "",
                terms,
            )
            ledger.charge(session, self._clock, actor, ledger.id_of(row), receipt, rule.to_json())
            return ledger.id_of(row), pdf

    def _agreed(self, session: Session, request: Request, rule: Rule) -> Terms:
        """How it is paid, complete. Raises Refusal till.fee_changed and what `agreed` raises."""
        due = int(rule.value) * checked_copies(request.copies)
        if request.quoted not in (None, due):
            raise Refusal("till.fee_changed", was=f"{request.quoted:,}", now=f"{due:,}")
        resident = self._residents.read(session, request.resident_id)
        return agreed(request.terms, due, rule.key, resident.status_of_stay or "")

    def _go_on(self, actor: Actor, issued: IssuedView, printers: Printers) -> IssuedView:
        """Prints what the queues do not have; Refusal if they have, or had, all of it."""
        job = printers.pages.find_job(issued.issue_number)
        if job is None or job.state in LOST:
            return self._spool(actor, issued.id, printers, self._archive.document(issued.id))
        if issued.state == CertificateState.PREPARED:
            self._spooled(actor, issued.id, job.id)
            return self._print_receipt(issued.id, printers)
        if printers.receipts.find_job(issued.receipt_number) is None:
            return self._print_receipt(issued.id, printers)
        code = "still_in_queue" if job.state in STILL_COMING else "already_printed"
        raise Refusal(f"certificates.{code}", number=issued.issue_number)

    def _spool(
        self, actor: Actor, certificate_id: int, printers: Printers, pdf: bytes
    ) -> IssuedView:
        """Gives the page to the queue; what the queue has not accepted stays as it was."""
        issued = self._archive.certificate(certificate_id)
        try:
            job = printers.pages.submit(pdf, issued.issue_number, issued.copies)
        except Refusal as refusal:
            return self._viewed(certificate_id, refusal)
        self._spooled(actor, certificate_id, job)
        return self._print_receipt(certificate_id, printers)

    def _print_receipt(self, certificate_id: int, printers: Printers) -> IssuedView:
        issued = self._archive.certificate(certificate_id)
        try:
            receipt = self._archive.receipt(certificate_id)
            printers.receipts.submit(receipt, issued.receipt_number, 1)
        except Refusal as refusal:
            return self._viewed(certificate_id, refusal)
        return issued

    def _spooled(self, actor: Actor, certificate_id: int, job: str) -> IssuedView:
        """The queue has it: said once for each job, however often it is found."""
        with transaction(self._engine) as session:
            row = ledger.known(session, certificate_id)
            action_id = f"{row.issue_number}:{job}"
            if ledger.done(session, action_id, certificate_id=certificate_id) is None:
                if row.state != CertificateState.SPOOLED:
                    row.state = after(row.state, Step.SPOOL)
                row.job = job
                sheets = row.copies * row.pages
                ledger.note(session, self._clock, actor, row, action_id, sheets=sheets)
            return ledger.view(session, row)

    def _close(
        self,
        actor: Actor,
        certificate_id: int,
        step: Step,
        action_id: str,
        reason: str | None,
        paper_seen: bool = False,
    ) -> IssuedView:
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            wanted = {
                "certificate_id": certificate_id,
                "state": after(CertificateState.PREPARED, step),
                "reason": reason,
                "clerk_id": actor.clerk_id,
            }
            if row := ledger.done(session, action_id, **wanted):
                return ledger.view(session, row)
            row = ledger.known(session, certificate_id)
            unseen = row.state == CertificateState.PREPARED and step == Step.HAND_OVER
            if unseen and not paper_seen:
                raise Refusal("certificates.not_printed", number=row.issue_number)
            row.state = after(row.state, step)
            sheets = row.copies * row.pages if unseen else 0
            ledger.note(session, self._clock, actor, row, action_id, sheets=sheets, reason=reason)
            if step == Step.SPOIL:
                from counter_app.proof import proving  # noqa: PLC0415 - loads cryptography

                proving.void(session, certificate_id, self._clock.now())
                taken = ledger.payment_of(session, certificate_id)
                ledger.give_back(
                    session, self._clock, actor, taken, self._office.code, reason or ""
                )
            return ledger.view(session, row)

    def _viewed(self, certificate_id: int, problem: Refusal) -> IssuedView:
        with reading(self._engine) as session:
            return ledger.view(session, ledger.known(session, certificate_id), problem)
