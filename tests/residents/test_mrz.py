from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mrz.generator.td3 import TD3CodeGenerator

from counter_app.errors import Refusal
from counter_app.residents import mrz
from counter_app.words import LANGUAGES, explain

TODAY = date(2026, 11, 23)
FIRST = "P<VNMNGUYEN<<THI<HOA<<<<<<<<<<<<<<<<<<<<<<<<"
SECOND = "B1234567<3VNM9001011M3001019<<<<<<<<<<<<<<00"
ICAO = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)


@pytest.mark.parametrize("between", ["\n", "\r\n", " ", "", "\t", "\r"])
def test_both_lines_however_the_scanner_parts_them(between: str) -> None:
    zone = mrz.read(FIRST + between + SECOND + "\r\n", TODAY)
    assert (zone.surname, zone.given) == ("NGUYEN", "THI HOA")
    assert zone.document_number == "B1234567"
    assert (zone.issuer, zone.nationality, zone.sex) == ("VNM", "VNM", "M")
    assert (zone.birth_date, zone.expiry) == (date(1990, 1, 1), date(2030, 1, 1))


def test_the_sample_of_the_standard() -> None:
    zone = mrz.read("".join(ICAO).lower(), TODAY)
    assert (zone.document_number, zone.birth_date) == ("L898902C3", date(1974, 8, 12))


@pytest.mark.parametrize(
    ("digits", "born"), [("261123", date(2026, 11, 23)), ("261124", date(1926, 11, 24))]
)
def test_two_digits_of_a_birth_year_never_lie_ahead(digits: str, born: date) -> None:
    zone = mrz.read(FIRST + born_on(digits), TODAY)
    assert zone.birth_date == born


def born_on(digits: str) -> str:
    """The second line with another birth date and right check digits."""
    first, last = f"B1234567<3VNM{digits}{mrz.check_digit(digits)}M", "3001019<<<<<<<<<<<<<<0"
    whole = first[:10] + first[13:20] + last
    return first + last + mrz.check_digit(whole)


def test_a_mononym_has_no_given_name() -> None:
    zone = mrz.read("P<IDNSUHARTO".ljust(44, "<") + SECOND, TODAY)
    assert (zone.surname, zone.given) == ("SUHARTO", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (FIRST, "residents.mrz_length"),
        (FIRST + SECOND[:-1], "residents.mrz_length"),
        (SECOND[:-1], "residents.mrz_length"),
        (FIRST + FIRST, "residents.mrz_misread"),
        (SECOND + SECOND, "residents.mrz_misread"),
        ("V" + FIRST[1:] + SECOND, "residents.mrz_visa"),
        ("VCUTO" + FIRST[5:36] + SECOND[:36], "residents.mrz_visa"),
        (FIRST.replace("NGUYEN", "NGUY3N") + SECOND, "residents.mrz_misread"),
        (FIRST + SECOND.replace("<00", "é00"), "residents.mrz_misread"),
    ],
)
def test_what_cannot_be_trusted_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        mrz.read(text, TODAY)
    assert refused.value.code == code


@pytest.mark.parametrize("between", ["\n", "\r\n", " ", ""])
def test_the_lines_in_the_wrong_order(between: str) -> None:
    assert mrz.looks_like(SECOND + between + FIRST)
    assert mrz.read(SECOND + between + FIRST, TODAY) == mrz.read(FIRST + SECOND, TODAY)


def test_the_second_line_alone() -> None:
    assert mrz.looks_like(SECOND)
    zone = mrz.read(SECOND, TODAY)
    assert (zone.words, zone.document_number) == ((), "B1234567")
    assert (zone.birth_date, zone.sex) == (date(1990, 1, 1), "M")


@pytest.mark.parametrize(
    "sent",
    [
        f"\x02{FIRST}\r{SECOND}\x03",
        f"{FIRST}{SECOND}".replace("<<", "«"),
        f"{FIRST}{SECOND}".replace("<", "‹"),
        f"{FIRST}{SECOND}".replace("<", "＜").replace("B1", "Ｂ１"),
    ],
)
def test_what_a_scanner_puts_around_the_lines_or_makes_of_fillers(sent: str) -> None:
    assert mrz.looks_like(sent)
    assert mrz.read(sent, TODAY) == mrz.read(FIRST + SECOND, TODAY)


def test_a_misread_second_line_alone_is_told_to_be_one() -> None:
    misread = SECOND.replace("0", "O")
    assert mrz.looks_like(misread)
    with pytest.raises(Refusal) as refused:
        mrz.read(misread, TODAY)
    assert refused.value.code == "residents.mrz_misread"


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_the_lines_of_an_identity_card_are_no_passport(lines: int) -> None:
    card = (
        "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
    )
    assert mrz.looks_like(card[: 30 * lines])
    with pytest.raises(Refusal) as refused:
        mrz.read(card[: 30 * lines], TODAY)
    assert refused.value.code == "residents.mrz_card"


def test_a_day_that_is_none_is_no_birth_date() -> None:
    assert mrz.read(FIRST + born_on("991301"), TODAY).birth_date is None


@pytest.mark.parametrize("digits", ["90<<<<", "9003<<", "<<<<<<"])
def test_a_birth_date_that_is_not_known_whole_is_left_open(digits: str) -> None:
    zone = mrz.read(FIRST + born_on(digits), TODAY)
    assert (zone.birth_date, zone.document_number) == (None, "B1234567")
    assert mrz.second_line(born_on(digits))


@pytest.mark.parametrize(
    ("place", "field"),
    [
        (0, "number"),
        (9, "number"),
        (13, "birth"),
        (19, "birth"),
        (21, "expiry"),
        (27, "expiry"),
        (28, "personal"),
        (42, "personal"),
        (43, "whole"),
    ],
)
@pytest.mark.parametrize("first", [FIRST, "", ICAO[0]])
def test_a_wrong_check_digit_is_refused_by_the_name_of_its_field(
    first: str, place: int, field: str
) -> None:
    second = ICAO[1] if first == ICAO[0] else SECOND
    other = {"<": "0" if place != 28 else "7", "9": "0", "0": "1", "B": "C"}
    sign = other.get(second[place], "9")
    if place == 42:
        sign = "9"
    with pytest.raises(Refusal) as refused:
        mrz.read(first + second[:place] + sign + second[place + 1 :], TODAY)
    assert refused.value.code == f"residents.mrz_check_{field}"
    for language in LANGUAGES:
        assert explain(refused.value, language)


upper = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=12)


@given(
    upper,
    upper,
    st.from_regex(r"[A-Z]{1,2}[0-9]{6,7}", fullmatch=True),
    st.dates(date(1930, 1, 1), TODAY),
)
def test_what_another_library_writes_is_read(
    surname: str, given_name: str, number: str, born: date
) -> None:
    text = str(
        TD3CodeGenerator(
            "P", "VNM", surname, given_name, number, "VNM", f"{born:%y%m%d}", "F", "320131"
        )
    )
    zone = mrz.read(text, TODAY)
    assert (zone.surname, zone.given, zone.document_number) == (surname, given_name, number)
    assert zone.birth_date == born


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        mrz.read(text, TODAY)
    except Refusal as refusal:
        assert refusal.code.startswith("residents.mrz_")
