"""Long beginnings of words are read as the words themselves."""

import re

from sqlalchemy import Engine
from sqlmodel import Session

from counter_app.privacy.actor import Actor
from counter_app.residents.residents import Residents
from db import search
from db.engine import reading
from tests.residents.test_plans import said

ROAD = "월드컵북로"
_LONG = re.compile(rf'"[^"]{{{search.BEGINNING + 1},}}"\*')


def known(session: Session) -> set[str]:
    found = session.connection().exec_driver_sql("SELECT DISTINCT term FROM temp.resident_word")
    return set(found.scalars())


def test_the_words_that_begin_so_come_in_their_order(engine: Engine) -> None:
    with reading(engine) as session:
        words = sorted(known(session))
        for start in ("¶", f"¶{ROAD}", "NGUYEN", "¤nguyenthi", "19900", "응우옌티"):
            begun = [word for word in words if word.startswith(start.lower())]
            assert begun
            assert search.begun(session, start, len(words)) == begun
            assert search.begun(session, start, 2) == begun[:2]
        assert search.begun(session, "NOBODY", 2) == []


def test_nobody_of_a_road_is_gathered_beside_a_name(
    engine: Engine, residents: Residents, actor: Actor
) -> None:
    with said(engine) as statements:
        residents.find(actor, f"{ROAD} kuznetsova natalqx")
    looks = [given[0] for statement, given in statements if "MATCH" in statement]
    starts = [given[0] for statement, given in statements if "resident_word" in statement]
    assert any(f'"¶{ROAD}"' in look for look in looks)
    assert not any(_LONG.search(look) for look in looks if "KUZNETSOVA" in look)
    assert f"¶{ROAD}" in starts
    assert len(starts) == len(set(starts))


def test_a_road_is_found_from_any_letter_of_it(residents: Residents, actor: Actor) -> None:
    everyone = [residents.find(actor, f"n {ROAD[:end]}", 100).hits for end in (1, 3, 5)]
    assert everyone[-1]
    for few, many in zip(everyone[1:], everyone[:-1], strict=True):
        assert len(few) == 100 or {hit.id for hit in few} <= {hit.id for hit in many}
