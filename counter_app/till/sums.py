"""A day's figures, added up from the rows inside the transaction that asks."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from counter_app.certificates.content import ReceiptContent
from counter_app.certificates.earlier import seen_here
from counter_app.certificates.payments import PaidFor, paid_for
from counter_app.till.drawer import drawer_of
from counter_app.till.grounds import grounds
from counter_app.till.papers import papers_of
from counter_app.till.reversals import reversals
from counter_app.till.sheet import Line, Reissued, Sheet, Slip
from db.certificates import Certificate, Payment
from db.clerks import Clerk
from db.matters import MatterRow
from db.till import PaymentPart, WaiverRow

Row = TypeVar("Row", PaymentPart, WaiverRow)
MATTER = "matter:"
"""Begins the key of a matter's procedure among the kinds: some kinds have the same code."""


def day_sheet(session: Session, day: date, kind_name: Callable[[str], str]) -> Sheet:
    """`kind_name`: the Korean title of a kind, or of a matter's procedure, by its key."""
    found = session.exec(
        select(Payment, Certificate.kind, MatterRow.procedure)
        .outerjoin(Certificate, col(Payment.certificate_id) == col(Certificate.id))
        .outerjoin(MatterRow, col(Payment.matter_id) == col(MatterRow.id))
        .where(Payment.day == str(day))
        .order_by(col(Payment.id))
    ).all()
    payments = [payment for payment, _, _ in found]
    keyed = [(kind or f"{MATTER}{procedure}", p) for p, kind, procedure in found]
    clerks = {c.id or 0: c for c in session.exec(select(Clerk))}
    names = {clerk_id: clerk.name for clerk_id, clerk in clerks.items()}
    parts = session.exec(_of(PaymentPart, day)).all()
    waivers = session.exec(_of(WaiverRow, day)).all()
    by_id = {payment.id: payment for payment in payments}
    documents = documents_of(p for p in payments if p.certificate_id)
    return Sheet(
        day=day,
        won=sum(p.won for p in payments),
        waived=sum(p.waived for p in payments),
        certificates=documents.standing,
        receipts=len(payments),
        first_receipt=payments[0].receipt_number if payments else "",
        last_receipt=payments[-1].receipt_number if payments else "",
        tenders=_lines(
            (part.tender, "", _sign(by_id[part.payment_id]), part.won, 0) for part in parts
        ),
        kinds=_lines((key, kind_name(key), _sign(p), p.won, p.waived) for key, p in keyed),
        clerks=_lines(
            (clerks[p.clerk_id].login, clerks[p.clerk_id].name, _sign(p), p.won, p.waived)
            for p in payments
        ),
        grounds=_lines(
            (w.ground, grounds()[w.ground].ko, _sign(p), 0, p.waived)
            for w in waivers
            if (p := by_id[w.payment_id])
        ),
        reversals=reversals(session, day, payments, names),
        drawer=drawer_of(session, day),
        issued=documents.issued,
        given_back=documents.given_back,
        matters=documents_of(p for p in payments if p.matter_id).standing,
        untaken=sum(map(_sign, payments))
        - sum(_sign(by_id[one]) for one in {part.payment_id for part in parts}),
        slips=tuple(
            Slip(by_id[part.payment_id].receipt_number, part.tender, part.won, part.reference)
            for part in parts
            if part.reference
        ),
        papers=papers_of(session, day, names),
        reissued=tuple(
            _reissued(w, p, names[p.clerk_id])
            for w in waivers
            if w.earlier and not (p := by_id[w.payment_id]).reverses
        ),
    )


def _reissued(waiver: WaiverRow, payment: Payment, clerk: str) -> Reissued:
    return Reissued(
        number=ReceiptContent.from_json(payment.content).items[0].issue_number,
        earlier=waiver.earlier,
        seen=seen_here(waiver.earlier),
        reason=waiver.proof,
        clerk=clerk,
        at=payment.at,
    )


@dataclass(frozen=True, slots=True)
class Documents:
    """How many a day's money was first booked for, taken or waived; and for how many, of that day
    or an earlier one, it went back for good."""

    issued: int
    given_back: int

    @property
    def standing(self) -> int:
        return self.issued - self.given_back


def documents_of(payments: Iterable[Payment]) -> Documents:
    """Of one day's payments, oldest first, for certificates or for matters. A corrected payment,
    undone and made anew, is one document still."""
    signs: dict[PaidFor, list[int]] = defaultdict(list)
    for payment in payments:
        signs[paid_for(payment)].append(_sign(payment))
    return Documents(
        issued=sum(made[0] > 0 for made in signs.values()),
        given_back=sum(made[-1] < 0 for made in signs.values()),
    )


def _of(table: type[Row], day: date) -> SelectOfScalar[Row]:
    joined = select(table).join(Payment, col(Payment.id) == col(table.payment_id))
    return joined.where(Payment.day == str(day)).order_by(col(table.id))


def _sign(payment: Payment) -> int:
    return -1 if payment.reverses else 1


def _lines(rows: Iterable[tuple[str, str, int, int, int]]) -> tuple[Line, ...]:
    """Rows of key, name, count, won and waived, added up by key."""
    names: dict[str, str] = {}
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for key, name, *figures in rows:
        names[str(key)] = name
        sums[str(key)] = [a + b for a, b in zip(sums[str(key)], figures, strict=True)]
    return tuple(Line(key, names[key], *sums[key]) for key in sorted(sums))
