"""`resident.change`: a field of a resident's record as a clerk saw it becomes what they say."""

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


def change_resident(work: Work, operation: Operation) -> Settled:
    """`payload`: {"resident": its key, "fields": {name: value}}; `base_ver` is the record's."""
    said, fields = operation.payload, operation.payload.get("fields")
    if not isinstance(fields, dict) or not fields:
        return rejected("unreadable")
    for name, value in fields.items():
        if name not in FIELDS or not FIELDS[name](value):
            return rejected("no_such_change", field=name[:40])
    pk = str(said.get("resident"))
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
    document = json.loads(payload) | fields
    feed.put(work.session, Table.RESIDENT, pk, centre, document)
    return APPLIED
