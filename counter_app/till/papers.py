"""What became of papers on a day: numbers made void or left out, documents printed again, secure
paper."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, func, select

from counter_app.certificates.steps import VOID
from counter_app.clock import SEOUL
from counter_app.stationery.sheets import tally
from counter_app.till.papers_then import secure_at
from counter_app.till.sheet import LeftOut, Papers, Reprinted, Secure, Settled, Voided
from db.certificates import Certificate, CertificateEvent
from db.clerks import Clerk
from db.numbers import BlockSource, NumberBlock
from db.stationery import CertificateReprint, CertificateVoid, PaperPack, SheetState
from db.till import Settlement


def papers_of(session: Session, day: date, names: Mapping[int, str]) -> Papers | None:
    """Between the closing before and the end of the day; of a closed day what was signed, None
    where it stated nothing. `names` of clerks by their ids."""
    if signed := session.get(Settlement, str(day)):
        return Settled.from_json(signed.content).sheet.papers
    begins, ends = _bounds(day)
    return _between(session, day, begins, ends, names, _secure(session))


def papers_then(session: Session, signed: Settled) -> Papers:
    """As `papers_of` when the day was signed, reckoned again from what the books say now."""
    day, names = signed.sheet.day, {c.id or 0: c.name for c in session.exec(select(Clerk))}
    begins, ends = _bounds(day)
    until = min(ends, signed.at + timedelta(microseconds=1))
    return _between(session, day, begins, until, names, secure_at(session, signed.at))


def _bounds(day: date) -> tuple[datetime, datetime]:
    begins, ends = (datetime.combine(day + timedelta(days=n), time.min, SEOUL) for n in (0, 1))
    return begins, ends


def _between(
    session: Session,
    day: date,
    begins: datetime,
    ends: datetime,
    names: Mapping[int, str],
    secure: Secure | None,
) -> Papers:
    earlier = select(Settlement).where(Settlement.day < str(day))
    before = session.exec(earlier.order_by(col(Settlement.day).desc()).limit(1)).first()
    since = min(before.at, begins) if before else begins
    then = Settled.from_json(before.content).sheet.papers if before else None
    return Papers(
        voided=_voided(session, since, ends, names),
        reprinted=_reprinted(session, since, ends, names),
        secure=secure,
        before=then.secure if then else None,
        left_out=_left_out(session, since, ends),
    )


def _left_out(session: Session, since: datetime, ends: datetime) -> tuple[LeftOut, ...]:
    gaps = select(NumberBlock).where(
        NumberBlock.source == BlockSource.GAP,
        NumberBlock.taken_at > since,
        NumberBlock.taken_at < ends,
    )
    rows = session.exec(gaps.order_by(col(NumberBlock.series), col(NumberBlock.first)))
    return tuple(LeftOut(row.series, row.first, row.last, row.taken_at) for row in rows)


def _voided(
    session: Session, since: datetime, ends: datetime, names: Mapping[int, str]
) -> tuple[Voided, ...]:
    rows = session.exec(
        select(Certificate.issue_number, CertificateEvent, CertificateVoid)
        .join(Certificate, col(Certificate.id) == col(CertificateEvent.certificate_id))
        .outerjoin(
            CertificateVoid,
            col(CertificateVoid.certificate_id) == col(CertificateEvent.certificate_id),
        )
        .where(
            col(CertificateEvent.state).in_(VOID),
            CertificateEvent.at > since,
            CertificateEvent.at < ends,
        )
        .order_by(col(CertificateEvent.id))
    )
    return tuple(
        Voided(
            number=number,
            reason=event.reason or "",
            clerk=names[event.clerk_id],
            second=names[void.second_id] if void else "",
            fee_kept=void is not None and void.fee_kept,
            at=event.at,
        )
        for number, event, void in rows
    )


def _reprinted(
    session: Session, since: datetime, ends: datetime, names: Mapping[int, str]
) -> tuple[Reprinted, ...]:
    rows = session.exec(
        select(Certificate.issue_number, CertificateReprint)
        .join(Certificate, col(Certificate.id) == col(CertificateReprint.certificate_id))
        .where(CertificateReprint.at > since, CertificateReprint.at < ends)
        .order_by(col(CertificateReprint.id))
    )
    return tuple(
        Reprinted(
            number=number,
            reprint=row.number,
            copies=row.copies,
            reason=row.reason,
            clerk=names[row.clerk_id],
            at=row.at,
        )
        for number, row in rows
    )


def _secure(session: Session) -> Secure | None:
    """The book of secure paper; None where no pack was ever loaded."""
    loaded = session.exec(select(func.sum(PaperPack.sheets))).one()
    if not loaded:
        return None
    states = tally(session)
    return Secure(
        loaded=loaded,
        issued=states[SheetState.ISSUED],
        spoiled=states[SheetState.SPOILED],
        remaining=states[SheetState.REMAINING],
    )
