"""Issues certificates so that a kill at any instant loses, doubles or miscounts nothing.

Number, fee and finished page are fixed in one transaction (prepared); only then does paper
move (spooled); the clerk says what became of it (handed over or spoiled).
"""

from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import Session

from counter_app.certificates import ledger, payments
from counter_app.certificates.archive import Archive
from counter_app.certificates.barred import require_valid
from counter_app.certificates.content import ReceiptContent
from counter_app.certificates.drafts import draft_receipt, ticket_told
from counter_app.certificates.earlier import with_named
from counter_app.certificates.numbers import Numbers
from counter_app.certificates.preparing import Prepared, Preparing
from counter_app.certificates.repeats import asked_before, step_id
from counter_app.certificates.requests import (
    First,
    IssuedView,
    Request,
    TrayView,
    checked_why,
)
from counter_app.certificates.spooling import Spooling
from counter_app.certificates.steps import IN_FLIGHT, VOID, CertificateState, Step, after
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.printing.printers import Printers
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.actor import VOID as SIGN
from counter_app.privacy.clerks import Clerks, require_active
from counter_app.privacy.moments import require_in_order
from counter_app.privacy.second import Second, signed
from counter_app.stationery.sheets import spoil_all
from counter_app.stationery.stationery import Stationery
from counter_app.till.terms import agreed, require_owed
from db.engine import reading, transaction
from db.stationery import CertificateVoid

PREVIEW = "미리보기"


@dataclass(frozen=True, slots=True)
class _Made:
    prepared: Prepared
    receipt: ReceiptContent


