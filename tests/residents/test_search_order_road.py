"""On a road that was typed whole come those who live on it, then those on its lanes."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from counter_app.demo.fill import fill
from counter_app.demo.people import Person
from counter_app.privacy.actor import Actor
from counter_app.residents.residents import Residents
from counter_app.residents.views import Address
from db.engine import create_store
from db.migrate import upgrade
from tests.residents.conftest import KEY
from tests.residents.few import BORN, made_up
from tests.residents.looking import ids

LIVED = {
    1: ("PARK TAEYANG", "박태양", "동교로23길 7"),
    2: ("PARK TAEYANG", "박태양", "동교로 70-1"),
    3: ("PARK TAEYANG", "박태양", "동교로38길 2"),
    4: ("CHENG MEI-HUI", "정메이후이", "양화로 3"),
    5: ("ZHENG HUJI", "정호길", "양화로 5"),
}


@pytest.fixture(scope="module")
def engine(
    tmp_path_factory: pytest.TempPathFactory, everyone: tuple[Person, ...]
) -> Iterator[Engine]:
    any_ = made_up(everyone[0])["pak"]
    people = [
        replace(
            any_,
            id=id_,
            number=f"9003155{id_:06}",
            passport_number=f"M000000{id_:02}",
            name_roman=roman,
            name_hangul=hangul,
            addresses=(Address(BORN, None, BORN, f"서울특별시 마포구 {street} (서교동)"),),
        )
        for id_, (roman, hangul, street) in LIVED.items()
    ]
    engine = create_store(tmp_path_factory.mktemp("roads") / "counter.db", KEY)
    upgrade(engine)
    fill(engine, people, lambda done: None)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    "typed",
    ["taeyang park 동교로", "박태양 동교로", "동교로 bak taeyang", "박 태양 동교로", "동교로"],
)
def test_the_road_itself_comes_before_its_lanes(
    residents: Residents, actor: Actor, typed: str
) -> None:
    assert ids(residents.find(actor, typed)) == [2, 1, 3]


def test_a_road_that_is_half_typed_is_no_road(residents: Residents, actor: Actor) -> None:
    assert ids(residents.find(actor, "박태양 동교")) == [1, 2, 3]


def test_of_mistyped_names_the_one_with_more_words_as_typed_is_first(
    residents: Residents, actor: Actor
) -> None:
    assert ids(residents.find(actor, "zheng hjui"))[0] == 5
