"""A number called by hand as it is typed."""

import pytest

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.queue.by_hand import number_of


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("E-012", "E-012"),
        ("e12", "E-012"),
        (" E  12 ", "E-012"),
        ("a-1", "A-001"),
        ("ㄷ-12", "E-012"),  # the keys of E while Korean was on
        ("ㅠ 7", "B-007"),
        ("Ｅ－０１２", "E-012"),
        ("E–12", "E-012"),
    ],
)
def test_a_number_as_it_is_typed(counter: Counter, typed: str, number: str) -> None:
    assert number_of(counter.config.queue, typed) == number


@pytest.mark.parametrize(
    "typed", ["", "12", "E", "X-001", "E-0", "E-1000", "E-1 2", "E١", "E" * 99, "ㅁㅠ1", "가-1"]
)
def test_what_is_no_number(counter: Counter, typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        number_of(counter.config.queue, typed)
    assert refused.value.code == "by_hand.no_number"
