"""Rows of certificates, payments and steps, written inside the transaction of an act."""

from dataclasses import replace

from sqlmodel import Session, col, select

from counter_app.certificates.content import CertificateContent, ReceiptContent
from counter_app.certificates.requests import IssuedView, Request
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import record
from counter_app.residents import masking
from counter_app.rules import Rule
from db.certificates import Certificate, CertificateEvent, Payment, Tender
from db.outbox import enqueue
from db.serials import next_serial


def known(session: Session, certificate_id: int) -> Certificate:
    """Raises Refusal certificates.unknown."""
    row = session.get(Certificate, certificate_id)
    if row is None:
        raise Refusal("certificates.unknown")
    return row


def payment_of(session: Session, certificate_id: int) -> Payment:
    """The money taken when the certificate was prepared."""
    taken = select(Payment).where(
        Payment.certificate_id == certificate_id, col(Payment.reverses).is_(None)
    )
    return session.exec(taken).one()


def receipt_number(session: Session, year: int, office: str) -> str:
    return f"{year}-{office}-R-{next_serial(session, f'receipt-{year}-{office}'):06d}"


def charge(
    session: Session,
    clock: Clock,
    actor: Actor,
    certificate_id: int,
    receipt: ReceiptContent,
    rule: Rule,
) -> None:
    """Takes the fee the receipt states."""
    now = clock.now()
    session.add(
        Payment(
            receipt_number=receipt.receipt_number,
            certificate_id=certificate_id,
            won=receipt.total,
            rule=rule.to_json(),
            content=receipt.to_json(),
            tender=Tender(receipt.tender),
            at=now,
            day=str(now.date()),
            clerk_id=actor.clerk_id,
        )
    )
    fact = {"receipt": receipt.receipt_number, "won": receipt.total, "tender": receipt.tender}
    _tell(session, clock, actor, "payment.taken", certificate_id, fact)


def give_back(
    session: Session, clock: Clock, actor: Actor, certificate_id: int, office: str
) -> None:
    """A counter-entry for the fee, under a receipt number of its own."""
    now = clock.now()
    taken = payment_of(session, certificate_id)
    receipt = ReceiptContent.from_json(taken.content)
    number = receipt_number(session, now.year, office)
    back = tuple(replace(item, unit_fee=-item.unit_fee) for item in receipt.items)
    session.add(
        Payment(
            receipt_number=number,
            certificate_id=certificate_id,
            won=-taken.won,
            rule=taken.rule,
            content=replace(receipt, receipt_number=number, items=back, issued_at=now).to_json(),
            tender=taken.tender,
            reverses=taken.id,
            at=now,
            day=str(now.date()),
            clerk_id=actor.clerk_id,
        )
    )
    fact = {"receipt": number, "won": -taken.won, "reverses": taken.receipt_number}
    _tell(session, clock, actor, "payment.given_back", certificate_id, fact)


def note(
    session: Session,
    clock: Clock,
    actor: Actor,
    row: Certificate,
    action_id: str,
    *,
    sheets: int = 0,
    reason: str | None = None,
) -> None:
    """The event, audit and outbox rows of the state a certificate has just reached."""
    certificate_id = id_of(row)
    session.add(
        CertificateEvent(
            action_id=action_id,
            certificate_id=certificate_id,
            state=row.state,
            sheets=sheets,
            at=clock.now(),
            clerk_id=actor.clerk_id,
            reason=reason,
        )
    )
    fact = {
        "number": row.issue_number,
        "kind": row.kind,
        "resident": row.resident_id,
        "copies": row.copies,
        "sheets": sheets,
        "reason": reason,
    }
    _tell(session, clock, actor, f"certificate.{row.state}", certificate_id, fact)


def done(session: Session, action_id: str, **asked: object) -> Certificate | None:
    """The certificate that an action already done has changed.

    `asked`: columns of the event this would be. Raises Refusal certificates.action_used when the
    action was another one.
    """
    event = session.exec(
        select(CertificateEvent).where(CertificateEvent.action_id == action_id)
    ).first()
    if event is None:
        return None
    if any(getattr(event, name) != value for name, value in asked.items()):
        raise Refusal("certificates.action_used")
    return known(session, event.certificate_id)


def request_of(session: Session, row: Certificate) -> Request:
    """What the clerk asked for when the certificate was prepared."""
    content = CertificateContent.from_json(row.content)
    return Request(
        resident_id=row.resident_id,
        purpose=content.purpose,
        kind=row.kind,
        copies=row.copies,
        history=content.history is not None,
        mask_number="*" in content.registration_number,
        tender=payment_of(session, id_of(row)).tender,
        ticket_id=row.ticket_id,
    )


def view(session: Session, row: Certificate, problem: Refusal | None = None) -> IssuedView:
    certificate_id = id_of(row)
    payment = payment_of(session, certificate_id)
    return IssuedView(
        id=certificate_id,
        issue_number=row.issue_number,
        kind=row.kind,
        state=row.state,
        fee=payment.won,
        copies=row.copies,
        pages=row.pages,
        tender=payment.tender,
        holder=masking.mask_roman_name(CertificateContent.from_json(row.content).name_roman),
        resident_id=row.resident_id,
        receipt_number=payment.receipt_number,
        issued_at=row.prepared_at,
        job=row.job,
        problem=problem,
    )


def id_of(row: Certificate) -> int:
    assert row.id is not None  # noqa: S101 - a stored row has its id
    return row.id


def _tell(
    session: Session,
    clock: Clock,
    actor: Actor,
    action: str,
    certificate_id: int,
    fact: dict[str, object],
) -> None:
    record(session, clock, actor, action, f"certificate:{certificate_id}", fact)
    enqueue(session, clock.now(), action, {"certificate": certificate_id, **fact})
