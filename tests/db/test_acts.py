"""What a transaction leaves behind on the connection that the next one gets."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import Engine
from sqlcipher3 import dbapi2

from counter_app.main import Counter
from db.acts import Sql, looking, writing

Opened = Callable[[Engine], AbstractContextManager[Sql]]


@pytest.mark.parametrize("opened", [looking, writing])
def test_what_an_error_keeps_is_done_with_the_connection(counter: Counter, opened: Opened) -> None:
    """A live cursor that dies with its error resets a statement that another thread is reading;
    rows came out twice, cut off or empty."""
    kept: list[Sql] = []

    def fail() -> None:
        with opened(counter.engine) as sql:
            kept.append(sql)
            sql.all("SELECT * FROM nowhere")

    with pytest.raises(dbapi2.OperationalError):
        fail()
    with pytest.raises(dbapi2.ProgrammingError, match="closed cursor"):
        kept[0].all("SELECT 1")
