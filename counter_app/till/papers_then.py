"""The book of secure paper as it stood at a moment that is past, from what became of each sheet."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from counter_app.certificates.steps import VOID
from counter_app.till.sheet import Secure
from db.certificates import CertificateEvent
from db.stationery import PaperPack, PaperSheet, PaperWriteOff, SheetState


def secure_at(session: Session, moment: datetime) -> Secure | None:
    """None where no pack was loaded by then."""
    packs = select(func.sum(PaperPack.sheets)).where(PaperPack.at <= moment)
    loaded = session.exec(packs).one()
    if not loaded:
        return None
    spoiled = _spoiled(moment)
    issued = and_(col(CertificateEvent.at) <= moment, ~spoiled)
    counted = session.exec(
        select(
            func.count(),
            func.sum(case((issued, 1), else_=0)),
            func.sum(case((spoiled, 1), else_=0)),
        )
        .select_from(PaperSheet)
        .join(PaperPack, col(PaperPack.id) == col(PaperSheet.pack_id))
        .outerjoin(CertificateEvent, col(CertificateEvent.id) == col(PaperSheet.event_id))
        .outerjoin(PaperWriteOff, col(PaperWriteOff.id) == col(PaperSheet.write_off_id))
        .where(PaperPack.at <= moment)
    ).one()
    there, used, gone = (number or 0 for number in counted)
    used += _put_back_since(session, moment)
    return Secure(loaded=loaded, issued=used, spoiled=gone, remaining=there - used - gone)


def _spoiled(moment: datetime) -> ColumnElement[bool]:
    """Written off by then; or of a document that was void by then."""
    void = aliased(CertificateEvent)
    by_then = (
        select(void.id)
        .where(
            void.certificate_id == col(CertificateEvent.certificate_id),
            col(void.state).in_(VOID),
            void.at <= moment,
        )
        .exists()
    )
    off = col(PaperSheet.write_off_id)
    as_void = and_(col(PaperSheet.state) == SheetState.SPOILED, off.is_(None), by_then)
    return func.coalesce(col(PaperWriteOff.at) <= moment, as_void)


def _put_back_since(session: Session, moment: datetime) -> int:
    """Sheets that a step had been given by then and that never left the printer, as was said only
    later."""
    ruined = select(func.count()).where(PaperSheet.write_off_id == PaperWriteOff.id)
    back = (
        select(func.sum(col(CertificateEvent.sheets) - ruined.scalar_subquery()))
        .select_from(PaperWriteOff)
        .join(CertificateEvent, col(CertificateEvent.id) == col(PaperWriteOff.event_id))
        .where(PaperWriteOff.at > moment, CertificateEvent.at <= moment)
    )
    return session.exec(back).one() or 0
