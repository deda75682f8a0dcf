"""How good estimated waits are, on made-up months of a centre, beside the rule that most systems
use: everybody before you, times the average visit, by the open windows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import fmean, median

from sqlalchemy import Engine

from counter_app.bench.bed import Bed
from counter_app.bench.figures import Figure, milliseconds, percentile
from counter_app.cli.progress import Tell
from counter_app.clock import FixedClock
from counter_app.demo.month import WINDOWS, Taking, Visitor, month, record
from counter_app.demo.past_queue import put_day
from counter_app.queue.estimates import Estimates
from counter_app.queue.learning import DAYS, WEEKS, Past, learn, on_a_day
from counter_app.queue.pace import USUAL
from counter_app.queue.record import Record
from counter_app.queue.settings import QueueSettings
from counter_app.queue.stations import stations
from counter_app.queue.waits import Scene, Wait, waits_of
from db import queue_past
from db.acts import looking
from db.queue import DeskState

MONDAY = date(2026, 10, 5)
SEEDS = (1, 2, 3)
ASKED = 4
"""Every how many-th visitor's wait is estimated."""
LEAST = 5
"""Minutes; shorter waits than this by the rule are no test of either."""
QUESTIONS = 300
SETTINGS = QueueSettings(WINDOWS)


@dataclass(frozen=True, slots=True)
class Guess:
    """Of one visitor's wait, in minutes: `rule` by the constant average, `wait` what was real."""

    estimate: Wait
    rule: float
    wait: float
    days: int
    """How many days had been learned from."""


@dataclass(slots=True)
class Replay:
    """Estimates every so many-th visitor's wait in a made-up month, knowing the past only."""

    every: int = ASKED
    before: list[Record] = field(default_factory=list)
    _asked: list[tuple[Visitor, Wait, float, int]] = field(default_factory=list)
    _past: Past | None = None
    _average: float = USUAL

    def month(self, seed: int) -> list[Guess]:
        for visitors in month(MONDAY, seed, SETTINGS.fairness, self._ask):
            self.before.append(record(visitors[0].head.taken_at.date(), visitors))
        return [
            Guess(estimate, rule, (v.called - v.head.taken_at).total_seconds() / 60, days)
            for v, estimate, rule, days in self._asked
            if v.called
        ]

    def _ask(self, taking: Taking) -> None:
        if taking.visitor.head.id % self.every:
            return
        day, now = taking.now.date(), taking.now
        if self._past is None or self._past.day != day:
            past = [other for other in self.before if _is_learned_from(other.day, day)]
            self._past = learn(day, past, SETTINGS)
            visits = [stay.seconds for before in self.before for stay in before.stays]
            self._average = fmean(visits) if visits else USUAL
        so_far = record(day, taking.before, now)
        known = on_a_day(self._past, so_far, now, SETTINGS.fairness)
        windows = stations(taking.desks, so_far.windows, known.rota, SETTINGS.lunch, now)
        scene = Scene(now, taking.waiting, windows, known)
        estimate = waits_of(scene, [taking.visitor.head])[0]
        self._asked.append((taking.visitor, estimate, self._rule(taking), len(self.before)))

    def _rule(self, taking: Taking) -> float:
        windows = [row[0] for row in taking.desks if row[1] == DeskState.OPEN]
        return len(taking.waiting) * self._average / max(1, len(windows)) / 60


def _is_learned_from(day: date, today: date) -> bool:
    ago = (today - day).days
    return ago <= DAYS or (ago <= WEEKS * 7 and ago % 7 == 0)


def estimates(bed: Bed, tell: Tell, seeds: Sequence[int] = SEEDS) -> Iterator[Figure]:
    """Minutes that estimate and rule (the floor) are wrong by, for all who were not alone; and
    how long one question takes, the bare statements being its floor."""
    guesses: list[Guess] = []
    for done, seed in enumerate(seeds):
        tell("bench.estimating", done, len(seeds))
        guesses += Replay().month(seed)
    queued = [guess for guess in guesses if guess.rule >= LEAST]
    ours = [abs(guess.estimate.likely - guess.wait) for guess in queued]
    rule = [abs(guess.rule - guess.wait) for guess in queued]
    yield Figure("estimates.p50", median(ours), "min", median(rule))
    yield Figure("estimates.p90", percentile(ours, 90), "min", percentile(rule, 90))
    yield from _asking(bed)


def _asking(bed: Bed) -> Iterator[Figure]:
    *before, today = month(MONDAY, SEEDS[0], SETTINGS.fairness, lambda _: None)
    rush = today[0].head.taken_at.replace(hour=11, minute=0)
    with bed.open() as counter:
        engine, settings = counter.queue.engine, counter.config.queue
        for visitors in before:
            put_day(engine, visitors, settings.categories)
        put_day(engine, today, settings.categories, until=rush)
        asked = Estimates(engine, FixedClock(rush), settings)
        asked.waits()
        times = [milliseconds(asked.waits) for _ in range(QUESTIONS)]
        bare = [milliseconds(lambda: _bare(engine)) for _ in range(QUESTIONS)]
    for percent in (50, 99):
        floor = percentile(bare, percent)
        yield Figure(f"estimates.ask.p{percent}", percentile(times, percent), "ms", floor)


def _bare(engine: Engine) -> None:
    with looking(engine) as sql:
        sql.all(queue_past.WAITING_LANES)
        sql.all(queue_past.DESKS)