class Certificates:
    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        numbers: Numbers,
        preparing: Preparing,
        spooling: Spooling,
        archive: Archive,
        printers: Printers,
        stationery: Stationery,
        clerks: Clerks,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._numbers = numbers
        self._preparing = preparing
        self._spooling = spooling
        self._archive = archive
        self._printers = printers
        self._stationery = stationery
        self._clerks = clerks

    def fee(self, kind: str, copies: int, role: str = "self") -> int:
        """Won for all copies today, by who asks.

        Raises Refusal certificates.no_kind, certificates.copies.
        """
        return self._preparing.fee(kind, copies, role)

    def preview(self, actor: Actor, request: Request, *, whole: bool = True) -> bytes:
        """The page as it would be printed now, without a number and marked 미리보기; unless
        `whole`, with number, passport and addresses masked as on the screen.

        Raises what `issue` raises of the document, not of its payment; writes nothing.
        """
        from counter_app.certificates.render import render_certificate  # noqa: PLC0415

        with reading(self._engine) as session:
            content = self._preparing.draft(
                session, actor, request, self._clock.now(), "", whole=whole
            )
        return render_certificate(content, watermark=PREVIEW, enclosed=request.enclosed)

    def issue(
        self, actor: Actor, request: Request, *, action_id: str, printers: Printers | None = None
    ) -> IssuedView:
        """Prepares the document and gives it, with its receipt, to the printer.

        A printer that refuses leaves it prepared, with `problem` set; the same action again, or
        `print_again`, goes on from there.
        Raises Refusal certificates.action_used when the action was another one,
        certificates.clock_back when the clock was set back and nobody has confirmed it,
        certificates.spoiled when its document is void by now, and certificates.*, residents.*,
        clerks.*; then nothing has changed.
        """
        made = self._prepare(actor, request, action_id)
        if isinstance(made, _Made):
            paper = made.prepared
            self._archive.just_drawn(paper.id, paper.pdf, paper.content.code)
            return self._spooling.whole(actor, paper, made.receipt, printers or self._printers)
        issued = self._archive.certificate(made)
        if issued.state in VOID:
            raise Refusal("certificates.spoiled", number=issued.issue_number)
        if issued.state != CertificateState.PREPARED:
            return issued
        return self._spooling.go_on(actor, issued, printers or self._printers)

    def print_again(
        self,
        actor: Actor,
        certificate_id: int,
        printers: Printers | None = None,
        *,
        first: First | None = None,
    ) -> IssuedView:
        """Goes on with a document in flight where it stopped; what is out or coming is not
        printed a second time. `first`: what became of a print that no queue knows of.

        Raises Refusal certificates.unknown, certificates.illegal_spool, certificates.validity_past,
        .restricted, .restricted_building, certificates.still_in_queue,
        certificates.already_printed, certificates.first_unknown, .why_needed, .why_long,
        .believed_once, .same_person, .no_second, .action_used,
        stationery.fewer_given, clerks.*, printing.*.
        """
        issued = self._archive.certificate(certificate_id)
        if issued.state not in IN_FLIGHT:
            raise Refusal("certificates.illegal_spool")
        require_valid(issued.issue_number, issued.valid_until, self._clock.now().date())
        return self._spooling.go_on(actor, issued, printers or self._printers, first)

    def hand_over(
        self, actor: Actor, certificate_id: int, *, action_id: str, paper_seen: bool = False
    ) -> IssuedView:
        """The visitor has it. `paper_seen`: the clerk holds it, whatever the queue said.

        Raises Refusal certificates.not_printed when no queue took it and no paper was seen,
        certificates.illegal_hand_over, certificates.action_used, .unknown.
        """
        return self._close(actor, certificate_id, Step.HAND_OVER, action_id, None, paper_seen)

    def hand_over_tray(
        self, actor: Actor, receipt_number: str, *, action_id: str, paper_seen: bool = False
    ) -> TrayView:
        """The visitor has all of a tray that is still in flight: one act, or none of it.

        Raises Refusal till.no_payment, and what `hand_over` raises; .illegal_hand_over when
        nothing is in flight.
        """
        tray = self._archive.tray(receipt_number)
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            over, clerk_id = CertificateState.HANDED_OVER, actor.clerk_id
            ids = [one.id for one in tray.documents]
            if before := ledger.done(session, action_id, state=over, clerk_id=clerk_id):
                if ledger.id_of(before) not in ids:
                    raise Refusal("certificates.action_used")
                return self._archive.tray(receipt_number)
            rows = [ledger.known(session, certificate_id) for certificate_id in ids]
            left = [ledger.id_of(row) for row in rows if row.state in IN_FLIGHT]
            if not left:
                raise Refusal("certificates.illegal_hand_over")
            for number, certificate_id in enumerate(left, 1):
                step = step_id(action_id, number)
                self._closed(session, actor, certificate_id, Step.HAND_OVER, step, None, paper_seen)
        return self._archive.tray(receipt_number)

    def spoil(
        self,
        actor: Actor,
        certificate_id: int,
        reason: str,
        *,
        action_id: str,
        second: Second,
    ) -> IssuedView:
        """It shall not be given out: its number is void for ever, its fee given back; the `second`
        person signs. Ruined paper alone is `print_again`.

        Raises Refusal certificates.reason_needed, .why_long, .no_glyph, .illegal_spoil,
        .same_person, .no_second, .action_used, .unknown, clerks.*.
        """
        why = checked_why(reason, lacks="certificates.reason_needed")
        other = signed(self._clerks, actor, second, SIGN)
        return self._close(actor, certificate_id, Step.SPOIL, action_id, why, other=other)

    def _prepare(self, actor: Actor, request: Request, action_id: str) -> _Made | int:
        """Fixes number, fee and page together; the id alone if an earlier call did."""
        now = self._clock.now()
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            clerk_id, state = actor.clerk_id, CertificateState.PREPARED
            if row := ledger.done(session, action_id, state=state, clerk_id=clerk_id, reason=None):
                if not asked_before(session, row, request):
                    raise Refusal("certificates.action_used")
                return ledger.id_of(row)
            require_in_order(session, now)
            owed = self._preparing.owed(session, request, now)
            require_owed(request.waiver, owed.won)
            terms = agreed(request.terms, owed.won, owed.rule.key, owed.status_of_stay)
            terms = with_named(session, terms)
            prepared = self._preparing.prepare(session, actor, request, owed, now, action_id)
            receipt = draft_receipt(
                prepared.content,
                request,
                actor,
                owed.unit,
                self._numbers.receipt(session, actor),
                ticket_told(session, request.ticket_id),
                terms,
            )
            rule, what = owed.rule.to_json(), payments.PaidFor(prepared.id)
            payments.charge(session, self._clock, actor, what, receipt, rule)
            return _Made(prepared, receipt)

    def _close(
        self,
        actor: Actor,
        certificate_id: int,
        step: Step,
        action_id: str,
        reason: str | None,
        paper_seen: bool = False,
        other: Actor | None = None,
    ) -> IssuedView:
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            if other:
                require_active(session, other, SIGN)
            return self._closed(
                session, actor, certificate_id, step, action_id, reason, paper_seen, other
            )

    def _closed(
        self,
        session: Session,
        actor: Actor,
        certificate_id: int,
        step: Step,
        action_id: str,
        reason: str | None,
        paper_seen: bool,
        other: Actor | None = None,
    ) -> IssuedView:
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
        ledger.note(
            session,
            self._clock,
            actor,
            row,
            action_id,
            sheets=sheets,
            reason=reason,
            paper=self._stationery,
            more={"second": other.login} if other else {},
        )
        if step == Step.SPOIL:
            self._undo(session, actor, certificate_id, reason or "", other)
        return ledger.view(session, row)

    def _undo(
        self, session: Session, actor: Actor, certificate_id: int, reason: str, other: Actor | None
    ) -> None:
        """It proves nothing any more, and its fee goes back."""
        from counter_app.proof import proving  # noqa: PLC0415 - loads cryptography

        if other:
            second = other.clerk_id
            session.add(
                CertificateVoid(certificate_id=certificate_id, second_id=second, fee_kept=False)
            )
        spoil_all(session, certificate_id)
        proving.void(session, certificate_id, self._clock.now())
        taken = payments.payment_of(session, payments.PaidFor(certificate_id))
        payments.give_back(session, self._clock, actor, taken, self._numbers, reason, second=other)
