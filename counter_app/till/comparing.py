"""What of a day's books says something else than the rest, to the won."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from counter_app.certificates.content import ReceiptContent
from counter_app.certificates.payments import paid_for
from counter_app.certificates.steps import VOID
from counter_app.matters.paying import GOES_BACK
from counter_app.till.books import Books, read_books
from db.certificates import Certificate, JointReceipt, Payment
from db.matters import MatterRow
from db.till import PaymentPart

_SERIAL = re.compile(r"(.*-[RT])-(\d+)$")
_AT_ONCE = 10_000
"""Numbers asked for in one statement."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """`code` is one of till.wrong.*, whose sentence takes `fields`."""

    code: str
    fields: dict[str, object]


def first_wrong(session: Session, day: date) -> Disagreement | None:
    """In the books; the drawer is another matter."""
    return next(_all_wrong(session, read_books(session, day)), None)


def _all_wrong(session: Session, books: Books) -> Iterator[Disagreement]:
    for payment in books.payments:
        yield from _payment(books, payment)
    yield from _gaps(
        session, books, Payment.receipt_number, (p.receipt_number for p in books.payments)
    )
    for joint in books.joints:
        yield from _joint(books, joint)
    joint_numbers = (joint.number for joint in books.joints)
    yield from _gaps(session, books, JointReceipt.number, joint_numbers)
    for certificate in books.certificates.values():
        yield from _certificate(books, certificate)
    for matter in books.matters.values():
        yield from _matter(books, matter)
    yield from _orphans(session)


def _payment(books: Books, payment: Payment) -> Iterator[Disagreement]:
    receipt = ReceiptContent.from_json(payment.content)
    number, key = payment.receipt_number, payment.id or 0
    parts, waiver = books.parts.get(key, ()), books.waivers.get(key)
    if (receipt.receipt_number, receipt.paid) != (number, payment.won):
        yield wrong("receipt_total", receipt=number, stated=receipt.paid, booked=payment.won)
    if (total := sum(part.won for part in parts)) != payment.won:
        yield wrong("parts_sum", receipt=number, parts=total, won=payment.won)
    stated = [(share.tender, share.won, share.reference) for share in receipt.parts]
    if stated != [(part.tender, part.won, part.reference) for part in parts]:
        yield wrong("parts_stated", receipt=number)
    untaken = payment.waived != 0 or (receipt.waiver is not None and receipt.total == 0)
    told = len({waiver is not None, receipt.waiver is not None, untaken}) > 1
    if told or (waiver and receipt.waiver and waiver.earlier != receipt.waiver.earlier):
        yield wrong("waiver", receipt=number)
    bought, fee = _bought(books, payment) or ("-", 0)
    stated_for = receipt.items[0].issue_number
    if stated_for != bought:
        yield wrong("not_its_number", receipt=number, stated=stated_for, issue_number=bought)
    fee *= -1 if payment.reverses else 1
    if payment.won + payment.waived != fee:
        yield wrong("fee", receipt=number, booked=payment.won + payment.waived, fee=fee)
    if payment.reverses:
        yield from _reversal(books, payment)


def _bought(books: Books, payment: Payment) -> tuple[str, int] | None:
    """The number of what was paid for, and what it costs; None if it is gone."""
    if payment.matter_id is not None:
        matter = books.matters.get(payment.matter_id)
        return (matter.number, matter.fee_won) if matter else None
    certificate = books.certificates.get(payment.certificate_id or 0)
    return (certificate.issue_number, _fee(payment, certificate)) if certificate else None


def _reversal(books: Books, payment: Payment) -> Iterator[Disagreement]:
    undone = books.undone.get(payment.reverses or 0)
    if undone is None or (undone.won, undone.waived, paid_for(undone)) != (
        -payment.won,
        -payment.waived,
        paid_for(payment),
    ):
        reverses = undone.receipt_number if undone else "-"
        yield wrong("reversal", receipt=payment.receipt_number, reverses=reverses)
    if not payment.reason:
        yield wrong("no_reason", receipt=payment.receipt_number)


def _gaps(
    session: Session, books: Books, column: str, numbers: Iterable[str]
) -> Iterator[Disagreement]:
    """Numbers that should lie before or between these and are nowhere; between the blocks that
    this PC held none should."""
    expected = [before for number in numbers if (before := _before(books, number))]
    for start in range(0, len(expected), _AT_ONCE):
        some = expected[start : start + _AT_ONCE]
        there = set(session.exec(select(column).where(col(column).in_(some))))
        for number in some:
            if number not in there:
                yield wrong("receipt_gap", receipt=number)


def _before(books: Books, number: str) -> str | None:
    """The receipt number given just before, None before the first of a block."""
    found = _SERIAL.match(number)
    if not found or not books.gave(found[1], serial := int(found[2]) - 1):
        return None
    return f"{found[1]}-{serial:0{len(found[2])}d}"


def _joint(books: Books, joint: JointReceipt) -> Iterator[Disagreement]:
    """What the receipt of a tray states against the payments of its documents."""
    receipt = ReceiptContent.from_json(joint.content)
    payments = books.joined[joint.id or 0]
    booked = [(p.receipt_number, p.won, p.won + p.waived) for p in payments]
    stated = [
        (item.receipt_number, 0 if receipt.waiver else item.paid, item.amount)
        for item in receipt.items
    ]
    borne: Counter[tuple[str, str]] = Counter()
    for share in receipt.parts:
        borne[share.tender, share.reference] += share.won
    for payment in payments:
        for part in books.parts.get(payment.id or 0, ()):
            borne[part.tender, part.reference] -= part.won
    if receipt.receipt_number != joint.number or booked != stated or any(borne.values()):
        yield wrong("joint", receipt=joint.number)


def _certificate(books: Books, row: Certificate) -> Iterator[Disagreement]:
    payments = books.money.get(row.id or 0)
    if not payments:
        yield wrong("no_payment", issue_number=row.issue_number)
        return
    booked = sum(p.won + p.waived for p in payments)
    void = books.voids.get(row.id or 0)
    if row.state in VOID and not (void and void.fee_kept):
        if booked:
            yield wrong("void_paid", issue_number=row.issue_number, booked=booked)
    elif booked != (fee := _fee(payments[0], row)):
        yield wrong("unpaid", issue_number=row.issue_number, booked=booked, fee=fee)


def _matter(books: Books, row: MatterRow) -> Iterator[Disagreement]:
    """Its fee was taken once, or has gone back whole where nothing was done for it."""
    booked = books.matters_booked[row.id or 0]
    if booked != row.fee_won and (booked or row.state not in GOES_BACK):
        yield wrong("unpaid", issue_number=row.number, booked=booked, fee=row.fee_won)


def _orphans(session: Session) -> Iterator[Disagreement]:
    lost = select(func.min(PaymentPart.id)).where(
        col(PaymentPart.payment_id).not_in(select(Payment.id))
    )
    if (part := session.exec(lost).one()) is not None:
        yield wrong("no_part", part=part)


def _fee(payment: Payment, certificate: Certificate) -> int:
    return int(json.loads(payment.rule)["value"]) * certificate.copies


def wrong(what: str, **fields: object) -> Disagreement:
    return Disagreement(f"till.wrong.{what}", fields)
