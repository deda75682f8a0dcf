"""The secure paper as screens and the terminal see it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from counter_app.errors import Refusal
from db.certificates import Certificate, CertificateEvent
from db.stationery import PaperPack, PaperSheet, PaperWriteOff, SheetState


@dataclass(frozen=True, slots=True)
class Stock:
    """loaded = issued + spoiled + remaining, in sheets. `low`: fetch more. `next`: the serial on
    top, "" where there is none."""

    used: bool
    loaded: int
    issued: int
    spoiled: int
    remaining: int
    low: bool
    next: str


@dataclass(frozen=True, slots=True)
class SheetView:
    """Whose a sheet is. `reason`: why it was spoiled."""

    serial: str
    state: SheetState
    issue_number: str | None
    reason: str | None
    loaded_at: datetime


def sheet_view(session: Session, serial: str) -> SheetView:
    row = session.exec(
        select(PaperSheet, PaperPack.at, Certificate, PaperWriteOff.reason)
        .join(PaperPack, col(PaperPack.id) == col(PaperSheet.pack_id))
        .outerjoin(CertificateEvent, col(CertificateEvent.id) == col(PaperSheet.event_id))
        .outerjoin(Certificate, col(Certificate.id) == col(CertificateEvent.certificate_id))
        .outerjoin(PaperWriteOff, col(PaperWriteOff.id) == col(PaperSheet.write_off_id))
        .where(PaperSheet.serial == serial)
    ).first()
    if row is None:
        raise Refusal("stationery.unknown", serial=serial)
    sheet, at, certificate, reason = row
    if sheet.state == SheetState.SPOILED and certificate and reason is None:
        reason = _why_void(session, certificate)
    number = certificate.issue_number if certificate else None
    return SheetView(sheet.serial, sheet.state, number, reason, at)


def _why_void(session: Session, certificate: Certificate) -> str | None:
    last = select(CertificateEvent.reason).where(
        CertificateEvent.certificate_id == certificate.id,
        CertificateEvent.state == certificate.state,
    )
    return session.exec(last.order_by(col(CertificateEvent.id).desc()).limit(1)).first()
