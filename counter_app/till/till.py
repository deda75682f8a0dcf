"""The drawer of this PC, day by day: float, cash in and out, counts, and the books at a glance."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, func, select

from counter_app.certificates.kinds import codes, kind_of
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.matters.procedures import codes as procedures
from counter_app.matters.procedures import procedure_of
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from counter_app.till.checks import checked_reason, checked_won, counted
from counter_app.till.days import business_day, last_closed
from counter_app.till.drawer import cash_of, drawer_of, is_open, left_before
from counter_app.till.reconciling import Reconciliation, reconcile
from counter_app.till.sheet import Drawer, Left, Settled, Sheet
from counter_app.till.sums import MATTER, day_sheet
from db.certificates import Payment
from db.engine import reading, transaction
from db.outbox import enqueue
from db.till import DrawerCount, DrawerKind, DrawerMove, Settlement

__all__ = ["DrawerKind", "Till", "TillDay", "due_day", "kind_name", "tell", "unsettled"]


@dataclass(frozen=True, slots=True)
class TillDay:
    """The books of a day; `settled` once it is closed, `overdue` if it should be. `left`: what the
    last closed day left in the drawer, until the float is set."""

    sheet: Sheet
    settled: Settled | None
    overdue: bool = False
    left: Left | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the drawer waits for: `overdue`, a day nobody closed; or else `unopened`, cash of today
    before there was a float."""

    day: date
    overdue: bool
    unopened: bool


class Till:
    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def day(self) -> date:
        """The day to work on: the earliest that waits to be closed, else the business day."""
        with reading(self._engine) as session:
            return due_day(session, self._clock.now().date())

    def show(self, day: date | None = None) -> TillDay:
        """Raises Refusal till.day_to_come."""
        with reading(self._engine) as session:
            asked = self._asked(session, day)
            signed = session.get(Settlement, str(asked))
            sheet = day_sheet(session, asked, kind_name)
            waits = unsettled(session, business_day(session, self._clock.now().date()))
            return TillDay(
                sheet,
                Settled.from_json(signed.content) if signed else None,
                overdue=signed is None and asked == waits,
                left=left_before(session, asked) if sheet.drawer.opening is None else None,
            )

    def waiting(self) -> Waiting:
        with reading(self._engine) as session:
            today = self._clock.now().date()
            current = business_day(session, today)
            if earlier := unsettled(session, current):
                return Waiting(earlier, overdue=True, unopened=False)
            shut = current == today and not is_open(session, today)
            return Waiting(current, overdue=False, unopened=shut and bool(cash_of(session, today)))

    def settled(self, day: date) -> Settled:
        """Raises Refusal till.not_settled."""
        with reading(self._engine) as session:
            signed = session.get(Settlement, str(day))
        if signed is None:
            raise Refusal("till.not_settled", day=day)
        return Settled.from_json(signed.content)

    def reconcile(self, day: date) -> Reconciliation:
        """Compares payments, receipts, certificates and drawer."""
        with reading(self._engine) as session:
            return reconcile(session, day, kind_name)

    def open(
        self,
        actor: Actor,
        won: int,
        reason: str = "",
        *,
        action_id: str,
        day: date | None = None,
    ) -> Drawer:
        """Sets the float a day begins with; cash taken before is not part of it. `reason` says why
        it is not what the last closed day left, if it is not.

        Raises Refusal till.opened_already, till.earlier_open, till.float_reason, till.closed,
        till.day_to_come, till.won_*, till.reason_long, till.action_used.
        """
        why = checked_reason(reason) if reason.strip() else ""
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            asked = self._open_day(session, day)
            row = self._move_row(actor, asked, DrawerKind.OPEN, checked_won(won, least=0), why)
            if done(session, DrawerMove, action_id, kind=row.kind, won=row.won):
                return drawer_of(session, asked)
            if is_open(session, asked):
                raise Refusal("till.opened_already", day=asked)
            if earlier := unsettled(session, asked):
                raise Refusal("till.earlier_open", day=earlier)
            left = left_before(session, asked)
            if left and left.won != won and not why:
                raise Refusal("till.float_reason", day=left.day, left=f"{left.won:,}")
            self._add(session, actor, row, action_id, asked)
            return drawer_of(session, asked)

    def move(
        self,
        actor: Actor,
        kind: DrawerKind,
        won: int,
        reason: str,
        *,
        action_id: str,
        day: date | None = None,
    ) -> Drawer:
        """Cash put in (IN) or taken out (OUT) without a payment.

        Raises Refusal till.more_than_there, till.not_opened, till.reason_*, till.closed,
        till.day_to_come, till.won_*, till.action_used.
        """
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            asked = self._open_day(session, day)
            sign = -1 if kind == DrawerKind.OUT else 1
            signed = sign * checked_won(won, least=1)
            row = self._move_row(actor, asked, kind, signed, checked_reason(reason))
            if done(session, DrawerMove, action_id, kind=kind, won=signed, reason=row.reason):
                return drawer_of(session, asked)
            drawer = drawer_of(session, asked)
            if drawer.opening is None:
                raise Refusal("till.not_opened", day=asked)
            if drawer.expected + signed < 0:
                raise Refusal("till.more_than_there", there=f"{drawer.expected:,}")
            self._add(session, actor, row, action_id, asked)
            return drawer_of(session, asked)

    def count(
        self, actor: Actor, pieces: Mapping[int, int], *, action_id: str, day: date | None = None
    ) -> Drawer:
        """Writes down what lies in the drawer. `pieces`: how many of each denomination.

        Raises Refusal till.not_opened, till.denomination, till.closed, till.day_to_come,
        till.won_*, till.action_used.
        """
        total = counted(pieces)
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            asked = self._open_day(session, day)
            if done(session, DrawerCount, action_id, counted=total):
                return drawer_of(session, asked)
            drawer = drawer_of(session, asked)
            if drawer.opening is None:
                raise Refusal("till.not_opened", day=asked)
            row = DrawerCount(
                action_id=action_id,
                day=str(asked),
                pieces=pieces_stored(pieces),
                counted=total,
                expected=drawer.expected,
                at=self._clock.now(),
                clerk_id=actor.clerk_id,
            )
            session.add(row)
            fact = {"counted": total, "expected": drawer.expected}
            tell(session, self._clock, actor, "till.counted", asked, fact)
            return drawer_of(session, asked)

    def _asked(self, session: Session, day: date | None) -> date:
        """Raises Refusal till.day_to_come."""
        today = self._clock.now().date()
        if day is not None and day > business_day(session, today):
            raise Refusal("till.day_to_come", day=day)
        return day or due_day(session, today)

    def _open_day(self, session: Session, day: date | None) -> date:
        """Raises Refusal till.closed, till.day_to_come."""
        asked, closed = self._asked(session, day), last_closed(session)
        if closed and asked <= closed:
            raise Refusal("till.closed", day=asked)
        return asked

    def _move_row(
        self, actor: Actor, day: date, kind: DrawerKind, won: int, reason: str
    ) -> DrawerMove:
        return DrawerMove(
            action_id="",
            day=str(day),
            kind=kind,
            won=won,
            reason=reason,
            at=self._clock.now(),
            clerk_id=actor.clerk_id,
            window=actor.window,
        )

    def _add(
        self, session: Session, actor: Actor, row: DrawerMove, action_id: str, day: date
    ) -> None:
        row.action_id = action_id
        session.add(row)
        session.flush()
        fact = {"kind": row.kind, "won": row.won, "reason": row.reason}
        tell(session, self._clock, actor, "till.moved", day, fact)


