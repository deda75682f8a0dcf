"""Names and addresses as visitors' papers write them."""

import re

import pytest

from counter_app.demo.people import Person
from counter_app.privacy.actor import Actor
from counter_app.residents.query import parse
from counter_app.residents.residents import Residents
from tests.residents.conftest import TODAY
from tests.residents.looking import ids


@pytest.mark.parametrize(
    ("typed", "street", "rooms"),
    [
        ("양화로 20 - 11", "양화로 20-11", ()),
        ("와우산로 29길 170 305호", "와우산로29길 170", ("305호",)),
        ("잔다리로 3안길 41", "잔다리로3안길 41", ()),
        ("월드컵북로 90, 106", "월드컵북로 90", ("106호",)),
    ],
)
def test_an_address_however_its_parts_are_spaced(
    typed: str, street: str, rooms: tuple[str, ...]
) -> None:
    query = parse(typed, TODAY)
    assert (query.street, query.rooms) == (street, rooms)


def test_a_year_behind_an_address_is_no_room() -> None:
    query = parse("월드컵북로 90, 1956", TODAY)
    assert (query.rooms, query.birth) == ((), "1956")


@pytest.mark.parametrize("typed", ["Yanghwaro 36-24", "36-24 Yanghwaro", "Yanghwa-ro 36-24"])
def test_a_road_in_roman_letters_with_or_without_its_hyphen(
    residents: Residents, actor: Actor, typed: str
) -> None:
    assert ids(residents.find(actor, typed)) == ids(residents.find(actor, "양화로 36-24")) != []


@pytest.mark.parametrize("between", ["", " ", "-"])
def test_a_lane_in_roman_letters(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...], between: str
) -> None:
    home = next(
        one.addresses[-1].text_ko
        for one in everyone
        if "잔다리로3안길" in one.addresses[-1].text_ko
    )
    number = re.search(r"3안길 ([\d-]+)", home)
    assert number
    typed = f"Jandari-ro{between}3an-gil {number[1]}"
    there = ids(residents.find(actor, f"잔다리로3안길 {number[1]}"))
    assert there and ids(residents.find(actor, typed)) == there


@pytest.mark.parametrize("people", ["VNM", "MNG", "LKA", "PHL"])
def test_one_letter_is_an_initial(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...], people: str
) -> None:
    """`E.TEMUULEN`, `P.T. YEN`, `W M T LAHIRU`"""
    person = next(one for one in everyone if one.nationality == people)
    *before, last = person.name_roman.split()
    typed = "".join(f"{word[0]}." for word in before) + last
    found = residents.find(actor, typed, limit=100).hits
    assert (person.id, "name") in [(hit.id, hit.matched) for hit in found]
    for hit in found:
        words = hit.name_roman.replace("-", " ").split()
        begun = all(any(word.startswith(one[0]) for word in words) for one in before)
        assert (hit.matched == "name") == (begun and any(word.startswith(last) for word in words))


@pytest.mark.parametrize(("whole", "short"), [("MOHAMMAD", "MD."), ("MARIA", "MA.")])
def test_a_given_name_that_passports_print_short(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...], whole: str, short: str
) -> None:
    person = next(one for one in everyone if whole in one.name_roman.split()[1:-1])
    first = residents.find(actor, person.name_roman.replace(whole, short)).hits[0]
    assert (first.name_roman, first.matched) == (person.name_roman, "similar")


@pytest.mark.parametrize("title", ["Ms", "Miss", "FNU", "LNU", "Mr."])
def test_a_title_or_a_sign_that_a_name_is_missing_is_no_name(
    residents: Residents, actor: Actor, title: str
) -> None:
    typed = residents.find(actor, f"{title} SUKARNO")
    assert ids(typed) == ids(residents.find(actor, "SUKARNO")) != []


def test_parts_of_a_hangul_name_in_any_order(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...]
) -> None:
    """With the father's name between them left out, as is usual."""
    whole = re.compile("(.+)올림우글리(.+)")
    surname, name = next(filter(None, (whole.fullmatch(p.name_hangul) for p in everyone))).groups()
    named = {one.id for one in everyone if re.fullmatch(f"{surname}.+{name}", one.name_hangul)}
    for typed in (f"{surname} {name}", f"{name} {surname}"):
        hits = residents.find(actor, typed, limit=100).hits
        assert {hit.id for hit in hits} == named
        assert {hit.matched for hit in hits} == {"name"}


def test_a_building_in_two_words(residents: Residents, actor: Actor) -> None:
    whole = residents.find(actor, "서교푸르지오", limit=100)
    assert ids(residents.find(actor, "서교 푸르지오", limit=100)) == ids(whole) != []


def test_a_building_in_two_words_beside_a_name(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...]
) -> None:
    person = next(one for one in everyone if "서교푸르지오" in one.addresses[-1].text_ko)
    for typed in (f"{person.name_hangul} 서교 푸르지오", f"서교 푸르지오 {person.name_roman}"):
        first = residents.find(actor, typed).hits[0]
        assert (first.id, first.also) == (person.id, ("building",))


@pytest.mark.parametrize("typed", ["phan f5", "phan F-5", "F5 phan"])
def test_a_status_without_its_hyphen_beside_a_name(
    residents: Residents, actor: Actor, typed: str
) -> None:
    hits = residents.find(actor, typed, limit=100).hits
    assert hits and all(str(hit.status_of_stay).startswith("F-5") for hit in hits)


@pytest.mark.parametrize("typed", ["E7", "A1 kim", "kim E7654321", "월드컵로 94 F5호"])
def test_what_is_rather_a_door_or_a_passport_is_no_status(typed: str) -> None:
    assert parse(typed, TODAY).status == ""


def test_a_card_s_particulars_in_one_line(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...]
) -> None:
    person = next(one for one in everyone if one.status_of_stay == "E-9-1")
    line = f"{person.number[:6]}-{person.number[6:]} {person.name_roman} {person.nationality} E-9"
    hits = residents.find(actor, line).hits
    assert [(hit.id, hit.matched) for hit in hits] == [(person.id, "number")]
