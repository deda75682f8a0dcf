"""Whether payments, receipts, certificates and the drawer of a day say the same, to the won."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from counter_app.certificates.content import ReceiptContent
from counter_app.certificates.payments import paid_for
from counter_app.certificates.steps import VOID
from counter_app.matters.paying import GOES_BACK
from counter_app.till.papers import papers_then
from counter_app.till.sheet import Drawer, Settled
from counter_app.till.sums import day_sheet
from counter_app.words import Coded
from db.certificates import Certificate, JointReceipt, Payment
from db.matters import MatterRow
from db.numbers import given
from db.stationery import CertificateVoid
from db.till import PaymentPart, Settlement, WaiverRow

_WITHIN = {"papers": "", "secure": "secure_", "before": "before_"}
"""What of a sheet is named part by part, and how their names begin."""
_SERIAL = re.compile(r"(.*-[RT])-(\d+)$")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """`code` is one of till.wrong.*, whose sentence takes `fields`."""

    code: str
    fields: dict[str, object]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What was compared, and the first thing found wrong, if any. `certificates` are those `issued`
    less those `given_back`, as the settlement counts them (sums.documents_of). `explained`: why the
    drawer of a closed day differs by `difference` won, as it was signed."""

    day: date
    payments: int
    certificates: int
    issued: int
    given_back: int
    matters: int
    won: int
    waived: int
    closed: bool
    disagreement: Disagreement | None
    difference: int = 0
    explained: str = ""


def reconcile(session: Session, day: date, kind_name: Callable[[str], str]) -> Reconciliation:
    sheet = day_sheet(session, day, kind_name)
    row = session.get(Settlement, str(day))
    signed = Settled.from_json(row.content) if row else None
    explained = signed.difference_reason if signed else ""
    wrong = first_wrong(session, day)
    if signed and not wrong:
        now = replace(sheet, papers=papers_then(session, signed))
        wrong = _signed(asdict(signed.sheet), asdict(now))
    return Reconciliation(
        day=day,
        payments=sheet.receipts,
        certificates=sheet.certificates,
        issued=sheet.issued or 0,
        given_back=sheet.given_back or 0,
        won=sheet.won,
        waived=sheet.waived,
        matters=sheet.matters,
        closed=signed is not None,
        disagreement=wrong or (None if explained else _drawer(sheet.drawer)),
        difference=sheet.drawer.difference or 0,
        explained=explained,
    )


def first_wrong(session: Session, day: date) -> Disagreement | None:
    """In the books; the drawer is another matter."""
    payments = _payments(session, day)
    found = (
        *(wrong for payment in payments for wrong in _payment(session, payment)),
        *_gaps(session, payments),
        *(wrong for joint in _joints(session, payments) for wrong in _joint(session, joint)),
        *(wrong for row in _certificates(session, day) for wrong in _certificate(session, row)),
        *(wrong for row in _matters(session, day) for wrong in _matter(session, row)),
        *_orphans(session),
    )
    return next(iter(found), None)


def _payments(session: Session, day: date) -> list[Payment]:
    rows = select(Payment).where(Payment.day == str(day)).order_by(col(Payment.id))
    return list(session.exec(rows))


def _certificates(session: Session, day: date) -> list[Certificate]:
    """Those made on the day, and those that money of the day was for."""
    paid = select(Payment.certificate_id).where(Payment.day == str(day))
    rows = select(Certificate).where(
        (col(Certificate.day) == str(day)) | col(Certificate.id).in_(paid)
    )
    return list(session.exec(rows.order_by(col(Certificate.id))))


def _matters(session: Session, day: date) -> list[MatterRow]:
    """Those that money of the day was for."""
    paid = select(Payment.matter_id).where(Payment.day == str(day))
    rows = select(MatterRow).where(col(MatterRow.id).in_(paid))
    return list(session.exec(rows.order_by(col(MatterRow.id))))


