"""What was typed, as words of a name or an address; what cannot be searched says why."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.errors import Refusal
from counter_app.residents.asked import Kind, Query
from counter_app.residents.query import LONGEST, parse
from counter_app.words import LANGUAGES, catalogue, explain
from tests.residents.conftest import TODAY

BORN = date(1990, 3, 15)
MRZ = "P<VNMNGUYEN<<THI<HOA<<<<<<<<<<<<<<<<<<<<<<<<\nB1234567<3VNM9001011M3001019<<<<<<<<<<<<<<00"


@pytest.mark.parametrize("text", ["ㅇㅇㅇㅂㅇ", "ㅇㅇㅇ ㅂㅇ", "ᄋᄋᄋᄇᄋ"])
def test_initials(text: str) -> None:
    assert parse(text, TODAY) == Query(Kind.INITIALS, initials="ㅇㅇㅇㅂㅇ")


@pytest.mark.parametrize(
    "text", ["응우옌티호아", "응우옌 티호아", unicodedata.normalize("NFD", "응우옌티호아")]
)
def test_hangul(text: str) -> None:
    assert parse(text, TODAY) == Query(Kind.HANGUL, hangul="응우옌티호아")


@pytest.mark.parametrize(
    "text", ["nguyen thi hoa", "Nguyễn, Thị Hoà", unicodedata.normalize("NFD", "Nguyễn Thị Hoà")]
)
def test_roman_letters(text: str) -> None:
    assert parse(text, TODAY) == Query(Kind.ROMAN, words=("NGUYEN", "THI", "HOA"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nguyen hoa 1990", Query(Kind.MIXED, words=("NGUYEN", "HOA"), birth="1990", phone="1990")),
        ("1990 kim", Query(Kind.MIXED, words=("KIM",), birth="1990", phone="1990")),
        ("kim1990", Query(Kind.MIXED, words=("KIM",), birth="1990", phone="1990")),
        ("김민수 900315", Query(Kind.MIXED, hangul="김민수", born=(BORN,))),
        ("김 1990. 3. 15.", Query(Kind.MIXED, hangul="김", born=(BORN,))),
        ("15/03/1990 kim", Query(Kind.MIXED, words=("KIM",), born=(BORN,))),
        ("kim 15 mar 1990", Query(Kind.MIXED, words=("KIM",), born=(BORN,))),
        ("kim 19900315", Query(Kind.MIXED, words=("KIM",), born=(BORN,))),
        ("march maria", Query(Kind.ROMAN, words=("MARCH", "MARIA"))),
        ("ㄱㅁㅅ 1990", Query(Kind.MIXED, words=("ㄱㅁㅅ",), birth="1990", phone="1990")),
        ("김 minsu", Query(Kind.ROMAN, words=("MINSU",), hangul="김")),
        ("kim 010-1234-5678", Query(Kind.MIXED, words=("KIM",), phone="01012345678")),
        ("kim 와우산로29길 14-5", Query(Kind.MIXED, words=("KIM",), street="와우산로29길 14-5")),
        (
            "김민수 1990 서울 마포구 월드컵로 94, 302호 (서교동)",
            Query(
                Kind.MIXED,
                hangul="김민수",
                birth="1990",
                phone="1990",
                street="월드컵로 94",
                area=("서울", "마포구"),
                rooms=("302호",),
            ),
        ),
        ("kim 12345678", Query(Kind.MIXED, words=("KIM",), phone="12345678")),
        (
            "kim 900315 5678",
            Query(Kind.MIXED, words=("KIM",), born=(BORN,), phone="5678"),
        ),
        ("5678 kim 1990", Query(Kind.MIXED, words=("KIM",), birth="1990", phone="5678")),
        ("900315 5678", Query(Kind.PHONE, born=(BORN,), phone="5678")),
        ("kim M12345678", Query(Kind.MIXED, words=("KIM",), passport="M12345678")),
        ("kim 900101-5100001", Query(Kind.MIXED, words=("KIM",), number="9001015100001")),
        ("9001015100001 kim", Query(Kind.MIXED, words=("KIM",), number="9001015100001")),
        (
            "kim 900101-5",
            Query(
                Kind.MIXED,
                words=("KIM",),
                number="9001015",
                unfound="residents.number_front",
            ),
        ),
        ("kim 1990년생", Query(Kind.MIXED, words=("KIM",), birth="1990", phone="1990")),
        ("kim 900315생", Query(Kind.MIXED, words=("KIM",), born=(BORN,))),
        ("김구 마포구 성산동", Query(Kind.MIXED, hangul="김구성산동", area=("마포구",))),
        ("kim 302호", Query(Kind.MIXED, words=("KIM",), rooms=("302호",))),
        ("전화 010-1234-5678", Query(Kind.PHONE, phone="01012345678")),
        (
            "nguyen 1990 월드컵",
            Query(Kind.MIXED, words=("NGUYEN",), hangul="월드컵", birth="1990", phone="1990"),
        ),
    ],
)
def test_a_name_with_something_beside_it(text: str, expected: Query) -> None:
    assert parse(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("와우산로29길 14-5", "와우산로29길 14-5"),
        ("서울특별시 마포구 와우산로29길 14-5, 302호 (서교동)", "와우산로29길 14-5"),
        (unicodedata.normalize("NFD", "월드컵로 94"), "월드컵로 94"),
        ("월드컵로 ９４", "월드컵로 94"),
        ("서울 마포구 월드컵로94 101동 1203호", "월드컵로 94"),
    ],
)
def test_a_road_address(text: str, street: str) -> None:
    query = parse(text, TODAY)
    assert (query.kind, query.street, query.hangul) == (Kind.ADDRESS, street, "")


@pytest.mark.parametrize(
    ("text", "rooms"),
    [
        ("월드컵로 94, 302호 (서교동)", ("302호",)),
        ("월드컵로 94, 101동 203호", ("101동", "203호")),
        ("월드컵로 94, 101-203", ("101동", "203호")),
        ("월드컵로 94 지하1층", ("지하1층",)),
    ],
)
def test_a_room_of_it(text: str, rooms: tuple[str, ...]) -> None:
    assert parse(text, TODAY) == Query(Kind.ADDRESS, street="월드컵로 94", rooms=rooms)


@pytest.mark.parametrize(
    "text", ["성산동 123-4", "마포구 성산동 123-4번지", "성산동 123-4번지 302호"]
)
def test_a_lot(text: str) -> None:
    query = parse(text, TODAY)
    assert (query.street, query.unfound) == ("성산동 123-4", "residents.lot")


@pytest.mark.parametrize("text", [MRZ, MRZ.replace("\n", ""), MRZ.replace("\n", " ")])
def test_a_scanned_passport(text: str) -> None:
    assert parse(text, TODAY) == Query(
        Kind.MRZ,
        words=("NGUYEN", "THI", "HOA"),
        born=(date(1990, 1, 1),),
        passport="B1234567",
        sex="M",
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "query_empty"),
        (" \t\n", "query_empty"),
        ("🙂🙂", "query_signs"),
        ("%", "query_signs"),
        ("'", "query_signs"),
        ("'\"", "query_signs"),
        ("--", "query_signs"),
        ("1234567890", "digits_length"),
        ("12345678901", "digits_length"),
        ("1" * 20, "digits_length"),
        (MRZ.replace("P<VNM", "V<VNM"), "mrz_visa"),
        ("\u202e\u200f", "query_empty"),
        ("a" * 10_000, "query_long"),
        ("a " * 50, "query_wordy"),
        ("900101-510000A", "number_digits"),
        ("900101-0", "number_seventh"),
        ("991301-5", "number_date"),
        ("1990-02-30", "birth_impossible"),
        ("2027-01-01", "birth_impossible"),
        ("30.02.1990", "birth_impossible"),
        ("13/13/1990", "birth_impossible"),
        ("31 June 1990", "birth_impossible"),
        ("991332", "birth_impossible"),
        ("kim 19900230", "birth_impossible"),
        ("kim 1990 1991", "birth_unclear"),
        ("kim 900315 1990-03-15", "birth_unclear"),
        ("101동 203호", "room_alone"),
        ("F-6", "status_alone"),
        ("e-9-1", "status_alone"),
        ("P<VNMNGUYEN<<THI<HOA", "mrz_length"),
    ],
)
def test_each_malformed_text_has_its_own_sentence(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(text, TODAY)
    assert refused.value.code == f"residents.{code}"
    for language in LANGUAGES:
        assert explain(refused.value, language)


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE resident; --",
        '" OR ="',
        "NEAR(a b)",
        "محمد علي",
        "阮文安",
        "100%_a",
        "a\x00b",
        "\ud800x",
    ],
)
def test_hostile_text_is_only_words(text: str) -> None:
    query = parse(text, TODAY)
    assert all(word.isalnum() for word in query.words)


@given(st.text(max_size=LONGEST + 5) | st.text("0123456789-./ <PKㅇ가٣%", max_size=20))
def test_any_text_is_a_query_or_a_refusal_with_a_sentence(text: str) -> None:
    try:
        query = parse(text, TODAY)
    except Refusal as refusal:
        assert refusal.code in catalogue("ko")
        assert explain(refusal, "en")
    else:
        assert any(
            (
                *(query.words, query.hangul, query.initials),
                *(query.birth, query.born, query.number, query.nearly, query.passport),
                *(query.phone, query.street),
            )
        )
