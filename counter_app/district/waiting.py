"""Counters of a centre that wait for its changes: what comes is read once for all who have the same
before them."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session

from counter_app.district import enrolling, feed
from counter_app.district.caller import Caller
from counter_app.district.cursors import Cursor
from counter_app.district.district import District
from counter_app.district.feed import Answer
from counter_app.errors import Refusal


@dataclass(frozen=True, slots=True)
class _Quiet:
    """There is nothing between `since` and `until`, nor after it until `news` is set."""

    since: Cursor
    until: Cursor
    news: asyncio.Event

    def has(self, place: Cursor) -> bool:
        return place.epoch == self.until.epoch and self.since <= place <= self.until

    def with_(self, before: "_Quiet | None") -> "_Quiet":
        """Both where they meet, else this one alone."""
        if before is None or not (self.has(before.until) or before.has(self.until)):
            return self
        later = before if before.until > self.until else self
        return replace(later, since=min(before.since, self.since))


@dataclass(frozen=True, slots=True)
class _Read:
    """`good`: with which certificates counters of the centre may have it."""

    answer: Answer
    good: frozenset[str]

    def is_for(self, place: Cursor) -> bool:
        """Whether who is there would be told the same: what lies before it is nothing, too."""
        between = self.answer.quiet
        return not self.answer.lines and between is not None and place <= between[1]


@dataclass(frozen=True, slots=True)
class Waiting:
    """On one event loop."""

    district: District
    _going: dict[tuple[str, int, Cursor], asyncio.Task[_Read]] = field(default_factory=dict)
    """Readings under way, by centre, limit and the place they go from."""
    _quiet: dict[str, _Quiet] = field(default_factory=dict)
    """By centre: the newest that is known."""

    async def changes(self, caller: Caller, since: Cursor, limit: int, wait: float) -> Answer:
        """As soon as there are any, after `wait` seconds at the latest. Raises Refusal, Lost."""
        loop = asyncio.get_running_loop()
        until = loop.time() + wait
        while True:
            quiet, late = self._quiet.get(caller.centre), loop.time() >= until
            if quiet and quiet.has(since):
                since = quiet.until  # whoever is between the two is told the same
                if not (late or quiet.news.is_set()):
                    with suppress(TimeoutError):  # then: may the counter still ask?
                        async with asyncio.timeout_at(until):
                            await quiet.news.wait()
                    continue
            read = await self._read(caller.centre, since, limit)
            if caller.thumbprint not in read.good:
                raise Refusal("district.revoked")
            if read.answer.lines or late:
                return read.answer

    async def _read(self, centre: str, since: Cursor, limit: int) -> _Read:
        """Together with others, where a reading under way finds what one from here would."""
        nearest = self._before(centre, since, limit)
        if nearest not in (None, since):
            with suppress(Refusal):  # it may be of the place, and that is another's
                read = await asyncio.shield(self._going[centre, limit, nearest])
                if read.is_for(since):
                    return read
        key = (centre, limit, since)
        if key not in self._going:
            self._going[key] = asyncio.create_task(self._looked(*key))
        return await asyncio.shield(self._going[key])

    def _before(self, centre: str, since: Cursor, limit: int) -> Cursor | None:
        """From where the nearest reading comes that goes past this place."""
        places = (at for of, most, at in self._going if (of, most) == (centre, limit))
        passing = (at for at in places if at.epoch == since.epoch and at <= since)
        return max(passing, default=None)

    async def _looked(self, centre: str, limit: int, since: Cursor) -> _Read:
        news = self.district.hub.event(centre)  # before it is read
        now, held = self.district.clock.now(), self.district.hub.horizon.held
        try:
            read = await self.district.look(_read, centre, since, limit, now, held)
        finally:
            del self._going[centre, limit, since]
        if read.answer.quiet:
            found = _Quiet(*read.answer.quiet, news)
            self._quiet[centre] = found.with_(self._quiet.get(centre))
        return read


def _read(
    session: Session, centre: str, since: Cursor, limit: int, now: datetime, held: float
) -> _Read:
    good = enrolling.good(session, centre, now)
    return _Read(feed.changes(session, centre, since, limit, held), good)
