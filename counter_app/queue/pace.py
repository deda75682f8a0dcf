"""How long a visitor takes up a window: learned from what windows did before and today.

Pure. A cycle is a stay at a window and the moment until the window's next call, if somebody was
waiting by then; a longer moment was a pause and no work. Means of few cycles lean on means of
many: a category's on all categories', today's on those of the days before.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import accumulate, zip_longest
from math import sqrt
from statistics import fmean
from typing import TypeVar

from counter_app.queue.record import Stay
from counter_app.queue.rota import quarter_of

USUAL = 360.0
"""Seconds of a cycle, and its standard deviation against that, until there is a past."""
SPREAD = 0.7
PAUSE = 180.0
SAME_WEEKDAY = 3.0
"""What a cycle of the same weekday counts, against one of another."""
DOUBT_CATEGORY, DOUBT_CREW, DOUBT_TODAY = 10.0, 40.0, 20.0
"""How many cycles say as much as what is believed without them."""
LEAST = 30
"""Cycles from which on their own distribution is used."""

Key = TypeVar("Key")
Weighed = tuple[float, float]
"""Weight and value."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """`crew`: how many windows worked in that quarter hour."""

    category: str
    seconds: float
    crew: int


def cycles(stays: Iterable[Stay]) -> list[Cycle]:
    """Of one day's stays, in the order in which they began."""
    lines: dict[int, list[Stay]] = defaultdict(list)
    working: dict[int, set[int]] = defaultdict(set)
    for stay in stays:
        lines[stay.window].append(stay)
        for quarter in range(quarter_of(stay.called), quarter_of(stay.left) + 1):
            working[quarter].add(stay.window)
    return [
        Cycle(
            stay.category,
            stay.seconds + _turning(stay, following),
            len(working[quarter_of(stay.called)]),
        )
        for line in lines.values()
        for stay, following in zip_longest(line, line[1:])
    ]


def _turning(stay: Stay, following: Stay | None) -> float:
    if following is None or following.taken > stay.left:
        return 0.0
    seconds = following.called - stay.left
    return seconds if 0 < seconds <= PAUSE else 0.0


class Pace:
    """`past`: of each day before, whether it was the same weekday, and its cycles."""

    def __init__(self, past: Iterable[tuple[bool, Sequence[Cycle]]] = ()) -> None:
        before = [(SAME_WEEKDAY if same else 1.0, cycle) for same, day in past for cycle in day]
        self._all = _mean(((w, c.seconds) for w, c in before), USUAL, DOUBT_CATEGORY)
        self._means = {
            code: _mean(found, self._all, DOUBT_CATEGORY)
            for code, found in _by((c.category, (w, c.seconds)) for w, c in before).items()
        }
        self._crews = {
            crew: _mean(found, 1.0, DOUBT_CREW)
            for crew, found in _by((c.crew, (w, self._ratio(c))) for w, c in before).items()
        }
        self._ratios = sorted(self._ratio(cycle) for _, cycle in before)
        self._sums = [0.0, *accumulate(reversed(self._ratios))]
        self.spread = SPREAD
        """Standard deviation of a cycle against its mean."""
        if len(self._ratios) >= LEAST:
            mean = fmean(self._ratios)
            self.spread = sqrt(fmean((ratio - mean) ** 2 for ratio in self._ratios))
        self._mood = 1.0
        self._moods: dict[str, float] = {}

    def on_a_day(self, done: Iterable[Cycle]) -> "Pace":
        """The same, corrected by how much longer or shorter the day's cycles were so far."""
        here = copy(self)
        moods = [(c.category, (1.0, self._ratio(c) / self._crew(c.crew))) for c in done]
        here._mood = _mean((mood for _, mood in moods), 1.0, DOUBT_TODAY)
        here._moods = {
            code: _mean(found, here._mood, DOUBT_TODAY) for code, found in _by(moods).items()
        }
        return here

    def mean(self, category: str | None, crew: int) -> float:
        """Seconds of a cycle while so many windows work; None: of whatever category."""
        known = category or ""
        base, mood = self._means.get(known, self._all), self._moods.get(known, self._mood)
        return base * self._crew(crew) * mood

    def left(self, category: str, crew: int, elapsed: float) -> float:
        """Seconds that a cycle which has begun still takes."""
        mean = self.mean(category, crew)
        over = max(0.0, elapsed) / mean
        longer = len(self._ratios) - bisect_right(self._ratios, over)
        if len(self._ratios) < LEAST or longer < 5:
            return mean * max(0.5, 1 - over)
        return mean * (self._sums[longer] / longer - over)

    def _crew(self, crew: int) -> float:
        return self._crews.get(crew, 1.0)

    def _ratio(self, cycle: Cycle) -> float:
        return cycle.seconds / self._means.get(cycle.category, self._all)


def _by(pairs: Iterable[tuple[Key, Weighed]]) -> dict[Key, list[Weighed]]:
    found: dict[Key, list[Weighed]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _mean(weighed: Iterable[Weighed], belief: float, doubt: float) -> float:
    """Of (weight, value), with the belief counting `doubt`."""
    weight, total = doubt, doubt * belief
    for w, value in weighed:
        weight += w
        total += w * value
    return total / weight
