"""Paper: pages and receipts given to their printers, once, however often it is tried."""

from sqlalchemy import Engine

from counter_app.certificates import ledger
from counter_app.certificates.archive import Archive
from counter_app.certificates.requests import IssuedView
from counter_app.certificates.steps import CertificateState, Step, after
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.printing.printers import Printers
from counter_app.privacy.actor import Actor
from counter_app.stationery.stationery import Stationery
from db.certificates import Tender
from db.engine import reading, transaction

STILL_COMING = frozenset({"held", "pending", "processing", "stopped"})
LOST = frozenset({"canceled", "aborted"})


class Spooling:
    def __init__(
        self, engine: Engine, clock: Clock, archive: Archive, stationery: Stationery
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._archive = archive
        self._stationery = stationery

    def whole(
        self, actor: Actor, certificate_id: int, printers: Printers, pdf: bytes
    ) -> IssuedView:
        """The page, then its receipt; `problem` says what kept either from its printer."""
        issued = self.page(actor, certificate_id, printers, pdf)
        return issued if issued.problem else self.receipt(certificate_id, printers)

    def go_on(self, actor: Actor, issued: IssuedView, printers: Printers) -> IssuedView:
        """Prints what the queues do not have; Refusal if they have, or had, all of it."""
        job = printers.pages.find_job(issued.issue_number)
        if job is None or job.state in LOST:
            return self.whole(actor, issued.id, printers, self._archive.document(issued.id))
        if issued.state == CertificateState.PREPARED:
            self._spooled(actor, issued.id, job.id)
            return self.receipt(issued.id, printers)
        if printers.receipts.find_job(issued.receipt_number) is None:
            return self.receipt(issued.id, printers)
        code = "still_in_queue" if job.state in STILL_COMING else "already_printed"
        raise Refusal(f"certificates.{code}", number=issued.issue_number)

    def page(self, actor: Actor, certificate_id: int, printers: Printers, pdf: bytes) -> IssuedView:
        """Gives the page to the queue; what the queue has not accepted stays as it was."""
        issued = self._archive.certificate(certificate_id)
        try:
            self._stationery.ready(issued.copies * issued.pages)
            job = printers.pages.submit(pdf, issued.issue_number, issued.copies)
        except Refusal as refusal:
            return self._viewed(certificate_id, refusal)
        return self._spooled(actor, certificate_id, job)

    def receipt(self, certificate_id: int, printers: Printers) -> IssuedView:
        issued = self._archive.certificate(certificate_id)
        try:
            receipt = self._archive.receipt(certificate_id)
            cash = any(share.tender == Tender.CASH for share in issued.parts)
            printers.for_receipt(cash=cash).submit(receipt, issued.receipt_number, 1)
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
                sheets, stock = row.copies * row.pages, self._stationery
                ledger.note(session, self._clock, actor, row, action_id, sheets=sheets, paper=stock)
            return ledger.view(session, row)

    def _viewed(self, certificate_id: int, problem: Refusal) -> IssuedView:
        with reading(self._engine) as session:
            return ledger.view(session, ledger.known(session, certificate_id), problem)
