"""The document that was wrong, where one is issued anew because the office erred."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import text
from sqlmodel import Session, select

from counter_app.certificates.steps import IN_FLIGHT
from counter_app.errors import Refusal
from counter_app.proof.confirmation import grouped, is_number
from counter_app.proof.typed import digits_of, issue_number_of
from counter_app.till.terms import Terms, Waiver
from db.certificates import Certificate
from db.proof import CertificateProof

_REISSUED = text(
    "SELECT waiver.earlier, certificate.issue_number FROM waiver"
    " JOIN payment ON payment.id = waiver.payment_id"
    " JOIN certificate ON certificate.id = payment.certificate_id"
    " WHERE waiver.earlier IN (SELECT value FROM json_each(:numbers) AS listed)"
    " AND payment.reverses IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM payment AS back WHERE back.reverses = payment.id)"
    " AND certificate.state NOT IN ('spoiled', 'voided')"
)


_PAID_BACK = text(
    "WITH RECURSIVE wrong(id) AS (SELECT :id UNION SELECT before.id FROM wrong"
    " JOIN payment ON payment.certificate_id = wrong.id"
    " JOIN waiver ON waiver.payment_id = payment.id"
    " JOIN certificate AS before ON before.issue_number = waiver.earlier)"
    " SELECT certificate.issue_number FROM wrong JOIN certificate ON certificate.id = wrong.id"
    " JOIN payment ON payment.certificate_id = wrong.id"
    " WHERE certificate.state IN ('spoiled', 'voided') AND payment.won < 0"
    " AND payment.id = (SELECT max(id) FROM payment WHERE certificate_id = wrong.id) LIMIT 1"
)
"""Of a document and those that it took the place of: a void one whose fee went back."""


def named(session: Session, waiver: Waiver, but: int | None = None) -> Waiver:
    """With the earlier document as it is kept: by its issue number where this PC has issued it,
    else by its confirmation number, whose check digits are right. `but`: the certificate itself.

    Raises Refusal till.earlier_unknown, .earlier_mistyped, .earlier_in_flight, .earlier_itself,
    .earlier_paid_back, .earlier_again (number, instead).
    """
    if not waiver.earlier:
        return waiver
    digits, number = digits_of(waiver.earlier), issue_number_of(waiver.earlier)
    if not number and not is_number(digits):
        raise Refusal("till.earlier_mistyped")
    which = select(Certificate)
    if number:
        which = which.where(Certificate.issue_number == number)
    else:
        which = which.join(CertificateProof).where(CertificateProof.confirmation == digits)
    row = session.exec(which).first()
    if row is None and number:
        raise Refusal("till.earlier_unknown", number=number)
    if row and row.id == but:
        raise Refusal("till.earlier_itself", number=row.issue_number)
    if row and row.state in IN_FLIGHT:
        raise Refusal("till.earlier_in_flight", number=row.issue_number)
    if row and (back := session.execute(_PAID_BACK, {"id": row.id}).scalar()):
        raise Refusal("till.earlier_paid_back", number=back)
    return replace(waiver, earlier=row.issue_number if row else grouped(digits))


def with_named(session: Session, terms: Terms, but: int | None = None) -> Terms:
    """As `named`."""
    return replace(terms, waiver=named(session, terms.waiver, but)) if terms.waiver else terms


def require_first(session: Session, earlier: str) -> None:
    """An error is mended once: what was issued anew, and stands, is not issued anew again.

    Raises Refusal till.earlier_again (number, instead).
    """
    if instead := reissued(session, [earlier]).get(earlier):
        raise Refusal("till.earlier_again", number=earlier, instead=instead)


def reissued(session: Session, numbers: Collection[str]) -> Mapping[str, str]:
    """The issue number of what stands in place of each of them, of those issued anew."""
    found = session.execute(_REISSUED, {"numbers": json.dumps([*numbers])})
    return {row[0]: row[1] for row in found}


def seen_here(earlier: str) -> bool:
    """Whether this PC has issued it: what it has not is kept by its confirmation number."""
    return bool(issue_number_of(earlier))
