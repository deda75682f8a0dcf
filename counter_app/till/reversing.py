"""What was booked wrongly: given back, and taken anew in the same act, with a reason."""

from dataclasses import dataclass, replace

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from counter_app.certificates import ledger, payments
from counter_app.certificates.content import ReceiptContent
from counter_app.certificates.drafts import receipt_terms
from counter_app.certificates.earlier import with_named
from counter_app.certificates.numbers import Numbers
from counter_app.certificates.payments import PaidFor, paid_for
from counter_app.certificates.steps import VOID
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.matters.paying import goes_back, status_of
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.actor import VOID as SIGN
from counter_app.privacy.clerks import Clerks, require_active
from counter_app.privacy.moments import require_in_order
from counter_app.privacy.second import Second, signed
from counter_app.residents.residents import Residents
from counter_app.rules import Rule
from counter_app.till.checks import checked_reason
from counter_app.till.receipts import numbered
from counter_app.till.terms import Terms, agreed, require_owed, shares_of
from db.certificates import Payment
from db.engine import transaction
from db.matters import MatterRow


@dataclass(frozen=True, slots=True)
class Corrected:
    """Receipt numbers: of what was undone, of the counter-entry and of the payment now, "" where
    none was taken anew."""

    reversed: str
    counter_entry: str
    receipt: str
    given_back: int
    won: int


class Reversing:
    def __init__(
        self, engine: Engine, clock: Clock, numbers: Numbers, residents: Residents, clerks: Clerks
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._numbers = numbers
        self._residents = residents
        self._clerks = clerks

    def correct(
        self,
        actor: Actor,
        receipt_number: str,
        reason: str,
        terms: Terms,
        *,
        action_id: str,
        second: Second | None = None,
    ) -> Corrected:
        """The fee stays what it was; only how it is paid, or that it is waived, changes. The fee
        of a certificate that shall not stand is given back by spoiling it, that of a matter by
        `give_back`. Where money that was taken is waived and so goes back, a `second` person signs.

        Raises Refusal till.no_payment, till.is_reversal, till.reversed_already,
        till.certificate_void, till.reverse_nothing_new, till.reason_*, till.action_used,
        certificates.second_needed, .same_person, .no_second, .clock_back, clerks.*, and what
        `agreed` and earlier.named raise.
        """
        why = checked_reason(reason)
        other = signed(self._clerks, actor, second, SIGN) if second else None
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            if other:
                require_active(session, other, SIGN)
            taken = numbered(session, receipt_number)
            receipt = ReceiptContent.from_json(taken.content)
            what = paid_for(taken)
            if back := _before(session, action_id, taken, why):
                return _told(taken, back, payments.payment_of(session, what))
            require_in_order(session, self._clock.now())
            _require_standing(session, taken)
            new = self._agreed(session, taken, receipt, terms)
            if new.waiver and receipt.paid and other is None:
                raise Refusal("certificates.second_needed", number=receipt_number)
            back = payments.give_back(
                session, self._clock, actor, taken, self._numbers, why, action_id, other
            )
            now = self._clock.now()
            again = replace(
                receipt_terms(receipt, new),
                receipt_number=self._numbers.receipt(session, actor),
                clerk_name=actor.name,
                window=actor.window,
                issued_at=now,
            )
            row = payments.charge(session, self._clock, actor, what, again, taken.rule)
            return _told(taken, back, row)

    def give_back(
        self,
        actor: Actor,
        receipt_number: str,
        reason: str,
        *,
        action_id: str,
        second: Second | None = None,
    ) -> Corrected:
        """The fee of a matter for which nothing was done goes back whole; it is owed again while
        the matter is open. Where money was taken, a `second` person signs.

        Raises Refusal till.no_payment, till.is_reversal, till.reversed_already,
        till.of_a_certificate, till.fee_earned, till.reason_*, till.action_used,
        certificates.second_needed, .same_person, .no_second, .clock_back, clerks.*.
        """
        why = checked_reason(reason)
        other = signed(self._clerks, actor, second, SIGN) if second else None
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            if other:
                require_active(session, other, SIGN)
            taken = numbered(session, receipt_number)
            if back := _before(session, action_id, taken, why):
                return _told(taken, back)
            require_in_order(session, self._clock.now())
            if taken.matter_id is None:
                raise Refusal("till.of_a_certificate", number=receipt_number)
            _require_standing(session, taken)
            if not goes_back(session, session.get_one(MatterRow, taken.matter_id)):
                raise Refusal("till.fee_earned", number=receipt_number)
            if taken.won and other is None:
                raise Refusal("certificates.second_needed", number=receipt_number)
            back = payments.give_back(
                session, self._clock, actor, taken, self._numbers, why, action_id, other
            )
            return _told(taken, back)

    def _agreed(
        self, session: Session, taken: Payment, receipt: ReceiptContent, terms: Terms
    ) -> Terms:
        """How the fee is paid from now on. Raises Refusal till.reverse_nothing_new and what
        `agreed` and earlier.named raise."""
        require_owed(terms.waiver, receipt.total)
        status = self._status(session, paid_for(taken))
        new = agreed(terms, receipt.total, Rule.from_json(taken.rule).key, status)
        new = with_named(session, new, but=taken.certificate_id)
        same = shares_of(new, receipt.total) == receipt.parts
        if same and not (new.waiver or receipt.waiver):
            raise Refusal("till.reverse_nothing_new")
        return new

    def _status(self, session: Session, what: PaidFor) -> str:
        """The status of stay of whose certificate or matter it is, "" if none is known."""
        if what.matter is not None:
            return status_of(session, session.get_one(MatterRow, what.matter))
        person = ledger.known(session, what.certificate or 0).resident_id
        read = self._residents.read(session, person) if person else None  # 0: no record was open
        return (read.status_of_stay if read else None) or ""


def _before(session: Session, action_id: str, taken: Payment, why: str) -> Payment | None:
    """The counter-entry of an action that is done. Raises Refusal till.action_used."""
    back = session.exec(select(Payment).where(Payment.action_id == action_id)).first()
    if back and (back.reverses, back.reason) != (taken.id, why):
        raise Refusal("till.action_used")
    return back


def _require_standing(session: Session, taken: Payment) -> None:
    number = taken.receipt_number
    if taken.reverses:
        raise Refusal("till.is_reversal", number=number)
    if taken.certificate_id is not None:
        certificate = ledger.known(session, taken.certificate_id)
        if certificate.state in VOID:
            raise Refusal("till.certificate_void", number=certificate.issue_number)
    if session.exec(select(Payment.id).where(col(Payment.reverses) == taken.id)).first():
        raise Refusal("till.reversed_already", number=number)


def _told(taken: Payment, back: Payment, row: Payment | None = None) -> Corrected:
    return Corrected(
        reversed=taken.receipt_number,
        counter_entry=back.receipt_number,
        receipt=row.receipt_number if row else "",
        given_back=taken.won,
        won=row.won if row else 0,
    )
