"""Addresses of the register, found by a part of them."""

from collections.abc import Callable

import pytest

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.residents.residents import LONGEST_ADDRESS
from tests.certificates.counts import refusal

Sql = Callable[[str], list[tuple[object, ...]]]
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
