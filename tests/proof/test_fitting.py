"""However long the texts, the code is never larger than its place on the page."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.proof.cose import key_id, public_of, read, sign
from counter_app.proof.fitting import fitted
from counter_app.proof.payload import Cut, Signed, signed
from counter_app.proof.qr import CAPACITY, size_of
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
    assert len(made) <= CAPACITY
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
    assert len(made) <= CAPACITY
    said = signed(read(from_text(made)).claims).fields
    assert [n for n, text in said.items() if isinstance(text, Cut)] == [2, 5, 8, 12, 13]


def test_what_is_short_is_whole() -> None:
    fields = {1: "제목", 2: "NGUYEN VAN AN", 13: "은행"}
    assert signed(read(from_text(code(fields))).claims).fields == fields


def test_too_many_fields_are_a_fault() -> None:
    with pytest.raises(ValueError, match="more fields"):
        code(dict.fromkeys(range(1, 80), "뷁" * 20))


@pytest.mark.parametrize("length", range(200, 300))
def test_up_to_the_last_byte(length: int) -> None:
    made = code({2: "A" * length})
    assert len(made) <= CAPACITY
    assert size_of(made) <= size_of("A" * CAPACITY)
