"""How the tests of issuing ask what came of an act."""

from counter_app.main import Counter
from tests.asking import Sql
from tests.conftest import MORNING

DAY = MORNING.date()


def untouched(counter: Counter, sql: Sql) -> None:
    assert counter.archive.of_day(DAY) == ()
    assert sql("SELECT * FROM serial") == []
    assert sql("SELECT * FROM number_block") == []
    assert sql("SELECT * FROM payment") == []
