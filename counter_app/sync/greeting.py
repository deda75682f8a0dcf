"""Hello: who we are, whether the district knows us, what it has kept of us."""

from contextlib import closing
from datetime import datetime

from sqlmodel import Session, col, func, or_, select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.sync import blocks, chain
from counter_app.sync.line import Identity, Line
from counter_app.sync.peer import Refused
from counter_app.sync.state import (
    HELLO,
    TOO_FAR,
    Ends,
    attend,
    changing,
    heard,
    known,
    log,
    mended,
    standing,
)
from counter_app.sync.wire import PROTOCOL, SCHEMA, Hello, Welcome
from counter_app.sync.written import drop
from db.engine import reading
from db.outbox import OutboxRow
from db.sync import SyncStateRow

FAR_APART = 2
"""Schemas between which nothing may be fetched."""


def hello(ends: Ends) -> Welcome:
    """The district's answer; its mark is kept before anything else is asked.

    Raises Refused, Unreachable, Malformed.
    """
    now = ends.clock.now()
    with reading(ends.engine) as session:
        said, settled = _said(session, known(session), now), known(session).settled
    try:
        _require_valid(ends)
        welcome = ends.district.hello(said)
    except Refused as refused:
        with changing(ends) as (_, state):
            attend(state, why(refused))
        raise
    with changing(ends) as (session, state):
        state.mark, state.epoch, state.centre = welcome.mark, welcome.epoch, welcome.centre
        state.skew = (_middle(now, ends.clock.now()) - welcome.at).total_seconds()
        heard(state, ends.clock.now())
        _look(session, ends.clock, state, welcome)
        if welcome.expected_op_seq <= settled:
            _send_again(session, state, welcome.expected_op_seq)
        drop(session, state, now - ends.keep)
    return welcome


_NO_PROTOCOL = (0, 0)


def require_known(own: Identity, state: SyncStateRow, now: datetime) -> None:
    """Asks whether the district is where `own` says and knows this PC. A hello would give the
    store a new mark while the sync says its own; one of no protocol is refused behind the question
    who it is, and changes nothing there.

    Raises Refused, Unreachable, Malformed.
    """
    said = Hello(state.store, "", _NO_PROTOCOL, SCHEMA, None, 0, now)
    with closing(Line(own)) as line:
        try:
            line.hello(said)
        except Refused as refused:
            if refused.code != "district.protocol":
                raise


def _send_again(session: Session, state: SyncStateRow, expected: int) -> None:
    """The district was restored, or knows nothing of this store yet: what it lacks goes again as
    far as it is still here; what it has, it knows by its id."""
    oldest = oldest_op(session, state)
    if oldest is not None and oldest <= state.settled:
        log.warning("sends again from %d on", max(expected, oldest))
        state.settled, state.batch = max(expected, oldest) - 1, None
        state.written = min(state.written, state.settled)


def _require_valid(ends: Ends) -> None:
    """Raises Refused sync.certificate_ended: nobody would answer."""
    until = standing(ends.engine).until
    if until is not None and ends.clock.now() > until:
        raise Refused("sync.certificate_ended", {"day": str(until.date())})


def newest_op(session: Session) -> int:
    """The op_seq of the last act, 0 before any."""
    return session.exec(select(func.max(OutboxRow.op_seq))).one() or 0


def oldest_op(session: Session, state: SyncStateRow) -> int | None:
    """The first op_seq that can be sent, for the first time or again."""
    can = or_(col(OutboxRow.schema_v).is_not(None), col(OutboxRow.op_seq) > state.settled)
    return session.exec(select(func.min(OutboxRow.op_seq)).where(can)).one()


def _said(session: Session, state: SyncStateRow, now: datetime) -> Hello:
    return Hello(
        store=state.store,
        mark=state.mark,
        protocols=(PROTOCOL, PROTOCOL),
        schema=SCHEMA,
        cursor=state.cursor,
        op_seq=newest_op(session),
        at=now,
        witness=chain.witness(session),
        own=tuple(blocks.own(session)),
    )


def _look(session: Session, clock: Clock, state: SyncStateRow, welcome: Welcome) -> None:
    """What the answer says is wrong, or is wrong no longer."""
    apart = abs(welcome.schema - SCHEMA) >= FAR_APART
    too_far = Refusal(TOO_FAR, own=SCHEMA, theirs=welcome.schema) if apart else None
    if broken := chain.against(session, welcome.witness):
        chain.tell(session, clock, state.store, broken)
    if problem := too_far or broken:
        attend(state, problem)
    else:
        mended(state, HELLO)


_OWN = {
    "district.superseded": "sync.superseded",
    "district.protocol": "sync.protocol",
    "district.revoked": "sync.certificate_refused",
    "district.unknown_client": "sync.certificate_refused",
    "district.no_certificate": "sync.certificate_refused",
}
"""Refusals that say more here: what to do about them at this PC."""


def why(refused: Refused) -> Refusal:
    """What a refused hello means at this PC."""
    if refused.code.startswith("sync."):
        return refused.refusal
    own = _OWN.get(refused.code)
    return Refusal(own) if own else Refusal("sync.refused", said=refused.code)


def _middle(before: datetime, after: datetime) -> datetime:
    """When the district read its clock, as near as can be known."""
    return before + (after - before) / 2
