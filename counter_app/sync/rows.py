"""Documents of the feed as rows of the store, and back: what a record is here is what it hashes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

import orjson

from counter_app.residents import names
from counter_app.residents.indexing import spelt_of, words_of
from counter_app.residents.places import key_of
from counter_app.sync import documents
from counter_app.sync.documents import resident_document
from counter_app.sync.packing import Change, Malformed, canonical
from counter_app.sync.wire import Op, Table
from db import replica
from db.replica import Found, Row

_RESIDENT = itemgetter(*replica.RESIDENT)
_ADDRESS = itemgetter(*replica.ADDRESS[1:])
_CROSSING = itemgetter(*replica.CROSSING[1:])
_DATES = itemgetter(*(name for name in documents.RESIDENT if name in documents.DATES))


@dataclass(frozen=True, slots=True)
class Rows:
    """What `db.replica.put` takes; `taken` are the records that are here no more."""

    residents: list[Row] = field(default_factory=list)
    addresses: list[Row] = field(default_factory=list)
    crossings: list[Row] = field(default_factory=list)
    words: list[Row] = field(default_factory=list)
    spelt: set[str] = field(default_factory=set)
    known: list[Row] = field(default_factory=list)
    taken: list[tuple[str, str]] = field(default_factory=list)

    @property
    def ids(self) -> list[int]:
        """Of residents who change in any way."""
        gone = (int(pk) for table, pk in self.taken if table == Table.RESIDENT)
        return sorted({*gone, *(row[0] for row in self.residents)})


def rows_of(changes: Iterable[Change]) -> Rows:
    """Of changes of which each is about another record; `known` stays in their order, in which
    a page's go to the end of their table. Raises Malformed."""
    made = Rows()
    residents = []
    try:
        for change in changes:
            if change.op != Op.PUT or change.payload is None:
                made.taken.append((change.table, change.pk))
            elif change.table == Table.RESIDENT:
                residents.append((int(change.pk), change.payload))
                made.known.append(_known(change, None))
            else:
                orjson.loads(change.payload)
                made.known.append(_known(change, change.payload))
        for id_, payload in sorted(residents):
            _add(made, id_, orjson.loads(payload))
    except (KeyError, ValueError, TypeError):
        raise Malformed("record") from None  # the error quotes what came
    return made


def latest(changes: Iterable[Change]) -> list[Change]:
    """The last that was said of each record."""
    return list({(change.table, change.pk): change for change in changes}.values())


def document(found: Found, was: Mapping[str, Any] | None = None) -> bytes:
    """The payload that rows would have come from. `was`: what stands in the replica where a
    proposal lies over it."""
    resident, addresses, crossings = found
    return canonical(resident_document({**resident, **(was or {})}, addresses, crossings))


def _known(change: Change, payload: bytes | None) -> Row:
    return (change.table, change.pk, change.ver, change.hash, payload)


def _add(made: Rows, id_: int, said: dict[str, Any]) -> None:
    for day in _DATES(said):
        if day is not None:
            date.fromisoformat(day)
    for name in documents.OPTIONAL:
        said.setdefault(name, None)
    said["id"], said["name_key"] = id_, _key(said["name_roman"])
    made.residents.append(_RESIDENT(said))
    made.addresses.extend(
        (id_, *_ADDRESS(one), key_of(one["text_ko"])) for one in said["addresses"]
    )
    made.crossings.extend((id_, *_CROSSING(one)) for one in said["crossings"])
    made.words.append((id_, words_of(said, said["addresses"])))
    made.spelt.update(spelt_of(said, said["addresses"]))


@lru_cache(4096)
def _key(roman: str) -> str:
    return names.key(names.words(roman))
