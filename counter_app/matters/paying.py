"""The fee of a matter: what is owed, taken as any fee is, and whether it may go back."""

import json

from sqlmodel import Session, col, select

from counter_app.certificates import payments
from counter_app.certificates.content import ReceiptContent, ReceiptItem
from counter_app.certificates.drafts import receipt_terms, ticket_told
from counter_app.certificates.numbers import Numbers
from counter_app.certificates.payments import PaidFor
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.matters.procedures import procedure_of
from counter_app.matters.views import Paid
from counter_app.office import Office
from counter_app.privacy.actor import Actor
from counter_app.rules import Rule
from counter_app.till.terms import Terms, agreed, require_owed
from db.certificates import Payment
from db.matters import MatterEvent, MatterRow, MatterState
from db.residents import ResidentRow

GOES_BACK = frozenset({MatterState.OPEN, MatterState.WITHDRAWN, MatterState.REFERRED})
"""States in which nothing was done for the fee, unless the matter was EARNED on its way there."""
EARNED = (MatterState.FORWARDED, MatterState.READY, MatterState.DONE)


def take(
    session: Session,
    clock: Clock,
    actor: Actor,
    row: MatterRow,
    terms: Terms,
    action_id: str,
    numbers: Numbers,
    office: Office,
) -> Payment:
    """The money or its waiver, under a receipt number of its own.

    Raises Refusal matters.no_fee, .fee_elsewhere, .paid_already, .action_used,
    till.nothing_to_waive and what `agreed` raises.
    """
    if not row.fee_won:
        raise Refusal("matters.fee_elsewhere" if row.fee_rule else "matters.no_fee")
    if paid(session, row):
        raise Refusal("matters.paid_already")
    if _made(session, action_id):
        raise Refusal("matters.action_used")
    settled = _agreed(session, row, terms)
    title = procedure_of(row.procedure, row.version).title
    item = ReceiptItem(title.ko, title.en, row.number, row.fee_won, 1, unit="cases")
    receipt = ReceiptContent(
        receipt_number=numbers.receipt(session, actor),
        items=(item,),
        tender="",
        ticket=ticket_told(session, row.ticket_id),
        window=actor.window,
        clerk_name=actor.name,
        office_name=office.name_ko,
        phone=office.phone,
        issued_at=clock.now(),
        office_en=office.name_en,
    )
    told, what = receipt_terms(receipt, settled), PaidFor(matter=row.id)
    return payments.charge(session, clock, actor, what, told, row.fee_rule, action_id=action_id)


def require_same(session: Session, row: MatterRow, terms: Terms, action_id: str) -> None:
    """Sent again on other terms it is another act. Raises Refusal matters.action_used and what
    `agreed` raises."""
    made = _made(session, action_id)
    receipt = ReceiptContent.from_json(made.content) if made else None
    if receipt is None or receipt_terms(receipt, _agreed(session, row, terms)) != receipt:
        raise Refusal("matters.action_used")


def paid(session: Session, row: MatterRow) -> Paid | None:
    """How the fee was taken, if it was and has not gone back."""
    if row.paid:
        said = json.loads(row.paid)
        return Paid(tenders=(said["tender"],), won=row.fee_won)
    payment = payments.standing_payment(session, PaidFor(matter=row.id))
    if payment is None:
        return None
    receipt = ReceiptContent.from_json(payment.content)
    return Paid(
        tenders=tuple(dict.fromkeys(str(share.tender) for share in receipt.parts)),
        won=payment.won,
        receipt=payment.receipt_number,
        ground=receipt.waiver.code if receipt.waiver else "",
        change=receipt.change or 0,
        goes_back=goes_back(session, row),
    )


def goes_back(session: Session, row: MatterRow) -> bool:
    """Whether nothing was done for the fee yet, nor will be."""
    earned = select(MatterEvent.id).where(
        MatterEvent.matter_id == row.id, col(MatterEvent.state).in_(EARNED)
    )
    return row.state in GOES_BACK and session.exec(earned).first() is None


def status_of(session: Session, row: MatterRow) -> str:
    """The status of stay of whose matter it is, "" if none is known."""
    person = session.get(ResidentRow, row.resident_id) if row.resident_id else None
    told: str = json.loads(row.facts).get("status_of_stay", "")
    return (person.status_of_stay if person else told) or ""


def _agreed(session: Session, row: MatterRow, terms: Terms) -> Terms:
    require_owed(terms.waiver, row.fee_won)
    rule = Rule.from_json(row.fee_rule)
    return agreed(terms, row.fee_won, rule.key, status_of(session, row))


def _made(session: Session, action_id: str) -> Payment | None:
    return session.exec(select(Payment).where(Payment.action_id == action_id)).first()
