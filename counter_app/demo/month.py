"""A month of a centre's queue, made up from a seed and played through the calling rule.

It has what real offices have: rushes at opening and on Mondays, lunch in turns, pauses, quick and
slow clerks, days on which everything takes longer, priority numbers, interpreters, visitors who
leave. Whoever estimates is told none of it.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from math import log
from random import Random

from counter_app.clock import SEOUL
from counter_app.queue.desks import lunch_turn
from counter_app.queue.moves import Move
from counter_app.queue.order import Fairness, Head, Lane, Place, choose
from counter_app.queue.record import Record, Stay, Visit
from counter_app.queue.settings import Lunch
from counter_app.queue.views import tiers_stored
from db.acts import Row
from db.queue import DeskState, Priority, TicketState

OPENS, CLOSES = time(9), time(18)
VISITORS = 265
"""On a day of weight 1."""
WEEKDAYS = (1.3, 1.0, 0.9, 0.95, 1.15)
HOURS = (1.5, 1.3, 1.25, 1.05, 0.95, 1.05, 0.95, 0.75, 0.2)
"""Arrivals hour by hour from opening on, against the day's mean."""
MINUTE = timedelta(minutes=1)
OUT = {True: (Move.FINISH, TicketState.DONE), False: (Move.NO_SHOW, TicketState.NO_SHOW)}


@dataclass(frozen=True, slots=True)
class Kind:
    """A category: its share of the visitors, minutes at the window and their spread, and how many
    need priority or an interpreter."""

    share: float
    minutes: float
    spread: float
    priority: float = 0.1
    interpreter: float = 0.0


KINDS = {
    "A": Kind(0.46, 3.6, 0.55),
    "B": Kind(0.20, 8.5, 0.60),
    "C": Kind(0.12, 6.0, 0.50, 0.15),
    "D": Kind(0.09, 14.0, 0.70, 0.35),
    "E": Kind(0.13, 11.0, 0.65, 0.05, 0.25),
}
SERVES = (
    (("A",), ("B", "C")),
    (("A", "C"), ("B",)),
    (),
    (("B", "C"), ("A", "E")),
    (("D",), ("A", "B")),
    (("E",), ("B", "A")),
)
"""What each window serves, in tiers."""
WINDOWS = tuple(range(1, len(SERVES) + 1))
LANGUAGES: tuple[tuple[str, ...], ...] = ((), (), ("en",), (), (), ("vi", "zh"))


@dataclass(slots=True)
class Visitor:
    head: Head
    called: datetime | None = None
    left: datetime | None = None
    window: int = 0
    came: bool = True


@dataclass(slots=True)
class Desk:
    """A window and its clerk. `pace`: their time for a visit against the usual; `away`: when they
    are not there, as (from, to)."""

    number: int
    pace: float
    away: list[tuple[datetime, datetime]]
    since: datetime
    turn: int = 0
    serving: Visitor | None = None
    state: DeskState = DeskState.CLOSED

    @property
    def open(self) -> bool:
        return self.state is DeskState.OPEN

    def turn_to(self, state: DeskState, at: datetime) -> None:
        if state is not self.state:
            self.state, self.since = state, at

    def row(self) -> Row:
        at, whom = self.number - 1, self.serving
        said, serves = " ".join(LANGUAGES[at]), tiers_stored(SERVES[at])
        served = (whom.head.lane.category, whom.head.id, whom.called) if whom else (None,) * 3
        return (self.number, self.state, self.since, said, serves, self.turn, *served)

    def back(self, at: datetime) -> datetime | None:
        """When the clerk, away now, is there again."""
        return next((end for begin, end in self.away if begin <= at < end), None)

    def place(self, desks: "list[Desk]") -> Place:
        elsewhere = {
            language
            for desk in desks
            if desk.open and desk is not self
            for language in LANGUAGES[desk.number - 1]
        }
        at = self.number - 1
        return Place(self.number, SERVES[at], LANGUAGES[at], self.turn, elsewhere)


