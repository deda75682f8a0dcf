"""The fee of a matter: how it was taken, and cash into the drawer of the day."""

from sqlmodel import Session

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.till.moving import put_in
from db.certificates import Tender
from db.matters import MatterRow


def read_payment(
    session: Session,
    clock: Clock,
    actor: Actor,
    row: MatterRow,
    tender: str,
    reference: str,
    action_id: str,
) -> dict[str, str]:
    """What is kept of a payment. `reference`: a revenue stamp's number, or the approval of a card.

    Raises Refusal matters.no_fee, .paid_already, .tender, .reference_needed, till.not_opened.
    """
    if not row.fee_won:
        raise Refusal("matters.no_fee")
    if row.paid:
        raise Refusal("matters.paid_already")
    if tender not in set(Tender):
        raise Refusal("matters.tender", tenders=", ".join(Tender))
    said = "".join(reference.split())[:20]
    if tender == Tender.CASH:
        put_in(session, clock, actor, row.fee_won, row.number, action_id)
    elif not said.isalnum():
        raise Refusal("matters.reference_needed")
    return {"tender": tender, "reference": said, "at": clock.now().isoformat(timespec="seconds")}
