"""What passports of one country spell otherwise than another paper or another clerk."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from counter_app.demo.fill import fill
from counter_app.demo.people import Person
from counter_app.privacy.actor import Actor
from counter_app.residents.residents import Residents
from db.engine import create_store
from db.migrate import upgrade
from tests.residents.conftest import KEY
from tests.residents.few import made_up

NAMES = {
    1: "RAKHIMOV OLIM UGLI DILSHOD",
    2: "KARIMOVA LOLA KIZI",
    3: "ASANOV BAKYT UULU",
    4: "LYU JIE",
    5: "WANG NYU",
    6: "E TEMUULEN",
    7: "OKTAM GAFUROV",
}


@pytest.fixture(scope="module")
def engine(
    tmp_path_factory: pytest.TempPathFactory, everyone: tuple[Person, ...]
) -> Iterator[Engine]:
    engine = create_store(tmp_path_factory.mktemp("countries") / "counter.db", KEY)
    upgrade(engine)
    any_ = made_up(everyone[0])["pak"]
    people = [
        replace(any_, id=id_, number=f"9003155{id_:06}", name_roman=roman, name_hangul="")
        for id_, roman in NAMES.items()
    ]
    fill(
        engine,
        [replace(one, passport_number=f"M000000{one.id:02}") for one in people],
        lambda done: None,
    )
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("typed", "person", "matched"),
    [
        ("rakhimov olim ogli dilshod", 1, "similar"),
        ("RAKHIMOV OLIM O‘G‘LI", 1, "similar"),
        ("rahimov olim o'g'li", 1, "typo"),
        ("karimova lola qizi", 2, "similar"),
        ("karimova lola kyzy", 2, "similar"),
        ("asanov bakyt uulu", 3, "name"),
        ("lv jie", 4, "similar"),
        ("LÜ JIE", 4, "similar"),
        ("lyu jie", 4, "name"),
        ("wang nv", 5, "similar"),
        ("E.Temuulen", 6, "name"),
        ("temuulen", 6, "name"),
        ("O‛KTAM G′afurov", 7, "name"),
    ],
)
def test_a_name_of_another_country(
    residents: Residents, actor: Actor, typed: str, person: int, matched: str
) -> None:
    hits = residents.find(actor, typed).hits
    assert [(hit.id, hit.matched) for hit in hits] == [(person, matched)]
