"""An act that is sent again: whether it is the same one; and acts on several documents."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from sqlmodel import Session, col, select

from counter_app.certificates import ledger
from counter_app.certificates.content import CertificateContent, ReceiptContent, Waived
from counter_app.certificates.earlier import named
from counter_app.certificates.requests import Request, Tray, asked, checked_purpose
from counter_app.errors import Refusal
from counter_app.till.terms import Waiver, shares_of
from db.certificates import Certificate, Payment


def asked_before(session: Session, row: Certificate, request: Request) -> bool:
    """Whether this is what the clerk asked for when the certificate was prepared."""
    payment = _first_payment(session, ledger.id_of(row))
    content = CertificateContent.from_json(row.content)
    receipt = ReceiptContent.from_json(payment.content)
    waiver = request.waiver
    return (
        payment.joint_id is None
        and request.resident_id == row.resident_id
        and checked_purpose(request.purpose) == content.purpose
        and request.kind == row.kind
        and request.copies == row.copies
        and _asked_so(row, request, content)
        and request.ticket_id == row.ticket_id
        and shares_of(request.terms, receipt.total) == receipt.parts
        and request.received == receipt.received
        and _kept(session, waiver) == (receipt.waiver and _named(receipt.waiver))
    )


def _kept(session: Session, waiver: Waiver | None) -> tuple[str, str] | None:
    """Ground and earlier document, as a receipt names them."""
    return (waiver.ground, named(session, waiver).earlier) if waiver else None


def _named(waived: Waived) -> tuple[str, str]:
    return waived.code, waived.earlier


def _first_payment(session: Session, certificate_id: int) -> Payment:
    taken = select(Payment).where(Payment.certificate_id == certificate_id)
    return session.exec(taken.order_by(col(Payment.id)).limit(1)).one()


def _asked_so(row: Certificate, request: Request, content: CertificateContent) -> bool:
    """By what was kept; of the oldest, by what their content tells."""
    if row.asked is not None:
        return asked(request) == row.asked
    return request.history == bool(content.tables) and request.mask_number == (
        "*" in content.registration_number
    )


def asked_sha256(tray: Tray) -> str:
    """What a tray asks for, so that the same action with another tray is known. Raises Refusal
    certificates.purpose_*."""
    documents = [
        [
            request.resident_id,
            checked_purpose(request.purpose),
            request.kind,
            request.copies,
            request.ticket_id,
            _waived(request.waiver),
            asked(request),
        ]
        for request in tray.documents
    ]
    terms = tray.terms
    paid = [terms.tender, [asdict(s) for s in terms.pay], terms.received, _waived(terms.waiver)]
    return hashlib.sha256(json.dumps([documents, paid]).encode()).hexdigest()


def _waived(waiver: Waiver | None) -> str:
    return f"{waiver.ground} {waiver.earlier}".strip() if waiver else ""


def step_id(action_id: str, number: int) -> str:
    """What one act writes with the n-th of several documents."""
    return action_id if number == 1 else f"{action_id}#{number}"


@contextmanager
def naming(document: int) -> Iterator[None]:
    """What is refused in here is refused for this document, counted from 1."""
    try:
        yield
    except Refusal as refusal:
        raise Refusal(refusal.code, **{**refusal.fields, "document": document}) from None
