"""What holds for every search: it harms nothing, is recorded and shows the own people first."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import col, select

from counter_app.clock import FixedClock
from counter_app.demo.people import Person
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.residents.residents import Residents
from counter_app.residents.views import Found
from counter_app.rules import Rules
from db.audit import AuditRow
from db.engine import reading
from tests.residents.looking import real_store


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
    said = json.loads(rows[1].detail)
    assert (said["kind"], said["hits"], said["ids"]) == ("number", 1, [person.id])
    assert (said["ticket"], "masked_number" in said["fields"]) == (None, True)
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
