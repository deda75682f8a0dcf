"""The receipt that the documents of a tray share; each keeps a payment of its own."""

from sqlmodel import Session, select

from counter_app.errors import Refusal
from db.certificates import JointReceipt, Payment


def joint_of(session: Session, payment: Payment) -> JointReceipt | None:
    """The receipt it shares with the rest of its tray."""
    return session.get(JointReceipt, payment.joint_id) if payment.joint_id else None


def joint_numbered(session: Session, number: str) -> JointReceipt:
    """Raises Refusal till.no_payment."""
    row = session.exec(select(JointReceipt).where(JointReceipt.number == number)).first()
    if row is None:
        raise Refusal("till.no_payment", number=number)
    return row
