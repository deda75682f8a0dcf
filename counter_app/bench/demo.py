"""Making a synthetic centre, beside putting the same rows into an empty store and no more."""

from collections.abc import Iterator
from contextlib import closing
from functools import partial

from counter_app.bench.bed import Bed
from counter_app.bench.figures import Figure, milliseconds
from counter_app.cli.progress import Tell
from counter_app.keys import read_key
from db.engine import connect, create_store
from db.migrate import upgrade

_TABLES = ("resident", "address")
_BATCH = 5000


def demo(bed: Bed, tell: Tell) -> Iterator[Figure]:
    """Nothing for a centre that was not made here."""
    if bed.made_in is not None:
        yield Figure("demo", bed.made_in, "s", _bare(bed, tell))


def _bare(bed: Bed, tell: Tell) -> float:
    """Seconds to put the rows in, indexes kept, without the search index."""
    with bed.open() as counter:
        store, key = counter.config.store, read_key(bed.home, counter.config.key)
    path = bed.home / "bare.db"
    engine = create_store(path, key)
    upgrade(engine)
    engine.dispose()
    spent = 0.0
    with closing(connect(store, key)) as source, closing(connect(path, key)) as target:
        target.execute("BEGIN IMMEDIATE")
        for table in _TABLES:
            rows = source.execute(f"SELECT * FROM {table}")
            done = 0
            while taken := rows.fetchmany(_BATCH):
                places = ", ".join("?" * len(taken[0]))
                insert = f"INSERT INTO {table} VALUES ({places})"
                spent += milliseconds(partial(target.executemany, insert, taken))
                done += len(taken)
                tell("bench.copying", min(done, bed.residents), bed.residents)
        spent += milliseconds(partial(target.execute, "COMMIT"))
    path.unlink()
    return spent / 1000
