"""Whether this PC's clock goes on from where it was: one that was set back dates papers wrongly."""

import json
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Engine, bindparam, func, text
from sqlmodel import Session, col, select

from counter_app.clock import SEOUL, Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import SERVE, VOID, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import Clerks, require_active
from counter_app.privacy.second import Second, signed
from db.audit import NO_TICKET, AuditRow
from db.certificates import Certificate
from db.engine import reading, transaction

WARNED, CONFIRMED = timedelta(seconds=60), timedelta(minutes=10)
"""From so far behind on a clerk is told, and from so far on another person signs."""
_SUBJECT = "clock"
_NEVER = datetime(1, 1, 2, tzinfo=SEOUL)
_NEWEST = 1_000
"""Rows of the chain that are looked at: the first after a clock was set back are not its latest."""


_LATEST = select(
    func.max(
        select(AuditRow.at)
        .where(AuditRow.seq > bindparam("since"))
        .order_by(col(AuditRow.seq).desc())
        .limit(_NEWEST)
        .subquery()
        .c.at
    )
)
_CONFIRMATION = (
    select(AuditRow.seq, AuditRow.detail)
    .where(AuditRow.subject == _SUBJECT, text(NO_TICKET))
    .order_by(col(AuditRow.seq).desc())
    .limit(1)
)


class Moments:
    def __init__(self, engine: Engine, clock: Clock, clerks: Clerks) -> None:
        self._engine = engine
        self._clock = clock
        self._clerks = clerks

    def behind(self) -> timedelta:
        """How far the clock lies before the latest that was recorded; 0 if it does not."""
        with reading(self._engine) as session:
            return behind(session, self._clock.now())

    def doubted(self) -> bool:
        """Whether nothing is issued until somebody has confirmed the clock."""
        try:
            with reading(self._engine) as session:
                require_in_order(session, self._clock.now())
        except Refusal:
            return True
        return False

    def confirm(self, actor: Actor, second: Second) -> None:
        """The clock is right now, two have looked: what was recorded until now does not count.

        Raises Refusal clerks.*, certificates.same_person, certificates.no_second.
        """
        other = signed(self._clerks, actor, second, VOID)
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            require_active(session, other, VOID)
            newest = session.exec(select(func.max(col(Certificate.id)))).one() or 0
            until = _latest(session, _confirmed(session))
            said = {"second": other.login, "until": until, "certificate": newest}
            record(session, self._clock, actor, "clock.confirmed", _SUBJECT, said)


def behind(session: Session, now: datetime) -> timedelta:
    """How far `now` lies before the latest on record; 0 if it does not."""
    return max(timedelta(0), _latest(session, _confirmed(session)) - now)


def require_in_order(session: Session, now: datetime) -> None:
    """Raises Refusal certificates.clock_back where a paper issued now would be dated long before
    what is on record, or before the last one issued."""
    since = _confirmed(session)
    latest = _latest(session, since)
    if latest - now > CONFIRMED or now.date() < _last_issued(session, since):
        day = f"{now:%Y-%m-%d %H:%M}"
        raise Refusal("certificates.clock_back", now=day, last=f"{latest:%Y-%m-%d %H:%M}")


class _Confirmed(NamedTuple):
    """The row of the chain by which the clock was confirmed last, and the newest certificate
    then; 0 and 0 if it never was."""

    seq: int = 0
    certificate: int = 0


def _latest(session: Session, since: _Confirmed) -> datetime:
    return session.exec(_LATEST, params={"since": since.seq}).one() or _NEVER


def _last_issued(session: Session, since: _Confirmed) -> date:
    days = select(func.max(Certificate.day))
    after = days.where(col(Certificate.id) > since.certificate)
    day = session.exec(after if since.certificate else days).one()
    return date.fromisoformat(day) if day else date.min


def _confirmed(session: Session) -> _Confirmed:
    found = session.exec(_CONFIRMATION).first()
    return _Confirmed(found[0], json.loads(found[1])["certificate"]) if found else _Confirmed()
