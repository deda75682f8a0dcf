"""Addresses of the register, found by a part of them."""

import pytest

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.residents import indexing
from counter_app.residents.residents import LONGEST_ADDRESS
from db.engine import transaction
from tests.asking import Sql, refusal
from tests.plans import plans, without_index

ROOMS = (
    "서울특별시 마포구 견본로 9, 101호 (서교동)",
    "서울특별시 마포구 견본로 9, 102호 (서교동, 견본빌딩)",
    "서울특별시 마포구 견본로 94 (서교동)",
    "서울특별시 마포구 견본로 100%, 1호 (서교동)",
)


@pytest.fixture(autouse=True)
def _built(counter: Counter, sql: Sql) -> None:
    for room in ROOMS:
        sql(
            "INSERT INTO address (resident_id, text_ko, moved_in, reported_on) "
            f"VALUES (1, '{room}', '2020-01-01', '2020-01-01')"
        )


def test_a_part_finds_buildings_once_the_shortest_first(counter: Counter, clerk: Actor) -> None:
    found = counter.residents.addresses(clerk, "마포  견본로 9")
    assert found == ("서울특별시 마포구 견본로 9", "서울특별시 마포구 견본로 94")
    assert counter.residents.addresses(clerk, "견본로 9", most=1) == found[:1]
    assert counter.residents.addresses(clerk, "그런 길은 없음") == ()


def test_rooms_are_found_after_a_comma(counter: Counter, clerk: Actor) -> None:
    rooms = tuple(f"서울특별시 마포구 견본로 9, {room}호" for room in (101, 102))
    assert counter.residents.addresses(clerk, "견본로 9,") == rooms
    assert counter.residents.addresses(clerk, "견본로 9, 102") == rooms[1:]


@pytest.mark.parametrize("keyed", [False, True])
@pytest.mark.parametrize(
    "written", ["견본로 9", "서울특별시 마포구 견본로", "마포구 견본", "견본빌딩,"]
)
def test_what_has_a_key_is_found_like_what_has_none(
    counter: Counter, clerk: Actor, keyed: bool, written: str
) -> None:
    before = counter.residents.addresses(clerk, written, most=9)
    if keyed:
        counter.residents.fill_keys()
        with transaction(counter.engine) as session:
            indexing.index(session, [1])
    assert counter.residents.addresses(clerk, written, most=9) == before
    assert any("견본로 9" in one for one in before) or written == "견본빌딩,"


def test_no_address_is_found_without_an_index(counter: Counter, clerk: Actor) -> None:
    counter.residents.fill_keys()

    def type_it() -> None:
        for written in ("견본로 9", "마포 견본로", "견본빌딩", "견본로 9, 1", "없는로 7"):
            counter.residents.addresses(clerk, written)
            counter.residents.meant(clerk, written)

    assert any("ix_address_place" in line for _, line in plans(counter.engine, type_it))
    # `now` are the moves that nobody reported, by an index; the subquery what was found by one.
    small = "resident_search", "road", "now", "(subquery-1)"
    assert without_index(counter.engine, type_it, *small) == []


def test_signs_of_the_pattern_mean_themselves(counter: Counter, clerk: Actor) -> None:
    assert counter.residents.addresses(clerk, "견본로 100%") == ("서울특별시 마포구 견본로 100%",)
    assert counter.residents.addresses(clerk, "견본로 _") == ()
    assert counter.residents.addresses(clerk, "견본로 9' OR 1=1 --") == ()
    assert counter.residents.addresses(clerk, "가" * LONGEST_ADDRESS * 9) == ()


def test_who_may_not_serve_may_not_look(counter: Counter, clerk: Actor) -> None:
    supervisor = counter.clerks.sign_in("sujin", "seogyo-demo", 4)
    counter.accounts.suspend(supervisor, clerk.clerk_id, "left")
    with pytest.raises(Refusal):
        counter.residents.addresses(clerk, "견본로")
    assert refusal(lambda: counter.residents.addresses(clerk, "견본로")).startswith("clerks.")
