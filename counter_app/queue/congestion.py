"""Whether a crowd is here or on its way, as on a Monday morning; told before it is felt.

Pure. The rule, in words: after the coming hour the open windows will still have TOLERATED or more
of work before them, each. Work is everybody who waits now and who comes in that hour on days like
this, times what a visit takes; a window does an hour of it, less its lunch. The crowd is here
`now` when those who wait are as much work as the calling rule's cap; else it is to come.
"""

from dataclasses import dataclass
from math import ceil

from counter_app.queue.forecast import Station, seconds_of_day
from counter_app.queue.rota import QUARTER
from counter_app.queue.waits import Scene
from counter_app.words import say

HOUR = 3600.0
TOLERATED = 900.0
"""Seconds of work that may be left over at each window: chance evens out so much."""
LEAST = 8
"""Visitors, here or to come within the hour, that are a crowd at all."""


@dataclass(frozen=True, slots=True)
class Crowding:
    """`now`: it is here; else it comes within the hour. `waiting` wait, `coming` will come in that
    hour, `usual` do on days like this. The `open` windows, at lunch or not, are too few, `needed`
    would do; `behind`: minutes of work each has left over after the hour. `quieter`: the hour of
    the day from which on there is room; None when that is not known."""

    now: bool
    waiting: int
    coming: int
    usual: int
    open: int
    needed: int
    behind: int
    quieter: int | None = None

    def words(self, language: str) -> str:
        """For clerks: what is expected, and why."""
        return say(
            "crowding.now" if self.now else "crowding.coming",
            language,
            waiting=self.waiting,
            coming=self.coming,
            usual=self.usual,
            open=self.open,
            needed=self.needed,
            behind=self.behind,
        )

    def brief(self, language: str) -> str:
        """For clerks, in one short line: how many windows would do."""
        code = "crowding.brief_now" if self.now else "crowding.brief_coming"
        return say(code, language, needed=self.needed)

    def advice(self, language: str) -> str:
        """For visitors: whether to come later."""
        if self.quieter is None:
            return say("crowding.advice", language)
        return say("crowding.advice_later", language, hour=self.quieter)


def crowding(scene: Scene) -> Crowding | None:
    """None while the open windows can do with who comes, or none works."""
    rooms = [room for station in scene.stations if (room := _works(scene, station))]
    if not rooms:
        return None
    pace, crowd, crew = scene.known.pace, scene.known.crowd, len(rooms)
    coming = crowd.coming(HOUR)
    waiting_for = sum(pace.mean(head.lane.category, crew) for head in scene.line)
    work = waiting_for + sum(pace.mean(lane.category, crew) for _, lane in coming)
    left_over = (work - sum(rooms)) / crew
    if len(scene.line) + len(coming) < LEAST or left_over < TOLERATED:
        return None
    at = seconds_of_day(scene.now)
    return Crowding(
        waiting_for >= scene.known.rules.cap_minutes * 60 * crew,
        len(scene.line),
        len(coming),
        round(crowd.usual(at, at + HOUR) or 0),
        crew,
        ceil(work / HOUR),
        round(left_over / 60),
        _quieter(scene, crew),
    )


def _works(scene: Scene, station: Station) -> float:
    """Seconds that a window works in the coming hour, for all its clerk is away or eats."""
    at = seconds_of_day(scene.now)
    window = station.place.window
    quarters = [at + n * QUARTER for n in range(4)]
    steady = not scene.known.rota.works(window, at)  # works when it usually rests
    return sum(
        QUARTER
        for quarter in quarters
        if quarter - at >= station.away and (steady or scene.known.rota.works(window, quarter))
    )


def _quieter(scene: Scene, crew: int) -> int | None:
    """The first whole hour in which some usually come, and the windows do with them."""
    pace, crowd = scene.known.pace, scene.known.crowd
    for hour in range(scene.now.hour + 1, 24):
        usual = (crowd.usual(hour * HOUR, (hour + 1) * HOUR) or 0) * crowd.factor
        if usual >= 1 and usual * pace.mean(None, crew) <= crew * HOUR:
            return hour
    return None