@dataclass(frozen=True, slots=True)
class Taking:
    """The moment in which `visitor` takes a number: who came before them today, who of those
    waits, by arrival, and the windows as rows of db.queue_past.DESKS."""

    now: datetime
    visitor: Visitor
    before: tuple[Visitor, ...]
    waiting: tuple[Head, ...]
    desks: tuple[Row, ...]


def month(
    first: date, seed: int, rules: Fairness, watch: Callable[[Taking], None]
) -> Iterator[list[Visitor]]:
    """The working days of four weeks from a Monday on, as they are played."""
    random = Random(seed)
    clerks = [random.uniform(0.85, 1.25) for _ in SERVES]
    ids = count(1)
    for day in (first + timedelta(days=n) for n in range(28)):
        if day.weekday() < 5:
            yield _Day(day, random, clerks, rules, watch, ids).play()


def record(day: date, visitors: Iterable[Visitor], now: datetime | None = None) -> Record:
    """What the store's events would say of the day, until now or whole."""
    midnight = datetime.combine(day, time(), SEOUL)
    found = Record(day)
    for visitor in visitors:
        lane, called, left = visitor.head.lane, visitor.called, visitor.left
        taken = (visitor.head.taken_at - midnight).total_seconds()
        visit = found.visits[visitor.head.id] = Visit(lane.category, taken, lane.priority, False)
        if called and left and (now is None or left <= now):
            begin, end = ((at - midnight).total_seconds() for at in (called, left))
            visit.waits.append((taken, begin))
            out, visit.state = OUT[visitor.came]
            where = (lane.category, visitor.window, None, taken)
            visit.stays.append(Stay(*where, begin, begin if visitor.came else None, end, out))
    return found