def due_day(session: Session, today: date) -> date:
    current = business_day(session, today)
    return unsettled(session, current) or current


def unsettled(session: Session, before: date) -> date | None:
    """The earliest day before this one that was opened, or had money after one was, and is not
    closed."""
    opened = session.exec(select(func.min(DrawerMove.day))).one()
    if opened is None:
        return None
    closed = str(last_closed(session) or "")
    found = [
        session.exec(
            select(func.min(day)).where(day < str(before), day >= opened, day > closed)
        ).one()
        for day in (col(DrawerMove.day), col(Payment.day))
    ]
    first = min((day for day in found if day), default=None)
    return date.fromisoformat(first) if first else None


def done(session: Session, table: type[SQLModel], action_id: str, **asked: object) -> bool:
    """Whether an action is done. Raises Refusal till.action_used when it was another one."""
    row = session.exec(select(table).where(table.action_id == action_id)).first()  # type: ignore[attr-defined]  # both tables have it
    if row and any(getattr(row, name) != value for name, value in asked.items()):
        raise Refusal("till.action_used")
    return row is not None


def pieces_stored(pieces: Mapping[int, int]) -> str:
    return json.dumps({str(v): pieces[v] for v in sorted(pieces, reverse=True) if pieces[v]})


def kind_name(code: str) -> str:
    """Of a kind or, where the key begins so, of a matter's procedure."""
    if code.startswith(MATTER):
        code = code.removeprefix(MATTER)
        return procedure_of(code).title.ko if code in procedures() else code
    return kind_of(code).title_ko if code in codes() else code


def tell(
    session: Session, clock: Clock, actor: Actor, action: str, day: date, fact: Mapping[str, object]
) -> None:
    record(session, clock, actor, action, f"till:{day}", fact)
    enqueue(session, clock.now(), action, {"day": str(day), **fact})
