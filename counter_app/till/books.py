"""What a day's books are compared by, read at once: asking for each row grows with the day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from db.certificates import Certificate, JointReceipt, Payment
from db.matters import MatterRow
from db.numbers import BlockSource, NumberBlock
from db.stationery import CertificateVoid
from db.till import PaymentPart, WaiverRow

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Books:
    """Rows by the id of what they belong to, in the order in which they were written.

    `payments` are the day's; `certificates` those made on it or that its money was for, with all
    money that was ever for them; `joints` those of which its money was a part.
    """

    payments: Sequence[Payment]
    parts: Mapping[int, Sequence[PaymentPart]]
    waivers: Mapping[int, WaiverRow]
    undone: Mapping[int, Payment]
    certificates: Mapping[int, Certificate]
    money: Mapping[int, Sequence[Payment]]
    voids: Mapping[int, CertificateVoid]
    matters: Mapping[int, MatterRow]
    matters_booked: Mapping[int, int]
    joints: Sequence[JointReceipt]
    joined: Mapping[int, Sequence[Payment]]
    blocks: Sequence[NumberBlock]

    def gave(self, series: str, number: int) -> bool:
        """Whether a block of this PC has given this number."""
        return any(b.series == series and b.first <= number <= b.used for b in self.blocks)


def read_books(session: Session, day: date) -> Books:
    of_day = col(Payment.day) == str(day)
    mine = _certificates(day)
    joint_ids = select(Payment.joint_id).where(of_day, col(Payment.joint_id).is_not(None))
    with_parts = select(Payment.id).where(or_(of_day, col(Payment.joint_id).in_(joint_ids)))
    ids = select(Certificate.id).where(mine)
    later = aliased(Payment)
    undone = select(later.reverses).where(later.day == str(day))
    matter_ids = select(Payment.matter_id).where(of_day)
    sums = (
        select(Payment.matter_id, func.sum(Payment.won + Payment.waived))
        .where(col(Payment.matter_id).in_(matter_ids))
        .group_by(col(Payment.matter_id))
    )
    parts = select(PaymentPart).where(col(PaymentPart.payment_id).in_(with_parts))
    voids = select(CertificateVoid).where(col(CertificateVoid.certificate_id).in_(ids))
    waivers = select(WaiverRow).where(
        col(WaiverRow.payment_id).in_(select(Payment.id).where(of_day))
    )
    matters = select(MatterRow).where(col(MatterRow.id).in_(matter_ids))
    joints = select(JointReceipt).where(col(JointReceipt.id).in_(joint_ids))
    made = select(Certificate).where(mine).order_by(col(Certificate.id))
    return Books(
        payments=_payments(session, of_day),
        parts=_grouped(
            (part.payment_id, part) for part in session.exec(parts.order_by(col(PaymentPart.id)))
        ),
        waivers={row.payment_id: row for row in session.exec(waivers)},
        undone={row.id or 0: row for row in _payments(session, col(Payment.id).in_(undone))},
        certificates={row.id or 0: row for row in session.exec(made)},
        money=_grouped(
            (row.certificate_id or 0, row)
            for row in _payments(session, col(Payment.certificate_id).in_(ids))
        ),
        voids={row.certificate_id: row for row in session.exec(voids)},
        matters={row.id or 0: row for row in session.exec(matters.order_by(col(MatterRow.id)))},
        matters_booked={key or 0: won for key, won in session.exec(sums)},
        joints=session.exec(joints.order_by(col(JointReceipt.id))).all(),
        joined=_grouped(
            (row.joint_id or 0, row)
            for row in _payments(session, col(Payment.joint_id).in_(joint_ids))
        ),
        blocks=session.exec(select(NumberBlock).where(NumberBlock.source != BlockSource.GAP)).all(),
    )


def _certificates(day: date) -> ColumnElement[bool]:
    paid = select(Payment.certificate_id).where(Payment.day == str(day))
    return or_(col(Certificate.day) == str(day), col(Certificate.id).in_(paid))


def _payments(session: Session, chosen: ColumnElement[bool]) -> Sequence[Payment]:
    return session.exec(select(Payment).where(chosen).order_by(col(Payment.id))).all()


def _grouped(pairs: Iterable[tuple[int, Row]]) -> Mapping[int, Sequence[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for key, row in pairs:
        found[key].append(row)
    return found
