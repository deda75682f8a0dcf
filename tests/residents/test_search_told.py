"""A status of stay, a nationality or a month beside a name narrow it."""

from datetime import date

import pytest

from counter_app.demo.people import Person
from counter_app.privacy.actor import Actor
from counter_app.residents.query import parse
from counter_app.residents.residents import Residents
from tests.residents.conftest import TODAY


def nguyens(everyone: tuple[Person, ...], status: str) -> set[int]:
    return {
        person.id
        for person in everyone
        if "NGUYEN" in person.name_roman.split()
        and f"{person.status_of_stay}-".startswith(f"{status}-")
    }


@pytest.mark.parametrize("status", ["F-6", "E-9-1"])
def test_a_status_of_stay_narrows(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...], status: str
) -> None:
    hits = residents.find(actor, f"nguyen {status}", limit=200).hits
    fitting = nguyens(everyone, status)
    assert fitting
    assert {hit.id for hit in hits if hit.matched == "name"} == fitting


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("li 중국", "CHN"), ("LI china", "CHN"), ("li CHN", "CHN"), ("nguyen 베트남", "VNM"),
        ("nguyen viet nam", "VNM"), ("응웬 베트남", "VNM"), ("김 대한민국", "KOR"),
    ],
)  # fmt: skip
def test_a_nationality_narrows(residents: Residents, actor: Actor, typed: str, code: str) -> None:
    hits = residents.find(actor, typed).hits
    assert hits
    assert {hit.nationality for hit in hits} == {code}
    assert {hit.matched for hit in hits} <= {"name", "similar"}


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [("nguyen 베트남", "NGUYEN"), ("응웬 베트남", "응웬"), ("lee 대한민국", "LEE")],
)
def test_beside_a_nationality_another_spelling_is_said_to_be_one(
    residents: Residents, actor: Actor, typed: str, spelt: str
) -> None:
    hits = residents.find(actor, typed, limit=100).hits
    so = [spelt in f"{hit.name_roman} {hit.name_hangul}" for hit in hits]
    assert hits and [hit.matched == "name" for hit in hits] == so


def test_nobody_is_of_another_nationality(residents: Residents, actor: Actor) -> None:
    assert not residents.find(actor, "nguyen 중국").hits


def test_a_month_and_year_of_birth_narrow(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...]
) -> None:
    person = next(one for one in everyone if one.name_roman.startswith("NGUYEN "))
    born: date = person.birth_date
    hits = residents.find(actor, f"{person.name_roman} {born:%B %Y}").hits
    assert person.id in {hit.id for hit in hits}
    assert {(hit.birth_date.year, hit.birth_date.month) for hit in hits} == {
        (born.year, born.month)
    }


def test_a_passport_with_a_space_behind_its_first_digit() -> None:
    assert parse("C6 201534", TODAY).passport == "C6201534"
    assert not parse("li 900315", TODAY).passport
