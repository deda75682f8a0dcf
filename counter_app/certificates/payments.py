"""Rows of payments and what is given back, written inside the transaction of an act."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from counter_app.certificates.content import ReceiptContent
from counter_app.certificates.earlier import require_first
from counter_app.certificates.numbers import Numbers
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import record
from counter_app.till.days import business_day
from counter_app.till.terms import Share, stamp_key, stamps_of
from db.certificates import Payment, Tender
from db.matters import MatterRow
from db.outbox import enqueue
from db.till import PaymentPart, WaiverRow


@dataclass(frozen=True, slots=True)
class PaidFor:
    """What money is for, by its id: a certificate or a matter, one of both."""

    certificate: int | None = None
    matter: int | None = None

    @property
    def subject(self) -> str:
        """As the audit log names it."""
        if self.matter is not None:
            return f"matter:{self.matter}"
        return f"certificate:{self.certificate}"


def paid_for(payment: Payment) -> PaidFor:
    return PaidFor(payment.certificate_id, payment.matter_id)


def payment_of(session: Session, what: PaidFor) -> Payment:
    """The money taken for it, or given back last: the newest that undoes nothing."""
    of_matter = what.matter is not None
    key = what.matter if of_matter else what.certificate
    return session.exec(_NEWEST[of_matter], params={"key": key}).one()


def standing_payment(session: Session, what: PaidFor) -> Payment | None:
    """The money taken for it that nothing undoes."""
    back = aliased(Payment)
    undone = select(back.id).where(col(back.reverses) == col(Payment.id)).exists()
    return session.exec(_taken(what).where(~undone).limit(1)).first()


# By `coalesce`, as by the index of what is undone a store goes through all payments.
_UNDOES_NONE = func.coalesce(Payment.reverses, 0) == 0
_NEWEST = {  # put together once: every document asks it several times
    of_matter: select(Payment)
    .where(col(column) == bindparam("key"), _UNDOES_NONE)
    .order_by(col(Payment.id).desc())
    .limit(1)
    for of_matter, column in ((False, Payment.certificate_id), (True, Payment.matter_id))
}


def _taken(what: PaidFor) -> SelectOfScalar[Payment]:
    """What undoes nothing, the newest first."""
    return (
        select(Payment)
        .where(
            Payment.certificate_id == what.certificate,
            Payment.matter_id == what.matter,
            _UNDOES_NONE,
        )
        .order_by(col(Payment.id).desc())
    )


def charge(
    session: Session,
    clock: Clock,
    actor: Actor,
    what: PaidFor,
    receipt: ReceiptContent,
    rule: str,
    joint_id: int | None = None,
    action_id: str | None = None,
) -> Payment:
    """Takes what the receipt states. `rule`: the fee rule as JSON. `joint_id`: the receipt of the
    tray it belongs to. `action_id`: of an act that does nothing else.

    Raises Refusal till.stamp_used, till.earlier_again.
    """
    require_fresh_stamps(session, receipt.parts, joint_id)
    if receipt.waiver and receipt.waiver.earlier:
        require_first(session, receipt.waiver.earlier)
    row = _add(session, clock, actor, what, receipt, rule, joint_id=joint_id, action_id=action_id)
    fact = {"receipt": receipt.receipt_number, "won": receipt.paid, "tender": receipt.tender}
    if receipt.waiver:
        fact |= {"waived": receipt.total, "ground": receipt.waiver.code}
        fact |= {"earlier": receipt.waiver.earlier} if receipt.waiver.earlier else {}
    tell(session, clock, actor, "payment.taken", what, fact)
    return row


def require_fresh_stamps(
    session: Session, parts: Sequence[Share], joint_id: int | None = None
) -> None:
    """A stamp's number is taken once; within a tray it may pay for several documents.

    Raises Refusal till.stamp_used.
    """
    stamps = stamps_of(parts)
    used = (
        select(PaymentPart.reference)
        .join(Payment, col(Payment.id) == col(PaymentPart.payment_id))
        .where(
            col(PaymentPart.stamp_key).in_(stamps),
            col(Payment.joint_id).is_distinct_from(joint_id) | col(Payment.joint_id).is_(None),
        )
    )
    if stamps and (again := session.exec(used).first()):
        raise Refusal("till.stamp_used", number=again)


def give_back(
    session: Session,
    clock: Clock,
    actor: Actor,
    taken: Payment,
    numbers: Numbers,
    reason: str,
    action_id: str | None = None,
    second: Actor | None = None,
) -> Payment:
    """A counter-entry for a payment, under a receipt number of its own. `second`: who signed that
    it goes back."""
    now = clock.now()
    receipt = ReceiptContent.from_json(taken.content)
    number = numbers.refund(session, actor)
    back = replace(
        receipt,
        receipt_number=number,
        items=tuple(replace(item, unit_fee=-item.unit_fee) for item in receipt.items),
        shares=tuple(replace(share, won=-share.won) for share in receipt.shares),
        received=None,
        refunds=receipt.receipt_number,
        clerk_name=actor.name,
        window=actor.window,
        issued_at=now,
    )
    what = paid_for(taken)
    row = _add(
        session,
        clock,
        actor,
        what,
        back,
        taken.rule,
        reverses=taken.id,
        reason=reason,
        action_id=action_id,
    )
    fact: dict[str, object] = {"receipt": number, "won": -taken.won, "reason": reason}
    fact |= {"reverses": taken.receipt_number}
    if second:
        fact["second"] = second.login
    tell(session, clock, actor, "payment.given_back", what, fact)
    return row


def _add(
    session: Session,
    clock: Clock,
    actor: Actor,
    what: PaidFor,
    receipt: ReceiptContent,
    rule: str,
    **more: Any,
) -> Payment:
    now = clock.now()
    row = Payment(
        receipt_number=receipt.receipt_number,
        certificate_id=what.certificate,
        matter_id=what.matter,
        won=receipt.paid,
        waived=receipt.total - receipt.paid,
        rule=rule,
        content=receipt.to_json(),
        at=now,
        day=str(business_day(session, now.date())),
        clerk_id=actor.clerk_id,
        window=actor.window,
        **more,
    )
    session.add(row)
    session.flush()
    assert row.id is not None  # noqa: S101 - a stored row has its id
    for share in receipt.parts:
        session.add(
            PaymentPart(
                payment_id=row.id,
                tender=share.tender,
                won=share.won,
                reference=share.reference,
                stamp_key=stamp_key(share.reference) if share.tender == Tender.STAMP else "",
            )
        )
    if waiver := receipt.waiver:
        session.add(
            WaiverRow(
                payment_id=row.id,
                ground=waiver.code,
                proof=waiver.proof,
                consent=waiver.consent,
                earlier=waiver.earlier,
            )
        )
    return row


def tell(
    session: Session,
    clock: Clock,
    actor: Actor,
    action: str,
    what: PaidFor,
    fact: dict[str, object],
) -> None:
    """On record here, and to be sent on, a matter by its number."""
    record(session, clock, actor, action, what.subject, fact)
    enqueue(session, clock.now(), action, {**_named(session, what), **fact})


def _named(session: Session, what: PaidFor) -> dict[str, object]:
    if what.matter is None:
        return {"certificate": what.certificate}
    return {"matter": session.get_one(MatterRow, what.matter).number}
