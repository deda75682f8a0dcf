"""Two thousand noisy queries, kept here as the model of noise makes them, and who they find.

Made anew by `python -m tests.residents.test_recall`, after the model or the people changed.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from counter_app.bench.finding import BEST, persons, queries
from counter_app.bench.noise import Noisy, fits
from counter_app.demo.fill import fill
from counter_app.demo.people import people
from counter_app.errors import Refusal
from counter_app.residents.query import parse
from counter_app.residents.search import search
from db.engine import create_store, reading
from db.migrate import upgrade
from tests.residents.conftest import KEY, SEOGYO, TODAY

KEPT = Path(__file__).with_name("noisy_queries.tsv")
PEOPLE, SEED = 20_000, 1


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    yield from _store(tmp_path_factory.mktemp("many"), TODAY)


def _store(folder: Path, today: date) -> Iterator[Engine]:
    engine = create_store(folder / "counter.db", KEY)
    upgrade(engine)
    fill(engine, people(PEOPLE, SEED, today), lambda done: None)
    yield engine
    engine.dispose()


def kept() -> list[Noisy]:
    with KEPT.open(encoding="utf-8", newline="") as file:
        return [
            Noisy(text, int(resident), tuple(said.split()), tuple(words.split()))
            for resident, said, words, text in csv.reader(file, delimiter="\t")
        ]


def test_the_model_makes_what_is_kept(many: Engine) -> None:
    made, _ = queries(many, PEOPLE)
    assert len(made) == 2_000
    assert made == kept()


def test_the_right_person_is_found(many: Engine) -> None:
    """Those who are the same in all that a query said cannot be told apart by it."""
    first = among = 0
    missed = []
    with reading(many) as session:
        drawn = kept()
        meant = persons(session, [query.resident for query in drawn])
        for query in drawn:
            try:
                matches, _ = search(session, parse(query.text, TODAY), SEOGYO, BEST)
            except Refusal:
                matches = []
            found = persons(session, [match.resident.id or 0 for match in matches])
            fitting = [fits(query, meant[query.resident], one) for one in found.values()]
            first += fitting[:1] == [True]
            among += any(fitting)
            if not any(fitting):
                missed.append(query.text)
    assert first / len(drawn) >= 0.99, missed
    assert among / len(drawn) >= 0.995, missed


def write(folder: Path) -> None:
    for engine in _store(folder, TODAY):
        made, _ = queries(engine, PEOPLE)
        with KEPT.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, delimiter="\t", lineterminator="\n")
            rows.writerows((q.resident, " ".join(q.said), " ".join(q.words), q.text) for q in made)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
