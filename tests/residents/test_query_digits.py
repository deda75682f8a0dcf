"""What was typed, as a number, a birth date, a passport or a telephone."""

import unicodedata
from dataclasses import replace
from datetime import date

import pytest

from counter_app.residents.asked import Kind, Query
from counter_app.residents.query import parse
from tests.residents.conftest import TODAY

BORN = date(1990, 3, 15)


@pytest.mark.parametrize(
    "text",
    [
        "900101-5100001",
        "9001015100001",
        " 900101 – 5100001 ",
        "900101 5100001",
        "\ufeff900101-5100001",
        "\u202a900101-\u200b5100001\u202c",
    ],
)
def test_a_number_however_written(text: str) -> None:
    assert parse(text, TODAY) == Query(Kind.NUMBER, number="9001015100001")


def test_a_checksum_mismatch_is_a_warning() -> None:
    assert parse("000101-7123456", TODAY) == Query(
        Kind.NUMBER, number="0001017123456", warning="residents.checksum"
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [("900315-", "900315"), ("900315-5", "9003155"), ("900315-5******", "9003155")],
)
def test_the_part_a_masked_form_shows(text: str, number: str) -> None:
    assert parse(text, TODAY) == Query(Kind.NUMBER, number=number, unfound="residents.number_front")


@pytest.mark.parametrize(
    "text",
    [
        "1990-03-15",
        "1990.3.15.",
        "1990. 3. 15.",
        "1990/03/15",
        "1990 3 15",
        "1990년 3월 15일",
        unicodedata.normalize("NFD", "1990년 3월 15일"),
        "900315",
        "90-03-15",
        "90.3.15.",
        "90년 3월 15일",
        "15.03.1990",
        "15.3.1990.",
        "15/03/1990",
        "15-03-1990",
        "15 3 1990",
        "15.03.90",
        "150390",
        "03/15/1990",
        "3-15-90",
        "15 Mar 1990",
        "15-MAR-90",
        "15mar1990",
        "15 March, 1990",
        "Mar 15, 1990",
        "march 15 1990",
    ],
)
def test_a_birth_date_however_written(text: str) -> None:
    assert replace(parse(text, TODAY), unfound=None) == Query(Kind.BIRTH, born=(BORN,))


@pytest.mark.parametrize("text", ["010229", "kim 010229"])
def test_no_such_day_with_the_year_first_is_said_where_nobody_is_found(text: str) -> None:
    query = parse(text, TODAY)
    assert query.born == (date(1929, 2, 1), date(1929, 1, 2))
    assert query.unfound == "residents.birth_turned"


@pytest.mark.parametrize("text", ["19900315", "15031990", "03151990"])
def test_eight_digits_are_a_birth_date_or_a_passport(text: str) -> None:
    assert parse(text, TODAY) == Query(Kind.BIRTH, born=(BORN,), passport=text)


def test_a_day_and_a_month_in_doubt_are_both_tried() -> None:
    assert parse("03/04/1990", TODAY).born == (date(1990, 4, 3), date(1990, 3, 4))
    assert parse("03041990", TODAY).born == (date(1990, 4, 3), date(1990, 3, 4))


def test_the_year_is_first_where_it_can_be() -> None:
    assert parse("01.02.03", TODAY).born == (date(2001, 2, 3), date(1901, 2, 3))
    assert parse("16.11.05", TODAY).born == (date(2016, 11, 5), date(1916, 11, 5))


def test_a_short_birth_date_of_either_century() -> None:
    assert parse("050607", TODAY).born == (date(2005, 6, 7), date(1905, 6, 7))


@pytest.mark.parametrize(("text", "birth"), [("1990", "1990"), ("199003", "199003"), ("19", "19")])
def test_part_of_a_birth_date(text: str, birth: str) -> None:
    query = parse(text, TODAY)
    assert (query.kind, query.birth) == (Kind.BIRTH, birth)
    assert query.unfound == ("residents.digits_few" if len(text) < 6 else None)


@pytest.mark.parametrize(
    "text",
    [
        "m12345678",
        "M123A4567",
        "P1234567A",
        "FA1234567",
        "MD123456",
        "C01X00T47",
        "19FV12345",
        "123456789",
        "12345678",
        "1234567",
        "0000000",
    ],
)
def test_a_passport(text: str) -> None:
    phone = text if len(text) < 9 and text.isdigit() else ""
    assert parse(text, TODAY) == Query(Kind.PASSPORT, passport=text.upper(), phone=phone)


@pytest.mark.parametrize("text", ["m 12345678", "M-12345678", "M1234 5678", "M12345678."])
def test_a_passport_as_it_is_printed(text: str) -> None:
    assert parse(text, TODAY) == Query(Kind.PASSPORT, passport="M12345678")


def test_seven_digits_are_a_passport_a_telephone_or_the_front_of_a_number() -> None:
    both = Query(Kind.PASSPORT, passport="9003155", phone="9003155", number="9003155")
    assert parse("9003155", TODAY) == both
    assert parse("9003159", TODAY) == replace(both, passport="9003159", phone="9003159", number="")


@pytest.mark.parametrize("text", ["19900230", "20270101"])
def test_a_passport_that_looks_like_an_impossible_date_must_be_found(text: str) -> None:
    meant = "residents.birth_impossible"
    expected = Query(Kind.PASSPORT, passport=text, phone=text, unless_found=meant)
    assert parse(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("010-1234-5678", "01012345678"),
        ("010 1234 5678", "01012345678"),
        ("01012345678", "01012345678"),
        ("０１０－１２３４－５６７８", "01012345678"),
        ("+82 10-1234-5678", "01012345678"),
        ("02-123-4567", "021234567"),
        ("1234-5678", "12345678"),
        ("4360 6798", "43606798"),
        ("332 1234", "3321234"),
        ("821043606798", "01043606798"),
        ("1043606798", "01043606798"),
        ("10-4360-6798", "01043606798"),
        ("+82(0)10-4360-6798", "01043606798"),
        ("0082 10 4360 6798", "01043606798"),
        ("82-10-4360-6798", "01043606798"),
        ("(02) 332-1234", "023321234"),
        ("+82 2 332 1234", "023321234"),
    ],
)
def test_a_telephone_number(text: str, phone: str) -> None:
    query = parse(text, TODAY)
    assert (query.kind, query.phone, query.born, query.birth) == (Kind.PHONE, phone, (), "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("900101510000", "number_length"),
        ("90010151000011", "number_length"),
        ("900101-510000", "number_length"),
        ("900101-51000012", "number_length"),
        ("900101-9000006", "number_seventh"),
        ("050229-3000008", "number_date"),
        ("991301-1000009", "number_date"),
        ("270101-7000004", "number_future"),
    ],
)
def test_a_number_that_cannot_be_is_looked_for_as_mistyped(text: str, code: str) -> None:
    query = parse(text, TODAY)
    assert (query.number, query.nearly) == ("", text.replace("-", ""))
    assert query.unless_found == f"residents.{code}"