class _Day:
    def __init__(
        self,
        day: date,
        random: Random,
        clerks: list[float],
        rules: Fairness,
        watch: Callable[[Taking], None],
        ids: Iterator[int],
    ) -> None:
        self._random, self._rules, self._watch, self._ids = random, rules, watch, ids
        self._opens = datetime.combine(day, OPENS, SEOUL)
        self._closes = datetime.combine(day, CLOSES, SEOUL)
        self._mood = random.lognormvariate(0, 0.12)
        """How long everything takes today."""
        self._crowd = WEEKDAYS[day.weekday()] * random.lognormvariate(0, 0.12)
        self._desks = [
            Desk(number, pace, self._absences(number), self._closes - timedelta(days=1))
            for number, pace in enumerate(clerks, 1)
        ]
        self._lanes: dict[Lane, deque[Visitor]] = {}
        self._agenda: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._order = count()
        self._visitors: list[Visitor] = []

    def play(self) -> list[Visitor]:
        for at in self._arrivals():
            self._plan(at, self._arrive)
        for desk in self._desks:
            self._plan(self._opens, partial(self._look, desk))
        while self._agenda:
            at, _, happen = heappop(self._agenda)
            happen(at)
        return self._visitors

    def _plan(self, at: datetime, happen: Callable[[datetime], None]) -> None:
        heappush(self._agenda, (at, next(self._order), happen))

    def _arrivals(self) -> Iterator[datetime]:
        early = round(self._random.uniform(2, 10) * self._crowd)
        for _ in range(early):
            yield self._opens - self._random.uniform(0, 15) * MINUTE
        hours = len(HOURS)
        for hour, weight in enumerate(HOURS):
            begins, at = self._opens + timedelta(hours=hour), 0.0
            rate = VISITORS * self._crowd * weight / hours
            while (at := at - log(1 - self._random.random()) / rate) < 1:
                yield begins + timedelta(hours=at)

    def _absences(self, number: int) -> list[tuple[datetime, datetime]]:
        """Before a late start, at lunch in two turns, twice a short pause, after closing."""
        lunch = lunch_turn(Lunch(), WINDOWS, number, self._opens.date())
        noon, back = (datetime.combine(self._opens, at, SEOUL) for at in lunch)
        late = self._random.choice((0, 0, 0, 5, 30))
        away = [
            (self._opens - 60 * MINUTE, self._opens + late * MINUTE),
            (noon, back),
            (self._closes + 180 * MINUTE, self._closes + timedelta(days=1)),
        ]
        for hour in (10, 15):
            if self._random.random() < 0.7:
                begin = self._opens.replace(hour=hour) + self._random.uniform(0, 90) * MINUTE
                away.append((begin, begin + self._random.uniform(5, 15) * MINUTE))
        return away

    def _arrive(self, at: datetime) -> None:
        random = self._random
        code = random.choices(list(KINDS), [kind.share for kind in KINDS.values()])[0]
        kind = KINDS[code]
        priority = Priority.SENIOR if random.random() < kind.priority else None
        foreign = random.random() < kind.interpreter
        tongue = random.choice(("vi", "zh", "uz")) if foreign else ""
        visitor = Visitor(Head(Lane(code, priority, tongue), next(self._ids), at))
        self._watch(self._taking(at, visitor))
        self._visitors.append(visitor)
        self._lanes.setdefault(visitor.head.lane, deque()).append(visitor)
        for desk in self._desks:
            if desk.open and desk.serving is None:  # somebody looks up
                self._plan(at + random.uniform(5, 30) * MINUTE / 60, partial(self._look, desk))

    def _taking(self, at: datetime, visitor: Visitor) -> Taking:
        waiting = [queued.head for lane in self._lanes.values() for queued in lane]
        waiting.sort(key=lambda head: head.id)
        desks = tuple(desk.row() for desk in self._desks)
        return Taking(at, visitor, tuple(self._visitors), tuple(waiting), desks)

    def _finish(self, desk: Desk, at: datetime) -> None:
        desk.serving = None
        self._look(desk, at)

    def _look(self, desk: Desk, at: datetime) -> None:
        """Whoever serves nobody calls the next, or leaves, or waits."""
        if desk.serving:
            return
        if back := desk.back(at):
            if desk.state is not DeskState.CLOSED or at > self._opens:
                desk.turn_to(DeskState.LUNCH if at.hour == 12 else DeskState.PAUSED, at)
            self._plan(back, partial(self._look, desk))
            return
        desk.turn_to(DeskState.OPEN, at)
        heads = [lane[0].head for lane in self._lanes.values() if lane]
        choice = choose(heads, desk.place(self._desks), self._rules, at)
        if choice is None:
            if heads:  # left to a window that speaks the language, for a while
                self._plan(at + MINUTE, partial(self._look, desk))
            elif at < self._closes:
                self._plan(at + 5 * MINUTE, partial(self._look, desk))
            return
        desk.turn = choice.turn
        visitor = desk.serving = self._lanes[choice.head.lane].popleft()
        visitor.called, visitor.window = at, desk.number
        visitor.left = at + self._visit(visitor, desk, at)
        self._plan(visitor.left, partial(self._finish, desk))

    def _visit(self, visitor: Visitor, desk: Desk, at: datetime) -> timedelta:
        """How long the window is taken up."""
        random, kind = self._random, KINDS[visitor.head.lane.category]
        waited = (at - visitor.head.taken_at) / MINUTE
        visitor.came = random.random() > 0.02 + 0.002 * waited
        if not visitor.came:
            return random.uniform(0.8, 2.5) * MINUTE
        crowded = 1 + 0.03 * sum(other.serving is not None for other in self._desks)
        usual = kind.minutes * self._mood * desk.pace * crowded / 1.12
        drawn = random.lognormvariate(log(usual) - kind.spread**2 / 2, kind.spread)
        return (drawn + random.uniform(0.1, 0.4)) * MINUTE
