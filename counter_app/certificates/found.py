"""Documents as a screen sees them, each with its payment and its paper: however many are found, in
a fixed number of statements."""

import json
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from counter_app.certificates.earlier import reissued
from counter_app.certificates.ledger import id_of, seen
from counter_app.certificates.requests import IssuedView
from counter_app.stationery import serials
from db.certificates import Certificate, CertificateEvent, CertificateState, JointReceipt, Payment
from db.stationery import PaperSheet


def views(session: Session, which: ColumnElement[bool]) -> tuple[IssuedView, ...]:
    """What meets the condition on certificates, oldest first."""
    rows = session.exec(select(Certificate).where(which).order_by(col(Certificate.id))).all()
    if not rows:
        return ()
    of = _Of(session, [id_of(row) for row in rows])
    anew = reissued(session, [row.issue_number for row in rows])
    return tuple(
        seen(
            row,
            payment := of.payments[id_of(row)],
            of.joints.get(payment.joint_id),
            serials.told(of.sheets[id_of(row)]),
            anew,
            two_print_it=row.state == CertificateState.SPOOLED and of.prepared[id_of(row)] > 1,
        )
        for row in rows
    )


class _Of:
    """What belongs to certificates, by their ids."""

    def __init__(self, session: Session, certificates: Sequence[int]) -> None:
        # one value, however many: a store takes only so many, and plans each number of them anew
        ids = select(
            func.json_each(json.dumps(certificates)).table_valued("value", name="listed").c.value
        )
        undoes = func.coalesce(Payment.reverses, 0)  # as payments.payment_of has it
        taken = select(Payment).where(col(Payment.certificate_id).in_(ids), undoes == 0)
        paid = sorted(session.exec(taken), key=lambda payment: payment.id or 0)
        self.payments = {payment.certificate_id or 0: payment for payment in paid}
        together = (
            select(JointReceipt.id)
            .join(Payment, col(Payment.joint_id) == col(JointReceipt.id))
            .where(col(Payment.certificate_id).in_(ids))
        )
        receipts = select(JointReceipt).where(col(JointReceipt.id).in_(together))
        self.joints = {receipt.id: receipt for receipt in session.exec(receipts)}
        steps = (
            select(CertificateEvent.certificate_id, CertificateEvent.state, PaperSheet.serial)
            .outerjoin(PaperSheet, col(PaperSheet.event_id) == col(CertificateEvent.id))
            .where(col(CertificateEvent.certificate_id).in_(ids))
            .order_by(col(CertificateEvent.id), col(PaperSheet.id))
        )
        self.sheets: dict[int, list[str]] = defaultdict(list)
        self.prepared: dict[int, int] = defaultdict(int)
        for certificate_id, state, serial in session.exec(steps):
            if serial is not None:
                self.sheets[certificate_id].append(serial)
            self.prepared[certificate_id] += state == CertificateState.PREPARED
