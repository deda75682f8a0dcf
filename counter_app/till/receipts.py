"""Receipts by their numbers: shown, printed, and given out again, joint ones and refunds too."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from counter_app.certificates.content import ReceiptContent
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.printing.printers import Printers
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from db.certificates import JointReceipt, Payment, Tender
from db.engine import reading, transaction

if TYPE_CHECKING:
    from counter_app.certificates.receipt_facts import Undone


class Receipts:
    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def show(self, number: str) -> bytes:
        """Any receipt, joint or of money given back too. Raises Refusal till.no_payment."""
        from counter_app.certificates.receipt import render_receipt  # noqa: PLC0415

        with reading(self._engine) as session:
            _, receipt = _stated(session, number)
        return render_receipt(receipt)

    def print(self, actor: Actor, number: str, printers: Printers) -> str:
        """To the printer of receipts, once; what has come out before comes as a copy. The job.

        Raises Refusal till.no_payment, printing.*, clerks.*.
        """
        from counter_app.certificates.receipt import render_receipt  # noqa: PLC0415

        with reading(self._engine) as session:
            require_active(session, actor, SERVE)
            _, receipt = _stated(session, number)
        printer = printers.for_receipt(cash=any(s.tender == Tender.CASH for s in receipt.parts))
        if printer.find_job(number):
            copy = self.copy(actor, number, a4=False)
            return printers.receipts.submit(copy, f"{number}-copy", 1)
        return printer.submit(render_receipt(receipt), number, 1)

    def copy(self, actor: Actor, number: str, *, a4: bool) -> bytes:
        """Any receipt for somebody who asks for it again, marked as a copy and with what was given
        back since, on record; `a4`: as a page to file.

        Raises Refusal till.no_payment, clerks.*.
        """
        from counter_app.certificates.receipt import render_receipt  # noqa: PLC0415
        from counter_app.certificates.receipt_facts import Copied  # noqa: PLC0415
        from counter_app.certificates.receipt_page import render_receipt_page  # noqa: PLC0415

        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            subject, receipt = _stated(session, number)
            copied = Copied(self._clock.now(), _undone(session, number))
            drawn = (render_receipt_page if a4 else render_receipt)(receipt, copied)
            detail = {"receipt": number, "a4": a4}
            record(session, self._clock, actor, "receipt.copied", subject, detail)
        return drawn


def numbered(session: Session, receipt_number: str) -> Payment:
    """Raises Refusal till.no_payment, till.is_joint."""
    row = session.exec(select(Payment).where(Payment.receipt_number == receipt_number)).first()
    if row is None:
        if own := _within(session, receipt_number):
            raise Refusal("till.is_joint", number=receipt_number, numbers=", ".join(own))
        raise Refusal("till.no_payment", number=receipt_number)
    return row


def _stated(session: Session, number: str) -> tuple[str, ReceiptContent]:
    """What a receipt states and whose it is. Raises Refusal till.no_payment."""
    joint = session.exec(select(JointReceipt).where(JointReceipt.number == number)).first()
    row = joint or numbered(session, number)
    name = "joint_receipt" if joint else "payment"
    return f"{name}:{row.id}", ReceiptContent.from_json(row.content)


def _undone(session: Session, number: str) -> "tuple[Undone, ...]":
    """The counter-entries to a receipt, to any document of a joint one."""
    from counter_app.certificates.receipt_facts import Undone  # noqa: PLC0415

    paid = (
        select(Payment.id)
        .outerjoin(JointReceipt, col(JointReceipt.id) == col(Payment.joint_id))
        .where((col(Payment.receipt_number) == number) | (col(JointReceipt.number) == number))
    )
    back = select(Payment).where(col(Payment.reverses).in_(paid)).order_by(col(Payment.id))
    return tuple(Undone(row.receipt_number, -row.won, row.at) for row in session.exec(back))


def _within(session: Session, joint_number: str) -> Sequence[str]:
    """The receipts a joint one stands for; none if there is no such."""
    return session.exec(
        select(Payment.receipt_number)
        .join(JointReceipt, col(JointReceipt.id) == col(Payment.joint_id))
        .where(JointReceipt.number == joint_number)
        .order_by(col(Payment.id))
    ).all()
