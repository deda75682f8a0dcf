import re

import pytest

from counter_app.errors import Refusal
from counter_app.residents import codes
from counter_app.words import explain


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("F6", "F-6"),
        ("f-6-1", "F-6-1"),
        ("E9-2", "E-9-2"),
        ("e-10", "E-10"),
        ("D-10-1", "D-10-1"),
        ("F-2-99", "F-2-99"),
        (" g-1-5 ", "G-1-5"),
        ("C-2", "C-3"),
        ("c2", "C-3"),
        ("E7S", "E-7-S"),
    ],
)
def test_a_status_in_any_spelling(typed: str, code: str) -> None:
    assert codes.normalised_status(typed) == code
    assert codes.status(typed).code == code


def test_a_sub_status_without_its_own_name_has_the_statuss() -> None:
    assert codes.status("E-7-S").ko == "특정활동"
    assert codes.status("F-6-1").ko == "결혼이민(국민의 배우자)"


@pytest.mark.parametrize(
    "typed", ["", "Z-1", "F", "F-7", "F-6-1234", "F-6-1-1", "결혼", "A" * 10_000]
)
def test_no_such_status(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        codes.normalised_status(typed)
    assert refused.value.code == "residents.status_unknown"
    assert len(explain(refused.value, "ko")) < 100


def test_the_37_statuses_and_their_sub_codes() -> None:
    main = [code for code in codes.statuses() if code.count("-") == 1]
    assert len(main) == 37
    for code, status in codes.statuses().items():
        assert codes.normalised_status(code) == code
        assert status.ko
        assert status.en


def test_the_worlds_nationalities() -> None:
    table = codes.nationalities()
    assert len(table) >= 193
    assert all(re.fullmatch("[A-Z]{3}", code) for code in table)
    assert len({n.ko for n in table.values()}) == len(table)
    assert (table["VNM"].ko, table["VNM"].en) == ("베트남", "Vietnam")
    assert codes.nationality("QQQ").ko == "QQQ"


def test_centres_and_purposes() -> None:
    assert codes.centre_name("1144066000") == "서교동"
    assert codes.centre_name("9999999999") == "9999999999"
    assert "증명서 발급" in {purpose.ko for purpose in codes.purposes()}
