"""Who comes first: the very name however it is written, then the surname at its place."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from counter_app.demo.fill import fill
from counter_app.demo.people import Person
from counter_app.privacy.actor import Actor
from counter_app.residents.residents import Residents
from counter_app.residents.surnames import KOREAN
from db.engine import create_store
from db.identity import IdKind
from db.migrate import upgrade
from tests.residents.conftest import KEY, SEOGYO

MANGWON = "1144069000"
OWN = (
    ("ABDUL NGUYEN THI HOA", "압둘응우옌티호아"),
    ("NGUYEN THI HOAN", "응우옌티호안"),
    ("NGUYEN THI HOA MY", "응우옌티호아미"),
    ("AN KIM MINZU", "안김민주"),
    ("BUI TRAN VAN A", "부이쩐반아"),
    ("AUNG EI YI SU", "아웅에이이수"),
    ("CHEN LI", "천리"),
    ("LI WEI", "리웨이"),
)
OTHERS = (
    ("NGUYEN THI HOA", "응우옌티호아"),
    ("KIM MINZU", "김민주"),
    ("TRAN VAN A", "쩐반아"),
)
"""Of another centre, whose people come later."""


@pytest.fixture(scope="module")
def engine(
    tmp_path_factory: pytest.TempPathFactory, everyone: tuple[Person, ...]
) -> Iterator[Engine]:
    """A store of these, and a NARAE of every Korean surname as its first spelling has it."""
    narae = tuple(
        (f"{spelt[0]} NARAE", f"{syllables[0]}나래") for syllables, spelt in KOREAN.items()
    )
    named = (*((*own, SEOGYO) for own in (*OWN, *narae)), *((*other, MANGWON) for other in OTHERS))
    foreign = (person for person in everyone if person.id_kind is IdKind.FRN)
    engine = create_store(tmp_path_factory.mktemp("order") / "counter.db", KEY)
    upgrade(engine)
    made = [
        replace(person, name_roman=roman, name_hangul=hangul, name_original="", centre=centre)
        for person, (roman, hangul, centre) in zip(foreign, named, strict=False)
    ]
    fill(engine, made, lambda done: None)
    yield engine
    engine.dispose()


def first(residents: Residents, actor: Actor, typed: str) -> str:
    return residents.find(actor, typed).hits[0].name_roman


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("nguyenthihoa", "NGUYEN THI HOA"),
        ("nguyen thihoa", "NGUYEN THI HOA"),
        ("thihoa nguyen", "NGUYEN THI HOA"),
        ("Nguyễn Thị-Hoà", "NGUYEN THI HOA"),
        ("응웬티호아", "NGUYEN THI HOA"),
        ("kim min-zu", "KIM MINZU"),
        ("min zu kim", "KIM MINZU"),
        ("kimminzu", "KIM MINZU"),
        ("tranvana", "TRAN VAN A"),
    ],
)
def test_the_very_name_comes_before_the_own_people(
    residents: Residents, actor: Actor, typed: str, name: str
) -> None:
    assert first(residents, actor, typed) == name


@pytest.mark.parametrize(
    ("spelt", "usual"),
    [(word, spelt[0]) for spelt in KOREAN.values() for word in spelt[1:]],
)
def test_a_surname_in_every_usual_spelling(
    residents: Residents, actor: Actor, spelt: str, usual: str
) -> None:
    hits = residents.find(actor, f"{spelt} narae").hits
    names = [hit.name_roman for hit in hits if hit.matched in ("name", "similar")]
    fitting = [f"{one[0]} NARAE" for one in KOREAN.values() if spelt in one]
    assert sorted(names[: len(fitting)]) == sorted(fitting)
    assert f"{usual} NARAE" in names


def test_a_surname_alone_is_first_of_koreans_then_of_others(
    residents: Residents, actor: Actor
) -> None:
    names = [hit.name_roman for hit in residents.find(actor, "rhee").hits]
    assert names[:2] == ["LEE NARAE", "LI WEI"]
    assert {"AUNG EI YI SU", "CHEN LI"} <= set(names[2:])


@pytest.mark.parametrize("typed", ["응웬", "느구엔", "응웬티"])
def test_a_foreign_surname_as_it_is_heard_begins_a_name(
    residents: Residents, actor: Actor, typed: str
) -> None:
    assert first(residents, actor, typed).startswith("NGUYEN THI HOA")
