"""What should lie in the drawer on a day, added up inside the transaction that asks."""

import json
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from counter_app.till.days import last_closed
from counter_app.till.sheet import Drawer, Later, Left, Move, Settled
from db.certificates import Payment, Tender
from db.clerks import Clerk
from db.till import DrawerCount, DrawerKind, DrawerMove, PaymentPart, Settlement


def drawer_of(session: Session, day: date) -> Drawer:
    by = col(Clerk.id) == DrawerMove.clerk_id
    of_day = select(DrawerMove, Clerk.name).join(Clerk, by).where(DrawerMove.day == str(day))
    named = session.exec(of_day.order_by(col(DrawerMove.id))).all()
    moves = [move for move, _ in named]
    count = last_count(session, day)
    opening = [m.won for m in moves if m.kind == DrawerKind.OPEN]
    pieces = json.loads(count.pieces) if count else {}
    seen = _seen(session, day) if opening else 0
    return Drawer(
        opening=opening[0] if opening else None,
        put_in=sum(m.won for m in moves if m.kind == DrawerKind.IN),
        taken_out=-sum(m.won for m in moves if m.kind == DrawerKind.OUT),
        cash=cash_of(session, day),
        counted=count.counted if count else None,
        pieces=tuple((int(value), pieces[value]) for value in pieces),
        later=_later(session, day, seen),
        seen=seen,
        moves=tuple(Move(m.kind, m.won, m.reason, who, m.at) for m, who in named),
    )


def is_open(session: Session, day: date) -> bool:
    """Whether the float of the day was set."""
    floated = select(DrawerMove.id).where(
        DrawerMove.day == str(day), DrawerMove.kind == DrawerKind.OPEN
    )
    return session.exec(floated).first() is not None


def last_count(session: Session, day: date) -> DrawerCount | None:
    of_day = select(DrawerCount).where(DrawerCount.day == str(day))
    return session.exec(of_day.order_by(col(DrawerCount.id).desc()).limit(1)).first()


def left_before(session: Session, day: date) -> Left | None:
    """What the last day closed before this one left; None before the first."""
    closed = last_closed(session)
    if closed is None or closed >= day:
        return None
    signed = session.get_one(Settlement, str(closed))
    drawer = Settled.from_json(signed.content).sheet.drawer
    return Left(closed, drawer.counted or 0, drawer.of_later_days)


def cash_of(session: Session, day: date) -> int:
    rows = _cash(func.sum(PaymentPart.won)).where(Payment.day == str(day))
    return int(session.exec(rows).one() or 0)


def _seen(session: Session, day: date) -> int:
    """The last payment of any day that the drawer of this one knows of: once it is closed, no
    more than when it was signed."""
    if signed := session.get(Settlement, str(day)):
        return Settled.from_json(signed.content).sheet.drawer.seen or 0
    return session.exec(select(func.max(Payment.id))).one() or 0


def _later(session: Session, day: date, seen: int) -> tuple[Later, ...]:
    rows = (
        _cash(Payment.day, func.sum(PaymentPart.won))
        .where(Payment.day > str(day), col(Payment.id) <= seen)
        .group_by(col(Payment.day))
        .order_by(col(Payment.day))
    )
    return tuple(Later(date.fromisoformat(on), won) for on, won in session.exec(rows) if won)


def _cash(*what: Any) -> Any:
    joined = select(*what).join(Payment, col(Payment.id) == col(PaymentPart.payment_id))
    return joined.where(PaymentPart.tender == Tender.CASH)
