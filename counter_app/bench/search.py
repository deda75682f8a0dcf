"""Any search, through Residents.find just as the window asks: audit row and commit included."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from random import Random

from sqlalchemy import Engine
from sqlmodel import col, select

from counter_app.bench.bed import SEED, Bed
from counter_app.bench.figures import Figure, milliseconds, percentile
from counter_app.bench.probes import KINDS, probes
from counter_app.cli.progress import Tell
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from db.engine import reading
from db.residents import ResidentRow

PEOPLE = 100
"""Each is looked for in every way that fits."""
_WARM = 20

Times = dict[str, list[tuple[float, float]]]
"""Kind: milliseconds of the search, and of the bare query."""


def search(bed: Bed, tell: Tell) -> Iterator[Figure]:
    """The middle and the slowest hundredth of all kinds together, then of each."""
    with bed.open() as counter:
        times = _measure(counter, demo_clerk(counter), bed.residents, tell)
    everything = [time for kind in times.values() for time in kind]
    yield _figure("search.p50", everything, 50)
    yield _figure("search.p99", everything, 99)
    for kind in KINDS:
        if kind in times:
            yield _figure(f"search.{kind}.p99", times[kind], 99)


SUPERVISOR = "sujin"
"""Of a demo centre (demo.centre.ACCOUNTS)."""


def demo_clerk(counter: Counter, login: str | None = None) -> Actor:
    """`login`: another account of the demo centre."""
    account = counter.config.demo
    assert account is not None  # noqa: S101 - a bed is a demo centre
    return counter.clerks.sign_in(login or account.login, account.password)


def some_residents(engine: Engine, ids: Iterable[int]) -> list[ResidentRow]:
    with reading(engine) as session:
        rows = session.exec(select(ResidentRow).where(col(ResidentRow.id).in_(ids)))
        return list(rows)


def _measure(counter: Counter, clerk: Actor, residents: int, tell: Tell) -> Times:
    random = Random(SEED)
    ids = random.sample(range(1, residents + 1), min(PEOPLE, residents))
    mixture = probes(some_residents(counter.engine, ids), random)
    times: Times = defaultdict(list)
    with counter.engine.connect() as bare:
        for done, probe in enumerate(mixture):
            found = milliseconds(lambda: counter.residents.find(clerk, probe.text))
            floor = milliseconds(lambda: bare.exec_driver_sql(probe.sql, (probe.wanted,)).all())
            bare.rollback()
            if done >= _WARM:
                times[probe.kind].append((found, floor))
            tell("bench.searching", done + 1, len(mixture))
    return times


def _figure(name: str, times: list[tuple[float, float]], percent: float) -> Figure:
    found, floor = zip(*times, strict=True)
    return Figure(name, percentile(found, percent), "ms", percentile(floor, percent))
