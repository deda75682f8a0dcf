"""When windows are worked at: learned from the quarter hours in which they were, day by day.

Pure. A late start, an early end or a weekly meeting shows as quarters in which a window hardly
ever had anybody, among the days on which it was open at all. Lunch goes round from window to
window, so its turn is known beforehand; the past only says whether it is kept.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, partial
from typing import Protocol

from counter_app.queue.record import Stay

QUARTER = 900.0
QUARTERS = 96
RARELY = 0.25
"""Of the days; a window that was seldom there in a quarter usually rests in it."""
LEAST_DAYS = 4

Turn = tuple[float, float]
"""From and to, in seconds after midnight."""


class LunchOf(Protocol):
    """When a window eats on a day."""

    def __call__(self, window: int, day: date) -> Turn | None: ...


def _no_lunch(window: int, day: date = date.min) -> Turn | None:  # noqa: ARG001 - a LunchOf
    return None


class Rota:
    """Of one day. `before`: other days and their stays."""

    def __init__(
        self,
        day: date = date.min,
        before: Iterable[tuple[date, Sequence[Stay]]] = (),
        lunch: LunchOf = _no_lunch,
    ) -> None:
        open_on: Counter[int] = Counter()
        worked: Counter[tuple[int, int]] = Counter()
        lunches: list[bool] = []
        for other, stays in before:
            seen = {
                (stay.window, quarter)
                for stay in stays
                for quarter in range(quarter_of(stay.called), quarter_of(stay.left) + 1)
            }
            windows = {window for window, _ in seen}
            worked.update(seen)
            open_on.update(windows)
            turns = {
                window: turn for window in windows if (turn := lunch(window=window, day=other))
            }
            lunches += [_kept(turn, window, stays) for window, turn in turns.items()]
        self._usual = {
            window: tuple(worked[window, n] > RARELY * days for n in range(QUARTERS))
            for window, days in open_on.items()
            if days >= LEAST_DAYS
        }
        kept = sum(lunches) * 2 >= len(lunches)
        self._turn = cache(partial(lunch, day=day) if kept else _no_lunch)

    def works(self, window: int | None, at: float) -> bool:
        """Whether the window usually works at a moment of the day; unknown, it does."""
        if window is None:
            return True
        turn = self._turn(window)
        eats = turn is not None and turn[0] <= at < turn[1]
        return not eats and self._usual.get(window, ALWAYS)[quarter_of(at)]

    def back(self, window: int | None, at: float) -> float | None:
        """The first moment from `at` on at which the window usually works; None: not today."""
        if window is None or self.works(window, at):
            return at
        later = [n * QUARTER for n in range(quarter_of(at) + 1, QUARTERS)]
        turn = self._turn(window)
        if turn and turn[1] > at:
            later = sorted((*later, turn[1]))
        return next((moment for moment in later if self.works(window, moment)), None)


def quarter_of(at: float) -> int:
    """The quarter hour of a moment, in seconds after midnight; the last one from there on."""
    return min(QUARTERS - 1, max(0, int(at // QUARTER)))


ALWAYS = (True,) * QUARTERS


def _kept(turn: Turn, window: int, stays: Iterable[Stay]) -> bool:
    """Whether nobody was called in the middle of a window's lunch."""
    begin, end = turn
    middle = (begin + end) / 2
    return not any(
        stay.window == window and begin < stay.called <= middle + (end - begin) / 4
        for stay in stays
    )
