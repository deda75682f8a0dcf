"""Typed, or read by a scanner that types, while the keyboard was in the other language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func
from sqlmodel import col, select

from counter_app.demo.people import Person
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.residents.asked import Kind
from counter_app.residents.keyboard import OTHER_LAYOUT, otherwise
from counter_app.residents.residents import Residents
from db.audit import AuditRow
from db.engine import reading
from tests.residents.looking import ids

KEYS = {
    "qkrdlstn": "박인수", "RLAALSWN": "김민주", "Thdrlrud": "쏭기경", "dkswdk": "앉아",
    "didghkfh 20-11": "양화로 20-11", "rkqt": "값", "rqt 1990": "ㄱㅂㅅ 1990",
    "ㅜ혀ㅛ두": "nguyen", "ㅏㅑㅡ": "kim", "ㅡ78349320": "m78349320", "ㅖ<퍼": "P<vj",
}  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), KEYS.items())
def test_the_same_keys_on_the_other_layout(typed: str, meant: str) -> None:
    assert otherwise(typed) == meant


@pytest.mark.parametrize("typed", ["nguyen", "박인수", "응우옌 thi", "1990", "E9", "", "ㅏ nguyen"])
def test_what_makes_a_word_here_and_none_there_stays(typed: str) -> None:
    assert otherwise(typed) == ""


@given(st.text(st.sampled_from("abcdEFghijklmnopqrstuvwxyzㄱㅏㅘㅃ박값-< 0"), max_size=20))
def test_whatever_is_typed_has_other_keys_or_none(typed: str) -> None:
    assert isinstance(otherwise(typed), str)


def test_a_korean_is_found_by_the_latin_keys_of_the_name(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...]
) -> None:
    named = {one.id for one in everyone if one.name_hangul == "김영희"}
    found = residents.find(actor, "rladudgml", limit=len(named))
    assert len(named) > 1 and set(ids(found)) == named
    assert (found.warning, found.hits[0].matched) == (OTHER_LAYOUT, "name")


def test_a_passport_scanned_in_hangul_is_read(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...]
) -> None:
    person = next(one for one in everyone if (one.passport_number or "").startswith("M"))
    jamo = str(person.passport_number).replace("M", "ㅡ").replace("A", "ㅁ")
    found = residents.find(actor, jamo)
    assert ids(found) == [person.id]
    assert (found.kind, found.warning) == (Kind.PASSPORT, OTHER_LAYOUT)


def test_a_road_by_latin_keys_is_looked_for_before_its_digits_are_refused(
    residents: Residents, actor: Actor
) -> None:
    with pytest.raises(Refusal) as refused:
        residents.find(actor, "didghkfh 20-99")
    assert refused.value.code == "residents.birth_unclear"
    found = residents.find(actor, "didghkfh 36-24")
    assert found.hits and {hit.matched for hit in found.hits} == {"address"}


def test_a_search_by_the_other_layout_is_on_record_though_the_text_is_refused(
    engine: Engine, residents: Residents, actor: Actor
) -> None:
    kept = select(func.count()).where(col(AuditRow.action) == "resident.searched")
    with reading(engine) as session:
        before = session.exec(kept).one()
    with pytest.raises(Refusal):
        residents.find(actor, "didghkfh 20-99")
    with reading(engine) as session:
        assert session.exec(kept).one() == before + 1


def test_nobody_by_either_layout_is_told_of_as_it_was_typed(
    residents: Residents, actor: Actor
) -> None:
    assert residents.find(actor, "rlarlarla").warning == "residents.none_found"
