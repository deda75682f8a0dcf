"""A program that asks nobody who leads: it writes to one server, whatever becomes of it."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Event, Thread

import psycopg
from sqlalchemy import Engine

from db.errors import Lost, Refusal
from db.shared import connect, conninfo_of, transacting
from tests.ha.load import PACE
from tests.ha.machines import PATIENCE


class Stubborn:
    """`acknowledged`: the moments (monotonic seconds) at which such acts began, and their ids."""

    def __init__(self, engine: Engine, url: str) -> None:
        self._engine = engine
        self._conninfo = conninfo_of(url)
        with transacting(engine) as connection:
            connection.execute("DROP TABLE IF EXISTS stubborn")
            connection.execute("CREATE TABLE stubborn (action_id text PRIMARY KEY)")
            connection.commit()
        self._ending = Event()
        self._thread = Thread(target=self._go_on)
        self._refused = 0
        self.acknowledged: list[tuple[float, str]] = []

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._ending.set()
        self._thread.join()

    def lost(self) -> list[str]:
        """What was acknowledged and is not there."""
        with transacting(self._engine) as connection:
            there = {row[0] for row in connection.execute("SELECT action_id FROM stubborn")}
        return [action_id for _, action_id in self.acknowledged if action_id not in there]

    def wait_for_refusals(self, more: int) -> None:
        wanted, until = self._refused + more, time.monotonic() + PATIENCE
        while self._refused < wanted:
            assert time.monotonic() < until
            time.sleep(PACE)

    def _go_on(self) -> None:
        tries = 0
        while not self._ending.wait(PACE):
            tries, begun = tries + 1, time.monotonic()
            try:
                with closing(connect(self._conninfo)) as connection:
                    connection.execute("INSERT INTO stubborn VALUES (%s)", (f"orphan-{tries}",))
                    connection.commit()
            except (Lost, Refusal, psycopg.Error):
                self._refused += 1
            else:
                self.acknowledged.append((begun, f"orphan-{tries}"))


@contextmanager
def stubborn(engine: Engine, url: str) -> Iterator[Stubborn]:
    """`engine`: of the same database, wherever it is led; `url`: of the one server."""
    writer = Stubborn(engine, url)
    writer.start()
    try:
        yield writer
    finally:
        writer.end()
