"""Accesses that have been kept long enough are deleted, and the chain proves what was.

A row stays in its place, for those behind it hang on its hash; what it said is gone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Engine, TextClause, bindparam, text
from sqlmodel import Session

from counter_app.clock import SEOUL, Clock
from counter_app.privacy.accounts import checked_reason
from counter_app.privacy.actor import PRUNE, Actor
from counter_app.privacy.acts import ACTS
from counter_app.privacy.audit import EMPTIED, PRUNED, Digest, deleted_by, record
from counter_app.privacy.clerks import require_active
from db.audit import NO_TICKET
from db.engine import reading, transaction
from db.gone import leave_no_copy

YEARS = 2
"""Accesses to unique identifiers are kept so long at least (안전성 확보조치 기준 제8조)."""
AT_ONCE = 2_000

_DUE = f"FROM audit WHERE action IN :acts AND at < :before AND {NO_TICKET}"
_COUNT = text(f"SELECT count(*), min(at), max(at) {_DUE}").bindparams(
    bindparam("acts", expanding=True)
)
_EMPTY = text("""
    UPDATE audit SET at = substr(at, 1, 10) || 'T00:00:00.000000+09:00', clerk = '-',
    "window" = NULL, terminal = '', action = :action, subject = :subject, detail = '{}'
    WHERE seq = :seq
""")


def next_rows(most: int) -> TextClause:
    """The first of what is due."""
    return text(f"SELECT seq, at, hash {_DUE} ORDER BY seq LIMIT {most}").bindparams(
        bindparam("acts", expanding=True)
    )


_NEXT = next_rows(AT_ONCE)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Due:
    """What a run would delete: so many rows, said between these days (None where there are none),
    before midnight of `before`."""

    rows: int
    first: date | None
    last: date | None
    before: date


@dataclass(frozen=True, slots=True)
class Pruned:
    """`acts`: the rows of the chain that prove it, each for up to AT_ONCE accesses."""

    rows: int
    first: date | None
    last: date | None
    acts: tuple[int, ...]


class Pruning:
    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def due(self, actor: Actor) -> Due:
        """What has been kept long enough. Raises Refusal clerks.*."""
        before = kept_since(self._clock.now().date())
        with reading(self._engine) as session:
            require_active(session, actor, PRUNE)
            rows, first, last = session.connection().execute(_COUNT, _asked(before)).one()
        return Due(rows, _day(first), _day(last), before)

    def prune(self, actor: Actor, reason: str, progress: Progress | None = None) -> Pruned:
        """Deletes what is due, some thousand rows an act; ended in between, the next run goes on.

        Raises Refusal clerks.*, clerks.reason_needed, clerks.reason_long.
        """
        reason, due, acts, done = checked_reason(reason), self.due(actor), [], 0
        while done < due.rows:
            with transaction(self._engine) as session:
                require_active(session, actor, PRUNE)
                rows, act = self._empty(session, actor, reason, due.before)
            if not rows:
                break
            done += rows
            acts.append(act)
            if progress:
                progress(done, due.rows)
        if acts:
            leave_no_copy(self._engine)
        return Pruned(done, due.first, due.last, tuple(acts))

    def _empty(self, session: Session, actor: Actor, reason: str, before: date) -> tuple[int, int]:
        connection = session.connection()
        connection.exec_driver_sql("PRAGMA secure_delete = ON")  # nothing stays in free pages
        found = connection.execute(_NEXT, _asked(before)).all()
        if not found:
            return 0, 0
        digest = Digest()
        for _, _, own in found:
            digest.add(own)
        days = sorted(at[:10] for _, at, _ in found)
        detail = {
            "rows": digest.rows,
            "digest": digest.text,
            "first": found[0].seq,
            "last": found[-1].seq,
            "since": days[0],
            "until": days[-1],
            "reason": reason,
        }
        act = record(session, self._clock, actor, PRUNED, "accesses", detail)
        said = {"action": EMPTIED, "subject": deleted_by(act)}
        connection.execute(_EMPTY, [{**said, "seq": seq} for seq, _, _ in found])
        return digest.rows, act


def kept_since(today: date) -> date:
    """The first day whose accesses are still to be kept."""
    try:
        return today.replace(year=today.year - YEARS)
    except ValueError:  # 29 February
        return today.replace(year=today.year - YEARS, day=28)


def _asked(before: date) -> dict[str, object]:
    """As moments are stored."""
    midnight = datetime.combine(before, time(), SEOUL)
    return {"acts": list(ACTS), "before": midnight.isoformat(timespec="microseconds")}


def _day(at: str | None) -> date | None:
    return date.fromisoformat(at[:10]) if at else None