def _payment(session: Session, payment: Payment) -> Iterator[Disagreement]:
    receipt = ReceiptContent.from_json(payment.content)
    number = payment.receipt_number
    parts = session.exec(
        select(PaymentPart)
        .where(PaymentPart.payment_id == payment.id)
        .order_by(col(PaymentPart.id))
    ).all()
    waiver = session.exec(select(WaiverRow).where(WaiverRow.payment_id == payment.id)).first()
    if (receipt.receipt_number, receipt.paid) != (number, payment.won):
        yield _wrong("receipt_total", receipt=number, stated=receipt.paid, booked=payment.won)
    if (total := sum(part.won for part in parts)) != payment.won:
        yield _wrong("parts_sum", receipt=number, parts=total, won=payment.won)
    stated = [(share.tender, share.won, share.reference) for share in receipt.parts]
    if stated != [(part.tender, part.won, part.reference) for part in parts]:
        yield _wrong("parts_stated", receipt=number)
    untaken = payment.waived != 0 or (receipt.waiver is not None and receipt.total == 0)
    if len({waiver is not None, receipt.waiver is not None, untaken}) > 1:
        yield _wrong("waiver", receipt=number)
    bought, fee = _bought(session, payment) or ("-", 0)
    stated_for = receipt.items[0].issue_number
    if stated_for != bought:
        yield _wrong("not_its_number", receipt=number, stated=stated_for, issue_number=bought)
    fee *= -1 if payment.reverses else 1
    if payment.won + payment.waived != fee:
        yield _wrong("fee", receipt=number, booked=payment.won + payment.waived, fee=fee)
    if payment.reverses:
        yield from _reversal(session, payment)


def _bought(session: Session, payment: Payment) -> tuple[str, int] | None:
    """The number of what was paid for, and what it costs; None if it is gone."""
    if payment.matter_id is not None:
        matter = session.get(MatterRow, payment.matter_id)
        return (matter.number, matter.fee_won) if matter else None
    certificate = session.get(Certificate, payment.certificate_id)
    return (certificate.issue_number, _fee(payment, certificate)) if certificate else None


def _reversal(session: Session, payment: Payment) -> Iterator[Disagreement]:
    undone = session.get(Payment, payment.reverses)
    if undone is None or (undone.won, undone.waived, paid_for(undone)) != (
        -payment.won,
        -payment.waived,
        paid_for(payment),
    ):
        reverses = undone.receipt_number if undone else "-"
        yield _wrong("reversal", receipt=payment.receipt_number, reverses=reverses)
    if not payment.reason:
        yield _wrong("no_reason", receipt=payment.receipt_number)


def _gaps(session: Session, payments: list[Payment]) -> Iterator[Disagreement]:
    """Receipt numbers that should lie before or between those of the day and are nowhere; between
    the blocks that this PC held none should."""
    for payment in payments:
        if before := _before(session, payment.receipt_number):
            there = select(Payment.id).where(Payment.receipt_number == before)
            if session.exec(there).first() is None:
                yield _wrong("receipt_gap", receipt=before)


def _joints(session: Session, payments: list[Payment]) -> list[JointReceipt]:
    """Receipts of trays of which money of the day was a part."""
    ids = {payment.joint_id for payment in payments if payment.joint_id}
    rows = select(JointReceipt).where(col(JointReceipt.id).in_(ids))
    return list(session.exec(rows.order_by(col(JointReceipt.id))))


def _joint(session: Session, joint: JointReceipt) -> Iterator[Disagreement]:
    """What the receipt of a tray states against the payments of its documents."""
    receipt = ReceiptContent.from_json(joint.content)
    payments = session.exec(
        select(Payment).where(Payment.joint_id == joint.id).order_by(col(Payment.id))
    ).all()
    booked = [(p.receipt_number, p.won, p.won + p.waived) for p in payments]
    stated = [
        (item.receipt_number, 0 if receipt.waiver else item.paid, item.amount)
        for item in receipt.items
    ]
    borne: Counter[tuple[str, str]] = Counter()
    for share in receipt.parts:
        borne[share.tender, share.reference] += share.won
    ids = [payment.id for payment in payments]
    for part in session.exec(select(PaymentPart).where(col(PaymentPart.payment_id).in_(ids))):
        borne[part.tender, part.reference] -= part.won
    if receipt.receipt_number != joint.number or booked != stated or any(borne.values()):
        yield _wrong("joint", receipt=joint.number)
    if (before := _before(session, joint.number)) and not session.exec(
        select(JointReceipt.id).where(JointReceipt.number == before)
    ).first():
        yield _wrong("receipt_gap", receipt=before)


