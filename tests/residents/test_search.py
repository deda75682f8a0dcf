"""Looking up made-up residents in a real store, in every way a clerk may type them."""

import json
import unicodedata
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mrz.generator.td3 import TD3CodeGenerator
from sqlalchemy import Engine, text
from sqlmodel import col, select

from counter_app.clock import FixedClock
from counter_app.demo.people import Person
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.residents import names
from counter_app.residents.residents import Residents
from counter_app.residents.terms import terms
from counter_app.residents.views import Found
from counter_app.rules import Rules
from db import search as index
from db.audit import AuditRow
from db.engine import reading, transaction

lots = st.integers(min_value=0, max_value=2999)
real_store = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def ids(found: Found) -> list[int]:
    return [hit.id for hit in found.hits]


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
@given(lots, st.randoms())
def test_by_roman_name_in_any_order_and_the_exact_name_comes_first(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...], lot: int, random: Random
) -> None:
    person = everyone[lot]
    words = person.name_roman.lower().split()
    random.shuffle(words)
    found = residents.find(actor, " ".join(words), limit=100)
    same = {
        p.id
        for p in everyone
        if names.key(names.words(p.name_roman)) == names.key(names.words(person.name_roman))
    }
    assert person.id in ids(found)
    assert set(ids(found)[: len(same)]) == same


@real_store
@given(lots)
def test_by_the_spelling_of_home_with_all_its_marks(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...], lot: int
) -> None:
    marked = [p for p in everyone if p.name_original]
    person = marked[lot % len(marked)]
    for form in ("NFC", "NFD"):
        found = residents.find(actor, unicodedata.normalize(form, person.name_original), limit=100)
        assert person.id in ids(found)


@real_store
@given(lots)
def test_by_hangul_whole_spaced_and_by_given_name(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...], lot: int
) -> None:
    person = everyone[lot]
    whole = person.name_hangul
    same = {p.id for p in everyone if p.name_hangul == whole}
    for typed in (whole, unicodedata.normalize("NFD", whole), f"{whole[:1]} {whole[1:]}"):
        found = residents.find(actor, typed, limit=100)
        assert set(ids(found)[: len(same)]) == same
    if len(whole) > 2:
        found = residents.find(actor, f"{whole[1:]} {person.birth_date.year}", limit=100)
        assert person.id in ids(found)


@real_store
@given(lots)
def test_by_initial_consonants(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...], lot: int
) -> None:
    person = everyone[lot]
    initials = names.initials(person.name_hangul)
    fitting = {p.id for p in everyone if initials in names.initials(p.name_hangul)}
    found = residents.find(actor, initials, limit=100)
    assert set(ids(found)) <= fitting
    assert found.more or person.id in ids(found)
    assert {hit.matched for hit in found.hits} == {"initials"}


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
def test_by_name_and_birth_year(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...], lot: int
) -> None:
    person = everyone[lot]
    found = residents.find(actor, f"{person.name_roman} {person.birth_date.year}", limit=100)
    assert person.id in ids(found)
    assert {hit.birth_date.year for hit in found.hits} == {person.birth_date.year}


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


@pytest.mark.parametrize("typed", ["n", "ㅇ", "김", "kim", "nguyen", "1990", "1"])
def test_a_short_or_common_text_gives_the_first_few(
    residents: Residents, actor: Actor, typed: str
) -> None:
    found = residents.find(actor, typed, limit=7)
    assert len(found.hits) == 7
    assert found.more
    own = [hit.own_centre for hit in found.hits]
    assert own == sorted(own, reverse=True)


