"""No query of a search reads a table from end to end."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from counter_app.demo.people import Person
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.residents.residents import Residents
from tests.residents.test_search_by_number import zone_of

SMALL = ("clerk", "audit_head", "outbox")
"""Not the residents'; looked up by their own keys."""
_GIVEN = ("SCAN json_each", "SCAN VALUE", "SCAN (subquery", "SCAN road", "SCAN word")


@contextmanager
def said(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    statements: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
            statements.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def plans(engine: Engine, statements: list[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    with engine.connect() as connection:
        for statement, parameters in statements:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            for row in rows:
                yield statement, str(row[3])


def without_index(step: str) -> bool:
    """FTS5 looks up where it is asked to MATCH, json_each reads the list it was given, and a list
    of nothing is a subquery of one row, and `road` and `word` go from each to the next by an
    index."""
    scans = step.startswith("SCAN") and "USING" not in step and "CONSTANT" not in step
    given = step.startswith(_GIVEN) or "VIRTUAL TABLE" in step
    return scans and not given


def everything(person: Person) -> Iterator[str]:
    words = person.name_roman.lower().split()
    year, born = person.birth_date.year, person.birth_date
    yield from (person.number, f"{person.number[:6]}-", person.number[:-1] + "0")
    yield from (person.passport_number or "M12345678", "\n".join(zone_of(person)))
    yield from (" ".join(words), words[0], words[0][:1], "".join(words), words[0][:-1] + "qx")
    yield from (person.name_hangul, person.name_hangul[:1], "ㅇㅇㅇ", f"{words[0]} {year} 월드컵")
    yield from (f"{born}", f"{year}", "5678", "010-1234-5678", "월드컵로 94", "월드컵", "서교동")
    yield from (f"{person.name_hangul} {born:%y%m%d}", f"{words[0]} 월드컵로 94", "ㅇㅇ 1990")
    yield from (
        f"{words[0]} World Cup-ro 94",
        "Seogyo-dong",
        "".join(words)[:-1] + "qx",
        "82101234567",
    )


@pytest.mark.parametrize("lot", [5, 300])
def test_every_search_goes_by_an_index(
    engine: Engine, residents: Residents, actor: Actor, everyone: tuple[Person, ...], lot: int
) -> None:
    person = next(p for p in everyone[lot:] if p.passport_number and " " in p.name_roman)
    with said(engine) as statements:
        for typed in everything(person):
            try:
                residents.find(actor, typed)
            except Refusal as refusal:
                assert "number" in refusal.code or "mrz" in refusal.code
        residents.open(actor, person.id, "certificate")
    assert len(statements) > 100
    slow = {
        (step, statement)
        for statement, step in plans(engine, statements)
        if without_index(step) and not step.endswith(SMALL)
    }
    assert not slow, slow


def test_a_query_without_an_index_is_noticed(engine: Engine) -> None:
    statement = "SELECT id FROM resident WHERE phone = ?"
    assert any(without_index(step) for _, step in plans(engine, [(statement, ("1",))]))
