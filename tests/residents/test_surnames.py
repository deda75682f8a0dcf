"""One surname as different people spell it."""

import pytest

from counter_app.residents.surnames import firsts, other_initials, otherwise


@pytest.mark.parametrize(
    ("written", "others"),
    [
        ("이", {"리"}), ("리", {"이", "니"}), ("유", {"류"}), ("류", {"유", "뉴"}),
        ("임", {"림"}), ("여", {"려"}), ("양", {"량"}), ("나", {"라"}), ("라", {"나"}),
        ("노", {"로"}), ("로", {"노"}), ("오", set()), ("김", set()),
    ],
)  # fmt: skip
def test_how_a_syllable_begins_by_either_rule(written: str, others: set[str]) -> None:
    assert set(firsts(written)) == others


def test_the_rule_is_of_the_beginning_alone() -> None:
    assert set(otherwise("임나래")) == {"림나래"}
    assert set(other_initials("ㅇㄴㄹ")) == {"ㄹㄴㄹ"}


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("느구옌득바오", "응우옌득바오"),
        ("우엔득바오", "응우옌득바오"),
        ("트란티마이", "쩐티마이"),
        ("MUELLER", "MULLER"),
        ("SOEHARTO", "SUHARTO"),
    ],
)
def test_a_foreign_name_as_people_hear_or_print_it(written: str, other: str) -> None:
    assert other in set(otherwise(written))
