"""When windows are worked at: learned from the quarter hours in which they were, day by day.

Pure. A lunch, a late start or an early end shows as quarters in which a window hardly ever had
anybody, among the days on which it was open at all.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from counter_app.queue.record import Stay

QUARTER = 900.0
QUARTERS = 96
RARELY = 0.25
"""Of the days; a window that was seldom there in a quarter usually rests in it."""
LEAST_DAYS = 4


class Rota:
    """`days`: the stays of each day before."""

    def __init__(self, days: Iterable[Sequence[Stay]] = ()) -> None:
        open_on: Counter[int] = Counter()
        worked: Counter[tuple[int, int]] = Counter()
        for stays in days:
            seen = {
                (stay.window, quarter)
                for stay in stays
                for quarter in range(quarter_of(stay.called), quarter_of(stay.left) + 1)
            }
            worked.update(seen)
            open_on.update({window for window, _ in seen})
        self._works = {
            window: tuple(worked[window, n] > RARELY * days for n in range(QUARTERS))
            for window, days in open_on.items()
            if days >= LEAST_DAYS
        }

    @property
    def windows(self) -> list[int]:
        """Those about which enough is known."""
        return sorted(self._works)

    def works(self, window: int | None, at: float) -> bool:
        """Whether the window usually works at a moment of the day; unknown, it does."""
        works = self._works.get(window) if window else None
        return works is None or works[quarter_of(at)]

    def back(self, window: int | None, at: float) -> float | None:
        """The first moment from `at` on at which the window usually works; None: not today."""
        if self.works(window, at):
            return at
        later = range(quarter_of(at) + 1, QUARTERS)
        return next((n * QUARTER for n in later if self.works(window, n * QUARTER)), None)


def quarter_of(at: float) -> int:
    """The quarter hour of a moment, in seconds after midnight; the last one from there on."""
    return min(QUARTERS - 1, max(0, int(at // QUARTER)))
