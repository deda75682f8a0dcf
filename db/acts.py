"""The queue's transactions as the drivers take them.

SQLAlchemy costs a tenth of a millisecond a statement, and a call makes a dozen while it holds
the one write lock; so the statements of db.queue_sql go to the driver, few and always the same,
as it prepares each once.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import Engine

from db import queue_sql
from db.base import SEOUL
from db.engine import path_of, told
from db.turns import turn

Row = tuple[Any, ...]

POSTGRES = "postgresql"


class Overtaken(Exception):
    """A UNIQUE constraint stopped the act: another transaction was first. Nothing changed."""


class Sql:
    """One transaction's statements, written with ? for each value.

    On PostgreSQL what asks nothing is kept until the end and sent with the commit, in one piece:
    a program that the system holds up between the two would hold up all the others.

    `at_once`: every statement is a transaction, so an act must be one (`at_once` below).
    """

    def __init__(self, driver: Any, postgres: bool, *, at_once: bool = False) -> None:
        self._driver = driver
        self._postgres = postgres
        self.at_once = at_once
        self._kept: list[tuple[str, Sequence[object]]] = []

    def run(self, statement: str, *values: object) -> None:
        if self._postgres:
            self._kept.append((statement, values))
        else:
            self._driver.execute(statement, values)

    def commit(self) -> None:
        """Sends what was kept, and the commit. Returns when that and all that was seen is safe, for
        which nobody who comes next has waited."""
        from psycopg import ClientCursor  # noqa: PLC0415 - loaded with the driver

        kept = (_percent(statement) for statement, _ in self._kept)
        said = "; ".join((queue_sql.WAIT_LATER, *kept, "COMMIT", queue_sql.MAKE_SAFE))
        ClientCursor(self._driver).execute(said, [v for _, values in self._kept for v in values])

    @property
    def shared(self) -> bool:
        """Whether several PCs write to the store, and so at the same time."""
        return self._postgres

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

    def clock(self) -> Callable[[], datetime | None]:
        """The server's time, asked now; None where the store is this PC's own."""
        if not self._postgres:
            return lambda: None
        answer = self.send(queue_sql.CLOCK)
        return lambda: moment(answer()[0][0])

    def change(self, ticket_id: int, version: int, changes: Mapping[str, object]) -> Row | None:
        """Sets columns of a ticket that still has this version; the row then, None if not."""
        return self.one(queue_sql.update(tuple(changes)), *changes.values(), ticket_id, version)

    def finish(
        self, ticket_id: int, version: int, changes: Mapping[str, object]
    ) -> Callable[[], list[Row]]:
        """As `change`, for when the row is not needed: sent, and a row of its id if it was so."""
        return self.send(
            queue_sql.update(tuple(changes), "id"), *changes.values(), ticket_id, version
        )

    def claim(self, lane: str, ticket_id: int, changes: Mapping[str, object]) -> Row | None:
        """Changes the head of a lane; its row then. Where windows write at the same time another
        may have it already, and then it is the one behind it, or None."""
        target = (lane, lane) if self._postgres else (ticket_id,)
        return self.one(queue_sql.claim(tuple(changes), self._postgres), *changes.values(), *target)

    def add_events(self, events: Sequence[Row]) -> None:
        """Each with the values of a ticket_event but its id."""
        values = [value for event in events for value in event]
        self.run(queue_sql.ADD_EVENTS + ", ".join([queue_sql.AN_EVENT] * len(events)), *values)

    def wait_for(self, ticket_id: int) -> None:
        """Returns when no other transaction is at this ticket."""
        if self._postgres:
            self.one("SELECT id FROM ticket WHERE id = ? FOR UPDATE", ticket_id)

    def end(self, said: Row, fact: Row, announced: Row | None, digest: Callable[..., str]) -> None:
        """Numbers what an act leaves behind in the order of the commits: `said`, a row of the
        audit chain from `at` to `detail`; the fact; the call."""
        if self._postgres:
            middle = json.dumps(said, ensure_ascii=False)[1:-1]
            self.run(queue_sql.END_ACT, middle, *said, *(announced or (None,) * 8), *fact)
            return
        seq, previous = self.one(queue_sql.HEAD) or (0, "0" * 64)
        if announced:
            self.run(queue_sql.ADD_ANNOUNCEMENT, *announced)
        self.run(queue_sql.ADD_FACT, *fact)
        row = (seq + 1, *said, previous)
        own = digest(*row)
        self.run(queue_sql.ADD_AUDIT, *row, own)
        self.run(queue_sql.SET_HEAD, seq + 1, own)

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
    with _local(engine) as cursor, turn(path_of(engine)):
        cursor.execute("BEGIN IMMEDIATE")
        yield Sql(cursor, False)
        cursor.execute("COMMIT")


@contextmanager
def at_once(engine: Engine) -> Iterator[Sql]:
    """As `writing`; where the store is shared for an act that one statement makes, which then is
    its transaction: one way there and back less, and nothing is locked in between."""
    if engine.dialect.name != POSTGRES:
        with writing(engine) as sql:
            yield sql
        return
    with _shared(engine) as driver:
        driver.autocommit = True
        try:
            yield Sql(driver, True, at_once=True)
        finally:
            if not driver.closed:
                driver.autocommit = False


@contextmanager
def looking(engine: Engine) -> Iterator[Sql]:
    """A consistent view. Raises Refusal store.* or shared.* when the store cannot be read, Lost."""
    if engine.dialect.name == POSTGRES:
        with _shared(engine) as driver, driver.pipeline():
            driver.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield Sql(driver, True)
        return
    with _local(engine) as cursor:
        cursor.execute("BEGIN")
        yield Sql(cursor, False)


def make_safe(engine: Engine) -> None:
    """Returns when no crash takes back what could be seen before: for who is about to tell it where
    it stays. What is done on a shared store is seen before it is safe (queue_versions/0008). Raises
    as `writing`."""
    if engine.dialect.name == POSTGRES:
        with writing(engine):
            pass


@contextmanager
def _local(engine: Engine) -> Iterator[Any]:
    pooled = engine.raw_connection()
    cursor = pooled.cursor()
    try:
        yield cursor
    except engine.dialect.loaded_dbapi.IntegrityError as error:
        raise Overtaken from error
    except engine.dialect.loaded_dbapi.DatabaseError as error:
        raise told(error, path_of(engine)) from error
    finally:
        # A cursor kept by an error's traceback would reset, when it dies, a statement that the
        # connection's next user is reading.
        cursor.close()
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
    return (queue_sql.HEADS_LATERAL if statement == queue_sql.HEADS else statement).replace(
        "?", "%s"
    )
