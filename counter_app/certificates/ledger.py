"""Rows of certificates, payments and steps, written inside the transaction of an act."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session, col, func, select

from counter_app.certificates.content import CertificateContent, ReceiptContent
from counter_app.certificates.joint import joint_of
from counter_app.certificates.numbers import RECEIPTS, Numbers
from counter_app.certificates.requests import IssuedView
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import record
from counter_app.residents import masking
from counter_app.stationery import serials
from counter_app.stationery.sheets import of_certificate
from counter_app.stationery.stationery import Stationery
from counter_app.till.days import business_day
from counter_app.till.terms import Share, stamp_key
from db.certificates import Certificate, CertificateEvent, Payment, Tender
from db.outbox import enqueue
from db.records import EnclosedPage
from db.till import PaymentPart, WaiverRow


def known(session: Session, certificate_id: int) -> Certificate:
    """Raises Refusal certificates.unknown."""
    row = session.get(Certificate, certificate_id)
    if row is None:
        raise Refusal("certificates.unknown")
    return row


def payment_of(session: Session, certificate_id: int) -> Payment:
    """The money taken for it, or given back last: the newest that undoes nothing."""
    taken = (
        select(Payment)
        .where(Payment.certificate_id == certificate_id, col(Payment.reverses).is_(None))
        .order_by(col(Payment.id).desc())
    )
    return session.exec(taken.limit(1)).one()


def charge(
    session: Session,
    clock: Clock,
    actor: Actor,
    certificate_id: int,
    receipt: ReceiptContent,
    rule: str,
    joint_id: int | None = None,
) -> Payment:
    """Takes what the receipt states. `rule`: the fee rule as JSON. `joint_id`: the receipt of the
    tray it belongs to.

    Raises Refusal till.stamp_used.
    """
    require_fresh_stamps(session, receipt.parts, joint_id)
    row = _add(session, clock, actor, certificate_id, receipt, rule, joint_id=joint_id)
    fact = {"receipt": receipt.receipt_number, "won": receipt.paid, "tender": receipt.tender}
    if receipt.waiver:
        fact |= {"waived": receipt.total, "ground": receipt.waiver.code}
    _tell(session, clock, actor, "payment.taken", certificate_id, fact)
    return row


def require_fresh_stamps(
    session: Session, parts: Sequence[Share], joint_id: int | None = None
) -> None:
    """A stamp's number is taken once; within a tray it may pay for several documents.

    Raises Refusal till.stamp_used.
    """
    stamps = {stamp_key(s.reference) for s in parts if s.tender == Tender.STAMP and s.reference}
    written = func.replace(col(PaymentPart.reference), "-", "")
    used = (
        select(PaymentPart.reference)
        .join(Payment, col(Payment.id) == col(PaymentPart.payment_id))
        .where(
            PaymentPart.tender == Tender.STAMP,
            func.upper(func.replace(written, " ", "")).in_(stamps),
            col(Payment.joint_id).is_distinct_from(joint_id) | col(Payment.joint_id).is_(None),
        )
    )
    if stamps and (again := session.exec(used).first()):
        raise Refusal("till.stamp_used", number=again)


def give_back(
    session: Session,
    clock: Clock,
    actor: Actor,
    taken: Payment,
    numbers: Numbers,
    reason: str,
    action_id: str | None = None,
    second: Actor | None = None,
) -> Payment:
    """A counter-entry for a payment, under a receipt number of its own. `second`: who signed that
    it goes back."""
    now = clock.now()
    receipt = ReceiptContent.from_json(taken.content)
    number = numbers.next(session, actor, RECEIPTS)
    back = replace(
        receipt,
        receipt_number=number,
        items=tuple(replace(item, unit_fee=-item.unit_fee) for item in receipt.items),
        shares=tuple(replace(share, won=-share.won) for share in receipt.shares),
        received=None,
        refunds=receipt.receipt_number,
        clerk_name=actor.name,
        window=actor.window,
        issued_at=now,
    )
    certificate_id = taken.certificate_id
    row = _add(
        session,
        clock,
        actor,
        certificate_id,
        back,
        taken.rule,
        reverses=taken.id,
        reason=reason,
        action_id=action_id,
    )
    fact: dict[str, object] = {"receipt": number, "won": -taken.won, "reason": reason}
    fact |= {"reverses": taken.receipt_number}
    if second:
        fact["second"] = second.login
    _tell(session, clock, actor, "payment.given_back", certificate_id, fact)
    return row


def _add(
    session: Session,
    clock: Clock,
    actor: Actor,
    certificate_id: int,
    receipt: ReceiptContent,
    rule: str,
    **more: Any,
) -> Payment:
    now = clock.now()
    row = Payment(
        receipt_number=receipt.receipt_number,
        certificate_id=certificate_id,
        won=receipt.paid,
        waived=receipt.total - receipt.paid,
        rule=rule,
        content=receipt.to_json(),
        at=now,
        day=str(business_day(session, now.date())),
        clerk_id=actor.clerk_id,
        window=actor.window,
        **more,
    )
    session.add(row)
    session.flush()
    assert row.id is not None  # noqa: S101 - a stored row has its id
    for share in receipt.parts:
        session.add(
            PaymentPart(
                payment_id=row.id,
                tender=share.tender,
                won=share.won,
                reference=share.reference,
            )
        )
    if waiver := receipt.waiver:
        session.add(
            WaiverRow(
                payment_id=row.id,
                ground=waiver.code,
                proof=waiver.proof,
                consent=waiver.consent,
            )
        )
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
        "resident": row.resident_id,
        "copies": row.copies,
        "sheets": sheets,
        "reason": reason,
        **_asker(row),
        **more,
    }
    if paper and (taken := paper.take(session, event)):
        fact["serials"] = taken
    _tell(session, clock, actor, told or f"certificate.{row.state}", certificate_id, fact)


def _asker(row: Certificate) -> dict[str, object]:
    """Who asked, without a name: the chain and the district need to know on which ground; and
    whether a clerk made sure that nobody is registered at the building."""
    asked = json.loads(row.asked) if row.asked else {}
    applicant = asked.get("applicant", {})
    who = {key: applicant[key] for key in ("role", "identity", "ground") if applicant.get(key)}
    return {**who, **{key: True for key in ("unregistered",) if asked.get(key)}}


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
    payment = payment_of(session, certificate_id)
    receipt = ReceiptContent.from_json(payment.content)
    joint = joint_of(session, payment)
    return IssuedView(
        id=certificate_id,
        issue_number=row.issue_number,
        kind=row.kind,
        state=row.state,
        fee=payment.won,
        copies=row.copies,
        pages=row.pages,
        tender=Tender(receipt.tender),
        holder=masking.mask_roman_name(CertificateContent.from_json(row.content).name_roman),
        resident_id=row.resident_id,
        receipt_number=payment.receipt_number,
        issued_at=row.prepared_at,
        job=row.job,
        problem=problem,
        parts=receipt.parts,
        change=receipt.change,
        waiver=receipt.waiver.code if receipt.waiver else None,
        serials=serials_of(session, certificate_id),
        joint=joint.number if joint else "",
    )


def serials_of(session: Session, certificate_id: int) -> str:
    return serials.told(sheet.serial for sheet in of_certificate(session, certificate_id))


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
