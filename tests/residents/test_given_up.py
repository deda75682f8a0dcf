"""A search that nobody waits for any more ends, changes nothing and is not on record."""

from itertools import count

import pytest
from sqlalchemy import Engine, text

from counter_app.errors import GivenUp
from counter_app.privacy.actor import Actor
from counter_app.residents.residents import Residents
from db.engine import reading
from db.search import interruptible

SEARCHES = text("SELECT count(*) FROM audit WHERE action = 'resident.searched'")
ENDLESS = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
)


def searches(engine: Engine) -> int:
    with reading(engine) as session:
        return int(session.connection().execute(SEARCHES).scalar_one())


@pytest.mark.parametrize("looks", [0, 1, 3])
def test_a_search_is_given_up_at_any_step(
    engine: Engine, residents: Residents, actor: Actor, looks: int
) -> None:
    before, looked = searches(engine), count()
    with pytest.raises(GivenUp):
        residents.find(actor, "nguyen van q", given_up=lambda: next(looked) >= looks)
    assert searches(engine) == before
    assert residents.find(actor, "nguyen").hits
    assert searches(engine) == before + 1


def test_one_long_statement_is_interrupted_and_the_next_is_not(engine: Engine) -> None:
    with reading(engine) as session:
        looked = count()
        with pytest.raises(GivenUp), interruptible(session, lambda: next(looked) > 100):
            session.connection().execute(ENDLESS)
        assert session.connection().execute(SEARCHES).scalar_one() is not None
