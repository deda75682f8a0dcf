"""`resident.change`, `resident.move`: a record as a clerk saw it becomes what they say."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlmodel import select

from counter_app.district import feed
from counter_app.district.tables import Record
from counter_app.district.work import APPLIED, Settled, Work, rejected
from counter_app.sync.wire import Operation, Outcome, Table


def _text(most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and 0 < len(value) <= most and value.isprintable()


def _day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _or_none(allowed: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or allowed(value)


FIELDS: Mapping[str, Callable[[Any], bool]] = {
    "name_roman": _text(120),
    "name_hangul": _text(60),
    "name_original": _text(120),
    "passport_number": _or_none(_text(20)),
    "passport_expiry": _or_none(_day),
    "status_of_stay": _or_none(_text(10)),
    "stay_expires": _or_none(_day),
    "card_lost_on": _or_none(_day),
    "restricted": _or_none(_text(200)),
}
"""What a counter may change, and what may stand there."""
MOVE: Mapping[str, Callable[[Any], bool]] = {
    "text_ko": _text(300),
    "moved_in": _day,
    "reported_on": _day,
    "centre": _text(10),
}
"""What is told of a move."""


def change_resident(work: Work, operation: Operation) -> Settled:
    """`payload`: {"resident": its key, "fields": {name: value}}; `base_ver` is the record's."""
    fields = operation.payload.get("fields")
    if not isinstance(fields, dict) or not fields:
        return rejected("unreadable")
    for name, value in fields.items():
        if name not in FIELDS or not FIELDS[name](value):
            return rejected("no_such_change", field=name[:40])
    return _put(work, operation, lambda document: document | fields)


def move_resident(work: Work, operation: Operation) -> Settled:
    """`payload`: {"resident": its key, "move": {"text_ko", "moved_in", "reported_on", "centre"}},
    reported at the centre it is about; the addresses before end with it."""
    move = operation.payload.get("move")
    if not isinstance(move, dict) or move.keys() != MOVE.keys():
        return rejected("unreadable")
    for name, allowed in MOVE.items():
        if not allowed(move[name]):
            return rejected("no_such_change", field=name)
    if move["centre"] != work.store.centre:
        return rejected("not_yours")
    return _put(work, operation, lambda document: _moved(document, move))


def _moved(document: dict[str, Any], move: Mapping[str, str]) -> dict[str, Any]:
    since = move["moved_in"]
    kept = [
        address if address["moved_out"] else address | {"moved_out": since}
        for address in document["addresses"]
        if address["reported_on"] or address["moved_out"] or address["moved_in"] != since
    ]
    new = {"moved_in": since, "moved_out": None, "reported_on": move["reported_on"]}
    return document | {"addresses": [*kept, new | {"text_ko": move["text_ko"]}]}


def _put(
    work: Work, operation: Operation, changed: Callable[[dict[str, Any]], dict[str, Any]]
) -> Settled:
    """What a record becomes, if it is still as the counter had it."""
    pk = str(operation.payload.get("resident"))
    row = work.session.exec(
        select(Record.ver, Record.payload, Record.centre)
        .where(Record.tbl == Table.RESIDENT.value, Record.pk == pk)
        .with_for_update()
    ).one_or_none()
    if row is None or row[1] is None:
        return Settled(Outcome.CONFLICT, "district.gone")
    ver, payload, centre = row
    if centre != work.store.centre:
        return Settled(Outcome.CONFLICT, "district.moved_away")
    if operation.base_ver != ver:
        return Settled(Outcome.CONFLICT, "district.changed_since")
    feed.put(work.session, Table.RESIDENT, pk, centre, changed(json.loads(payload)))
    return APPLIED
