"""The district as its requests see it: where it keeps things, by which clock, whom it trusts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Concatenate, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from sqlalchemy import Engine, text
from sqlmodel import Session

from counter_app.clock import Clock
from counter_app.district import enrolling
from counter_app.district.caller import Caller
from counter_app.district.hub import Hub
from counter_app.district.limits import Rates
from counter_app.district.store import CONNECTIONS, NEWS, reading, writing
from counter_app.district.trust import Trust

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class District:
    engine: Engine
    clock: Clock
    trust: Trust
    hub: Hub
    secret: bytes
    rates: Rates = field(default_factory=Rates)
    enrolments: Rates = field(default_factory=lambda: Rates(5, 100))
    limiter: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(CONNECTIONS))
    news: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(NEWS))

    async def read(
        self,
        caller: Caller,
        act: Callable[Concatenate[Session, P], T],
        *args: P.args,
        **words: P.kwargs,
    ) -> T:
        """In a thread, for a caller who still is one. Raises Refusal, Lost."""

        def done() -> T:
            with reading(self.engine) as session:
                enrolling.require(session, caller, self.clock.now())
                return act(session, *args, **words)

        return await self._run(done)

    async def look(
        self, act: Callable[Concatenate[Session, P], T], *args: P.args, **words: P.kwargs
    ) -> T:
        """The same for several callers: who of them still is one is for `act` to find out. Waits
        for none of the other requests."""

        def done() -> T:
            with reading(self.engine) as session:
                return act(session, *args, **words)

        return await to_thread.run_sync(done, limiter=self.news)

    async def view(
        self,
        caller: Caller,
        act: Callable[Concatenate[Session, P], T],
        *args: P.args,
        **words: P.kwargs,
    ) -> T:
        """The same with one view of everything."""

        def done() -> T:
            with reading(self.engine, one_view=True) as session:
                enrolling.require(session, caller, self.clock.now())
                return act(session, *args, **words)

        return await self._run(done)

    async def write(
        self, act: Callable[Concatenate[Session, P], T], *args: P.args, **words: P.kwargs
    ) -> T:
        """In a transaction that is kept; who asks is for `act` to find out."""

        def done() -> T:
            with writing(self.engine) as session:
                return act(session, *args, **words)

        return await self._run(done)

    async def _run(self, done: Callable[[], T]) -> T:
        return await to_thread.run_sync(done, limiter=self.limiter)


def open_for(engine: Engine, clock: Clock, trust: Trust) -> District:
    """On a database that has been prepared."""
    with reading(engine) as session:
        found = session.connection().scalar(
            text("SELECT value FROM meta WHERE name = 'token_secret'")
        )
    return District(engine, clock, trust, Hub(engine, clock), bytes.fromhex(str(found)))
