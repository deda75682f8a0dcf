"""What a day of the queue, or several, came to: waiting, service, no-shows and load. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from statistics import median

from counter_app.queue.crowd import Crowd
from counter_app.queue.moves import Move, TicketState
from counter_app.queue.record import Begun, Record, Stay, Visit

HOUR = 3600
STEP = 300
"""Seconds between the points of the line of those who wait."""
LEAST = 0.5
"""Visitors that make an hour one in which people usually come."""

Key = tuple[str, str]
"""Key and name of a group."""
ALL: Key = ("", "")


@dataclass(frozen=True, slots=True)
class Times:
    """In whole seconds: half took no longer than `median`, nine in ten no longer than
    `ninetieth`."""

    count: int
    median: int
    ninetieth: int


@dataclass(frozen=True, slots=True)
class Group:
    """Visitors of one kind: of a category, of the window or clerk that had them last, or all.

    `waited`: from taking a number to its first call, by the window that made it. `service`: stays
    at a window, from the start, or the call where no start was pressed, until the visitor left it;
    without those ended only on a later day.
    """

    key: str
    name: str
    visitors: int
    served: int
    no_shows: int
    cancelled: int
    waited: Times | None
    service: Times | None


NOBODY = Group(*ALL, 0, 0, 0, 0, None, None)


@dataclass(frozen=True, slots=True)
class Hour:
    """`usual`: how many numbers days like these bring in that hour; None when none is known."""

    hour: int
    taken: int
    called: int
    waited: Times | None
    usual: float | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of all days from `first` to `last`. `line`: for a single day, how many waited, as (seconds
    after midnight, visitors)."""

    first: date
    last: date
    total: Group
    categories: tuple[Group, ...]
    windows: tuple[Group, ...]
    clerks: tuple[Group, ...]
    hours: tuple[Hour, ...]
    line: tuple[tuple[int, int], ...]
    waiting: int
    """Who still waits."""


@dataclass(frozen=True, slots=True)
class _By:
    """How visitors are told apart: whose they are, who called them first, who had a stay."""

    visit: Callable[[Visit], Key | None]
    first: Callable[[Visit], Key | None]
    stay: Callable[[Stay], Key | None]


def figures(
    first: date,
    last: date,
    records: Sequence[Record],
    clerks: Callable[[str], Key | None],
    crowd: Crowd | None = None,
) -> Figures:
    """`clerks`: login and name of a login, None for whom to leave out. `crowd`: what is usual on
    such a day."""
    visits = [visit for record in records for visit in record.visits.values()]

    def clerk(at: Stay | Begun | None) -> Key | None:
        return clerks(at.clerk) if at and at.clerk else None

    def window(at: Stay | Begun | None) -> Key | None:
        return (str(at.window), "") if at else None

    by_window = _By(lambda v: window(v.last), lambda v: window(v.first), window)
    by_clerk = _By(lambda v: clerk(v.last), lambda v: clerk(v.first), clerk)
    by_category = _By(
        lambda v: (v.category, ""), lambda v: (v.category, ""), lambda s: (s.category, "")
    )
    everybody = _By(lambda _: ALL, lambda _: ALL, lambda _: ALL)
    return Figures(
        first,
        last,
        next(iter(_groups(visits, everybody)), NOBODY),
        _groups(visits, by_category),
        tuple(sorted(_groups(visits, by_window), key=lambda group: int(group.key))),
        _groups(visits, by_clerk),
        tuple(_hours(visits, crowd)),
        tuple(_line(visits)) if len(records) == 1 else (),
        sum(visit.waiting_since is not None and not visit.archived for visit in visits),
    )


def _groups(visits: Iterable[Visit], by: _By) -> tuple[Group, ...]:
    belong: dict[Key, list[Visit]] = defaultdict(list)
    waited: dict[Key, list[float]] = defaultdict(list)
    service: dict[Key, list[float]] = defaultdict(list)
    for visit in visits:
        if key := by.visit(visit):
            belong[key].append(visit)
        if (key := by.first(visit)) and (wait := _waited(visit)) is not None:
            waited[key].append(wait)
        for stay in visit.stays:
            if stay.overnight or stay.out is Move.NO_SHOW:
                continue
            if key := by.stay(stay):
                service[key].append(max(0.0, stay.left - (stay.started or stay.called)))
    return tuple(
        _group(key, belong[key], waited[key], service[key])
        for key in sorted({*belong, *waited, *service})
    )


def _group(key: Key, visits: list[Visit], waited: list[float], service: list[float]) -> Group:
    states = [visit.state for visit in visits]
    return Group(
        *key,
        len(visits),
        states.count(TicketState.DONE),
        states.count(TicketState.NO_SHOW),
        states.count(TicketState.CANCELLED),
        _times(waited),
        _times(service),
    )


def _waited(visit: Visit) -> float | None:
    """Who took no number did not wait; a clock set back makes no wait shorter than none."""
    if visit.quick or visit.called is None:
        return None
    return max(0.0, visit.called - visit.taken)


def _times(seconds: list[float]) -> Times | None:
    if not seconds:
        return None
    ninetieth = sorted(seconds)[ceil(len(seconds) * 0.9) - 1]
    return Times(len(seconds), round(median(seconds)), round(ninetieth))


def _hours(visits: Sequence[Visit], crowd: Crowd | None) -> Iterator[Hour]:
    """From the first to the last in which anybody came or was called, or usually comes."""
    taken = Counter(int(v.taken // HOUR) for v in visits if not v.quick)
    called: dict[int, list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.called is not None:
            called[int(visit.called // HOUR)].append(visit)
    usual = {h: crowd.usual(h * HOUR, (h + 1) * HOUR) if crowd else None for h in range(24)}
    busy = [h for h, number in usual.items() if number and number >= LEAST]
    seen = sorted({*taken, *called, *busy})
    for hour in range(seen[0], seen[-1] + 1) if seen else ():
        waits = [wait for v in called[hour] if (wait := _waited(v)) is not None]
        yield Hour(hour, taken[hour], len(called[hour]), _times(waits), usual.get(hour))


def _line(visits: Iterable[Visit]) -> Iterator[tuple[int, int]]:
    changes: Counter[int] = Counter()
    last = 0
    for visit in visits:
        for begin, end in visit.waits:
            changes[_step(begin)] += 1
            changes[_step(end)] -= 1
            last = max(last, _step(end))
        if visit.waiting_since is not None:
            changes[_step(visit.waiting_since)] += 1
            last = max(last, _step(visit.waiting_since))
    waiting = 0
    for at in range(min(changes, default=0), last + 1, STEP) if changes else ():
        waiting += changes[at]
        yield at, waiting


def _step(at: float) -> int:
    """The first point of the line that is not before a moment."""
    return ceil(at / STEP) * STEP
