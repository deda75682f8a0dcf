"""Which kinds are offered first, by what a number was taken for."""

from pathlib import Path

import pytest

from counter_app.certificates.favourites import FAVOURITES, Favourites, favourites_first
from counter_app.certificates.kinds import codes, kinds
from counter_app.config import read_config
from counter_app.errors import Refusal
from counter_app.queue.categories import CATEGORIES


def order(category: str | None, favourites: Favourites) -> list[str]:
    return [kind.code for kind in favourites_first(kinds(), favourites, category)]


def test_favourites_come_first_and_nothing_is_lost() -> None:
    usual = [kind.code for kind in kinds()]
    wanted = {"B": ("certified-copy", "residence")}
    assert order("B", wanted)[:2] == ["certified-copy", "residence"]
    assert order("B", wanted)[2:] == [code for code in usual if code not in wanted["B"]]
    assert order("A", wanted) == order(None, wanted) == usual


def test_the_usual_ones_exist() -> None:
    assert FAVOURITES.keys() <= CATEGORIES.keys()
    assert {kind for wanted in FAVOURITES.values() for kind in wanted} <= set(codes())


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('B = ["residence"]', None),
        ("B = []", None),
        ('X = ["residence"]', "config.out_of_range"),
        ('B = ["no-such-kind"]', "config.out_of_range"),
        ("B = [1]", "config.out_of_range"),
        ('B = "residence"', "config.wrong_type"),
    ],
)
def test_what_an_office_sets(home: Path, line: str, code: str | None) -> None:
    file = home / "counter.toml"
    file.write_text(f"{file.read_text('utf-8')}\n[favourites]\n{line}\n", "utf-8")
    if code is None:
        assert read_config(home).favourites.keys() == {"B"}
        return
    with pytest.raises(Refusal) as refused:
        read_config(home)
    assert refused.value.code == code
    assert "[favourites]" in str(refused.value.fields["key"])
