"""Rows of certificates and their steps, written inside the transaction of an act."""

import json
from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, func, select

from counter_app.certificates.content import CertificateContent, ReceiptContent
from counter_app.certificates.earlier import reissued
from counter_app.certificates.joint import joint_of
from counter_app.certificates.payments import PaidFor, payment_of, tell
from counter_app.certificates.requests import MADE_SURE, IssuedView
from counter_app.certificates.steps import IN_FLIGHT
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.residents import masking
from counter_app.stationery import serials
from counter_app.stationery.sheets import of_certificate
from counter_app.stationery.stationery import Stationery
from db.certificates import (
    Certificate,
    CertificateEvent,
    CertificateState,
    JointReceipt,
    Payment,
    Tender,
)
from db.records import EnclosedPage


def known(session: Session, certificate_id: int) -> Certificate:
    """Raises Refusal certificates.unknown."""
    row = session.get(Certificate, certificate_id)
    if row is None:
        raise Refusal("certificates.unknown")
    return row


def note(
    session: Session,
    clock: Clock,
    actor: Actor,
    row: Certificate,
    action_id: str,
    *,
    sheets: int = 0,
    reason: str | None = None,
    paper: Stationery | None = None,
    more: Mapping[str, object] = {},
    told: str = "",
) -> None:
    """The event, audit and outbox rows of the state a certificate has just reached, and the
    `sheets` it takes from `paper`. `more`: what else is told of it; `told`: as what, if not as
    the state."""
    certificate_id = id_of(row)
    event = CertificateEvent(
        action_id=action_id,
        certificate_id=certificate_id,
        state=row.state,
        sheets=sheets,
        at=clock.now(),
        clerk_id=actor.clerk_id,
        reason=reason,
    )
    session.add(event)
    fact: dict[str, object] = {
        "number": row.issue_number,
        "kind": row.kind,
        "resident": row.resident_id or None,
        "copies": row.copies,
        "sheets": sheets,
        "reason": reason,
        **_asker(row),
        **more,
    }
    if paper and (taken := paper.take(session, event)):
        fact["serials"] = taken
    tell(session, clock, actor, told or f"certificate.{row.state}", PaidFor(certificate_id), fact)


def _asker(row: Certificate) -> dict[str, object]:
    """Who asked, without a name: the chain and the district need to know on which ground; and
    what a clerk made sure of: that nobody is registered at the building, a copied paper, that
    somebody whose stay is over was told where to turn."""
    asked = json.loads(row.asked) if row.asked else {}
    applicant = asked.get("applicant", {})
    who = {key: applicant[key] for key in ("role", "identity", "ground") if applicant.get(key)}
    return {**who, **{key: True for key in MADE_SURE if asked.get(key)}}


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


def enclose(session: Session, row: Certificate, pages: Sequence[bytes]) -> None:
    """Keeps the pages a certified copy is drawn from."""
    for number, jpeg in enumerate(pages, 1):
        session.add(EnclosedPage(certificate_id=id_of(row), number=number, jpeg=jpeg))


def enclosed(session: Session, row: Certificate) -> tuple[bytes, ...]:
    chosen = select(EnclosedPage.jpeg).where(EnclosedPage.certificate_id == id_of(row))
    return tuple(session.exec(chosen.order_by(col(EnclosedPage.number))))


def view(session: Session, row: Certificate, problem: Refusal | None = None) -> IssuedView:
    certificate_id = id_of(row)
    payment = payment_of(session, PaidFor(certificate_id))
    return seen(
        row,
        payment,
        joint_of(session, payment),
        serials_of(session, certificate_id),
        reissued(session, [row.issue_number]) if row.state not in IN_FLIGHT else {},
        two_print_it=row.state == CertificateState.SPOOLED and believed(session, certificate_id),
        problem=problem,
    )


def seen(
    row: Certificate,
    payment: Payment,
    joint: JointReceipt | None,
    paper: str,
    anew: Mapping[str, str],
    *,
    two_print_it: bool,
    problem: Refusal | None = None,
) -> IssuedView:
    """`payment`: the newest that undoes nothing; `paper`: the serials of its sheets as told;
    `anew`: what was issued in the place of others, by their numbers."""
    receipt = ReceiptContent.from_json(payment.content)
    content = CertificateContent.from_json(row.content)
    return IssuedView(
        id=id_of(row),
        issue_number=row.issue_number,
        kind=row.kind,
        state=row.state,
        fee=payment.won,
        copies=row.copies,
        pages=row.pages,
        tender=Tender(receipt.tender),
        holder=masking.mask_roman_name(
            content.name_roman if row.resident_id else content.detail("applicant")
        ),
        resident_id=row.resident_id,
        receipt_number=payment.receipt_number,
        issued_at=row.prepared_at,
        job=row.job,
        problem=problem,
        parts=receipt.parts,
        change=receipt.change,
        waiver=receipt.waiver.code if receipt.waiver else None,
        serials=paper,
        joint=joint.number if joint else "",
        valid_until=content.valid_until,
        instead_of=receipt.waiver.earlier if receipt.waiver else "",
        reissued_as=anew.get(row.issue_number, ""),
        two_print_it=two_print_it,
    )


def believed(session: Session, certificate_id: int) -> bool:
    """Whether paper of it was taken for failed before: it has been prepared more than once."""
    again = select(func.count()).where(
        CertificateEvent.certificate_id == certificate_id,
        CertificateEvent.state == CertificateState.PREPARED,
    )
    return session.exec(again).one() > 1


def serials_of(session: Session, certificate_id: int) -> str:
    return serials.told(sheet.serial for sheet in of_certificate(session, certificate_id))


def id_of(row: Certificate) -> int:
    assert row.id is not None  # noqa: S101 - a stored row has its id
    return row.id
