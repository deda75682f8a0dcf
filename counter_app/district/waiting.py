"""Counters of a centre that wait at one place of the feed: what comes is read once for them all."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from counter_app.district import enrolling, feed
from counter_app.district.caller import Caller
from counter_app.district.cursors import Cursor
from counter_app.district.district import District
from counter_app.district.feed import Answer
from counter_app.errors import Refusal


@dataclass(frozen=True, slots=True)
class _Read:
    """`good`: with which certificates counters of the centre may have it."""

    answer: Answer
    good: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Going:
    """A reading under way; `news` is set when there is more than it can find."""

    news: asyncio.Event
    task: asyncio.Task[_Read]


@dataclass(frozen=True, slots=True)
class Waiting:
    """On one event loop."""

    district: District
    _going: dict[tuple[str, Cursor, int], _Going] = field(default_factory=dict)
    _quiet: dict[str, tuple[str, asyncio.Event]] = field(default_factory=dict)
    """By centre: the cursor after which there is nothing until the event is set."""

    async def changes(self, caller: Caller, since: Cursor, limit: int, wait: float) -> Answer:
        """As soon as there are any, after `wait` seconds at the latest. Raises Refusal, Lost."""
        loop = asyncio.get_running_loop()
        until = loop.time() + wait
        while True:
            news, late = self._nothing_after(caller.centre, since), loop.time() >= until
            if news is None or late:
                news, answer = await self._read(caller, since, limit)
                if answer.lines or late:
                    return answer
            try:
                async with asyncio.timeout_at(until):
                    await news.wait()
            except TimeoutError:
                pass  # looked at once more, with whether the counter may still ask

    def _nothing_after(self, centre: str, since: Cursor) -> asyncio.Event | None:
        at, news = self._quiet.get(centre, ("", None))
        return news if news and at == str(since) and not news.is_set() else None

    async def _read(
        self, caller: Caller, since: Cursor, limit: int
    ) -> tuple[asyncio.Event, Answer]:
        key = (caller.centre, since, limit)
        if key not in self._going:
            news = self.district.hub.event(caller.centre)  # before it is read
            task = asyncio.create_task(self._looked(caller.centre, since, limit))
            self._going[key] = _Going(news, task)
            task.add_done_callback(lambda _: self._going.pop(key))
        going = self._going[key]
        read = await asyncio.shield(going.task)
        if caller.thumbprint not in read.good:
            raise Refusal("district.revoked")
        if read.answer.end:
            self._quiet[caller.centre] = (read.answer.end, going.news)
        return going.news, read.answer

    async def _looked(self, centre: str, since: Cursor, limit: int) -> _Read:
        now, held = self.district.clock.now(), self.district.hub.horizon.held
        return await self.district.look(_read, centre, since, limit, now, held)


def _read(
    session: Session, centre: str, since: Cursor, limit: int, now: datetime, held: float
) -> _Read:
    good = enrolling.good(session, centre, now)
    return _Read(feed.changes(session, centre, since, limit, held), good)
