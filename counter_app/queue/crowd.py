"""How many come when: learned from the quarter hours in which numbers were taken, day by day.

Pure. The mean of the days before, those of the same weekday counting most, times how today
compares with it so far.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass

from counter_app.queue.order import Lane
from counter_app.queue.rota import QUARTER, QUARTERS, quarter_of

SAME_WEEKDAY = 3.0
"""What a day of the same weekday counts, against one of another."""
DOUBT = 15.0
"""How many visitors say as much about today as the past does."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """`at`: seconds after midnight. `lane` has the category and the ground of priority."""

    at: float
    lane: Lane


class Crowd:
    """`past`: of each day before, whether it was the same weekday, and who came."""

    def __init__(self, past: Iterable[tuple[bool, Sequence[Arrival]]] = ()) -> None:
        days = 0.0
        counts: dict[Lane, list[float]] = {}
        for same, day in past:
            weight = SAME_WEEKDAY if same else 1.0
            days += weight
            for arrival in day:
                line = counts.setdefault(arrival.lane, [0.0] * QUARTERS)
                line[quarter_of(arrival.at)] += weight
        self._usual = {lane: [n / days for n in line] for lane, line in counts.items()}
        self._now = 0.0
        self.factor = 1.0
        """How many come on the day, against the usual."""

    def on_a_day(self, come: int, now: float) -> "Crowd":
        """The same, on a day on which `come` have come until `now`, seconds after midnight."""
        here = copy(self)
        here._now = now
        usually = sum(_until(line, now) for line in self._usual.values())
        here.factor = (come + DOUBT) / (usually + DOUBT)
        return here

    def usual(self, begin: float, end: float) -> float | None:
        """How many come between two moments of days like this; None when none is known."""
        if not self._usual:
            return None
        return sum(_until(line, end) - _until(line, begin) for line in self._usual.values())

    def coming(self, within: float) -> list[tuple[float, Lane]]:
        """Who is to be expected in the next seconds, as (seconds from now, lane), in order."""
        found = (
            (at - self._now, lane)
            for lane, line in self._usual.items()
            for at in self._moments(line, self._now + within)
        )
        return sorted(found, key=lambda comes: comes[0])

    def _moments(self, line: Sequence[float], end: float) -> Iterator[float]:
        """When the expected number passes a half, one and a half, …"""
        expected, due, at = 0.0, 0.5, self._now
        for quarter in range(quarter_of(at), quarter_of(end) + 1):
            rate = line[quarter] * self.factor / QUARTER
            close = min(end, (quarter + 1) * QUARTER)
            while expected + rate * (close - at) >= due:
                at += (due - expected) / rate
                expected, due = due, due + 1
                yield at
            expected, at = expected + rate * (close - at), close


def _until(line: Sequence[float], at: float) -> float:
    here = quarter_of(at)
    return sum(line[:here]) + line[here] * min(1.0, (at - here * QUARTER) / QUARTER)
