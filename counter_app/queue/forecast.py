"""Who will be called when, as things stand: the queue played forward through the calling rule.

Windows finish whom they serve and call one after the other, each visit taking its usual time; who
usually comes meanwhile joins in, and clerks go to lunch when they usually do. Pure.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from itertools import count

from counter_app.queue.crowd import Crowd
from counter_app.queue.order import Fairness, Head, Lane, Place, choose
from counter_app.queue.pace import Pace
from counter_app.queue.rota import Rota

HORIZON = 4 * 3600.0
STEP = 60.0
"""After how many seconds a window with nobody to call looks again."""
HELP = 600.0
"""Seconds until somebody serves a category that no window serves."""


@dataclass(frozen=True, slots=True)
class Station:
    """A window. `category` and `elapsed` seconds of whom it serves, or `away`, seconds until its
    clerk is back."""

    place: Place
    category: str | None = None
    elapsed: float = 0.0
    away: float = 0.0


@dataclass(frozen=True, slots=True)
class Known:
    """What has been learned, and the calling rule."""

    pace: Pace
    crowd: Crowd
    rota: Rota
    rules: Fairness


@dataclass(frozen=True, slots=True)
class Turn:
    """Seconds until the call, and how many of the category who wait already are called before."""

    seconds: float
    ahead: int


def forecast(
    waiting: Sequence[Head],
    asked: Sequence[Head],
    stations: Sequence[Station],
    known: Known,
    now: datetime,
) -> dict[int, Turn]:
    """The turn of each of `asked`, by id; HORIZON at the most.

    They take no time of any window, so each is answered as if the others were not there.
    """
    if any(all(s.place.tier(h.lane.category) is None for s in stations) for h in asked):
        stations = (*stations, Station(Place(), away=HELP if stations else 0.0))
    found = _Play(waiting, asked, stations, known, now).turns()
    return {head.id: found.get(head.id, Turn(HORIZON, len(waiting))) for head in asked}


class _Play:
    def __init__(
        self,
        waiting: Sequence[Head],
        asked: Sequence[Head],
        stations: Sequence[Station],
        known: Known,
        now: datetime,
    ) -> None:
        self._asked = {head.id for head in asked}
        self._known = known
        self._now = now
        self._today = seconds_of_day(now)
        self._lanes: dict[Lane, deque[Head]] = {}
        for head in sorted((*waiting, *asked), key=lambda head: head.id):
            self._lanes.setdefault(head.lane, deque()).append(head)
        self._newcomers = count(max((head.id for head in (*waiting, *asked)), default=0) + 1)
        self._coming = deque(known.crowd.coming(HORIZON))
        self._places = [station.place for station in stations]
        self._crew = max(1, sum(not station.away for station in stations))
        self._rests = [known.rota.works(s.place.window, self._today) for s in stations]
        """Whether a window keeps to its rota: one that works when it usually rests does not."""
        self._free = [(self._first(station), at) for at, station in enumerate(stations)]
        heapify(self._free)

    def turns(self) -> dict[int, Turn]:
        here = {head.id for lane in self._lanes.values() for head in lane}
        called: dict[str, int] = {}
        found: dict[int, Turn] = {}
        while self._free and len(found) < len(self._asked):
            after, at = heappop(self._free)
            head = self._call(after, at) if after < HORIZON else None
            if head is None:
                continue
            category = head.lane.category
            if head.id in self._asked:
                found[head.id] = Turn(after, called.get(category, 0))
                heappush(self._free, (after, at))
                continue
            called[category] = called.get(category, 0) + (head.id in here)
            heappush(self._free, (after + self._known.pace.mean(category, self._crew), at))
        return found

    def _first(self, station: Station) -> float:
        if station.category is None:
            return station.away
        return self._known.pace.left(station.category, self._crew, station.elapsed)

    def _call(self, after: float, at: int) -> Head | None:
        """Whom a window calls then; None when its clerk rests or it has nobody to call, and it
        looks again later."""
        place = self._places[at]
        back = self._known.rota.back(place.window, self._today + after)
        if self._rests[at] and back is not None and back > self._today + after:
            heappush(self._free, (back - self._today, at))
            return None
        while self._coming and self._coming[0][0] <= after:
            comes, lane = self._coming.popleft()
            head = Head(lane, next(self._newcomers), self._now + timedelta(seconds=comes))
            self._lanes.setdefault(lane, deque()).append(head)
        heads = [line[0] for line in self._lanes.values() if line]
        choice = choose(heads, place, self._known.rules, self._now + timedelta(seconds=after))
        if choice is None:
            soonest = self._coming[0][0] if self._coming and not heads else after
            heappush(self._free, (max(soonest, after + STEP), at))
            return None
        if choice.head.id not in self._asked:
            self._places[at] = replace(place, turn=choice.turn)
        return self._lanes[choice.head.lane].popleft()


def seconds_of_day(at: datetime) -> float:
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return (at - midnight).total_seconds()
