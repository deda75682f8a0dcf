"""What becomes of sheets, inside the transaction of the act that moves them."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, func, select

from db.certificates import Certificate, CertificateEvent, CertificateState
from db.stationery import PaperSheet, PaperWriteOff, SheetState

# Put together once: every document asks them.
_REMAINING = select(func.count()).where(PaperSheet.state == SheetState.REMAINING)
_PROMISED = select(func.sum(col(Certificate.copies) * col(Certificate.pages))).where(
    Certificate.state == CertificateState.PREPARED
)
_LYING = (
    select(PaperSheet).where(PaperSheet.state == SheetState.REMAINING).order_by(col(PaperSheet.id))
)


def remaining(session: Session) -> int:
    return session.exec(_REMAINING).one()


def tally(session: Session) -> dict[SheetState, int]:
    counted = select(PaperSheet.state, func.count()).group_by(col(PaperSheet.state))
    found = dict(session.exec(counted).all())
    return {state: found.get(state, 0) for state in SheetState}


def promised(session: Session) -> int:
    """Sheets that documents will need which have their number and wait for the printer."""
    return session.exec(_PROMISED).one() or 0


def on_top(session: Session, sheets: int) -> list[PaperSheet]:
    """The next ones, or as many as there are."""
    return list(session.exec(_LYING.limit(sheets)))


def issue(session: Session, event_id: int, sheets: int) -> list[str]:
    """The next sheets are used by a step of a certificate; their serials.

    Fewer than asked where the book has no more: the paper is printed by then, and no book can
    undo that.
    """
    taken = on_top(session, sheets)
    for sheet in taken:
        sheet.state, sheet.event_id = SheetState.ISSUED, event_id
    session.flush()
    return [sheet.serial for sheet in taken]


def of_certificate(
    session: Session, certificate_id: int, states: Collection[SheetState] = tuple(SheetState)
) -> list[PaperSheet]:
    """Those that were used for it, in the order of their use."""
    used = (
        select(PaperSheet)
        .join(CertificateEvent, col(CertificateEvent.id) == col(PaperSheet.event_id))
        .where(CertificateEvent.certificate_id == certificate_id)
        .order_by(col(PaperSheet.event_id), col(PaperSheet.id))
    )
    # Few, while of a state there are many: asked for it, the store would go through all of them.
    return [sheet for sheet in session.exec(used) if sheet.state in states]


def of_event(session: Session, event: CertificateEvent) -> list[PaperSheet]:
    """What a step was given and still stands for."""
    used = select(PaperSheet).where(
        PaperSheet.event_id == event.id, PaperSheet.state == SheetState.ISSUED
    )
    return list(session.exec(used.order_by(col(PaperSheet.id))))


def spoil_all(session: Session, certificate_id: int) -> list[str]:
    """What was issued for a certificate that is void now."""
    gone = of_certificate(session, certificate_id, (SheetState.ISSUED,))
    for sheet in gone:
        sheet.state = SheetState.SPOILED
    session.flush()
    return [sheet.serial for sheet in gone]


def written_off_alone(session: Session, clerk_id: int, since: datetime) -> int:
    """Sheets that a clerk has written off since then without another person; not those of jobs
    that jammed, which are of a document."""
    gone = (
        select(func.count())
        .select_from(PaperSheet)
        .join(PaperWriteOff, col(PaperWriteOff.id) == col(PaperSheet.write_off_id))
        .where(
            PaperWriteOff.clerk_id == clerk_id,
            col(PaperWriteOff.event_id).is_(None),
            col(PaperWriteOff.second_id).is_(None),
            PaperWriteOff.at >= since,
        )
    )
    return session.exec(gone).one()


def put_back(session: Session, sheets: Collection[PaperSheet]) -> None:
    """They never left the printer: the next document takes them."""
    for sheet in sheets:
        sheet.state, sheet.event_id = SheetState.REMAINING, None
    session.flush()
