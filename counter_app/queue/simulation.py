"""A month of visitors called by the rule and, the very same visitors, in the order they came.

Pure and seeded. Shows what the rule costs whom, and whether anybody waits beyond the cap.
"""

import heapq
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random
from statistics import mean, median

from counter_app.clock import SEOUL
from counter_app.queue.order import Fairness, Head, Lane, Place, choose
from db.queue import Priority

DAYS = 22
OPENS, CLOSES = time(9), time(18)
LUNCH = (time(11, 30), time(12, 30), time(13, 30))
"""The even windows eat between the first two, the odd ones between the last two."""
BY_HOUR = {9: 1.3, 10: 1.4, 11: 1.2, 12: 0.6, 13: 0.9, 14: 1.1, 15: 1.0, 16: 0.9, 17: 0.6}
MONDAY = 1.2
SERVICE = {
    "A": (0.40, 4.0),
    "B": (0.22, 8.0),
    "C": (0.10, 6.0),
    "D": (0.10, 14.0),
    "E": (0.18, 9.0),
}
"""By category: its share of the visitors, and a visit's median minutes."""
SPREAD = 0.5
"""Of the logarithm of the minutes."""
PRIORITY, INTERPRETER = 0.15, 0.35
"""Shares: of all visitors, and of those of the foreign residents' desk."""
TONGUES = ("vi", "zh", "uz")


class Group(StrEnum):
    ORDINARY = "ordinary"
    PRIORITY = "priority"
    INTERPRETER = "interpreter"


@dataclass(frozen=True, slots=True)
class Visitor:
    """`id` is the order of arrival; `service`: how long the visit takes, whoever serves."""

    id: int
    arrives: datetime
    lane: Lane
    service: timedelta

    @property
    def group(self) -> Group:
        if self.lane.priority:
            return Group.PRIORITY
        return Group.INTERPRETER if self.lane.tongue else Group.ORDINARY


@dataclass(frozen=True, slots=True)
class Called:
    visitor: Visitor
    at: datetime

    @property
    def wait(self) -> float:
        """Minutes."""
        return (self.at - self.visitor.arrives) / timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Waits:
    """Minutes that a group waited."""

    visitors: int
    mean: float
    median: float
    ninetieth: float
    longest: float


PLACES = tuple(
    Place(window, languages=("vi", "zh") if window == 5 else ("uz",) if window == 6 else ())
    for window in range(1, 7)
)
"""Six windows that serve everything, two of them with a clerk who speaks what is needed."""


def visitors(seed: int, per_day: float, days: int = DAYS) -> list[list[Visitor]]:
    """Day by day; `per_day` on average, more on Mondays."""
    random = Random(seed)  # noqa: S311 - nothing secret
    made: list[list[Visitor]] = []
    day = date(2026, 11, 2)
    while len(made) < days:
        if day.weekday() < 5:
            made.append(list(_visitors_of(random, day, per_day)))
        day += timedelta(days=1)
    return made


def _visitors_of(random: Random, day: date, per_day: float) -> Iterator[Visitor]:
    rate = per_day / sum(BY_HOUR.values()) * (MONDAY if day.weekday() == 0 else 1.0)
    top = max(BY_HOUR.values())
    at, closes = (datetime.combine(day, moment, SEOUL) for moment in (OPENS, CLOSES))
    number = 0
    while True:
        at += timedelta(hours=random.expovariate(rate * top))
        if at >= closes:
            return
        if random.random() * top < BY_HOUR[at.hour]:
            number += 1
            yield _visitor(random, number, at)


def _visitor(random: Random, number: int, at: datetime) -> Visitor:
    category = random.choices(list(SERVICE), [share for share, _ in SERVICE.values()])[0]
    minutes = SERVICE[category][1] * random.lognormvariate(0, SPREAD)
    priority = random.choice(list(Priority)) if random.random() < PRIORITY else None
    foreign = category == "E" and random.random() < INTERPRETER
    lane = Lane(category, priority, random.choice(TONGUES) if foreign else "")
    return Visitor(number, at, lane, timedelta(minutes=minutes))


def work(day: Iterable[Visitor], rules: Fairness | None) -> list[Called]:
    """A day's calls by the rules; with None, of whoever came first."""
    lanes: dict[Lane, deque[Visitor]] = {}
    turns = {place.window: 0 for place in PLACES}
    idle = list(PLACES)
    calls: list[Called] = []
    coming = [(visitor.arrives, visitor.id, visitor) for visitor in day]
    events: list[tuple[datetime, int, Visitor | Place | None]] = [*coming]
    heapq.heapify(events)
    while events:
        now, order, what = heapq.heappop(events)
        if isinstance(what, Visitor):
            lanes.setdefault(what.lane, deque()).append(what)
            if rules and what.lane.tongue:  # from then on any window may call them
                later = now + timedelta(minutes=rules.language_minutes)
                heapq.heappush(events, (later, order, None))
        elif what:
            idle.append(what)
        for place in sorted(idle, key=lambda place: place.window or 0):
            rests = _rests_until(place, now)
            if rests:
                idle.remove(place)
                heapq.heappush(events, (rests, -(place.window or 0), place))
                continue
            called = _next(lanes, replace(place, turn=turns[place.window]), rules, now)
            if called is None:
                continue
            visitor, turns[place.window] = called
            calls.append(Called(visitor, now))
            idle.remove(place)
            heapq.heappush(events, (now + visitor.service, -(place.window or 0), place))
    return calls


def _next(
    lanes: dict[Lane, deque[Visitor]], place: Place, rules: Fairness | None, now: datetime
) -> tuple[Visitor, int] | None:
    heads = [Head(line[0].lane, line[0].id, line[0].arrives) for line in lanes.values() if line]
    if rules is None:
        head = min(heads, key=lambda head: head.id, default=None)
        return (lanes[head.lane].popleft(), 0) if head else None
    open_now = [other for other in PLACES if other != place and not _rests_until(other, now)]
    spoken = {tongue for other in open_now for tongue in other.languages}
    choice = choose(heads, replace(place, elsewhere=spoken), rules, now)
    return (lanes[choice.head.lane].popleft(), choice.turn) if choice else None


def _rests_until(place: Place, now: datetime) -> datetime | None:
    first, second, last = LUNCH
    begins, ends = (first, second) if (place.window or 0) % 2 == 0 else (second, last)
    return datetime.combine(now.date(), ends, SEOUL) if begins <= now.time() < ends else None


def month(seed: int, per_day: float, rules: Fairness | None, days: int = DAYS) -> list[Called]:
    """All calls of a month."""
    return [call for day in visitors(seed, per_day, days) for call in work(day, rules)]


def waits(calls: Iterable[Called]) -> dict[Group, Waits]:
    """By group, those that somebody belonged to."""
    groups: dict[Group, list[float]] = {}
    for call in calls:
        groups.setdefault(call.visitor.group, []).append(call.wait)
    return {group: _waits(sorted(groups[group])) for group in Group if group in groups}


def _waits(minutes: list[float]) -> Waits:
    ninetieth = minutes[min(len(minutes) - 1, len(minutes) * 9 // 10)]
    return Waits(len(minutes), mean(minutes), median(minutes), ninetieth, minutes[-1])