def _before(session: Session, number: str) -> str | None:
    """The receipt number given just before, None before the first of a block."""
    found = _SERIAL.match(number)
    if not found or not given(session, found[1], serial := int(found[2]) - 1):
        return None
    return f"{found[1]}-{serial:0{len(found[2])}d}"


def _certificate(session: Session, row: Certificate) -> Iterator[Disagreement]:
    payments = session.exec(
        select(Payment).where(Payment.certificate_id == row.id).order_by(col(Payment.id))
    ).all()
    if not payments:
        yield _wrong("no_payment", issue_number=row.issue_number)
        return
    booked = sum(p.won + p.waived for p in payments)
    if row.state in VOID and not _fee_kept(session, row):
        if booked:
            yield _wrong("void_paid", issue_number=row.issue_number, booked=booked)
    elif booked != (fee := _fee(payments[0], row)):
        yield _wrong("unpaid", issue_number=row.issue_number, booked=booked, fee=fee)


def _matter(session: Session, row: MatterRow) -> Iterator[Disagreement]:
    """Its fee was taken once, or has gone back whole where nothing was done for it."""
    sums = select(func.sum(Payment.won + Payment.waived)).where(Payment.matter_id == row.id)
    booked = session.exec(sums).one()
    if booked != row.fee_won and (booked or row.state not in GOES_BACK):
        yield _wrong("unpaid", issue_number=row.number, booked=booked, fee=row.fee_won)


def _fee_kept(session: Session, row: Certificate) -> bool:
    void = session.get(CertificateVoid, row.id)
    return void is not None and void.fee_kept


def _orphans(session: Session) -> Iterator[Disagreement]:
    lost = select(func.min(PaymentPart.id)).where(
        col(PaymentPart.payment_id).not_in(select(Payment.id))
    )
    if (part := session.exec(lost).one()) is not None:
        yield _wrong("no_part", part=part)


def _signed(then: dict[str, Any], now: dict[str, Any], area: str = "") -> Disagreement | None:
    """The first thing that was signed and the rows say otherwise now."""
    for name, value in now.items():
        if same(then[name], value):
            continue
        if name in _WITHIN and value and then[name]:
            return _signed(then[name], value, _WITHIN[name])
        told = Coded("till.sheet", (f"{area}{name}",))
        return _wrong("settlement", name=told, stated=_told(then[name]), booked=_told(value))
    return None


def _told(value: Any) -> Any:
    """Documents by number and reason."""
    if isinstance(value, list | tuple) and all("number" in one and "at" in one for one in value):
        return ", ".join(f"{one['number']} ({one['reason']})" for one in value) or "-"
    return value


def same(before: Any, now: Any) -> bool:
    """Whether now is what was signed; None is what sheets of old did not state."""
    if isinstance(before, dict) and isinstance(now, dict):
        return all(same(before.get(name), value) for name, value in now.items())
    if isinstance(before, list | tuple) and isinstance(now, list | tuple):
        return len(before) == len(now) and all(map(same, before, now))
    return before is None or bool(before == now)


def _drawer(drawer: Drawer) -> Disagreement | None:
    if not drawer.difference:
        return None
    return _wrong(
        "drawer",
        difference=f"{drawer.difference:+,}",
        expected=f"{drawer.expected:,}",
        counted=f"{drawer.counted:,}",
    )


def _fee(payment: Payment, certificate: Certificate) -> int:
    return int(json.loads(payment.rule)["value"]) * certificate.copies


def _wrong(what: str, **fields: object) -> Disagreement:
    return Disagreement(f"till.wrong.{what}", fields)
