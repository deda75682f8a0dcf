"""What only the real window can show: how soon it is there, and a hundred visits in it."""

import time
from collections.abc import Iterator
from functools import partial
from random import Random
from statistics import linear_regression, median
from typing import Any

from counter_app.bench.bed import SEED, Bed
from counter_app.bench.child import ask
from counter_app.bench.figures import Figure, milliseconds, percentile
from counter_app.bench.paper import drawn_bare
from counter_app.bench.search import some_residents
from counter_app.certificates.applicants import too_young
from counter_app.certificates.kinds import kind_of
from counter_app.cli.progress import Tell
from counter_app.main import Counter
from db.identity import IdKind

STARTS = 7
VISITS = 100
SETTLED = 20
"""Visits after which memory grows no more."""
_COMMITS = 100
_LEAST_KEYS = 3
"""Call, print, handed over."""


def start(bed: Bed, tell: Tell, count: int = STARTS) -> Iterator[Figure]:
    """From the command to a window that shows the queue and takes letters in its search field.

    The first start of each, which fills the caches, does not count.
    """
    window, empty = list[float](), list[float]()
    for done in range(count + 1):
        for times, asked in ((empty, ("empty",)), (window, ("start", str(bed.home)))):
            began = time.monotonic()
            times.append(ask(tell, *asked)["ready"] - began)
        tell("bench.starting", done + 1, count + 1)
    yield Figure("start", median(window[1:]), "s", median(empty[1:]))


def visits(bed: Bed, tell: Tell, count: int = VISITS) -> Iterator[Figure]:
    """A hundred visits by keys alone in one window: call, scan, print, hand over.

    The first visit warms the window up: its times do not count, its blocking does.
    """
    prints = bed.home / "bench-prints"
    with bed.open() as counter:
        cards, commits = _cards(counter, bed.residents, count), _commits(counter)
    said = ask(tell, "visits", str(bed.home), str(prints), given=cards)
    empty, drawn, memory = ask(tell, "empty")["memory"], drawn_bare(prints), said["memory"]
    for percent in (50, 99):
        floor = percentile(said["bare_call"], percent) + percentile(commits, percent)
        value = percentile(said["call"][1:], percent)
        yield Figure(f"call_next.p{percent}", value, "ms", floor)
    yield Figure("event_loop.longest", max(said["longest"].values()), "ms", said["bare_longest"])
    for percent in (50, 99):
        value = percentile(said["certificate"][1:], percent)
        yield Figure(f"certificate.p{percent}", value, "ms", percentile(drawn, percent))
    if empty is not None:
        yield Figure("memory", memory[-1] / 1e6, "MB", empty / 1e6)
        yield Figure("memory.growth", growth(memory[SETTLED:]) / 1e3, "kB/visit")
    yield Figure("keystrokes", max(said["keys"]), "keys", _LEAST_KEYS)


def growth(memory: list[int]) -> float:
    """What each visit adds: the slope of the line of best fit, 0 for fewer than two."""
    if len(memory) < 2:
        return 0.0
    return linear_regression(range(len(memory)), memory).slope


def _cards(counter: Counter, residents: int, count: int) -> list[str]:
    """What a scanner reads off the registration cards of visitors who ask for themselves and whose
    stay is not over: for those the clerk has more to do than press three keys."""
    askers, today = kind_of("alien-registration").askers, counter.clock.now().date()
    random = Random(SEED)
    drawn = random.sample(range(1, residents + 1), min(residents, 20 * count))
    rows = some_residents(counter.engine, drawn)
    return [
        row.number
        for row in rows
        if row.id_kind is IdKind.FRN
        and not too_young(askers, row.birth_date, today)
        and (row.stay_expires is None or row.stay_expires >= today)
    ][:count]


def _commits(counter: Counter) -> list[float]:
    """The least that a call can write: one page changed, safe on the disk."""
    with counter.engine.connect() as bare:
        connection: Any = bare.connection.driver_connection
        return [milliseconds(partial(_commit, connection, at)) for at in range(_COMMITS)]


def _commit(connection: Any, value: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"PRAGMA user_version = {value}")
    connection.execute("COMMIT")
