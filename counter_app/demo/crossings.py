"""When made-up people came into the country, and their journeys out of it and back."""

from datetime import date, timedelta
from random import Random
from typing import Any

from counter_app.demo.luck import between, pick
from counter_app.demo.people import Person
from db.records import Direction

_PORTS = ("ICN", "ICN", "ICN", "ICN", "ICN", "ICN", "GMP", "GMP", "PUS", "CJU", "INC", "BSN")
_TRAVELS = 0.3
"""So many have been abroad since."""


def crossings(person: Person) -> list[dict[str, Any]]:
    """Oldest first, as rows of the store; the same person, the same journeys."""
    if person.entered_on is None:
        return []
    random = Random(person.id)
    rows = [_row(person, random, Direction.ENTRY, person.entered_on)]
    today = person.registered_on or person.entered_on
    last = max((a.moved_in for a in person.addresses), default=today)
    day = person.entered_on
    while random.random() < _TRAVELS:
        out = day + timedelta(days=between(random, 40, 400))
        day = out + timedelta(days=between(random, 3, 60))
        if day >= last:
            break
        rows.append(_row(person, random, Direction.DEPARTURE, out))
        rows.append(_row(person, random, Direction.ENTRY, day))
    return rows


def _row(person: Person, random: Random, direction: Direction, day: date) -> dict[str, Any]:
    return {
        "resident_id": person.id,
        "direction": direction,
        "day": day,
        "port": pick(random, _PORTS),
        "passport_number": person.passport_number,
    }
