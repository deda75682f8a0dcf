"""A payment that was booked wrongly: given back and taken anew, in one act, with a reason."""

from dataclasses import dataclass, replace

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from counter_app.certificates import ledger, payments
from counter_app.certificates.content import ReceiptContent
from counter_app.certificates.drafts import receipt_terms
from counter_app.certificates.numbers import Numbers
from counter_app.certificates.steps import VOID
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.actor import VOID as SIGN
from counter_app.privacy.clerks import Clerks, require_active
from counter_app.privacy.second import Second, signed
from counter_app.residents.residents import Residents
from counter_app.rules import Rule
from counter_app.till.checks import checked_reason
from counter_app.till.terms import Terms, agreed, require_owed, shares_of
from counter_app.till.till import numbered
from db.certificates import Certificate, Payment
from db.engine import transaction


@dataclass(frozen=True, slots=True)
class Corrected:
    """Receipt numbers: of what was undone, of the counter-entry and of the payment now."""

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
        of a certificate that shall not stand is given back by spoiling it. Where money that was
        taken is waived and so goes back, a `second` person signs.

        Raises Refusal till.no_payment, till.is_reversal, till.reversed_already,
        till.certificate_void, till.reverse_nothing_new, till.reason_*, till.action_used,
        certificates.second_needed, .same_person, .no_second, clerks.*, and what `agreed` raises.
        """
        why = checked_reason(reason)
        other = signed(self._clerks, actor, second, SIGN) if second else None
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            if other:
                require_active(session, other, SIGN)
            taken = numbered(session, receipt_number)
            receipt = ReceiptContent.from_json(taken.content)
            if back := _before(session, action_id):
                if (back.reverses, back.reason) != (taken.id, why):
                    raise Refusal("till.action_used")
                return _told(taken, back, payments.payment_of(session, taken.certificate_id))
            certificate = ledger.known(session, taken.certificate_id)
            _require_standing(session, taken, certificate)
            rule = Rule.from_json(taken.rule)
            person = certificate.resident_id  # 0 where no record was open
            status = self._residents.read(session, person).status_of_stay if person else None
            require_owed(terms.waiver, receipt.total)
            new = agreed(terms, receipt.total, rule.key, status or "")
            if shares_of(new, receipt.total) == receipt.parts and not (
                new.waiver or receipt.waiver
            ):
                raise Refusal("till.reverse_nothing_new")
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
            row = payments.charge(
                session, self._clock, actor, taken.certificate_id, again, taken.rule
            )
            return _told(taken, back, row)


def _before(session: Session, action_id: str) -> Payment | None:
    return session.exec(select(Payment).where(Payment.action_id == action_id)).first()


def _require_standing(session: Session, taken: Payment, certificate: Certificate) -> None:
    number = taken.receipt_number
    if taken.reverses:
        raise Refusal("till.is_reversal", number=number)
    if certificate.state in VOID:
        raise Refusal("till.certificate_void", number=certificate.issue_number)
    if session.exec(select(Payment.id).where(col(Payment.reverses) == taken.id)).first():
        raise Refusal("till.reversed_already", number=number)


def _told(taken: Payment, back: Payment, row: Payment) -> Corrected:
    return Corrected(
        reversed=taken.receipt_number,
        counter_entry=back.receipt_number,
        receipt=row.receipt_number,
        given_back=taken.won,
        won=row.won,
    )
