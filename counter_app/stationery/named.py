"""Which sheets a clerk means: by serials, from the top, or those of a document that jammed."""

from sqlmodel import Session, col, select

from counter_app.errors import Refusal
from counter_app.stationery import sheets as paper
from counter_app.stationery.serials import Span, parsed, spans
from db.certificates import Certificate, CertificateState
from db.stationery import PaperPack, PaperSheet, SheetState


def require_width(session: Session, span: Span) -> None:
    """SG0000001 and SG001 are not both on paper: one is mistyped. Raises Refusal
    stationery.other_width."""
    packs = [spans([first])[0] for first in session.exec(select(PaperPack.first))]
    widths = [pack.width for pack in packs if pack.prefix == span.prefix]
    if widths and span.width not in widths:
        raise Refusal("stationery.other_width", prefix=span.prefix, digits=widths[-1])


def named(session: Session, asked: str) -> list[PaperSheet]:
    """Raises Refusal stationery.bad_serials, .unknown, .not_remaining, .not_enough."""
    if asked.isascii() and asked.isdigit() and len(asked) <= 4 and int(asked):
        found = paper.on_top(session, int(asked))
        if len(found) < int(asked):
            raise Refusal("stationery.not_enough", needed=int(asked), left=len(found))
        return found
    wanted = list(parsed(asked).serials())
    rows = session.exec(select(PaperSheet).where(col(PaperSheet.serial).in_(wanted)))
    there = {sheet.serial: sheet for sheet in rows}
    for serial in wanted:
        if serial not in there:
            raise Refusal("stationery.unknown", serial=serial)
        if there[serial].state != SheetState.REMAINING:
            raise Refusal("stationery.not_remaining", serial=serial)
    return [there[serial] for serial in wanted]


def given_last(session: Session, issue_number: str) -> list[PaperSheet]:
    """Raises Refusal certificates.unknown, stationery.no_sheets."""
    chosen = select(Certificate).where(Certificate.issue_number == issue_number)
    row = session.exec(chosen).first()
    if row is None or row.id is None:
        raise Refusal("certificates.unknown")
    given = paper.of_certificate(session, row.id, (SheetState.ISSUED,))
    if not given or row.state in (CertificateState.SPOILED, CertificateState.VOIDED):
        raise Refusal("stationery.no_sheets", number=issue_number)
    return [sheet for sheet in given if sheet.event_id == given[-1].event_id]
