"""How the tests of issuing ask what came of an act."""

from collections.abc import Callable

import pytest

from counter_app.errors import Refusal
from counter_app.main import Counter
from tests.conftest import MORNING

NewAction = Callable[[], str]
Sql = Callable[[str], list[tuple[object, ...]]]
DAY = MORNING.date()


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def untouched(counter: Counter, sql: Sql) -> None:
    assert counter.archive.of_day(DAY) == ()
    assert sql("SELECT * FROM serial") == []
    assert sql("SELECT * FROM number_block") == []
    assert sql("SELECT * FROM payment") == []
