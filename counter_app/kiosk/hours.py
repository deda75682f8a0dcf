"""Office hours: whether numbers are given now, and when again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from counter_app.days_off import day_off

LOOKED_AHEAD = 60
"""Days, beyond which nobody says when an office opens again."""


class Standing(StrEnum):
    OPEN = "open"
    LUNCH = "lunch"
    CLOSED = "closed"
    """Before or after the hours of a working day."""
    DAY_OFF = "day_off"


@dataclass(frozen=True, slots=True)
class Hours:
    """`lunch`: from when to when nobody serves; None where windows eat in turns."""

    opens: time = time(9)
    closes: time = time(18)
    lunch: tuple[time, time] | None = None
    closed_days: frozenset[date] = frozenset()
    """Beside weekends and public holidays."""

    def standing(self, now: datetime) -> Standing:
        if self._off(now.date()):
            return Standing.DAY_OFF
        at = now.time()
        if not self.opens <= at < self.closes:
            return Standing.CLOSED
        if self.lunch and self.lunch[0] <= at < self.lunch[1]:
            return Standing.LUNCH
        return Standing.OPEN

    def reopens(self, now: datetime) -> datetime | None:
        """The next moment at which the office opens; None when that is months away."""
        days = (now.date() + timedelta(days=ahead) for ahead in range(LOOKED_AHEAD))
        moments = (moment for day in days for moment in self._openings(day, now))
        return next((moment for moment in moments if moment > now), None)

    def _openings(self, day: date, now: datetime) -> Iterator[datetime]:
        if not self._off(day):
            yield datetime.combine(day, self.opens, now.tzinfo)
            if self.lunch:
                yield datetime.combine(day, self.lunch[1], now.tzinfo)

    def _off(self, day: date) -> bool:
        return day in self.closed_days or day_off(day)
