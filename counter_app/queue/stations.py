"""The windows as a forecast sees them: whom each serves, or when its clerk will be back."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from counter_app.queue.forecast import Station, seconds_of_day
from counter_app.queue.order import Place
from counter_app.queue.rota import Rota
from counter_app.queue.settings import Lunch
from counter_app.queue.views import tiers_from
from db.acts import Row, moment
from db.queue import DeskState

BREAK = timedelta(minutes=10)
"""How long a pause lasts."""
LEAST = timedelta(minutes=2)
"""How long an absence still lasts when it has lasted longer than expected."""


def stations(
    desks: Sequence[Row], worked: Collection[int], rota: Rota, lunch: Lunch, now: datetime
) -> tuple[Station, ...]:
    """Of rows of db.queue_past.DESKS: windows open now, at rest for a while, or yet to open, as
    they usually do. `worked`: those that have called somebody today; a desk that stayed open
    overnight is not one that is worked at.

    When none of them is, all are taken to open when they usually do.
    """
    spoken = {row[0]: row[3].split() for row in desks if row[1] == DeskState.OPEN}
    found, closed = [], []
    for window, state, since, languages, serves, turn, category, _, called_at in desks:
        others = {tongue for other, said in spoken.items() if other != window for tongue in said}
        place = Place(window, tiers_from(serves), languages.split(), turn, others)
        gone = max(timedelta(0), now - moment(since))
        today = window in worked or moment(since).date() == now.date()
        if category is not None:
            elapsed = (now - moment(called_at)).total_seconds()
            found.append(Station(place, category, max(0.0, elapsed)))
        elif state == DeskState.OPEN and today:
            found.append(Station(place))
        elif state == DeskState.PAUSED and today:
            found.append(Station(place, away=max(LEAST, BREAK - gone).total_seconds()))
        elif state == DeskState.LUNCH and today:
            found.append(Station(place, away=_lunch(window, gone, rota, lunch, now)))
        else:
            closed.append(Station(place, away=_opens(window, rota, now)))
    return tuple(found or closed) + tuple(s for s in closed if found and s.away)


def _opens(window: int, rota: Rota, now: datetime) -> float:
    """Seconds until the window usually opens today; 0 when that is not known, or long since."""
    here = seconds_of_day(now)
    return (rota.back(window, here) or here) - here


def _lunch(window: int, gone: timedelta, rota: Rota, lunch: Lunch, now: datetime) -> float:
    here = seconds_of_day(now)
    back = rota.back(window, here)
    if back is not None and back > here:
        return back - here
    begins, ends = (
        timedelta(hours=at.hour, minutes=at.minute) for at in (lunch.begins, lunch.ends)
    )
    return max(LEAST, (ends - begins) / lunch.shifts - gone).total_seconds()
