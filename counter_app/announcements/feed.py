"""What a board asks the queue: the calls that it does not know yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from counter_app.announcements.kept import Kept
from counter_app.clock import Clock
from counter_app.queue.tickets import Tickets
from counter_app.queue.views import AnnouncementView

FRESH = timedelta(minutes=5)
"""A board that was away for longer does not announce what is older: nobody waits for it to."""
EARLIER, MOST = 60, 300
"""Calls before its place and after it that a board reads when it begins."""
PAGE = 100


@dataclass(frozen=True, slots=True)
class Calls:
    """In order: `known` have had their turn, `stale` are too old for one, `new` are to have one.
    `begin`: the place from which the board begins anew; None when it just goes on."""

    new: tuple[AnnouncementView, ...]
    stale: tuple[AnnouncementView, ...] = ()
    known: tuple[AnnouncementView, ...] = ()
    begin: int | None = None


class Feed:
    """For one board, on one worker."""

    def __init__(self, tickets: Tickets, clock: Clock, place: Kept) -> None:
        self._tickets = tickets
        self._clock = clock
        self._place = place
        self._met: datetime | None = None

    def calls(self, after: int) -> Calls:
        """Those after one; all that a board begins with when it is asked for the first time or
        finds another store than before. Raises Refusal store.*, shared.*."""
        found = self._begin() if self._met is None else self._go_on(after, self._met)
        self._met = self._clock.now()
        return found

    def _begin(self) -> Calls:
        last = self._tickets.last_announcement()
        finished, at = self._place.finished, self._place.at
        first = max(min(last if finished is None else finished, last) - EARLIER, last - MOST, 0)
        calls = self._tickets.announcements(first, 2 * MOST)
        known_again = finished == 0 or any(c.id == finished and c.at == at for c in calls)
        if finished is None or not known_again:
            finished = last
        known = tuple(call for call in calls if call.id <= finished)
        stale, new = self._parted(calls[len(known) :])
        return Calls(new, stale, known, finished)

    def _go_on(self, after: int, met: datetime) -> Calls:
        calls: list[AnnouncementView] = []
        while page := self._tickets.announcements(calls[-1].id if calls else after, PAGE):
            calls += page
        if not calls and self._tickets.last_announcement() < after:
            self._place = Kept()
            return self._begin()
        if self._clock.now() - met <= FRESH:
            return Calls(tuple(calls))
        stale, new = self._parted(tuple(calls))
        return Calls(new, stale)

    def _parted(
        self, calls: tuple[AnnouncementView, ...]
    ) -> tuple[tuple[AnnouncementView, ...], tuple[AnnouncementView, ...]]:
        """Those before the first that is fresh, and the rest."""
        fresh = self._clock.now() - FRESH
        first = next((at for at, call in enumerate(calls) if call.at >= fresh), len(calls))
        return calls[:first], calls[first:]
