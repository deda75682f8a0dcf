"""What was given back on a day: which receipt undoes which, why, who signed, what came instead."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, select

from counter_app.certificates.content import ReceiptContent
from counter_app.certificates.payments import paid_for
from counter_app.till.sheet import Reversal
from db.certificates import Payment
from db.stationery import CertificateVoid


def reversals(
    session: Session, day: date, payments: Sequence[Payment], names: Mapping[int, str]
) -> tuple[Reversal, ...]:
    """Of the day's payments, oldest first; `names` of clerks by their ids."""
    back = [payment for payment in payments if payment.reverses]
    undone = select(Payment.reverses).where(Payment.day == str(day))
    of_them = select(Payment.id, Payment.receipt_number).where(col(Payment.id).in_(undone))
    numbers = dict(session.exec(of_them).all())
    signers = _signers(session, day)
    return tuple(
        _reversal(
            one,
            numbers.get(one.reverses, "-"),
            names,
            # an act of the till changes how it is paid; what a void gives back stays back
            None if one.action_id else signers.get(one.certificate_id),
            _instead(one, payments),
        )
        for one in back
    )


def _signers(session: Session, day: date) -> dict[int | None, int]:
    """Who else signed that a certificate is void, of those that money of the day was for."""
    paid = select(Payment.certificate_id).where(Payment.day == str(day))
    void = select(CertificateVoid.certificate_id, CertificateVoid.second_id)
    return dict(session.exec(void.where(col(CertificateVoid.certificate_id).in_(paid))).all())


def _instead(back: Payment, payments: Sequence[Payment]) -> Payment | None:
    """What took the place of what a counter-entry undoes: the next payment for the same."""
    later = (p for p in payments if (p.id or 0) > (back.id or 0) and paid_for(p) == paid_for(back))
    return next(later, None)


def _reversal(
    back: Payment, undone: str, names: Mapping[int, str], signer: int | None, new: Payment | None
) -> Reversal:
    content = ReceiptContent.from_json(back.content)
    return Reversal(
        receipt=back.receipt_number,
        reverses=undone,
        won=back.won,
        reason=back.reason or "",
        clerk=names[back.clerk_id],
        at=back.at,
        number=content.items[0].issue_number,
        second=names[signer] if signer else "",
        before=_paid(content, -1),
        after=_paid(ReceiptContent.from_json(new.content), 1) if new else "",
        instead=new.receipt_number if new else "",
    )


def _paid(content: ReceiptContent, sign: int) -> str:
    """`cash 600, card 400`; `waived`, or "" for what was free."""
    if content.waiver:
        return "waived"
    return ", ".join(f"{part.tender} {sign * part.won:,}" for part in content.parts)
