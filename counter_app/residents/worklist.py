"""The nightly job: every flag of everybody, reckoned in pieces, and the list of who is due.

Flags are those of the header (residents.alerts), of the same rule table; so is the list, for the
day it was reckoned for. Killed at any instant, what was there before still counts.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from counter_app.residents import centres, codes, masking
from counter_app.residents.alerts import Facts, Terms, alerts
from counter_app.residents.residents import checked_purpose
from counter_app.rules import Rules
from db.engine import reading, transaction
from db.flags import FlagDue, FlagRun
from db.residents import ResidentRow

BATCH = 5_000
MOST = 1_000
LISTED = {
    "stay_expired": "date",
    "card_lost": "date",
    "stay_expires_soon": "date",
    "move_overdue": "deadline",
    "move_unreported": "deadline",
    "registration_overdue": "deadline",
    "registration_due": "deadline",
    "card_at_17": "deadline",
}
"""Flags that somebody may have to be told of, and the field with their day."""
PEOPLE = (
    "SELECT id, id_kind, birth_date, status_of_stay, stay_expires, entered_on, registered_on,"
    " card_lost_on, restricted, centre FROM resident WHERE id > ? ORDER BY id LIMIT ?"
)
HOMES = (
    "SELECT resident_id, moved_in, reported_on, text_ko FROM address"
    " WHERE resident_id BETWEEN ? AND ? AND moved_in <= ?"
    " AND (moved_out IS NULL OR moved_out > ?) ORDER BY resident_id, moved_in, id"
)
"""Of each the last is the present one (see alerts.present)."""
_PUT = "INSERT INTO flag_due (run_id, flag, due, resident_id) VALUES (?, ?, ?, ?)"
_OLD = text("DELETE FROM flag_due WHERE run_id < :run")
_OWN = text("DELETE FROM flag_due WHERE run_id = :run")

Progress = Callable[[int, int], None]
Row = tuple[int, str, str, int]
"""As _PUT takes it: run, flag, day, resident."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """`counts`: people with each flag, by its name."""

    day: date
    people: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody on the list; the number is masked. `days`: until the day, negative after it."""

    id: int
    name_roman: str
    name_hangul: str
    number: str
    status_of_stay: str | None
    centre: str
    due: date
    days: int


@dataclass(frozen=True, slots=True)
class Listed:
    reckoned: Reckoned
    due: tuple[Due, ...]
    more: bool


class Worklist:
    """`centre`: the 행정동 code of the centre this program serves."""

    def __init__(self, engine: Engine, clock: Clock, rules: Rules, centre: str) -> None:
        self._engine = engine
        self._clock = clock
        self._rules = rules
        self._centre = centre

    def reckon(self, on: date | None = None, progress: Progress | None = None) -> Reckoned:
        """Everybody's flags on a day or today, in place of those reckoned before; counts only, so
        nobody need be signed in. `progress(done, total)` in residents.

        Raises Refusal store.*.
        """
        today = on or self._clock.now().date()
        terms = Terms(self._rules, today, self._centre)
        counts: Counter[str] = Counter()
        run, total = self._begin(today)
        people, last = 0, 0
        while True:
            with reading(self._engine) as session:
                found = list(_facts(session, last, today))
            if not found:
                break
            people, last = people + len(found), found[-1][0]
            self._put(list(_flagged(run, found, terms, counts)))
            if progress:
                progress(people, max(total, people))
        done = Reckoned(today, people, dict(sorted(counts.items())))
        self._finish(run, done)
        return done

    def reckoned(self) -> Reckoned | None:
        """What the newest finished run found."""
        with reading(self._engine) as session:
            run = _newest(session)
            return _view(run) if run else None

    def due(
        self,
        actor: Actor,
        flag: str,
        purpose: str,
        limit: int = 100,
        progress: Progress | None = None,
    ) -> Listed:
        """Who has a flag today, the most urgent first; on record with the purpose. Reckons first
        where that was not done today.

        Raises Refusal worklist.unknown_flag, residents.purpose_*, clerks.*, store.*.
        """
        if flag not in LISTED:
            raise Refusal("worklist.unknown_flag", flag=flag[:40], flags=", ".join(LISTED))
        purpose, today = checked_purpose(purpose), self._clock.now().date()
        before = self.reckoned()
        if before is None or before.day != today:
            self.reckon(today, progress)
        limit = max(1, min(limit, MOST))
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            run = _newest(session)
            rows = _list(session, run, flag, limit + 1) if run else []
            listed = tuple(_due(row, day, today) for row, day in rows[:limit])
            ids = [one.id for one in listed]
            detail = {"flag": flag, "purpose": purpose, "hits": len(ids), "ids": ids}
            record(session, self._clock, actor, "resident.due_listed", "worklist", detail)
            done = _view(run) if run else Reckoned(today, 0, {})
        return Listed(done, listed, len(rows) > limit)

    def _begin(self, today: date) -> tuple[int, int]:
        """The run's number, and about how many people there are."""
        with transaction(self._engine) as session:
            run = FlagRun(day=today, started=self._clock.now())
            session.add(run)
            session.flush()
            most = session.connection().exec_driver_sql("SELECT max(id) FROM resident").scalar()
            return run.id or 0, int(most or 0)

    def _put(self, rows: list[Row]) -> None:
        if rows:
            with transaction(self._engine) as session:
                session.connection().exec_driver_sql(_PUT, rows)

    def _finish(self, run_id: int, done: Reckoned) -> None:
        """It counts from now on. Overtaken by a later one, it leaves nothing behind."""
        with transaction(self._engine) as session:
            run = session.get(FlagRun, run_id)
            if run is None:
                session.connection().execute(_OWN, {"run": run_id})
                return
            run.finished, run.people = self._clock.now(), done.people
            run.counts = json.dumps(done.counts)
            for old in session.exec(select(FlagRun).where(col(FlagRun.id) < run_id)):
                session.delete(old)
            session.connection().execute(_OLD, {"run": run_id})
            detail = {"day": done.day, "people": done.people, "counts": done.counts}
            record(session, self._clock, None, "resident.flags_reckoned", "worklist", detail)


