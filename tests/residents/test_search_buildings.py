"""Found by a building's name, whole or any end of it, and by block and room without their signs."""

from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from counter_app.clock import FixedClock
from counter_app.demo.fill import fill
from counter_app.demo.people import Person
from counter_app.privacy.actor import Actor
from counter_app.residents.places import key_of, place_of
from counter_app.residents.residents import Residents
from db.engine import create_store, transaction
from db.migrate import MIGRATIONS, upgrade
from tests.residents.conftest import KEY
from tests.residents.looking import ids
from tests.residents.test_plans import plans, said, without_index

HOUSE = "메세나폴리스"
APART = text("UPDATE address SET text_ko = :text, place = :place WHERE id = :id")


def living_in(everyone: tuple[Person, ...], house: str) -> set[int]:
    return {one.id for one in everyone if house in one.addresses[-1].text_ko}


@pytest.fixture(scope="module")
def roomed(engine: Engine, everyone: tuple[Person, ...]) -> int:
    """Somebody who lives in block 107, room 1506 of a building with a name; nobody else does."""
    person = next(one for one in everyone if HOUSE in one.addresses[-1].text_ko)
    street = place_of(key_of(person.addresses[-1].text_ko)).street
    home = f"서울특별시 마포구 {street}, 107동 1506호 (서교동, {HOUSE})"
    chosen = text("SELECT id FROM address WHERE resident_id = :id AND moved_out IS NULL")
    with transaction(engine) as session:
        run = session.connection().execute
        row = run(chosen, {"id": person.id}).scalar_one()
        run(APART, {"text": home, "place": key_of(home), "id": row})
    return person.id


@pytest.mark.parametrize("typed", ["푸르지오", "푸르지", "서교 푸르지오", "교푸르지오"])
def test_a_building_by_the_end_of_its_name(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...], typed: str
) -> None:
    found = residents.find(actor, typed, limit=100)
    there = living_in(everyone, "서교푸르지오")
    assert set(ids(found)) == there or (found.more and set(ids(found)) < there)
    assert {hit.matched for hit in found.hits} == {"building"}


def test_the_end_of_a_building_s_name_beside_a_name(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...]
) -> None:
    there = living_in(everyone, "서교푸르지오")
    person = next(one for one in everyone if one.id in there and " " in one.name_roman)
    for typed in (f"{person.name_hangul} 푸르지오", f"{person.name_roman} 푸르지오"):
        first = residents.find(actor, typed).hits[0]
        assert (first.id, first.also) == (person.id, ("building",))


def test_a_road_or_a_quarter_is_no_building(residents: Residents, actor: Actor) -> None:
    for typed in ("월드컵", "서교동"):
        assert {hit.matched for hit in residents.find(actor, typed).hits} == {"address"}
    for typed in ("교동", "우산로"):  # the end of 서교동, of 와우산로
        assert "building" not in {hit.matched for hit in residents.find(actor, typed).hits}


@pytest.mark.parametrize(
    "typed",
    [
        "메세나폴리스 107-1506",
        "메세나폴리스 107-1506호",
        "메세나폴리스 107동 1506호",
        "메세나폴리스 107동 1506",
        "메세나폴리스 107동1506호",
        "메세나폴리스107-1506",
        "메세나폴리스107동1506호",
        "메세나폴리스, 107 1506",
        "메세나폴리스 1506",
        "메세나 107-1506",
        "폴리스 107-1506",
        "aptpskvhffltm 107-1506",
    ],
)
def test_a_building_and_its_room_however_it_is_written(
    residents: Residents, actor: Actor, roomed: int, typed: str
) -> None:
    found = residents.find(actor, typed)
    assert [(hit.id, hit.matched, hit.also) for hit in found.hits] == [
        (roomed, "building", ("room",))
    ]


def test_digits_that_are_a_telephone_s_stay_so(
    engine: Engine, residents: Residents, actor: Actor, everyone: tuple[Person, ...], roomed: int
) -> None:
    person = next(one for one in everyone if one.phone and one.id != roomed)
    typed = f"{person.name_roman} {str(person.phone).partition('-')[2]}"
    first = residents.find(actor, typed).hits[0]
    assert (first.id, first.matched, first.also) == (person.id, "name", ("phone",))


def test_a_building_is_looked_for_by_an_index(
    engine: Engine, residents: Residents, actor: Actor, roomed: int
) -> None:
    with said(engine) as statements:
        for typed in ("푸르지오", "메세나폴리스 107-1506", "김민수 푸르지오"):
            residents.find(actor, typed)
    slow = [step for _, step in plans(engine, statements) if without_index(step)]
    assert [step for step in slow if not step.endswith(("clerk", "audit_head", "outbox"))] == []


def test_buildings_of_an_older_store_are_learnt(
    tmp_path: Path, clock: FixedClock, everyone: tuple[Person, ...]
) -> None:
    engine = create_store(tmp_path / "counter.db", KEY)
    upgrade(engine)
    fill(engine, everyone[:200], lambda done: None)
    kept = "SELECT key, word FROM spelling WHERE key LIKE '¶%' ORDER BY key, word"
    with transaction(engine) as session:
        run = session.connection().exec_driver_sql
        before = run(kept).all()
        run("DELETE FROM spelling WHERE key LIKE '¶%'")
    step = ScriptDirectory(str(MIGRATIONS)).get_revision("0031")
    with (
        engine.begin() as connection,
        Operations.context(MigrationContext.configure(connection)),
    ):
        step.module.upgrade()
    with transaction(engine) as session:
        assert session.connection().exec_driver_sql(kept).all() == before != []
    engine.dispose()
