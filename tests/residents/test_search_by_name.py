"""Looking made-up residents up by name in a real store, in every way a clerk may type it."""

import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from counter_app.demo.people import Person
from counter_app.privacy.actor import Actor
from counter_app.residents import names
from counter_app.residents.residents import Residents
from counter_app.residents.terms import terms
from db import search as index
from db.engine import transaction
from tests.residents.looking import ids, lots, real_store


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
    exact = {hit.id for hit in found.hits if hit.matched == "initials"}
    assert exact <= fitting
    assert found.more or person.id in exact
    assert {hit.matched for hit in found.hits} <= {"initials", "similar"}


@real_store
@given(lots)
def test_by_name_and_birth_year(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...], lot: int
) -> None:
    person = everyone[lot]
    found = residents.find(actor, f"{person.name_roman} {person.birth_date.year}", limit=100)
    assert person.id in ids(found)
    assert {hit.birth_date.year for hit in found.hits} == {person.birth_date.year}


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
        ("NGUYEN VANAN", "nguyen van an", "name"),
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
        words = terms(stored, original, person.name_hangul, str(person.birth_date), person.centre)
        index.put(session, person.id, words)
    found = residents.find(actor, typed, limit=100)
    assert {hit.matched for hit in found.hits if hit.id == person.id} == {matched}