def _facts(session: Session, after: int, today: date) -> Iterator[tuple[int, Facts]]:
    """Of the next people, by the driver: rows of the mapper would cost more than all flags."""
    store = session.connection().connection.cursor()
    people = store.execute(PEOPLE, (after, BATCH)).fetchall()
    if not people:
        return
    day, ids = today.isoformat(), (people[0][0], people[-1][0])
    found = store.execute(HOMES, (*ids, day, day)).fetchall()
    homes = {resident: (moved_in, told, text) for resident, moved_in, told, text in found}
    for id_, kind, born, status, ends, entered, registered, lost, bar, centre in people:
        moved_in, reported, written = homes.get(id_, (None, None, ""))
        unreported = moved_in is not None and reported is None
        yield (
            id_,
            Facts(
                kind,
                date.fromisoformat(born),
                status,
                _day(ends),
                _day(entered),
                _day(registered),
                _day(lost),
                bar,
                date.fromisoformat(moved_in) if unreported else None,
                centres.of_address(written, today) if unreported else (),
                centres.in_charge(centre, written, today),
            ),
        )


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _flagged(
    run: int, people: list[tuple[int, Facts]], terms: Terms, counts: Counter[str]
) -> Iterator[Row]:
    for id_, facts in people:
        for alert in alerts(facts, terms):
            flag = alert.code[len("residents.") :]
            counts[flag] += 1
            if field := LISTED.get(flag):
                yield run, flag, str(alert.fields[field]), id_


def _newest(session: Session) -> FlagRun | None:
    finished = select(FlagRun).where(col(FlagRun.finished).is_not(None))
    return session.exec(finished.order_by(col(FlagRun.id).desc()).limit(1)).first()


def _list(session: Session, run: FlagRun, flag: str, most: int) -> list[tuple[ResidentRow, date]]:
    chosen = (
        select(ResidentRow, col(FlagDue.due))
        .join(FlagDue, col(FlagDue.resident_id) == ResidentRow.id)
        .where(FlagDue.run_id == run.id, FlagDue.flag == flag)
    )
    return list(
        session.exec(chosen.order_by(col(FlagDue.due), col(FlagDue.resident_id)).limit(most))
    )


def _due(row: ResidentRow, day: date, today: date) -> Due:
    return Due(
        row.id or 0,
        row.name_roman,
        row.name_hangul,
        masking.mask_number(row.number),
        row.status_of_stay,
        codes.centre_name(row.centre),
        day,
        (day - today).days,
    )


def _view(run: FlagRun) -> Reckoned:
    return Reckoned(run.day, run.people, json.loads(run.counts))
