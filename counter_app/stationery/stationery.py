"""The secure paper of this PC: loaded, used, written off, and whose every sheet is."""

from datetime import datetime, time

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, func, select

from counter_app.clock import SEOUL, Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import SERVE, VOID, Actor, may
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import Clerks, require_active
from counter_app.privacy.second import Second, signed
from counter_app.stationery import sheets as paper
from counter_app.stationery.named import given_last, named, require_width
from counter_app.stationery.serials import checked_reason, pack_span, parsed, told
from counter_app.stationery.settings import StationerySettings
from counter_app.stationery.views import SheetView, Stock, sheet_view
from db.certificates import CertificateEvent
from db.engine import reading, transaction
from db.outbox import enqueue
from db.stationery import PaperPack, PaperSheet, PaperWriteOff, SheetState


class Stationery:
    def __init__(
        self, engine: Engine, clock: Clock, settings: StationerySettings, clerks: Clerks
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._settings = settings
        self._clerks = clerks

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
            return sheet_view(session, wanted.serial(wanted.first))

    def load(
        self,
        actor: Actor,
        prefix: str,
        first: str,
        last: str,
        *,
        action_id: str,
        second: Second | None = None,
    ) -> Stock:
        """A pack is put into the printer, below what lies there. Paper that nobody brought would
        hide paper that is gone: a clerk has a `second` person sign, a supervisor need not.

        Raises Refusal stationery.not_used, .bad_prefix, .bad_serials, .too_many, .other_width,
        .loaded_before, .load_needs_second, .action_used, certificates.same_person, .no_second,
        clerks.*.
        """
        span = pack_span(prefix, first, last)
        begins, ends = span.serial(span.first), span.serial(span.last)
        other = signed(self._clerks, actor, second, VOID) if second else None
        with transaction(self._engine) as session:
            self._begin(session, actor)
            if other:
                require_active(session, other, VOID)
            elif not may(actor, VOID):
                raise Refusal("stationery.load_needs_second")
            if _done(session, PaperPack, action_id, first=begins, last=ends):
                return self._stock(session)
            require_width(session, span)
            _require_unknown(session, begins, ends)
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
            fact = {"serials": str(span), "sheets": len(span), **_signed_too(other)}
            self._tell(session, actor, "paper.loaded", f"paper:{pack.id}", fact)
            return self._stock(session)

    def write_off(
        self,
        actor: Actor,
        serials: str,
        reason: str,
        *,
        action_id: str,
        second: Second | None = None,
    ) -> Stock:
        """Sheets that are ruined or missing. `serials`: one, a range, or a number of sheets from
        the top ("3"). `second`: who signs too where they are more than one clerk may write off
        alone in a day.

        Raises Refusal stationery.not_used, .bad_serials, .unknown, .not_remaining, .not_enough,
        .reason_*, .second_needed, .action_used, certificates.same_person, .no_second, clerks.*.
        """
        why, asked = checked_reason(reason), "".join(serials.upper().split())[:60]
        other = signed(self._clerks, actor, second, VOID) if second else None
        with transaction(self._engine) as session:
            self._begin(session, actor)
            if other:
                require_active(session, other, VOID)
            if _done(session, PaperWriteOff, action_id, asked=asked, reason=why):
                return self._stock(session)
            gone = named(session, asked)
            if other is None:
                self._require_few(session, actor, len(gone))
            row = self._add_write_off(session, actor, action_id, asked, why, second=other)
            for sheet in gone:
                sheet.state, sheet.write_off_id = SheetState.SPOILED, row.id
            session.flush()
            fact: dict[str, object] = {
                "serials": told(s.serial for s in gone),
                "sheets": len(gone),
                "reason": why,
                **_signed_too(other),
            }
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
            given = given_last(session, issue_number)
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

    def _begin(self, session: Session, actor: Actor) -> None:
        require_active(session, actor, SERVE)
        if not self.used:
            raise Refusal("stationery.not_used")

    def _require_few(self, session: Session, actor: Actor, sheets: int) -> None:
        """Alone, a clerk writes off few sheets in a day, however they are split. Raises Refusal
        stationery.second_needed."""
        today = datetime.combine(self._clock.now().date(), time.min, SEOUL)
        most, gone = self._settings.alone, paper.written_off_alone(session, actor.clerk_id, today)
        if gone + sheets > most:
            raise Refusal("stationery.second_needed", most=most, gone=gone)

    def _add_write_off(
        self,
        session: Session,
        actor: Actor,
        action_id: str,
        asked: str,
        reason: str,
        event_id: int | None = None,
        second: Actor | None = None,
    ) -> PaperWriteOff:
        row = PaperWriteOff(
            action_id=action_id,
            event_id=event_id,
            second_id=second.clerk_id if second else None,
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


def _require_unknown(session: Session, begins: str, ends: str) -> None:
    """Raises Refusal stationery.loaded_before where one of these serials was loaded."""
    there = select(PaperSheet.serial).where(
        col(PaperSheet.serial).between(begins, ends),
        func.length(PaperSheet.serial) == len(begins),
    )
    if known := session.exec(there.limit(1)).first():
        raise Refusal("stationery.loaded_before", serial=known)


def _done(session: Session, table: type[SQLModel], action_id: str, **asked: object) -> bool:
    """Whether an action is done. Raises Refusal stationery.action_used for another one's id."""
    row = session.exec(select(table).where(table.action_id == action_id)).first()  # type: ignore[attr-defined]  # both tables have it
    if row and any(getattr(row, name) != value for name, value in asked.items()):
        raise Refusal("stationery.action_used")
    return row is not None


def _signed_too(other: Actor | None) -> dict[str, object]:
    return {"second": other.login} if other else {}


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
