"""One counter of the machine: its store, what a clerk does at it, its sync; and its deaths."""

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.privacy.audit import record, verify
from counter_app.sync import proposals, tampering
from counter_app.sync.blocks import refill
from counter_app.sync.checking import check
from counter_app.sync.greeting import hello
from counter_app.sync.packing import Malformed
from counter_app.sync.peer import Refused, Unreachable
from counter_app.sync.pulling import pull
from counter_app.sync.pushing import push
from counter_app.sync.state import Ends
from db.engine import connect, open_store, reading, transaction
from db.numbers import next_number
from db.outbox import enqueue
from tests.faults.machine.loopback import Loopback
from tests.faults.machine.places import KEY

PREPARED = "certificate.prepared"
STEPS: dict[str, Callable[[Ends], object]] = {
    "hello": hello,
    "pull": pull,
    "push": push,
    "refill": refill,
    "check": check,
}


class Died(BaseException):
    """In place of a SIGKILL: nothing of ours handles it, and what was not committed is gone."""


@dataclass
class Client:
    """`told`: the numbers that a clerk was told are issued. `refused`: what the district did not
    do, by code."""

    centre: str
    path: Path
    district: Loopback
    clock: FixedClock
    told: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    left: int | None = None
    """Statements until it dies."""

    def __post_init__(self) -> None:
        self.engine = self._opened()

    @property
    def ends(self) -> Ends:
        return Ends(self.engine, self.clock, self.district)

    def close(self) -> None:
        self.engine.dispose()

    def sync(self, step: str) -> Any:
        """What a step found, None if it failed."""
        self.clock.at += timedelta(seconds=1)
        try:
            return self._mortal(lambda: STEPS[step](self.ends))
        except Refused as refused:
            self.refused.add(refused.code)
        except (Unreachable, Malformed):
            pass
        return None

    def issue(self, act: Callable[[Engine, Callable[[Session], str | None]], Any]) -> None:
        """Gives a number; `act` makes it one transaction."""
        number = self._mortal(lambda: act(self.engine, self._prepare))
        if number:
            self.told.append(number)

    def _prepare(self, session: Session) -> str | None:
        series = f"{self.clock.now().year}-{self.centre}-AR"
        given = next_number(session, series)
        if given is None:
            return None
        number = f"{series}-{given:06d}"
        record(session, self.clock, None, PREPARED, "certificate", {"number": number})
        enqueue(session, self.clock.now(), PREPARED, {"number": number})
        return number

    def propose(self, resident: int, day: date, action_id: str) -> None:
        """A clerk reports a card lost; some are refused, as one is still to be answered."""

        def act() -> None:
            with suppress(Refusal), transaction(self.engine) as session:
                proposals.propose(
                    session, self.clock, resident, "card_lost_on", day, action_id=action_id
                )
                record(session, self.clock, None, "resident.changed", f"resident:{resident}", {})

        self._mortal(act)

    def sql(self, said: str) -> list[tuple[Any, ...]]:
        with closing(connect(self.path, KEY)) as connection:
            return [tuple(row) for row in connection.execute(said)]

    def numbers(self) -> list[str]:
        """Every number this store has given, as its audit has them."""
        said = "SELECT json_extract(detail, '$.number') FROM audit WHERE action = '{}'"
        return [row[0] for row in self.sql(said.format(PREPARED))]

    def chain_holds(self) -> bool:
        return verify(self.engine).ok

    def sums(self) -> tampering.Sums:
        with reading(self.engine) as session:
            return tampering.sums(session)

    def _mortal(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except Died:
            self.engine.dispose()
            self.engine = self._opened()
            return None
        finally:
            self.left = None

    def _opened(self) -> Engine:
        engine = open_store(self.path, KEY)
        event.listen(engine, "before_cursor_execute", self._step)
        event.listen(engine, "commit", self._step)
        return engine

    def _step(self, *_: object) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                raise Died
