"""Puts many residents into an empty store at once, search index included."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from itertools import islice
from typing import Any

from sqlalchemy import Engine, insert
from sqlmodel import Session

from counter_app.demo.crossings import crossings
from counter_app.demo.people import Person
from counter_app.residents import names, spellings
from counter_app.residents.indexing import spelt_of, words_of
from counter_app.residents.places import key_of
from db import search
from db.engine import transaction
from db.records import Crossing
from db.residents import AddressRow, ResidentRow

BATCH = 5_000
BATCHES_AT_ONCE = 20
"""Per transaction: each writes most pages of the indexes, so few large ones are quickest."""
_CACHE_KIB = 128 * 1024
_FACTS = tuple(field.name for field in fields(Person) if field.name != "addresses")


def fill(engine: Engine, people: Iterable[Person], progress: Callable[[int], None]) -> None:
    """`progress` is told how many residents are in.

    Raises Refusal store.*; residents of earlier transactions stay.
    """
    waiting, done, more = iter(people), 0, True
    while more:
        with transaction(engine) as session:
            session.connection().exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KIB}")
            search.expect_many(session)
            for _ in range(BATCHES_AT_ONCE):
                batch = list(islice(waiting, BATCH))
                _put(session, batch)
                done += len(batch)
                progress(done)
                more = len(batch) == BATCH
                if not more:
                    search.compact(session)
                    break


def _put(session: Session, batch: list[Person]) -> None:
    if not batch:
        return
    facts = [_resident(person) for person in batch]
    connection = session.connection()
    connection.execute(insert(ResidentRow), facts)
    connection.execute(insert(AddressRow), [row for p in batch for row in _addresses(p)])
    if crossed := [row for p in batch for row in crossings(p)]:
        connection.execute(insert(Crossing), crossed)
    words = list(zip(facts, batch, strict=True))
    search.put_all(session, ((row["id"], words_of(row, _addresses(p))) for row, p in words))
    spellings.learn(session, {word for row, p in words for word in spelt_of(row, _addresses(p))})


def _resident(person: Person) -> dict[str, Any]:
    row = {name: getattr(person, name) for name in _FACTS}
    return row | {"name_key": names.key(names.words(person.name_roman))}


def _addresses(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "resident_id": person.id,
            "moved_in": address.moved_in,
            "moved_out": address.moved_out,
            "reported_on": address.reported_on,
            "text_ko": address.text_ko,
            "place": key_of(address.text_ko),
        }
        for address in person.addresses
    ]
