"""Several documents of one visit, paid and printed together.

All numbers, pages, payments and the joint receipt are fixed in one transaction, or nothing is.
Each document keeps a payment of its own, so that reversing, spoiling and the books know no trays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from counter_app.certificates import ledger, payments
from counter_app.certificates.archive import Archive
from counter_app.certificates.content import ReceiptContent
from counter_app.certificates.drafts import (
    draft_receipt,
    receipt_terms,
    ticket_told,
    waived,
)
from counter_app.certificates.earlier import named, require_first
from counter_app.certificates.numbers import JOINT, Numbers
from counter_app.certificates.preparing import Owed, Prepared, Preparing
from counter_app.certificates.repeats import asked_sha256, naming, step_id
from counter_app.certificates.requests import CASH, MOST_IN_TRAY, Request, Tray, TrayView
from counter_app.certificates.spooling import Spooling
from counter_app.certificates.steps import VOID
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.printing.printers import Printers
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.clerks import require_active
from counter_app.privacy.moments import require_in_order
from counter_app.till.terms import Terms, Waiver, agreed, apportioned, checked_waiver, require_owed
from db.certificates import JointReceipt
from db.engine import reading, transaction


@dataclass(frozen=True, slots=True)
class _Line:
    """A document of the tray, what it costs and why it need not be paid."""

    request: Request
    owed: Owed
    waiver: Waiver | None

    @property
    def due(self) -> int:
        return 0 if self.waiver else self.owed.won


class Trays:
    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        numbers: Numbers,
        preparing: Preparing,
        spooling: Spooling,
        archive: Archive,
        printers: Printers,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._numbers = numbers
        self._preparing = preparing
        self._spooling = spooling
        self._archive = archive
        self._printers = printers

    def issue(
        self, actor: Actor, tray: Tray, *, action_id: str, printers: Printers | None = None
    ) -> TrayView:
        """Prepares all documents, then prints one after the other and one receipt for all.

        A printer that refuses leaves the rest prepared, with `problem` set; the same action again
        goes on from there, and so does printing each of them again.
        Raises Refusal till.fee_changed, .stamp_used, .paid_together and what `agreed` raises;
        certificates.tray_*, certificates.action_used, and certificates.spoiled when all of it is
        void by now. What one document is refused for names it: the field `document` counts from 1.
        Then nothing has changed.
        """
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            _require_tray(tray)
            before = _before(session, actor, tray, action_id)
            number, papers = before or self._prepare(session, actor, tray, action_id)
        for paper in papers:
            self._archive.just_drawn(paper.id, paper.pdf, paper.content.code)
        view = self._archive.tray(number)
        if all(issued.state in VOID for issued in view.documents):
            raise Refusal("certificates.spoiled", number=number)
        pages = {paper.id: paper.pdf for paper in papers}
        return self._spooling.tray(actor, view, printers or self._printers, pages)

    def price(self, actor: Actor, request: Request) -> int:
        """Won for one document, whether it is waived or not, if it could be issued now.

        Raises what `issue` raises of a document; writes nothing.
        """
        now = self._clock.now()
        with reading(self._engine) as session:
            owed = self._preparing.owed(session, request, now)
            require_owed(request.waiver, owed.won)
            if request.waiver:
                _waived(session, request.waiver, owed)
            self._preparing.draft(session, actor, request, now, "")
            return owed.won

    def _prepare(
        self, session: Session, actor: Actor, tray: Tray, action_id: str
    ) -> tuple[str, list[Prepared]]:
        now = self._clock.now()
        require_in_order(session, now)
        lines = [
            self._line(session, tray, number, now) for number in range(1, len(tray.documents) + 1)
        ]
        terms = _agreed(tray, lines)
        payments.require_fresh_stamps(session, terms.pay)
        papers = []
        for number, line in enumerate(lines, 1):
            with naming(number):
                step = step_id(action_id, number)
                asked = (line.request, line.owed)
                papers.append(self._preparing.prepare(session, actor, *asked, now, step))
        receipts = self._receipts(session, actor, lines, papers, terms)
        joint = self._joint(session, actor, tray, action_id, lines, receipts, terms)
        for paper, receipt, line in zip(papers, receipts, lines, strict=True):
            rule, what = line.owed.rule.to_json(), payments.PaidFor(paper.id)
            payments.charge(session, self._clock, actor, what, receipt, rule, joint.id)
        return joint.number, papers

    def _line(self, session: Session, tray: Tray, number: int, now: datetime) -> _Line:
        request = tray.documents[number - 1]
        with naming(number):
            owed = self._preparing.owed(session, request, now)
            require_owed(request.waiver, owed.won)
            waiver = (tray.terms.waiver or request.waiver) if owed.won else None
            if waiver:
                waiver = _waived(session, waiver, owed)
        return _Line(request, owed, waiver)

    def _receipts(
        self,
        session: Session,
        actor: Actor,
        lines: Sequence[_Line],
        papers: Sequence[Prepared],
        terms: Terms,
    ) -> list[ReceiptContent]:
        """What is booked for each document; the cash received is told of all."""
        ticket = ticket_told(session, lines[0].request.ticket_id)
        shared = apportioned(terms.pay, [line.due for line in lines])
        receipts = []
        for line, paper, pay in zip(lines, papers, shared, strict=True):
            number = self._numbers.receipt(session, actor)
            own = Terms(pay[0].tender if pay else terms.tender, pay, waiver=line.waiver)
            receipts.append(
                draft_receipt(
                    paper.content, line.request, actor, line.owed.unit, number, ticket, own
                )
            )
        return receipts

    def _joint(
        self,
        session: Session,
        actor: Actor,
        tray: Tray,
        action_id: str,
        lines: Sequence[_Line],
        receipts: Sequence[ReceiptContent],
        terms: Terms,
    ) -> JointReceipt:
        items = tuple(
            replace(
                receipt.items[0],
                receipt_number=receipt.receipt_number,
                waiver=None if terms.waiver else waived(line.waiver),
            )
            for receipt, line in zip(receipts, lines, strict=True)
        )
        now = self._clock.now()
        number = self._numbers.next(session, actor, JOINT)
        whole = receipt_terms(replace(receipts[0], receipt_number=number, items=items), terms)
        row = JointReceipt(
            number=number,
            action_id=action_id,
            asked_sha256=asked_sha256(tray),
            content=whole.to_json(),
            at=now,
            clerk_id=actor.clerk_id,
        )
        session.add(row)
        session.flush()
        return row


def _waived(session: Session, waiver: Waiver, owed: Owed) -> Waiver:
    """Raises what `checked_waiver` and earlier.named raise."""
    checked = checked_waiver(waiver, owed.rule.key, owed.status_of_stay)
    found = named(session, checked)
    if found.earlier:
        require_first(session, found.earlier)
    return found


def _require_tray(tray: Tray) -> None:
    if not tray.documents:
        raise Refusal("certificates.tray_empty")
    if len(tray.documents) > MOST_IN_TRAY:
        raise Refusal("certificates.tray_full", most=MOST_IN_TRAY)
    if len({request.ticket_id for request in tray.documents}) > 1:
        raise Refusal("certificates.tray_visits")
    if any(replace(r.terms, waiver=None) != CASH for r in tray.documents):
        raise Refusal("till.paid_together")


def _before(
    session: Session, actor: Actor, tray: Tray, action_id: str
) -> tuple[str, list[Prepared]] | None:
    """What an earlier call did. Raises Refusal certificates.action_used."""
    joint = session.exec(select(JointReceipt).where(col(JointReceipt.action_id) == action_id))
    if found := joint.first():
        if (found.clerk_id, found.asked_sha256) != (actor.clerk_id, asked_sha256(tray)):
            raise Refusal("certificates.action_used")
        return found.number, []
    if ledger.done(session, action_id):
        raise Refusal("certificates.action_used")
    return None


def _agreed(tray: Tray, lines: Sequence[_Line]) -> Terms:
    """How all is paid, complete. Raises Refusal till.fee_changed, till.nothing_to_waive and what
    `agreed` raises."""
    due = sum(line.due for line in lines)
    first = next((line.owed for line in lines if line.owed.won), lines[0].owed)
    require_owed(tray.terms.waiver, first.won)
    if tray.quoted not in (None, due):
        raise Refusal("till.fee_changed", was=f"{tray.quoted:,}", now=f"{due:,}")
    return agreed(tray.terms, due, first.rule.key, first.status_of_stay)
