"""The secure paper of this PC: loaded, used, written off, and whose every sheet is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, func, select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from counter_app.stationery import sheets as paper
from counter_app.stationery.serials import Span, checked_reason, pack_span, parsed, spans, told
from counter_app.stationery.settings import StationerySettings
from db.certificates import Certificate, CertificateEvent, CertificateState
from db.engine import reading, transaction
from db.outbox import enqueue
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


class Stationery:
    def __init__(self, engine: Engine, clock: Clock, settings: StationerySettings) -> None:
        self._engine = engine
        self._clock = clock
        self._settings = settings

    @property
    def used(self) -> bool:
        return self._settings.used

    def stock(self) -> Stock:
        with reading(self._engine) as session:
            return self._stock(session)

    def find(self, serial: str) -> SheetView:
        """Raises Refusal stationery.unknown, stationery.bad_serials."""
        wanted = parsed(serial)
        with reading(self._engine) as session:
            return self._found(session, wanted.serial(wanted.first))

    def load(self, actor: Actor, prefix: str, first: str, last: str, *, action_id: str) -> Stock:
        """A pack is put into the printer, below what lies there.

        Raises Refusal stationery.not_used, .bad_prefix, .bad_serials, .too_many, .other_width,
        .loaded_before, .action_used.
        """
        span = pack_span(prefix, first, last)
        begins, ends = span.serial(span.first), span.serial(span.last)
        with transaction(self._engine) as session:
            self._begin(session, actor)
            if _done(session, PaperPack, action_id, first=begins, last=ends):
                return self._stock(session)
            _require_width(session, span)
            there = select(PaperSheet.serial).where(
                col(PaperSheet.serial).between(begins, ends),
                func.length(PaperSheet.serial) == len(begins),
            )
            if known := session.exec(there.limit(1)).first():
                raise Refusal("stationery.loaded_before", serial=known)
            pack = PaperPack(
                action_id=action_id,
                first=begins,
                last=ends,
                sheets=len(span),
                at=self._clock.now(),
                clerk_id=actor.clerk_id,
                window=actor.window,
            )
            session.add(pack)
            session.flush()
            session.connection().exec_driver_sql(
                "INSERT INTO paper_sheet (serial, pack_id, state) VALUES (?, ?, 'remaining')",
                [(serial, pack.id) for serial in span.serials()],
            )
            fact = {"serials": str(span), "sheets": len(span)}
            self._tell(session, actor, "paper.loaded", f"paper:{pack.id}", fact)
            return self._stock(session)

    def write_off(self, actor: Actor, serials: str, reason: str, *, action_id: str) -> Stock:
        """Sheets that are ruined or missing. `serials`: one, a range, or a number of sheets from
        the top ("3").

        Raises Refusal stationery.not_used, .bad_serials, .unknown, .not_remaining, .not_enough,
        .reason_*, .action_used.
        """
        why, asked = checked_reason(reason), "".join(serials.upper().split())[:60]
        with transaction(self._engine) as session:
            self._begin(session, actor)
            if _done(session, PaperWriteOff, action_id, asked=asked, reason=why):
                return self._stock(session)
            gone = _named(session, asked)
            row = self._add_write_off(session, actor, action_id, asked, why)
            for sheet in gone:
                sheet.state, sheet.write_off_id = SheetState.SPOILED, row.id
            session.flush()
            fact = {"serials": told(s.serial for s in gone), "sheets": len(gone), "reason": why}
            self._tell(session, actor, "paper.written_off", f"paper:{row.id}", fact)
            return self._stock(session)

    def came_out(
        self, actor: Actor, issue_number: str, sheets: int, reason: str, *, action_id: str
    ) -> Stock:
        """A job stopped half-way: of the sheets it was given last, the first `sheets` came out
        and are ruined; the others lie in the printer still.

        Raises Refusal stationery.not_used, .no_sheets, .fewer_given, .reason_*, .action_used,
        certificates.unknown.
        """
        why, asked = checked_reason(reason), f"{issue_number}:{sheets}"[:60]
        with transaction(self._engine) as session:
            self._begin(session, actor)
            if _done(session, PaperWriteOff, action_id, asked=asked, reason=why):
                return self._stock(session)
            given = _given_last(session, issue_number)
            if not 0 <= sheets <= len(given):
                raise Refusal("stationery.fewer_given", number=issue_number, given=len(given))
            row = self._add_write_off(session, actor, action_id, asked, why, given[0].event_id)
            fact = {
                "number": issue_number,
                "sheets": sheets,
                "reason": why,
                **_parted(session, row, given, sheets),
            }
            self._tell(session, actor, "paper.came_out", f"paper:{row.id}", fact)
            return self._stock(session)

    def failed(
        self,
        session: Session,
        actor: Actor,
        event: CertificateEvent,
        sheets: int,
        reason: str,
        action_id: str,
    ) -> dict[str, str]:
        """What a step that is taken back was given: the first `sheets` are ruined, the others lie
        in the printer still. The serials, to be told with the act; none where no paper is used or
        it is accounted for already."""
        given = paper.of_event(session, event)
        if not (self.used and given):
            return {}
        asked = f"{event.action_id}:{sheets}"[:60]
        row = self._add_write_off(session, actor, action_id, asked, reason, event.id)
        return _parted(session, row, given, sheets)

    def require(self, session: Session, sheets: int) -> None:
        """For a document about to get its number. Raises Refusal stationery.none,
        stationery.not_enough."""
        if self.used:
            self._require(session, sheets, paper.promised(session))

    def ready(self, sheets: int) -> None:
        """For one about to be printed; raises as `require`."""
        if self.used:
            with reading(self._engine) as session:
                self._require(session, sheets, 0)

    def take(self, session: Session, event: CertificateEvent) -> str:
        """The sheets of a step, from the top; their serials."""
        if not (self.used and event.sheets):
            return ""
        session.flush()
        assert event.id is not None  # noqa: S101 - a stored row has its id
        return told(paper.issue(session, event.id, event.sheets))

    def _require(self, session: Session, sheets: int, promised: int) -> None:
        left = max(paper.remaining(session) - promised, 0)
        if left == 0:
            raise Refusal("stationery.none")
        if left < sheets:
            raise Refusal("stationery.not_enough", needed=sheets, left=left)

    def _stock(self, session: Session) -> Stock:
        counted = paper.tally(session)
        left, top = counted[SheetState.REMAINING], paper.on_top(session, 1)
        return Stock(
            used=self.used,
            loaded=session.exec(select(func.sum(PaperPack.sheets))).one() or 0,
            issued=counted[SheetState.ISSUED],
            spoiled=counted[SheetState.SPOILED],
            remaining=left,
            low=self.used and left <= self._settings.low,
            next=top[0].serial if top else "",
        )

    def _found(self, session: Session, serial: str) -> SheetView:
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

    def _begin(self, session: Session, actor: Actor) -> None:
        require_active(session, actor, SERVE)
        if not self.used:
            raise Refusal("stationery.not_used")

    def _add_write_off(
        self,
        session: Session,
        actor: Actor,
        action_id: str,
        asked: str,
        reason: str,
        event_id: int | None = None,
    ) -> PaperWriteOff:
        row = PaperWriteOff(
            action_id=action_id,
            event_id=event_id,
            asked=asked,
            reason=reason,
            at=self._clock.now(),
            clerk_id=actor.clerk_id,
            window=actor.window,
        )
        session.add(row)
        session.flush()
        return row

    def _tell(
        self, session: Session, actor: Actor, action: str, subject: str, fact: dict[str, object]
    ) -> None:
        record(session, self._clock, actor, action, subject, fact)
        enqueue(session, self._clock.now(), action, fact)


def _done(session: Session, table: type[SQLModel], action_id: str, **asked: object) -> bool:
    """Whether an action is done. Raises Refusal stationery.action_used for another one's id."""
    row = session.exec(select(table).where(table.action_id == action_id)).first()  # type: ignore[attr-defined]
    if row and any(getattr(row, name) != value for name, value in asked.items()):
        raise Refusal("stationery.action_used")
    return row is not None


