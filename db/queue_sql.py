"""The queue's transactions and SQL as the drivers take them, on SQLite and PostgreSQL alike.

SQLAlchemy costs a tenth of a millisecond a statement, and a call makes a dozen while it holds
the one write lock; so these go to the driver, few and always the same, as it prepares each once.
Moments and days are bound as ISO text in Seoul time, which both engines take.
"""

# ruff: noqa: S608 - the names put into these statements are ours

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import Engine

from db.base import SEOUL
from db.engine import path_of, told
from db.queue import LIVE, WAITING
from db.turns import turn

Row = tuple[Any, ...]

POSTGRES = "postgresql"
NAMES = (
    "id",
    "day",
    "category",
    "number",
    "state",
    "lane",
    "language",
    "interpreter",
    "priority",
    "tasks",
    "note",
    "for_window",
    "window",
    "why",
    "taken_at",
    "called_at",
    "recalled_at",
    "started_at",
    "ended_at",
    "archived_at",
    "recalls",
    "version",
    "serial",
)
"""A ticket's columns in the order of the rows below."""
_ALL = ", ".join(f'"{name}"' for name in NAMES)

TICKET = f"SELECT {_ALL} FROM ticket WHERE id = ?"
LIVE_AT = f'SELECT {_ALL} FROM ticket WHERE "window" = ? AND {LIVE}'
PRESENT = f'SELECT id, number, state, version FROM ticket WHERE "window" = ? AND {LIVE}'
WAITING_ALL = f"SELECT {_ALL} FROM ticket WHERE {WAITING} ORDER BY lane, id"
"""In the order of the index of those who wait: ordered by id alone, SQLite reads every ticket."""
OF_DAY = f"SELECT {_ALL} FROM ticket WHERE day = ? ORDER BY id"
OPEN_OF_DAY = (
    f"SELECT {_ALL} FROM ticket WHERE day = ? AND archived_at IS NULL"
    " AND state NOT IN ('done', 'no_show', 'cancelled') ORDER BY id"
)
ASIDE = (
    f"SELECT {_ALL} FROM ticket WHERE day = ? AND archived_at IS NULL"
    " AND state IN ('held', 'back_office', 'no_show') ORDER BY id"
)
DONE_OF_DAY = "SELECT count(*) FROM ticket WHERE day = ? AND state = 'done'"
LAST_DAY = "SELECT day FROM ticket ORDER BY id DESC LIMIT 1"
HEADS = f"""
WITH RECURSIVE lanes(lane) AS (
    SELECT min(lane) FROM ticket WHERE {WAITING}
    UNION ALL
    SELECT (SELECT min(t.lane) FROM ticket AS t WHERE t.lane > lanes.lane AND {WAITING})
    FROM lanes WHERE lanes.lane IS NOT NULL
)
SELECT lanes.lane, t.id, t.taken_at, t.day FROM lanes JOIN ticket AS t ON t.id =
    (SELECT min(h.id) FROM ticket AS h WHERE h.lane = lanes.lane AND {WAITING})
"""
"""The longest waiting of each lane; one step in the index a lane, however many wait."""
_HEADS_LATERAL = (
    HEADS[: HEADS.index("SELECT lanes.lane,")]
    + f"""SELECT lanes.lane, t.id, t.taken_at, t.day FROM lanes CROSS JOIN LATERAL
    (SELECT id, taken_at, day FROM ticket
    WHERE lane = lanes.lane AND {WAITING} ORDER BY id LIMIT 1) AS t"""
)
"""As PostgreSQL has to be asked if it shall not read the whole table."""
_FREE = (
    f"(SELECT id FROM ticket WHERE lane = ? AND {WAITING} ORDER BY id LIMIT 1"
    " FOR UPDATE SKIP LOCKED)"
)
"""The first of a lane that no other transaction is taking."""

ACTION = "SELECT ticket_id FROM ticket_event WHERE action_id = ?"
EVENTS = (
    'SELECT action_id, ticket_id, move, state, version, at, "window", clerk, reason, turn,'
    " changes FROM ticket_event WHERE ticket_id = ? ORDER BY version"
)
LATEST_AT = (
    'SELECT ticket_id, move, version, at FROM ticket_event WHERE "window" = ?'
    " AND id > (SELECT max(id) FROM ticket_event) - 100 ORDER BY id DESC LIMIT 1"
)
DESK = 'SELECT state, reason, languages, serves, turn FROM desk WHERE "window" = ?'
SPOKEN = "SELECT languages FROM desk WHERE state = 'open' AND languages <> '' AND \"window\" <> ?"
HEAD = "SELECT seq, hash FROM audit_head WHERE id = 1"
ANNOUNCED = (
    'SELECT id, kind, ticket_id, day, number, category, language, "window", at'
    " FROM announcement WHERE id > ? ORDER BY id LIMIT ?"
)
LAST_ANNOUNCEMENT = "SELECT coalesce(max(id), 0) FROM announcement"

