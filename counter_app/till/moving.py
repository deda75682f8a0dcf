"""Cash that goes into the drawer by an act that is not the till's own."""

from sqlmodel import Session

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.till.days import business_day
from counter_app.till.sums import drawer_of
from counter_app.till.till import tell
from db.till import DrawerKind, DrawerMove


def put_in(
    session: Session, clock: Clock, actor: Actor, won: int, reason: str, action_id: str
) -> None:
    """Within the act's transaction. Raises Refusal till.not_opened."""
    now = clock.now()
    day = business_day(session, now.date())
    if drawer_of(session, day).opening is None:
        raise Refusal("till.not_opened", day=day)
    row = DrawerMove(
        action_id=action_id,
        day=str(day),
        kind=DrawerKind.IN,
        won=won,
        reason=reason,
        at=now,
        clerk_id=actor.clerk_id,
        window=actor.window,
    )
    session.add(row)
    session.flush()
    fact = {"kind": row.kind, "won": won, "reason": reason}
    tell(session, clock, actor, "till.moved", day, fact)
