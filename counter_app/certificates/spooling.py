"""Paper: pages and receipts given to their printers, once, however often it is tried."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from counter_app.certificates import ledger
from counter_app.certificates.archive import Archive
from counter_app.certificates.barred import require_open, require_valid
from counter_app.certificates.content import CertificateContent, ReceiptContent
from counter_app.certificates.preparing import Prepared
from counter_app.certificates.requests import (
    First,
    IssuedView,
    Paper,
    Share,
    TrayView,
    checked_why,
)
from counter_app.certificates.steps import IN_FLIGHT, CertificateState, Step, after
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.printing.printers import Printer, Printers
from counter_app.privacy.actor import SERVE, VOID, Actor
from counter_app.privacy.clerks import Clerks, require_active
from counter_app.privacy.second import signed
from counter_app.stationery.stationery import Stationery
from db.certificates import Certificate, CertificateEvent, Tender
from db.engine import reading, transaction

STILL_COMING = frozenset({"held", "pending", "processing", "stopped"})
LOST = frozenset({"canceled", "aborted"})


class Spooling:
    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        archive: Archive,
        stationery: Stationery,
        clerks: Clerks,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._archive = archive
        self._stationery = stationery
        self._clerks = clerks

    def whole(
        self, actor: Actor, made: Prepared, receipt: ReceiptContent, printers: Printers
    ) -> IssuedView:
        """The page, then its receipt; `problem` says what kept either from its printer."""
        from counter_app.certificates.receipt import render_receipt  # noqa: PLC0415

        issued = self.page(actor, made.paper, printers, made.pdf)
        if issued.problem:
            return issued
        return self._receipt_of(issued, printers, lambda: render_receipt(receipt))

    def go_on(
        self, actor: Actor, issued: IssuedView, printers: Printers, first: First | None = None
    ) -> IssuedView:
        """Prints what the queues do not have; Refusal if they have, or had, all of it.

        What was printed and no queue knows of is printed again only when the clerk says what
        became of the `first`; the receipt then is not (`till receipt` makes a marked copy).
        Raises what `_require_good` raises before anything more comes out.
        """
        job = printers.pages.find_job(issued.issue_number)
        printed = issued.state == CertificateState.SPOOLED
        if job is None and printed:
            if first is None:
                raise Refusal("certificates.first_unknown", number=issued.issue_number)
            self._require_good(issued.id)
            if not self._failed(actor, issued.id, first):
                return issued
            return self.page(actor, issued, printers, self._archive.document(issued.id))
        if job is None or job.state in LOST:
            self._require_good(issued.id)
            again = self.page(actor, issued, printers, self._archive.document(issued.id))
            return again if again.problem else self._missing_receipt(issued, printers) or again
        if not printed:
            self._spooled(actor, issued.id, job.id)
        if (done := self._missing_receipt(issued, printers)) or not printed:
            return done or self._archive.certificate(issued.id)
        code = "still_in_queue" if job.state in STILL_COMING else "already_printed"
        raise Refusal(f"certificates.{code}", number=issued.issue_number)

    def _missing_receipt(self, issued: IssuedView, printers: Printers) -> IssuedView | None:
        """None where it is out. Raises Refusal when its queue cannot say."""
        if printers.receipts.find_job(issued.receipt_paper) is not None:
            return None
        return self.receipt(issued.id, printers)

    def _failed(self, actor: Actor, certificate_id: int, first: First) -> bool:
        """The first print is accounted for and the document waits for the printer again; False
        when the same act did so before and it has been printed since. One person is believed once
        of a document, from then on two sign."""
        why = checked_why(first.reason)
        other = signed(self._clerks, actor, first.second, VOID) if first.second else None
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            if other:
                require_active(session, other, VOID)
            wanted = {
                "certificate_id": certificate_id,
                "state": CertificateState.PREPARED,
                "reason": why,
                "clerk_id": actor.clerk_id,
            }
            if ledger.done(session, first.action_id, **wanted):
                return False
            row = ledger.known(session, certificate_id)
            row.state = after(row.state, Step.FAIL)
            most = row.copies * row.pages
            if not 0 <= first.came_out <= most:
                raise Refusal("stationery.fewer_given", number=row.issue_number, given=most)
            if other is None and ledger.believed(session, certificate_id):
                raise Refusal("certificates.believed_once", number=row.issue_number)
            fact = self._stationery.failed(
                session, actor, _spool(session, row), first.came_out, why, first.action_id
            )
            more = {"came_out": first.came_out, **fact}
            if other:
                more["second"] = other.login
            ledger.note(
                session,
                self._clock,
                actor,
                row,
                first.action_id,
                reason=why,
                more=more,
                told="certificate.print_failed",
            )
            return True

    def tray(
        self, actor: Actor, tray: TrayView, printers: Printers, pages: Mapping[int, bytes]
    ) -> TrayView:
        """Each page that is not out yet, then the receipt for all; `problem` says what kept the
        next of them from its printer. `pages`: those fixed just now, by the certificate's id."""
        try:
            for issued in tray.documents:
                if issued.state == CertificateState.PREPARED:
                    self._page_of(actor, issued, printers, pages.get(issued.id))
            open_ = any(issued.state in IN_FLIGHT for issued in tray.documents)
            if open_ and printers.receipts.find_job(tray.receipt_number) is None:
                receipt = self._archive.joint_receipt(tray.receipt_number)
                _receipts(printers, tray.parts).submit(receipt, tray.receipt_number, 1)
        except Refusal as refusal:
            return replace(self._archive.tray(tray.receipt_number), problem=refusal)
        return self._archive.tray(tray.receipt_number)

    def _page_of(
        self, actor: Actor, issued: IssuedView, printers: Printers, pdf: bytes | None
    ) -> None:
        """Raises Refusal printing.*."""
        job = None if pdf else printers.pages.find_job(issued.issue_number)
        if job is None or job.state in LOST:
            if pdf is None:
                self._require_good(issued.id)
                pdf = self._archive.document(issued.id)
            self._submit(actor, issued, printers, pdf)
        else:
            self._spooled(actor, issued.id, job.id)

    def _require_good(self, certificate_id: int) -> None:
        """Of what is printed later than it was issued: whether it still may come out. Raises
        Refusal certificates.restricted, .restricted_building, .validity_past."""
        with reading(self._engine) as session:
            row = ledger.known(session, certificate_id)
            require_open(session, row)
            until = CertificateContent.from_json(row.content).valid_until
        require_valid(row.issue_number, until, self._clock.now().date())

    def page(
        self, actor: Actor, paper: Paper | IssuedView, printers: Printers, pdf: bytes
    ) -> IssuedView:
        """Gives the page to the queue; what the queue has not accepted stays as it was."""
        try:
            return self._submit(actor, paper, printers, pdf)
        except Refusal as refusal:
            return self._viewed(paper.id, refusal)

    def _submit(
        self, actor: Actor, paper: Paper | IssuedView, printers: Printers, pdf: bytes
    ) -> IssuedView:
        self._stationery.ready(paper.copies * paper.pages)
        job = printers.pages.submit(pdf, paper.issue_number, paper.copies)
        return self._spooled(actor, paper.id, job)

    def receipt(self, certificate_id: int, printers: Printers) -> IssuedView:
        """That of a tray comes out once, with whichever of its documents."""
        return self._receipt_of(self._archive.certificate(certificate_id), printers)

    def _receipt_of(
        self, issued: IssuedView, printers: Printers, drawn: Callable[[], bytes] | None = None
    ) -> IssuedView:
        """`drawn`: gives the receipt, if it need not be looked up."""
        certificate_id = issued.id
        try:
            if issued.joint and printers.receipts.find_job(issued.joint):
                return issued
            receipt = drawn() if drawn else self._archive.receipt(certificate_id)
            parts = self._archive.tray(issued.joint).parts if issued.joint else issued.parts
            _receipts(printers, parts).submit(receipt, issued.receipt_paper, 1)
        except Refusal as refusal:
            return self._viewed(certificate_id, refusal)
        return issued

    def _spooled(self, actor: Actor, certificate_id: int, job: str) -> IssuedView:
        """The queue has it: said once for each job, however often it is found."""
        with transaction(self._engine) as session:
            row = ledger.known(session, certificate_id)
            if (row.state, row.job) != (CertificateState.SPOOLED, job):
                if row.state != CertificateState.SPOOLED:
                    row.state = after(row.state, Step.SPOOL)
                row.job = job
                action_id = _spool_id(session, row)
                sheets, stock = row.copies * row.pages, self._stationery
                ledger.note(session, self._clock, actor, row, action_id, sheets=sheets, paper=stock)
            return ledger.view(session, row)

    def _viewed(self, certificate_id: int, problem: Refusal) -> IssuedView:
        with reading(self._engine) as session:
            return ledger.view(session, ledger.known(session, certificate_id), problem)


def _spool_id(session: Session, row: Certificate) -> str:
    """Of a job; a file that is written again, after the first failed, is another one."""
    action_id = f"{row.issue_number}:{row.job}"
    made = select(func.count()).where(
        col(CertificateEvent.action_id).startswith(action_id, autoescape=True)
    )
    count = session.exec(made.where(CertificateEvent.certificate_id == row.id)).one()
    return f"{action_id}#{count + 1}" if count else action_id


def _spool(session: Session, row: Certificate) -> CertificateEvent:
    """The step that last gave it to a printer, which is no reprint."""
    given = select(CertificateEvent).where(
        CertificateEvent.certificate_id == row.id,
        col(CertificateEvent.action_id).startswith(f"{row.issue_number}:", autoescape=True),
    )
    return session.exec(given.order_by(col(CertificateEvent.id).desc()).limit(1)).one()


def _receipts(printers: Printers, parts: Sequence[Share]) -> Printer:
    return printers.for_receipt(cash=any(share.tender == Tender.CASH for share in parts))
