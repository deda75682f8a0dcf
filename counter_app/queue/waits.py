"""From the queue of a moment to waits in minutes, and how sure they are. Pure."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil, floor, sqrt

from counter_app.queue.forecast import Known, Station, Turn, forecast
from counter_app.queue.order import Head, Lane

DOUBT = 0.2
"""What a forecast is wrong by, against itself, beside the chance in single visits."""
TENTH = 1.2816
"""Standard deviations beyond which lies one case in ten."""


@dataclass(frozen=True, slots=True)
class Wait:
    """`ahead`: those of the same category who wait now and are called before. `low`, `likely` and
    `high` in whole minutes: one in ten waits less than `low`, half less than `likely`, one in ten
    more than `high`. `waiting`, for newcomers: all of the category who wait now."""

    ahead: int
    low: int
    likely: int
    high: int
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """The queue at a moment; `line`: who waits, by arrival."""

    now: datetime
    line: tuple[Head, ...]
    stations: tuple[Station, ...]
    known: Known


def newcomers(scene: Scene, categories: list[str]) -> dict[str, Wait]:
    """Pure: the wait of an ordinary visitor who takes a number now, by category."""
    last = max((head.id for head in scene.line), default=0)
    asked = [Head(Lane(code), last + n, scene.now) for n, code in enumerate(categories, 1)]
    waiting = Counter(head.lane.category for head in scene.line)
    told = zip(categories, waits_of(scene, asked), strict=True)
    return {code: replace(wait, waiting=waiting[code]) for code, wait in told}


def behind(scene: Scene, category: str, ahead: int) -> Wait:
    """Pure: the wait of one with so many of the category before them, whoever those may be."""
    mine = [head for head in scene.line if head.lane.category == category]
    last = max((head.id for head in scene.line), default=0)
    missing = [Head(Lane(category), last + n, scene.now) for n in range(1, ahead - len(mine) + 1)]
    line = (*scene.line, *missing)
    cut = mine[ahead].id if ahead < len(mine) else last + len(missing) + 1
    before = [head for head in line if head.id < cut]
    after = [replace(head, id=head.id + 1) for head in line if head.id >= cut]
    taken_at = after[0].taken_at if after else scene.now
    return waits_of(replace(scene, line=(*before, *after)), [Head(Lane(category), cut, taken_at)])[
        0
    ]


def waits_of(scene: Scene, asked: list[Head]) -> list[Wait]:
    """Pure: of heads that are not in the line, as if the others asked about were not there."""
    turns = forecast(scene.line, asked, scene.stations, scene.known, scene.now)
    return [_wait(scene, head.lane.category, turns[head.id]) for head in asked]


def _wait(scene: Scene, category: str, turn: Turn) -> Wait:
    """The forecast is a mean; single visits and what it cannot know spread the wait around it."""
    working = [station for station in scene.stations if not station.away]
    serving = sum(station.place.tier(category) is not None for station in working)
    pace = scene.known.pace
    cycle = pace.mean(None, max(1, len(working))) * (1 + pace.spread**2)
    variance = (DOUBT * turn.seconds) ** 2 + turn.seconds * cycle / max(1, serving)
    low, likely, high = (
        _quantile(turn.seconds, variance, deviations) / 60 for deviations in (-TENTH, 0.0, TENTH)
    )
    return Wait(turn.ahead, floor(low), round(likely), max(1, ceil(high)))


def _quantile(mean: float, variance: float, deviations: float) -> float:
    """Of a gamma distribution, as Wilson and Hilferty approximate it."""
    if not mean:
        return 0.0
    shape = mean**2 / variance
    return mean * max(0.0, 1 - 1 / (9 * shape) + deviations / (3 * sqrt(shape))) ** 3
