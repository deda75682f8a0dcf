"""What residents are found by is made for those of an older store, once, and for newcomers."""

from pathlib import Path

from sqlalchemy import text

from counter_app.clock import FixedClock
from counter_app.demo.fill import fill
from counter_app.demo.people import Person
from counter_app.residents import indexing
from counter_app.residents.residents import Residents
from counter_app.residents.terms import places
from counter_app.rules import Rules
from db.engine import create_store, reading, transaction
from db.migrate import upgrade
from tests.residents.conftest import KEY, SEOGYO

FOUND = text("SELECT count(*) FROM resident_search WHERE resident_search MATCH '\"¬5678\"*'")
SPELT = text("SELECT count(*) FROM spelling WHERE key = :key")


def test_an_older_store_is_indexed_anew(
    tmp_path: Path, clock: FixedClock, everyone: tuple[Person, ...]
) -> None:
    mistyped = everyone[30].name_roman.split()[-1][1:]
    engine = create_store(tmp_path / "counter.db", KEY)
    upgrade(engine)
    fill(engine, everyone[:50], lambda done: None)
    with transaction(engine) as session:
        run = session.connection().exec_driver_sql
        run("DELETE FROM spelling")
        run("UPDATE resident SET phone = '010-1234-5678' WHERE id = 30")
        run("INSERT INTO search_lag VALUES (0)")
    with transaction(engine) as session:
        assert indexing.catch_up(session, at_once=40)
        assert indexing.lags(session)
    Residents(engine, clock, Rules("guide"), SEOGYO).fill_keys()
    with reading(engine) as session:
        assert not indexing.lags(session)
        assert session.connection().execute(FOUND).scalar() == 1
        assert session.connection().execute(SPELT, {"key": mistyped}).scalar()
    engine.dispose()


def test_what_an_address_is_found_by() -> None:
    assert places("서울특별시 마포구 와우산로29길 14-5, 302호 (서교동, 한빛 빌라)") == (
        "¶와우산로29길",
        "¶서교동",
        "¶한빛",
        "¶빌라",
    )
    assert places("서울특별시 마포구") == places("") == ()
