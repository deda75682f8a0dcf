"""Looking made-up residents up by numbers, birth dates and scanned passports in a real store."""

import pytest
from hypothesis import given
from mrz.generator.td3 import TD3CodeGenerator
from sqlalchemy import Engine

from counter_app.demo.people import Person
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.residents.residents import Residents
from db.engine import transaction
from db.residents import ResidentRow
from tests.residents.looking import ids, lots, real_store


@real_store
@given(lots)
def test_by_number_with_and_without_hyphen(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...], lot: int
) -> None:
    person = everyone[lot]
    for typed in (person.number, f"{person.number[:6]}-{person.number[6:]}"):
        found = residents.find(actor, typed)
        assert ids(found) == [person.id]
        assert found.hits[0].matched == "number"
        assert person.number not in repr(found)


@real_store
@given(lots)
def test_by_the_part_of_a_number_that_a_masked_form_shows(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...], lot: int
) -> None:
    person = everyone[lot]
    found = residents.find(actor, f"{person.number[:6]}-{person.number[6]}******", limit=100)
    assert set(ids(found)) == {p.id for p in everyone if p.number[:7] == person.number[:7]}


@real_store
@given(lots)
def test_by_passport_number(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...], lot: int
) -> None:
    holders = [p for p in everyone if p.passport_number]
    person = holders[lot % len(holders)]
    found = residents.find(actor, (person.passport_number or "").lower())
    assert ids(found) == [person.id]
    assert found.hits[0].matched == "passport"


@real_store
@given(lots)
def test_by_birth_date(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...], lot: int
) -> None:
    born = everyone[lot].birth_date
    same = {p.id for p in everyone if p.birth_date == born}
    for typed in (f"{born:%Y-%m-%d}", f"{born:%Y%m%d}", f"{born.year}. {born.month}. {born.day}."):
        assert set(ids(residents.find(actor, typed))) == same
    assert same <= set(ids(residents.find(actor, f"{born:%y%m%d}")))


@real_store
@given(lots)
def test_by_a_scanned_passport_even_after_it_was_renewed(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...], lot: int
) -> None:
    holders = [p for p in everyone if p.passport_number and " " in p.name_roman]
    person = holders[lot % len(holders)]
    surname, _, given_names = person.name_roman.partition(" ")
    for number in (person.passport_number, "ZZ9999999"):
        scanned = TD3CodeGenerator(
            "P",
            person.nationality if person.nationality != "DEU" else "D",
            surname,
            given_names,
            number,
            person.nationality if person.nationality != "DEU" else "D",
            f"{person.birth_date:%y%m%d}",
            person.sex,
            "320131",
        )
        if len(person.name_roman) < 38:
            found = residents.find(actor, str(scanned))
            assert person.id in ids(found)
            assert found.kind == "mrz"
            assert found.warning is None


def zone_of(person: Person, **other: str) -> list[str]:
    """Both lines of the passport, with something else in them."""
    surname, _, given_names = person.name_roman.partition(" ")
    country = person.nationality if person.nationality != "DEU" else "D"
    written = {
        "surname": surname,
        "number": person.passport_number,
        "birth": f"{person.birth_date:%y%m%d}",
        "sex": person.sex,
    } | other
    return str(
        TD3CodeGenerator(
            "P",
            country,
            written["surname"],
            given_names,
            written["number"],
            country,
            written["birth"],
            written["sex"],
            "320131",
        )
    ).splitlines()


@pytest.fixture(scope="module")
def holder(everyone: tuple[Person, ...]) -> Person:
    return next(p for p in everyone if p.passport_number and 12 < len(p.name_roman) < 30)


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({}, None),
        ({"surname": "ZZYZX"}, "residents.mrz_other_name"),
        ({"birth": "550505"}, "residents.mrz_other_birth"),
        ({"sex": "-"}, "residents.mrz_other_sex"),
        ({"surname": "ZZYZX", "birth": "550505"}, "residents.mrz_other_facts"),
    ],
)
def test_a_passport_of_somebody_else_than_the_record_warns(
    residents: Residents,
    actor: Actor,
    holder: Person,
    other: dict[str, str],
    code: str | None,
) -> None:
    if other.get("sex"):
        other = {"sex": "M" if holder.sex == "F" else "F"}
    found = residents.find(actor, "\n".join(zone_of(holder, **other)))
    assert (ids(found), found.warning) == ([holder.id], code)


