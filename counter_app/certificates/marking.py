"""Keeps the mark beside the store, without which no number is given, and tells by it a store that
was put back.

The store's age is committed before the mark has it, and no number is given before the mark has it:
so a mark that is older was not written yet, and one that is younger knows more than the store.
"""

from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Engine
from sqlmodel import Session, select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from db.engine import key_beside, path_of, transaction
from db.number_mark import (
    Block,
    Broken,
    Mark,
    NumberMark,
    grow,
    mark_of,
    read_mark,
    write_mark,
)
from db.sync import state_of

EVERY, MOST = 32, 64
"""After so many numbers the store grows older, and more are not given on one mark: so many more
than it says may have been."""
PLACES = "status-"
"""How the series of places in status lists begin."""

_GIVE = (
    f"UPDATE number_mark SET given = given + 1, age = age + (given = {EVERY - 1})"  # noqa: S608
    " RETURNING age, given"
)
_WRITTEN = "UPDATE number_mark SET given = 1, marked = 1"
_AGE = "numbers.age"


class Standing(StrEnum):
    """What can be known of the numbers given."""

    SURE = "sure"
    BEHIND = "behind"
    """It was put back, and the mark says how far they had come."""
    UNSURE = "unsure"
    """It was put back, or the mark was lost, and nothing says how far they had come."""


class Judged(NamedTuple):
    standing: Standing
    mark: Mark | None


class Marking:
    """The mark of one store, as one program knows it."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._age = -1
        """Of the store when this program last saw that the mark has it."""

    def give(self, session: Session) -> None:
        """Before each number, in the act's transaction. Raises Refusal numbers.unsure,
        numbers.behind, store.disk_full and its like, store.not_writable."""
        age, given = session.connection().exec_driver_sql(_GIVE).one()
        # what this act adds to the age is not committed
        committed = session.info.setdefault(_AGE, age - (given == EVERY))
        if committed != self._age or given > MOST:
            self._keep(session)

    def begun(self, session: Session) -> None:
        """After a block was added: a mark names every block from which a number may come."""
        session.info.setdefault(_AGE, _row(session).age)
        self._keep(session, anyway=True)

    def renew(self) -> None:
        """The store is older from now on than any copy that there is of it."""
        with transaction(self._engine) as session:
            grow(session)
        with transaction(self._engine) as session:
            if self.judged(session).standing is Standing.SURE:
                self.begun(session)

    def judged(self, session: Session) -> Judged:
        """Raises Refusal store.not_writable."""
        if state_of(session) is not None:  # there the district tells, and gives other numbers
            return Judged(Standing.SURE, None)
        row = _row(session)
        age = session.info.get(_AGE, row.age)
        seen = 0 <= self._age <= age
        try:
            mark = read_mark(mark_of(path_of(self._engine)), key_beside(self._engine))
        except Broken:
            return Judged(Standing.SURE if seen else Standing.UNSURE, None)
        if mark is not None and mark.age > age:
            return Judged(Standing.BEHIND, mark)
        lost = mark is None and row.marked and not seen
        return Judged(Standing.UNSURE if lost or row.copied else Standing.SURE, mark)

    def age(self, session: Session) -> int:
        """Of the store, as it is in this act."""
        return _row(session).age

    def write(self, session: Session, age: int) -> None:
        """The mark of all blocks as they are in this act, with an age that the store has, or that a
        store put back has with this act."""
        write_mark(
            mark_of(path_of(self._engine)),
            key_beside(self._engine),
            _marked(session, age, str(self._clock.now().year - 1)),
        )

    def _keep(self, session: Session, *, anyway: bool = False) -> None:
        """`anyway`: also where the mark has this age already."""
        age, found = session.info[_AGE], self.judged(session)
        if found.standing is not Standing.SURE:
            raise Refusal(f"numbers.{found.standing.value}")
        if state_of(session) is not None:
            return
        if anyway or self._age == age or found.mark is None or found.mark.age < age:
            self.write(session, age)
            session.connection().exec_driver_sql(_WRITTEN)
        self._age = age


def _row(session: Session) -> NumberMark:
    return session.exec(select(NumberMark).execution_options(populate_existing=True)).one()


_BLOCKS = (
    "SELECT series, first, last, used, closed_at IS NOT NULL FROM number_block"
    " WHERE series >= ? ORDER BY series, first"
)
_PLACES = f"SELECT series, last FROM serial WHERE series GLOB '{PLACES}*'"  # noqa: S608


def _marked(session: Session, age: int, since: str) -> Mark:
    session.flush()
    driver = session.connection()
    return Mark(
        age=age,
        chain=driver.exec_driver_sql("SELECT max(seq) FROM audit_head").scalar() or 0,
        blocks=tuple(
            Block(series, first, last, used, bool(closed))
            for series, first, last, used, closed in driver.exec_driver_sql(_BLOCKS, (since,))
        ),
        places={row.series: row.last for row in driver.exec_driver_sql(_PLACES)},
    )
