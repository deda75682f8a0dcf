"""A building or house with its room, mistyped or without signs; what is understood of nobody."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from counter_app.demo.fill import fill
from counter_app.demo.people import Person
from counter_app.privacy.actor import Actor
from counter_app.residents import spellings
from counter_app.residents.residents import Residents
from counter_app.residents.understood import told
from counter_app.residents.views import Address, Found
from db.engine import create_store, transaction
from db.migrate import MIGRATIONS, upgrade
from tests.residents.conftest import KEY
from tests.residents.few import BORN, made_up
from tests.residents.test_plans import plans, said, without_index

HOUSE = "서울특별시 마포구 월드컵로 94"
HOMES = {
    11: "201호 (서교동, 하늘채)",
    12: "B102호 (서교동, 메세나폴리스)",
    13: "107동 1506호 (서교동, 메세나폴리스)",
    14: "101동 302호 (서교동, 서교푸르지오)",
    15: "303호 (서교동, e편한세상)",
    16: "지하1층 (서교동, SK뷰2차)",
}
CHILD = 17
"""Lives in 하늘채 too, born in 2013 as no room of it is numbered."""


@pytest.fixture(scope="module")
def engine(
    tmp_path_factory: pytest.TempPathFactory, everyone: tuple[Person, ...]
) -> Iterator[Engine]:
    engine = create_store(tmp_path_factory.mktemp("homes") / "counter.db", KEY)
    upgrade(engine)
    any_ = made_up(everyone[0])["hoa"]
    homes = {**HOMES, CHILD: "901호 (서교동, 하늘채)"}
    people = [
        replace(
            any_,
            id=id_,
            number=f"9003156{id_:06}",
            passport_number=f"B00000{id_}",
            former_numbers=None,
            phone="010-7777-8888",
            birth_date=BORN.replace(year=2013) if id_ == CHILD else BORN,
            addresses=(Address(BORN, None, BORN, f"{HOUSE}, {inside}"),),
        )
        for id_, inside in homes.items()
    ]
    fill(engine, people, lambda done: None)
    yield engine
    engine.dispose()


def why(found: Found) -> list[tuple[int, str, tuple[str, ...]]]:
    return [(hit.id, hit.matched, hit.also) for hit in found.hits]


@pytest.mark.parametrize(
    ("typed", "person", "matched"),
    [
        ("메세나폴리스 B102", 12, "building"),
        ("메세나폴리스 b102호", 12, "building"),
        ("메세나폴리스B102", 12, "building"),
        ("메세나폴리스 지하102호", 12, "building"),
        ("폴리스 비102", 12, "building"),
        ("1506 메세나폴리스", 13, "building"),
        ("1506호 메세나폴리스", 13, "building"),
        ("107-1506 메세나폴리스", 13, "building"),
        ("107동 1506호, 메세나폴리스", 13, "building"),
        ("월드컵로 94 302", 14, "address"),
        ("월드컵로 94 101동 302", 14, "address"),
        ("마포구 월드컵로 94 303", 15, "address"),
        ("302 월드컵로 94", 14, "address"),
        ("월드컵로 94 B102", 12, "address"),
        ("e편한세상 303", 15, "building"),
        ("이편한세상", 15, "typo"),
        ("E편한세상", 15, "building"),
        ("sk뷰", 16, "building"),
        ("SK뷰2차", 16, "building"),
        ("SK뷰2차 B1", 16, "building"),
        ("매세나폴리스 1506", 13, "typo"),
        ("메세나폴이스 B102", 12, "typo"),
        ("메세나폴 107-1506", 13, "building"),
        ("서교프르지오", 14, "typo"),
        ("푸르지요", 14, "typo"),
    ],
)
def test_a_building_or_house_and_its_room(
    residents: Residents, actor: Actor, typed: str, person: int, matched: str
) -> None:
    assert [one[:2] for one in why(residents.find(actor, typed))] == [(person, matched)]


def test_a_room_comes_before_those_born_in_a_year_that_begins_so(
    residents: Residents, actor: Actor
) -> None:
    assert why(residents.find(actor, "하늘채 201")) == [
        (11, "building", ("room",)),
        (CHILD, "building", ("birth",)),
    ]
    assert why(residents.find(actor, "하늘체 201")) == [
        (11, "typo", ("room",)),
        (CHILD, "typo", ("birth",)),
    ]
    assert why(residents.find(actor, "하늘채 2013")) == [(CHILD, "building", ("birth_year",))]
    assert why(residents.find(actor, "월드컵로 94 2013")) == [(CHILD, "address", ("birth_year",))]
    assert why(residents.find(actor, "하늘채 130315")) == [(CHILD, "building", ("birth",))]


@pytest.mark.parametrize("typed", ["푸르지오 nguyen 1990", "nguyen 1990 푸르지오"])
def test_a_building_a_name_and_a_year(residents: Residents, actor: Actor, typed: str) -> None:
    assert why(residents.find(actor, typed)) == [(14, "name", ("birth_year", "building"))]


@pytest.mark.parametrize(
    ("typed", "also"),
    [("푸르지요 nguyen 1990", ("birth_year",)), ("응우옌 서교프르지오", ()), ("hoa 푸르지요", ())],
)
def test_a_mistyped_building_beside_a_name(
    residents: Residents, actor: Actor, typed: str, also: tuple[str, ...]
) -> None:
    assert why(residents.find(actor, typed)) == [(14, "typo", also)]


def test_three_syllables_that_may_be_a_name_are_no_building(
    residents: Residents, actor: Actor
) -> None:
    for typed in ("하늘이", "박늘채", "박하늘"):  # 하늘채 with another syllable, not another letter
        assert not residents.find(actor, typed).hits


@pytest.mark.parametrize(
    ("typed", "ko", "en"),
    [
        (
            "메세나폴리스 B9",
            "사는 곳 ‘메세나폴리스’, 동·호수 지하9층",
            "home “메세나폴리스”, room 지하9층",
        ),
        (
            "하늘채 999",
            "이름이나 사는 곳 ‘하늘채’, 호수나 생년월일 앞부분 999",
            "name or home “하늘채”, room or birth date beginning 999",
        ),
        (
            "kim 1990-03-15 5678",
            "이름 ‘KIM’, 생년월일 1990. 3. 15., 전화번호 5678",
            "name “KIM”, born 15 Mar 1990, telephone number 5678",
        ),
    ],
)
def test_of_nobody_it_is_said_what_was_understood(
    residents: Residents, actor: Actor, typed: str, ko: str, en: str
) -> None:
    found = residents.find(actor, typed)
    assert not found.hits
    all_of = f"다음에 모두 맞는 사람이 없습니다: {ko} — 하나를 빼거나 고쳐 다시 찾아 주세요."
    assert told(found, "ko") == (all_of,)
    all_of = f"Nobody matches all of this: {en} — leave one out or correct it, then look again."
    assert told(found, "en") == (all_of,)


def test_one_thing_alone_has_the_sentence_of_its_own(residents: Residents, actor: Actor) -> None:
    for typed in ("김막동이", "suharto", "901231"):
        assert residents.find(actor, typed).understood is None


def test_each_of_these_goes_by_an_index(engine: Engine, residents: Residents, actor: Actor) -> None:
    with said(engine) as statements:
        for typed in (
            "하늘체 201",
            "푸르지요 nguyen 1990",
            "월드컵로 94 302",
            "e편한세상",
            "매세나폴리스",
        ):
            residents.find(actor, typed)
    slow = [step for _, step in plans(engine, statements) if without_index(step)]
    assert [step for step in slow if not step.endswith(("clerk", "audit_head", "outbox"))] == []


def test_what_is_kept_of_a_building_grows_with_its_name_alone() -> None:
    kept = spellings.entries(["¶메세나폴리스"])
    assert len(kept) == len(set(kept)) < 50
    assert not any(key.startswith("≈") for key, _ in spellings.entries(["¶자이", "¶" + "가" * 17]))


def test_buildings_of_an_older_store_are_found_mistyped(
    engine: Engine, residents: Residents, actor: Actor
) -> None:
    kept = "SELECT key, word FROM spelling WHERE key LIKE '≈%' ORDER BY key, word"
    with transaction(engine) as session:
        run = session.connection().exec_driver_sql
        before = run(kept).all()
        run("DELETE FROM spelling WHERE key LIKE '≈%'")
    assert not residents.find(actor, "매세나폴리스").hits
    step = ScriptDirectory(str(MIGRATIONS)).get_revision("0034")
    with (
        engine.begin() as connection,
        Operations.context(MigrationContext.configure(connection)),
    ):
        step.module.upgrade()
    with transaction(engine) as session:
        assert session.connection().exec_driver_sql(kept).all() == before != []
