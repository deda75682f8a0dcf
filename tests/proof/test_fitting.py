"""However long the texts, the code is never larger than its place on the page."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.proof.cose import key_id, public_of, read, sign
from counter_app.proof.fitting import fitted
from counter_app.proof.listed import Listed
from counter_app.proof.payload import Cut, Signed, signed
from counter_app.proof.qr import CAPACITIES, MODULE, size_of
from counter_app.proof.qr_text import from_text, to_text
from counter_app.proof.verdicts import same
from tests.proof.vectors import CENTRE, ISSUED, OFFICE

PLAIN = Signed(
    office=OFFICE,
    issued_at=ISSUED,
    issue_number="2026-1144066000-AR-999999",
    kind="temporary-registration",
    fields={},
    list_id=key_id(public_of(CENTRE)),
    index=9_999_999,
    confirmation="9" * 16,
)
LONG = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs"]), max_size=300)


def code(fields: dict[int, str]) -> str:
    return to_text(sign(CENTRE, fitted(replace(PLAIN, fields=dict(fields))).claims()))


@given(st.dictionaries(st.integers(1, 25), LONG, max_size=10))
def test_it_fits_and_says_what_is_printed(fields: dict[int, str]) -> None:
    made = code(fields)
    assert len(made) <= CAPACITIES[-1]
    said = signed(read(from_text(made)).claims).fields
    assert said.keys() == fields.keys()
    assert all(same(said[n], text) for n, text in fields.items())


def test_the_longest_there_are() -> None:
    longest = {
        1: "외국인등록 사실증명",
        2: f"{'W' * 160} ({'뷁' * 100})",
        3: "1990. 12. 31.",
        5: "사우스조지아 사우스샌드위치 제도 South Georgia and the South Sandwich Islands",
        6: "900101-6******",
        8: "E-7-4R 특정활동 Special Occupation",
        9: "2027. 12. 31.",
        12: "뷁" * 200,
        13: "뷁" * 200,
    }
    made = code(longest)
    assert len(made) <= CAPACITIES[-1]
    said = signed(read(from_text(made)).claims).fields
    assert [n for n, text in said.items() if isinstance(text, Cut)] == [2, 5, 8, 12, 13]


REGISTRATION = {
    1: "외국인등록 사실증명",
    2: "ISMOILOV ANVAR UGLI SARDOR (이스모일로프 안바르 우글리 사르도르)",
    3: "2002. 12. 31.",
    4: "남 Male",
    5: "우즈베키스탄 Uzbekistan",
    6: "021231-7******",
    7: "FA*****79",
    8: "E-7-4 특정활동(숙련기능인력) Foreign National of Special Ability (Skilled Worker)",
    9: "2029. 10. 24.",
    10: "2022. 10. 12.",
    11: "2022. 10. 16.",
    12: "서울특별시 마포구 월드컵북로 396-21, 103동 1502호 (상암동)",
    13: "은행 제출용",
}
TABLE = Listed(26, 3, b"12345678", marks=b"123456")


def test_who_and_where_is_whole_and_glosses_go_first() -> None:
    made = fitted(replace(PLAIN, fields=dict(REGISTRATION), lists=(TABLE,)))
    partly = {n: str(text) for n, text in made.fields.items() if isinstance(text, Cut)}
    assert partly == {8: "E-7-4…"}


def test_a_gloss_goes_before_the_marks_of_rows() -> None:
    made = fitted(replace(PLAIN, fields={**REGISTRATION, 2: "NGUYEN THI HOA"}, lists=(TABLE,)))
    assert str(made.fields[8]) == "E-7-4…"
    assert made.lists == (TABLE,)


NAMES = (
    "SINGH VENKATANARASIMHARAJUVARIPETA (싱벤카타나라심하라주바리페타)",
    "PERERA LAHIRU NUWAN THARINDU SAMPATH (페레라 라히루 누완 타린두 삼파트)",
)
PLACES = (
    "서울특별시 마포구 와우산로29길 48-12, 302호 (서교동, 한빛아파트)",
    "서울특별시 마포구 서교동 395-166 지하1층 (서교동)",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("address", PLACES)
def test_a_house_keeps_its_number_and_a_name_its_end(name: str, address: str) -> None:
    fields = REGISTRATION | {2: name, 12: address, 13: "어" * 60}
    said = fitted(replace(PLAIN, fields=dict(fields), lists=(TABLE,))).fields
    assert said[2] == name
    house = str(said[12]).removesuffix("…")
    assert address.startswith(house)
    assert "48-12" in house or "395-166" in house


@pytest.mark.parametrize(("letters", "version"), [(20, 18), (110, 19)])
def test_the_symbol_grows_before_a_name_is_cut(letters: int, version: int) -> None:
    fields = REGISTRATION | {2: "W" * letters}
    made = code(fields)
    assert size_of(made) == pytest.approx((17 + 4 * version) * MODULE)
    assert signed(read(from_text(made)).claims).fields[2] == "W" * letters


def test_what_is_short_is_whole() -> None:
    fields = {1: "제목", 2: "NGUYEN VAN AN", 13: "은행"}
    assert signed(read(from_text(code(fields))).claims).fields == fields


def test_too_many_fields_are_a_fault() -> None:
    with pytest.raises(ValueError, match="more fields"):
        code(dict.fromkeys(range(1, 80), "뷁" * 20))


@pytest.mark.parametrize("length", range(200, 300))
def test_up_to_the_last_byte(length: int) -> None:
    made = code({2: "A" * length})
    assert len(made) <= CAPACITIES[-1]
    assert size_of(made) <= size_of("A" * CAPACITIES[-1])
