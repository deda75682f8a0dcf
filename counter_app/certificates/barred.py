"""What was issued and may not be given out again: a record was restricted since, a time is over."""

from datetime import date

from sqlmodel import Session

from counter_app.certificates.content import CertificateContent
from counter_app.certificates.kinds import kind_of
from counter_app.errors import Refusal
from counter_app.residents import buildings
from db.certificates import Certificate
from db.residents import ResidentRow


def require_valid(issue_number: str, valid_until: date | None, today: date) -> None:
    """Raises Refusal certificates.validity_past: printed now, it would be good for nothing."""
    if valid_until is not None and valid_until < today:
        raise Refusal("certificates.validity_past", number=issue_number, until=valid_until)


def require_open(session: Session, row: Certificate) -> None:
    """Nothing more comes of whose record was restricted since, nor of a list of the building they
    live in. Raises Refusal certificates.restricted, .restricted_building."""
    resident = session.get(ResidentRow, row.resident_id)
    if resident and resident.restricted:
        raise Refusal("certificates.restricted", reason=resident.restricted)
    content = CertificateContent.from_json(row.content)
    for ask in kind_of(row.kind, content.version).asks:
        if ask.kind == "address" and buildings.restricted_at(session, content.detail(ask.key)):
            raise Refusal("certificates.restricted_building")