ADD_TICKET = (
    f"INSERT INTO ticket ({', '.join(f'{chr(34)}{n}{chr(34)}' for n in NAMES if n != 'id')})"
    f" VALUES ({', '.join('?' for n in NAMES if n != 'id')}) RETURNING id"
)
_ADD_EVENTS = (
    'INSERT INTO ticket_event (action_id, ticket_id, move, state, version, at, "window",'
    " clerk, reason, turn, changes) VALUES "
)
_EVENT = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
ADD_ANNOUNCEMENT = (
    'INSERT INTO announcement (id, kind, ticket_id, day, number, category, language, "window", at)'
    " VALUES ((SELECT coalesce(max(id), 0) + 1 FROM announcement), ?, ?, ?, ?, ?, ?, ?, ?)"
)
ADD_AUDIT = (
    'INSERT INTO audit (seq, at, clerk, "window", terminal, action, subject, detail, previous,'
    " hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
SET_HEAD = (
    "INSERT INTO audit_head (id, seq, hash) VALUES (1, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash"
)
ADD_FACT = "INSERT INTO outbox (op_id, kind, payload, at) VALUES (?, ?, ?, ?)"
OPEN_DESK = (
    'INSERT INTO desk ("window", state, since, clerk_id, clerk_name, languages, serves, auto_call,'
    " turn) VALUES (?, 'open', ?, ?, ?, ?, '', ?, 0) ON CONFLICT (\"window\") DO UPDATE SET"
    " state = 'open', reason = NULL, since = excluded.since, clerk_id = excluded.clerk_id,"
    " clerk_name = excluded.clerk_name, languages = excluded.languages"
)
_END = f"SELECT end_act({', '.join('?' * 20)})"
"""The end of an act on PostgreSQL (queue_versions/0001), where all others wait until it commits."""
SET_TURN = 'UPDATE desk SET turn = ? WHERE "window" = ?'


class Overtaken(Exception):
    """A UNIQUE constraint stopped the act: another transaction was first. Nothing changed."""


class Sql:
    """One transaction's statements, written with ? for each value.

    On PostgreSQL what asks nothing is kept until the end and sent with the commit, in one piece:
    a program that the system holds up between the two would hold up all the others.
    """

    def __init__(self, driver: Any, postgres: bool) -> None:
        self._driver = driver
        self._postgres = postgres
        self._kept: list[tuple[str, Sequence[object]]] = []

    def run(self, statement: str, *values: object) -> None:
        if self._postgres:
            self._kept.append((statement, values))
        else:
            self._driver.execute(statement, values)

    def commit(self) -> None:
        """Sends what was kept, and the commit."""
        from psycopg import ClientCursor  # noqa: PLC0415 - loaded with the driver

        said = "; ".join((*(_percent(statement) for statement, _ in self._kept), "COMMIT"))
        ClientCursor(self._driver).execute(said, [v for _, values in self._kept for v in values])

    def one(self, statement: str, *values: object) -> Row | None:
        rows = self.all(statement, *values)
        return rows[0] if rows else None

    def all(self, statement: str, *values: object) -> list[Row]:
        return _rows(self._execute(statement, values))

    def send(self, statement: str, *values: object) -> Callable[[], list[Row]]:
        """Asks now, answers when called: so several questions make one way there and back."""
        cursor = self._execute(statement, values)
        if self._postgres:
            return partial(_rows, cursor)
        rows = _rows(cursor)
        return lambda: rows

    def change(self, ticket_id: int, version: int, changes: Mapping[str, object]) -> Row | None:
        """Sets columns of a ticket that still has this version; the row then, None if not."""
        return self.one(_update(tuple(changes)), *changes.values(), ticket_id, version)

    def finish(
        self, ticket_id: int, version: int, changes: Mapping[str, object]
    ) -> Callable[[], list[Row]]:
        """As `change`, for when the row is not needed: sent, and a row of its id if it was so."""
        return self.send(_update(tuple(changes), "id"), *changes.values(), ticket_id, version)

    def claim(self, lane: str, ticket_id: int, changes: Mapping[str, object]) -> Row | None:
        """Changes the head of a lane; its row then. Where windows write at the same time another
        may have it already, and then it is the one behind it, or None."""
        target = lane if self._postgres else ticket_id
        return self.one(_claim(tuple(changes), self._postgres), *changes.values(), target)

    def add_events(self, events: Sequence[Row]) -> None:
        """Each with the values of a ticket_event but its id."""
        values = [value for event in events for value in event]
        self.run(_ADD_EVENTS + ", ".join([_EVENT] * len(events)), *values)

    def wait_for(self, ticket_id: int) -> None:
        """Returns when no other transaction is at this ticket."""
        if self._postgres:
            self.one("SELECT id FROM ticket WHERE id = ? FOR UPDATE", ticket_id)

    def end(self, said: Row, fact: Row, announced: Row | None, digest: Callable[..., str]) -> None:
        """Numbers what an act leaves behind in the order of the commits: `said`, a row of the
        audit chain from `at` to `detail`; the fact; the call."""
        if self._postgres:
            middle = json.dumps(said, ensure_ascii=False)[1:-1]
            self.run(_END, middle, *said, *(announced or (None,) * 8), *fact)
            return
        seq, previous = self.one(HEAD) or (0, "0" * 64)
        if announced:
            self.run(ADD_ANNOUNCEMENT, *announced)
        self.run(ADD_FACT, *fact)
        row = (seq + 1, *said, previous)
        own = digest(*row)
        self.run(ADD_AUDIT, *row, own)
        self.run(SET_HEAD, seq + 1, own)

    def _execute(self, statement: str, values: Sequence[object]) -> Any:
        if not self._postgres:
            return self._driver.execute(statement, values)
        for kept in self._kept:
            self._driver.execute(_percent(kept[0]), kept[1])
        self._kept.clear()
        return self._driver.execute(_percent(statement), values)


def _rows(cursor: Any) -> list[Row]:
    return list(cursor.fetchall())


@contextmanager
def writing(engine: Engine) -> Iterator[Sql]:
    """One act, all or nothing. Raises Refusal store.* or shared.* when the store cannot take it,
    Lost, Overtaken."""
    if engine.dialect.name == POSTGRES:
        with _shared(engine) as driver:
            sql = Sql(driver, True)
            with driver.pipeline():
                yield sql
            sql.commit()
        return
    with _local(engine) as connection, turn(path_of(engine)):
        connection.execute("BEGIN IMMEDIATE")
        yield Sql(connection.cursor(), False)
        connection.commit()


@contextmanager
def looking(engine: Engine) -> Iterator[Sql]:
    """A consistent view. Raises Refusal store.* or shared.* when the store cannot be read, Lost."""
    if engine.dialect.name == POSTGRES:
        with _shared(engine) as driver, driver.pipeline():
            driver.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield Sql(driver, True)
        return
    with _local(engine) as connection:
        connection.execute("BEGIN")
        yield Sql(connection.cursor(), False)


@contextmanager
def _local(engine: Engine) -> Iterator[Any]:
    pooled = engine.raw_connection()
    try:
        yield pooled.driver_connection
    except engine.dialect.loaded_dbapi.IntegrityError as error:
        raise Overtaken from error
    except engine.dialect.loaded_dbapi.DatabaseError as error:
        raise told(error, path_of(engine)) from error
    finally:
        pooled.close()  # rolls back what was not committed


@contextmanager
def _shared(engine: Engine) -> Iterator[Any]:
    from db.shared import transacting  # noqa: PLC0415 - loads the driver

    try:
        with transacting(engine) as driver:
            yield driver
    except engine.dialect.loaded_dbapi.IntegrityError as error:
        raise Overtaken from error


def iso(at: datetime) -> str:
    """A moment as it is stored and as the events quote it."""
    return at.astimezone(SEOUL).isoformat(timespec="microseconds")


def moment(value: Any) -> Any:
    """A stored moment, in Seoul time; None stays None."""
    if value is None:
        return None
    return (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(SEOUL)


@cache
def _percent(statement: str) -> str:
    return (_HEADS_LATERAL if statement == HEADS else statement).replace("?", "%s")


@cache
def _update(names: tuple[str, ...], wanted: str = _ALL) -> str:
    sets = ", ".join(f'"{name}" = ?' for name in names)
    where = "id = ? AND version = ?"
    return f"UPDATE ticket SET {sets}, version = version + 1 WHERE {where} RETURNING {wanted}"


@cache
def _claim(names: tuple[str, ...], postgres: bool) -> str:
    sets = ", ".join(f'"{name}" = ?' for name in names)
    where = _FREE if postgres else "?"
    return f"UPDATE ticket SET {sets}, version = version + 1 WHERE id = {where} RETURNING {_ALL}"
