"""Puts many residents into an empty store at once, search index included."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from itertools import islice
from typing import Any

from sqlalchemy import Engine, insert

from counter_app.demo.people import Person
from counter_app.residents import names
from counter_app.residents.terms import terms
from db import search
from db.engine import transaction
from db.residents import AddressRow, ResidentRow

BATCH = 10_000
_FACTS = tuple(field.name for field in fields(Person) if field.name != "addresses")


def fill(engine: Engine, people: Iterable[Person], progress: Callable[[int], None]) -> None:
    """Each batch is one transaction; `progress` is told how many residents are in.

    Raises Refusal store.*; batches before it stay.
    """
    waiting, done = iter(people), 0
    while batch := list(islice(waiting, BATCH)):
        with transaction(engine) as session:
            connection = session.connection()
            connection.execute(insert(ResidentRow), [_resident(person) for person in batch])
            connection.execute(insert(AddressRow), [row for p in batch for row in _addresses(p)])
            search.put_all(session, ((person.id, _terms(person)) for person in batch))
        done += len(batch)
        progress(done)
    with transaction(engine) as session:
        search.compact(session)


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
        }
        for address in person.addresses
    ]


def _terms(person: Person) -> str:
    return terms(
        person.name_roman,
        person.name_original,
        person.name_hangul,
        person.birth_date,
        person.centre,
    )
