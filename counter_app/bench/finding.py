"""Finding people by noisy queries: how often the right one is there, and how soon, key by key."""

from collections.abc import Callable, Iterator
from random import Random

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from counter_app.bench.bed import SEED, Bed
from counter_app.bench.figures import Figure, milliseconds, percentile
from counter_app.bench.noise import Noisy, Person, fits, noisy
from counter_app.bench.search import demo_clerk
from counter_app.cli.progress import Tell
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.residents import names
from db.engine import reading
from db.residents import AddressRow, ResidentRow

QUERIES = 2_000
_SPARE = 1.3
"""Times as many people are drawn, for not everything can be said of everybody."""
BEST = 5
TYPED = 150
"""Queries that are typed key by key."""
_SQL = "SELECT rowid FROM resident_search WHERE resident_search MATCH ? LIMIT 20"


def recall(bed: Bed, tell: Tell) -> Iterator[Figure]:
    """The share of queries that have the person in the first row, and in the first five.

    People who are the same in everything that a query said are found with any of them; `own` is
    the share with the very person.
    """
    with bed.open() as counter:
        clerk = demo_clerk(counter)
        drawn, people = queries(counter.engine, bed.residents)
        ranks = []
        for done, query in enumerate(drawn):
            ranks.append(_ranks(counter, clerk, query, people[query.resident]))
            tell("bench.searching", done + 1, len(drawn))
    for most in (1, BEST):
        for name, which in (("recall", 0), ("recall.own", 1)):
            found = sum(rank[which] <= most for rank in ranks)
            yield Figure(f"residents.{name}.at_{most}", found / len(ranks), "share")


def typed(bed: Bed, tell: Tell) -> Iterator[Figure]:
    """From a key to the rows, for every beginning of queries; beside one bare look into the
    search index for the same words."""
    times, floors = list[float](), list[float]()
    with bed.open() as counter, counter.engine.connect() as bare:
        clerk = demo_clerk(counter)
        drawn, _ = queries(counter.engine, bed.residents)
        texts = [query.text for query in drawn if len(query.text) < 40][:TYPED]
        for done, text in enumerate(texts):
            for end in range(1, len(text) + 1):
                begun = text[:end]
                times.append(milliseconds(_finder(counter, clerk, begun)))
                if words := names.words(begun):
                    match = " AND ".join([*(f'"{w}"' for w in words[:-1]), f'"{words[-1]}"*'])
                    floors.append(milliseconds(lambda: bare.exec_driver_sql(_SQL, (match,)).all()))
                    bare.rollback()
            tell("bench.searching", done + 1, len(texts))
    for percent in (50, 99):
        floor = percentile(floors, percent)
        yield Figure(f"residents.typed.p{percent}", percentile(times, percent), "ms", floor)


def queries(
    engine: Engine, residents: int, count: int = QUERIES
) -> tuple[list[Noisy], dict[int, Person]]:
    """The same for the same residents; and of whom they were made."""
    random = Random(SEED)
    ids = random.sample(range(1, residents + 1), min(int(count * _SPARE), residents))
    with reading(engine) as session:
        people = persons(session, ids)
    return list(noisy(people.values(), random))[:count], people


def persons(session: Session, ids: list[int]) -> dict[int, Person]:
    """By id, in the order of the ids."""
    rows = session.exec(select(ResidentRow).where(col(ResidentRow.id).in_(ids))).all()
    living = select(AddressRow.resident_id, AddressRow.text_ko).where(
        col(AddressRow.resident_id).in_(ids), col(AddressRow.moved_out).is_(None)
    )
    homes = dict(session.exec(living).all())
    by_id = {row.id: row for row in rows}
    return {id_: Person(by_id[id_], homes.get(id_, "")) for id_ in ids if id_ in by_id}


def _ranks(counter: Counter, clerk: Actor, query: Noisy, meant: Person) -> tuple[int, int]:
    """The place of whoever fits, and of the very person; beyond the last where there is none."""
    try:
        hits = counter.residents.find(clerk, query.text, BEST).hits
    except Refusal:
        hits = ()
    with reading(counter.engine) as session:
        found = persons(session, [hit.id for hit in hits])
    fitting = [at for at, hit in enumerate(hits, 1) if fits(query, meant, found[hit.id])]
    own = [at for at, hit in enumerate(hits, 1) if hit.id == query.resident]
    return min(fitting, default=BEST + 1), min(own, default=BEST + 1)


def _finder(counter: Counter, clerk: Actor, text: str) -> Callable[[], object]:
    def find() -> None:
        try:
            counter.residents.find(clerk, text)
        except Refusal:
            return

    return find