def _require_width(session: Session, span: Span) -> None:
    """SG0000001 and SG001 are not both on paper: one is mistyped. Raises Refusal
    stationery.other_width."""
    packs = [spans([first])[0] for first in session.exec(select(PaperPack.first))]
    widths = [pack.width for pack in packs if pack.prefix == span.prefix]
    if widths and span.width not in widths:
        raise Refusal("stationery.other_width", prefix=span.prefix, digits=widths[-1])


def _named(session: Session, asked: str) -> list[PaperSheet]:
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


def _parted(
    session: Session, row: PaperWriteOff, given: list[PaperSheet], sheets: int
) -> dict[str, str]:
    """The first `sheets` are written off, the others put back; which they were."""
    out, back = given[:sheets], given[sheets:]
    for sheet in out:
        sheet.state, sheet.write_off_id = SheetState.SPOILED, row.id
    session.flush()
    paper.put_back(session, back)
    return {"serials": told(s.serial for s in out), "back": told(s.serial for s in back)}


def _given_last(session: Session, issue_number: str) -> list[PaperSheet]:
    """Raises Refusal certificates.unknown, stationery.no_sheets."""
    chosen = select(Certificate).where(Certificate.issue_number == issue_number)
    row = session.exec(chosen).first()
    if row is None or row.id is None:
        raise Refusal("certificates.unknown")
    given = paper.of_certificate(session, row.id, (SheetState.ISSUED,))
    if not given or row.state in (CertificateState.SPOILED, CertificateState.VOIDED):
        raise Refusal("stationery.no_sheets", number=issue_number)
    return [sheet for sheet in given if sheet.event_id == given[-1].event_id]


def _why_void(session: Session, certificate: Certificate) -> str | None:
    last = select(CertificateEvent.reason).where(
        CertificateEvent.certificate_id == certificate.id,
        CertificateEvent.state == certificate.state,
    )
    return session.exec(last.order_by(col(CertificateEvent.id).desc()).limit(1)).first()
