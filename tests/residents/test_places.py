"""One place, however it is written; another place, however alike."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.residents.places import key_of, place_of, places, shown

ROOM = "서울특별시 마포구 월드컵로12길 94-5, 302호 (서교동, 한빛빌라)"


@pytest.mark.parametrize(
    "written",
    [
        "서울특별시 마포구 월드컵로12길 94-5, 302호",
        "서울특별시  마포구   월드컵로12길  94-5 , 302호",
        "서울 마포구 월드컵로12길 94-5 302호",
        "서울시 마포구 월드컵로 12길 94-5, 302호 (서교동)",
        "서울시, 마포구, 월드컵로 12 길, 94-5, 302호",
        "서울특별시마포구월드컵로12길94-5,302호",
        "서울시마포구 월드컵로12길 94-5 302",
        "마포구 월드컵로12길 94-5번지, 제302호",
        "서울 마포구 서교동 월드컵로12길 94 - 5, 3층 302호",
        "서울특별시 마포구 월드컵로12길 94－5，３０２호（서교동）",
        "서울특별시 마포구 월드컵로１２길 94–5, 302호",
        "서울특별시 마포구 월드컵로12길 94-5\u200b, 302호 (서교동",
        unicodedata.normalize("NFD", ROOM),
    ],
)
def test_one_place_is_found_in_every_spelling(written: str) -> None:
    there = place_of(key_of(ROOM))
    assert any(meant.holds(there) for meant in places(written)), list(places(written))


@pytest.mark.parametrize(
    "written",
    [
        "서울특별시 마포구 월드컵로 12, 302호",
        "서울특별시 마포구 월드컵로12길 94, 302호",
        "서울특별시 마포구 월드컵로12길 95-5, 302호",
        "서울특별시 마포구 월드컵로12길 94-5, 303호",
        "서울특별시 마포구 월드컵로12길 94-5, 비302호",
        "서울특별시 마포구 월드컵로12길 94-5, 101동 302호",
        "서울특별시 은평구 월드컵로12길 94-5, 302호",
        "월드컵로12길 94-5, 302호",
        "서울특별시 마포구",
        "",
    ],
)
def test_another_place_is_not_taken_for_it(written: str) -> None:
    there = place_of(key_of(ROOM))
    assert not any(meant.holds(there) for meant in places(written)), list(places(written))


@pytest.mark.parametrize(
    ("written", "street", "area", "rooms"),
    [
        ("서울 종로구 종로1가 5", "종로1가 5", "서울 종로구", ()),
        ("서울 종로구 종로 5", "종로 5", "서울 종로구", ()),
        ("서울 구로구 구로동로 12", "구로동로 12", "서울 구로구", ()),
        ("경기도 구리시 동구릉로 9", "동구릉로 9", "경기 구리시", ()),
        ("경기 수원시 영통구 광교로42번길 7", "광교로42번길 7", "경기 수원시 영통구", ()),
        ("세종특별자치시 조치원읍 새내로 12", "새내로 12", "세종", ()),
        ("서울 마포구 서교동 395-12번지", "서교동 395-12", "서울 마포구", ()),
        ("강원도 양구군 남면 용하리 산12-3", "남면용하리 산12-3", "강원 양구군", ()),
        ("서울 마포구 양화로 지하 160", "양화로 지하160", "서울 마포구", ()),
        (
            "서울 마포구 동교로51안길 3, 101-1204",
            "동교로51안길 3",
            "서울 마포구",
            ("101동", "1204호"),
        ),
        ("서울 마포구 성지3길 8, B1층 B102", "성지3길 8", "서울 마포구", ("지하1층", "비102호")),
        ("서울 마포구 와우산로 94 가동 302호", "와우산로 94", "서울 마포구", ("가동", "302호")),
        ("광주광역시 북구 용봉로 77", "용봉로 77", "광주 북구", ()),
        ("광주시 북구 용봉로 77", "용봉로 77", "광주 북구", ()),
        ("경기도 광주시 중앙로 77", "중앙로 77", "경기 광주시", ()),
    ],
)
def test_an_address_falls_into_its_parts(
    written: str, street: str, area: str, rooms: tuple[str, ...]
) -> None:
    meant = next(places(written))
    assert (meant.street, " ".join(meant.area), meant.rooms) == (street, area, rooms)
    assert place_of(meant.key) == meant


PIECES = (
    *("서울특별시 ", "경기도 ", "광주시 ", "세종특별자치시 ", "마포구 ", "구로구 ", "서교동 "),
    *("월드컵로", "종로1가", "구로동로", "양화로 지하", "동교로51안길", "2길", "가동 ", "대로"),
    *(" ", ", ", "-", "0", "12", "94-5", "302호", "B1층 ", "비102호", "제3층", "번지"),
    *(" (서교동, 한빛)", " (서교동", "서울마포구"),
)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join))
def test_a_key_is_that_of_the_first_meaning_however_it_is_come_by(text: str) -> None:
    assert key_of(text) == next(places(text)).key
    printed = f"서울특별시 마포구 월드컵로12길 94-5, {text}"
    assert key_of(printed) == next(places(printed)).key


def test_a_building_holds_its_rooms_and_a_block_its_own() -> None:
    building, block, other = (
        next(places(f"서울특별시 마포구 양화로 3{rest}")) for rest in ("", ", 101동", ", 102동")
    )
    room = next(places("서울시 마포구 양화로 3, 101동 1204호"))
    assert building.holds(room)
    assert block.holds(room)
    assert not other.holds(room)
    assert not room.holds(block)
    assert other.beside(room)


def test_what_is_printed_has_nothing_in_brackets() -> None:
    assert shown(ROOM) == "서울특별시 마포구 월드컵로12길 94-5, 302호"
    assert shown("  와우산로 94 (서교동) , 비102호(별관, 문) (동교동)") == "와우산로 94, 비102호"
