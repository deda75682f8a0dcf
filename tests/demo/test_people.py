"""The made-up district: same seed, same people; valid numbers; plausible in the mass."""

from collections import Counter
from datetime import date

import pytest

from counter_app.demo.people import Person, people
from counter_app.residents import codes, identity_numbers, mrz, names
from counter_app.residents.asked import Kind
from counter_app.residents.identity_numbers import Verdict
from counter_app.residents.query import parse
from db.identity import IdKind

TODAY = date(2026, 11, 23)
LEGACY = date(2020, 10, 5)


@pytest.fixture(scope="module")
def everyone() -> tuple[Person, ...]:
    return tuple(people(6000, 1, TODAY))


def test_the_same_seed_gives_the_same_people(everyone: tuple[Person, ...]) -> None:
    assert tuple(people(500, 1, TODAY)) == everyone[:500]
    assert tuple(people(500, 2, TODAY)) != everyone[:500]
    assert [person.id for person in everyone] == list(range(1, 6001))


def test_every_number_is_valid_unique_and_tells_the_truth(everyone: tuple[Person, ...]) -> None:
    verdicts: Counter[tuple[IdKind, Verdict]] = Counter()
    for person in everyone:
        check = identity_numbers.check(person.number, person.id_kind, TODAY)
        verdicts[person.id_kind, check.verdict] += 1
        assert identity_numbers.birth_date(person.number) == person.birth_date
        assert identity_numbers.sex(person.number) is person.sex
        if person.registered_on and person.registered_on < LEGACY:
            assert check.verdict is Verdict.OK
    assert set(verdicts) == {(k, v) for k in IdKind for v in (Verdict.OK, Verdict.WARNING)}
    assert len({person.number for person in everyone}) == len(everyone)


def test_passports_are_unique_and_found_as_such(everyone: tuple[Person, ...]) -> None:
    held = [person.passport_number for person in everyone if person.passport_number]
    assert len(set(held)) == len(held)
    assert all(parse(number, TODAY).kind is Kind.PASSPORT for number in held)
    assert all(len(number) <= 9 and mrz.check_digit(number).isdigit() for number in held)


def test_names_follow_the_standard(everyone: tuple[Person, ...]) -> None:
    for person in everyone:
        assert person.name_roman == names.standard_roman("", person.name_roman)
        assert person.name_roman.replace("-", "").replace(" ", "").isascii()
        assert person.name_hangul
        assert all(names.is_hangul(c) for c in person.name_hangul)
    assert any(" " not in person.name_roman for person in everyone)
    assert max(len(person.name_roman) for person in everyone) > 45
    assert any("ễ" in person.name_original for person in everyone)


def test_the_district_is_mixed_as_a_korean_one(everyone: tuple[Person, ...]) -> None:
    nations = Counter(person.nationality for person in everyone)
    assert 0.07 < nations["KOR"] / len(everyone) < 0.17
    assert nations["CHN"] > nations["VNM"] > nations["JPN"]
    assert len(nations) > 25
    assert set(nations) <= set(codes.nationalities())
    own = sum(person.centre == "1144066000" for person in everyone) / len(everyone)
    assert 0.8 < own < 0.9
    assert {person.centre for person in everyone} <= set(codes.centres())
    for person in everyone:
        assert (person.status_of_stay is None) == (person.nationality == "KOR")
        assert (person.id_kind is IdKind.DRN) == (person.status_of_stay or "").startswith("F-4")
        if person.status_of_stay:
            assert codes.status(person.status_of_stay).code == person.status_of_stay


def test_time_runs_forward_in_every_life(everyone: tuple[Person, ...]) -> None:
    late = unreported = 0
    for person in everyone:
        assert person.birth_date < TODAY
        if person.registered_on:
            assert person.birth_date < person.registered_on <= TODAY
            assert person.entered_on is None or person.entered_on <= person.registered_on
        ends = [address.moved_out for address in person.addresses]
        assert ends[-1] is None
        assert ends[:-1] == [address.moved_in for address in person.addresses[1:]]
        for address in person.addresses:
            assert person.birth_date <= address.moved_in <= TODAY
            if address.reported_on is None:
                unreported += address.moved_out is None
            else:
                assert address.moved_in <= address.reported_on <= (address.moved_out or TODAY)
                late += (address.reported_on - address.moved_in).days > 15
    assert late
    assert unreported


def test_there_are_families_and_things_to_act_on(everyone: tuple[Person, ...]) -> None:
    households = Counter(person.household for person in everyone)
    assert max(households.values()) >= 4
    homes = {(person.household, person.addresses[-1].text_ko) for person in everyone}
    assert len(homes) == len(households)
    assert any(p.stay_expires and p.stay_expires < TODAY for p in everyone)
    assert any(p.stay_expires and 0 <= (p.stay_expires - TODAY).days <= 30 for p in everyone)
    assert any(person.card_lost_on for person in everyone)
    assert any((TODAY - person.birth_date).days < 17 * 365 for person in everyone)
