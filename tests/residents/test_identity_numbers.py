import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.residents import identity_numbers, masking
from counter_app.residents.identity_numbers import Check, Verdict, check, check_digit
from counter_app.words import catalogue
from db.identity import IdKind, Sex

TODAY = date(2026, 11, 23)
VECTORS = json.loads(Path(__file__).with_name("identity_vectors.json").read_text("utf-8"))
OK = Check(Verdict.OK)
MISMATCH = Check(Verdict.WARNING, "residents.checksum")

numbers = st.builds(
    identity_numbers.make,
    st.sampled_from(IdKind),
    st.dates(date(1900, 1, 1), TODAY),
    st.sampled_from(Sex),
    st.integers(0, 95_999),
)


@pytest.mark.parametrize("number", VECTORS["rrn_ok"])
def test_a_citizens_number_holds(number: str) -> None:
    assert check(number, IdKind.RRN, TODAY) == OK


@pytest.mark.parametrize("kind", [IdKind.FRN, IdKind.DRN])
@pytest.mark.parametrize("number", VECTORS["frn_ok"])
def test_a_foreigners_number_holds_and_is_not_judged_by_the_citizens_formula(
    number: str, kind: IdKind
) -> None:
    assert check(number, kind, TODAY) == OK
    assert number[12] != check_digit(number[:12], IdKind.RRN)


@pytest.mark.parametrize(("residue", "number"), VECTORS["frn_residues"].items())
def test_every_residue_of_the_sum_has_its_digit(residue: str, number: str) -> None:
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    total = sum(int(d) * w for d, w in zip(number, weights, strict=False))
    assert total % 11 == int(residue)
    assert check(number, IdKind.FRN, TODAY) == OK


@pytest.mark.parametrize(
    ("kind", "number"),
    [(IdKind.RRN, n) for n in VECTORS["rrn_warning"]]
    + [(IdKind.FRN, n) for n in VECTORS["frn_warning"]],
)
def test_a_random_tail_is_a_warning_only(kind: IdKind, number: str) -> None:
    assert check(number, kind, TODAY) == MISMATCH


def test_a_citizens_region_above_95_is_a_warning_only() -> None:
    number = identity_numbers.make(IdKind.RRN, date(2021, 5, 15), Sex.MALE, 96_000)
    assert check(number, IdKind.RRN, TODAY) == MISMATCH


@pytest.mark.parametrize(
    ("number", "kind", "code"),
    [
        ("900101510000", IdKind.FRN, "number_length"),
        ("90010151000011", IdKind.FRN, "number_length"),
        ("", IdKind.FRN, "number_digits"),
        ("900101510000A", IdKind.FRN, "number_digits"),
        ("٩٠٠١٠١٥١٠٠٠٠١", IdKind.FRN, "number_digits"),
        ("9001011000006", IdKind.FRN, "number_seventh"),
        ("9001015100001", IdKind.RRN, "number_seventh"),
        ("2701017000004", IdKind.FRN, "number_future"),
        *((n, IdKind.RRN, "number_date") for n in VECTORS["rrn_bad_date"]),
        *((n, IdKind.FRN, "number_seventh") for n in VECTORS["frn_seventh"]),
    ],
)
def test_a_malformed_number_has_its_own_sentence(number: str, kind: IdKind, code: str) -> None:
    assert check(number, kind, TODAY) == Check(Verdict.ERROR, f"residents.{code}")
    assert f"residents.{code}" in catalogue("ko")


@given(
    st.sampled_from(IdKind),
    st.dates(date(1900, 1, 1), TODAY),
    st.sampled_from(Sex),
    st.integers(0, 95_999),
)
def test_what_is_made_can_be_read_back(kind: IdKind, born: date, sex: Sex, serial: int) -> None:
    number = identity_numbers.make(kind, born, sex, serial)
    assert check(number, kind, TODAY) == OK
    assert identity_numbers.birth_date(number) == born
    assert identity_numbers.sex(number) is sex
    assert kind in identity_numbers.kinds(number)


@given(numbers, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_never_taken_for_right_beyond_the_formulas_blind_spots(
    number: str, place: int, shift: int
) -> None:
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    kind = identity_numbers.kinds(number)[0]
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    residues = {
        sum(int(d) * w for d, w in zip(n, weights, strict=False)) % 11 for n in (number, wrong)
    }
    assert len(residues) == 2
    blind = {(13 if kind is not IdKind.RRN else 11) - r for r in residues}
    same_digit = len({b % 10 for b in blind}) == 1
    assert (check_digit(wrong[:12], kind) == number[12]) == same_digit


@given(st.text(max_size=20), st.sampled_from(IdKind))
def test_any_text_gets_a_verdict(text: str, kind: IdKind) -> None:
    assert check(text, kind, TODAY).verdict in Verdict


@given(numbers)
def test_a_masked_number_tells_birth_date_and_sex_only(number: str) -> None:
    assert masking.mask_number(number) == f"{number[:6]}-{number[6]}******"
    assert identity_numbers.formatted(number) == f"{number[:6]}-{number[6:]}"


def test_tomorrow_is_the_future_and_today_is_not() -> None:
    tomorrow = TODAY + timedelta(days=1)
    for born, verdict in ((TODAY, Verdict.OK), (tomorrow, Verdict.ERROR)):
        number = identity_numbers.make(IdKind.FRN, born, Sex.FEMALE, 10_000)
        assert check(number, IdKind.FRN, TODAY).verdict is verdict