@pytest.mark.parametrize(
    ("stored", "typed", "matched"),
    [
        ("NGUYEN VANAN", "nguyen van an", "similar"),
        ("NGUYEN VAN AN", "nguyen vanan", "similar"),
        ("NGUYEN VAN AN", "nguyenvanan", "similar"),
        ("NGUYEN VAN AN", "nguyen an", "name"),
        ("NGUYEN VAN AN", "van nguy", "name"),
        ("OBRIEN SEAN", "o'brien", "name"),
        ("RHEE SUNGMIN", "lee sungmin", "similar"),
        ("SUHARTO", "suharto", "name"),
        ("MUELLER JUERGEN", "müller", "name"),
    ],
)
def test_other_ways_to_write_a_name(
    engine: Engine,
    residents: Residents,
    actor: Actor,
    everyone: tuple[Person, ...],
    stored: str,
    typed: str,
    matched: str,
) -> None:
    person = everyone[0]
    original = "Müller Jürgen" if stored.startswith("MUELLER") else ""
    with transaction(engine) as session:
        row = session.connection().execute(
            text("UPDATE resident SET name_roman = :n, name_key = :k WHERE id = :id"),
            {"n": stored, "k": names.key(names.words(stored)), "id": person.id},
        )
        assert row.rowcount == 1
        words = terms(stored, original, person.name_hangul, person.birth_date, person.centre)
        index.put(session, person.id, words)
    found = residents.find(actor, typed, limit=100)
    assert {hit.matched for hit in found.hits if hit.id == person.id} == {matched}


def test_a_wrong_check_digit_still_finds_the_person_and_warns(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...]
) -> None:
    doubtful = next(
        p for p in everyone if residents.find(actor, p.number).warning == "residents.checksum"
    )
    assert ids(residents.find(actor, doubtful.number)) == [doubtful.id]


def test_nobody_is_said_in_words(residents: Residents, actor: Actor) -> None:
    assert residents.find(actor, "zzzzzz") == Found((), False, "roman", "residents.none_found")
    assert residents.find(actor, "000101-7123456").warning == "residents.checksum"


@pytest.mark.parametrize(
    "typed",
    [
        "'; DROP TABLE resident; --",
        'a" OR "b',
        "NEAR(kim lee)",
        "kim AND NOT lee",
        "kim*",
        "words:kim",
        "100%",
        "_",
        "محمد",
        "\u202ekim",
        "阮文安",
        "김🙂민수",
        "x" * 200,
        " ".join("abcdefghijkl"),
        "§1144066000",
        "¤kim",
        "٣٤٥",
    ],
)
def test_hostile_text_is_harmless(residents: Residents, actor: Actor, typed: str) -> None:
    try:
        assert len(residents.find(actor, typed).hits) <= 20
    except Refusal as refusal:
        assert refusal.code.startswith("residents.")
    assert residents.find(actor, "nguyen").hits


@real_store
@given(st.text(max_size=60) | st.text("kimㅇ김 -%'\"*()0199<P", max_size=25))
def test_any_text_is_answered_or_refused(residents: Residents, actor: Actor, typed: str) -> None:
    try:
        residents.find(actor, typed)
    except Refusal as refusal:
        assert refusal.code.startswith("residents.")


def test_a_search_is_recorded_without_what_was_typed(
    engine: Engine, residents: Residents, actor: Actor, everyone: tuple[Person, ...]
) -> None:
    person = everyone[10]
    residents.find(actor, person.number)
    residents.find(actor, person.name_roman)
    with reading(engine) as session:
        rows = session.exec(select(AuditRow).order_by(col(AuditRow.seq).desc()).limit(2)).all()
    assert [row.action for row in rows] == ["resident.searched"] * 2
    assert json.loads(rows[1].detail) == {"kind": "number", "hits": 1, "ids": [person.id]}
    for row in rows:
        assert person.number not in row.detail
        assert person.name_roman not in row.detail
    assert verify(engine).ok


def test_each_centre_sees_its_own_people_first(
    engine: Engine, clock: FixedClock, actor: Actor, everyone: tuple[Person, ...]
) -> None:
    wangs = {p.centre for p in everyone if p.name_roman.startswith("WANG ")}
    assert len(wangs) > 1
    for centre in wangs:
        there = Residents(engine, clock, Rules("guide"), centre).find(actor, "wang")
        assert there.hits[0].own_centre
