"""The centre a bench works in: made for it or copied for it, gone afterwards."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func
from sqlmodel import select

from counter_app.cli.progress import Tell
from counter_app.clock import SystemClock
from counter_app.config import read_config
from counter_app.demo.centre import make_centre
from counter_app.errors import Refusal
from counter_app.keys import read_key
from counter_app.main import Counter, open_counter
from db.engine import connect, reading
from db.residents import ResidentRow

SEED = 1


@dataclass(frozen=True, slots=True)
class Bed:
    """A synthetic centre that may be worked in at will. `made_in`: seconds, None for a copy."""

    home: Path
    residents: int
    made_in: float | None

    @contextmanager
    def open(self) -> Iterator[Counter]:
        counter = open_counter(self.home)
        try:
            yield counter
        finally:
            counter.close()


@contextmanager
def made(residents: int, tell: Tell) -> Iterator[Bed]:
    """A new centre. Raises Refusal demo.residents, store.*."""
    with tempfile.TemporaryDirectory(prefix="counter-bench-") as folder:
        home = Path(folder) / "home"
        start = time.perf_counter()
        make_centre(
            home,
            residents,
            SEED,
            SystemClock(),
            lambda done, total: tell("demo.making", done, total),
        )
        yield Bed(home, residents, time.perf_counter() - start)


@contextmanager
def copied(source: Path) -> Iterator[Bed]:
    """A copy of the demo centre in `source`, which stays as it is.

    Raises Refusal bench.not_demo, config.*, store.*.
    """
    config = read_config(source)
    if config.demo is None:
        raise Refusal("bench.not_demo", home=source)
    with tempfile.TemporaryDirectory(prefix="counter-bench-") as folder:
        home = Path(folder) / "home"
        others = shutil.ignore_patterns(f"{config.store.name}*", "*.backup")
        shutil.copytree(source, home, ignore=others)
        key, store = read_key(source, config.key), read_config(home).store
        with closing(connect(config.store, key)) as original, closing(connect(store, key)) as copy:
            original.backup(copy)
        counter = open_counter(home)
        with closing(counter), reading(counter.engine) as session:
            residents = session.exec(select(func.count()).select_from(ResidentRow)).one()
        yield Bed(home, residents, None)