def wrong(digit: str) -> str:
    return str((int(digit) + 1) % 10)


@pytest.mark.parametrize("place", [0, 9, 19, 27, 43])
def test_a_misread_passport_is_refused_and_finds_nobody(
    residents: Residents, actor: Actor, holder: Person, place: int
) -> None:
    first, second = zone_of(holder)
    sign = wrong(second[place]) if second[place].isdigit() else "Q"
    misread = second[:place] + sign + second[place + 1 :]
    with pytest.raises(Refusal, match=r"residents\.mrz_check_"):
        residents.find(actor, first + misread)


def test_a_passport_that_was_renewed_finds_by_name_and_birth_date(
    residents: Residents, actor: Actor, holder: Person
) -> None:
    found = residents.find(actor, "\n".join(zone_of(holder, number="ZZ9999999")))
    assert holder.id in ids(found)
    assert found.hits[0].matched == "mrz"


def test_the_second_line_alone_and_the_lines_swapped_find_the_holder(
    residents: Residents, actor: Actor, holder: Person
) -> None:
    first, second = zone_of(holder)
    for text in (second, f"{second}\n{first}"):
        found = residents.find(actor, text)
        assert (ids(found), found.kind, found.warning) == ([holder.id], "mrz", None)
    nobody = residents.find(actor, zone_of(holder, number="ZZ9999999")[1])
    assert (nobody.hits, nobody.warning) == ((), "residents.none_found")


@pytest.mark.parametrize(
    ("text", "code"),
    [("000229-7", "residents.number_front"), ("12345", "residents.digits_few")],
)
def test_what_was_looked_for_is_said_when_nobody_is_found(
    residents: Residents, actor: Actor, text: str, code: str
) -> None:
    found = residents.find(actor, text)
    assert (found.hits, found.warning) == ((), code)


def test_a_wrong_check_digit_still_finds_the_person_and_warns(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...]
) -> None:
    doubtful = next(
        p for p in everyone if residents.find(actor, p.number).warning == "residents.checksum"
    )
    assert ids(residents.find(actor, doubtful.number)) == [doubtful.id]


@real_store
@given(lots)
def test_by_birth_date_with_the_day_first(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...], lot: int
) -> None:
    born = everyone[lot].birth_date
    for typed in (f"{born:%d.%m.%Y}", f"{born:%d/%m/%Y}", f"{born:%d-%m-%Y}", f"{born:%d%m%Y}"):
        found = residents.find(actor, typed, limit=100)
        assert {p.id for p in everyone if p.birth_date == born} <= set(ids(found))
        assert {(hit.birth_date.day, hit.birth_date.month) for hit in found.hits} <= {
            (born.day, born.month),
            (born.month, born.day),
        }
        assert {hit.matched for hit in found.hits} == {"birth"}


def test_a_passport_of_digits_comes_before_what_else_they_may_mean(
    engine: Engine, residents: Residents, actor: Actor, everyone: tuple[Person, ...]
) -> None:
    born = everyone[5].birth_date
    meanings = {f"{born:%Y%m%d}": "birth", everyone[5].number[:7]: "number"}
    for digits, meaning in meanings.items():
        give_passport(engine, everyone[3], digits)
        found = residents.find(actor, digits, limit=100)
        assert ids(found)[0] == everyone[3].id
        assert everyone[5].id in ids(found)
        assert [hit.matched for hit in found.hits[:2]] == ["passport", meaning]


@pytest.mark.parametrize("digits", ["1234567", "00000001", "12345678", "19900230"])
def test_a_passport_of_seven_or_eight_digits(
    engine: Engine,
    residents: Residents,
    actor: Actor,
    everyone: tuple[Person, ...],
    digits: str,
) -> None:
    give_passport(engine, everyone[3], digits)
    found = residents.find(actor, digits)
    assert ids(found) == [everyone[3].id]
    assert (found.hits[0].matched, found.warning) == ("passport", None)


def test_an_impossible_date_that_is_nobodys_passport_is_refused(
    residents: Residents, actor: Actor
) -> None:
    with pytest.raises(Refusal, match=r"residents\.birth_impossible"):
        residents.find(actor, "19900231")
    assert residents.find(actor, "7654321").warning == "residents.none_found"


def give_passport(engine: Engine, person: Person, number: str) -> None:
    with transaction(engine) as session:
        row = session.get(ResidentRow, person.id)
        assert row is not None
        row.passport_number = number
