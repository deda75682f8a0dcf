"""The residents of the synthetic district as documents, spread evenly over its centres."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from counter_app.demo.crossings import crossings
from counter_app.demo.people import Person, people
from counter_app.district.demo.centres import Centre
from counter_app.sync.documents import RESIDENT, resident_document

_DONG = re.compile(r"\([^,)]+")
_ENDLESS = 10**9


@dataclass(frozen=True, slots=True)
class Resident:
    pk: str
    centre: str
    document: dict[str, Any]


def residents(seed: int, day: date, centres: Sequence[Centre]) -> Iterator[Resident]:
    """Without end; the same seed and day, the same people."""
    for person in people(_ENDLESS, seed, day):
        yield _resident(person, person.id, centres[person.household % len(centres)])


def newcomers(
    seed: int, day: date, centres: Sequence[Centre], before: int, last: int
) -> Iterator[Resident]:
    """More of them, for a district made with `before` people whose newest record is `last`."""
    more = people(_ENDLESS, seed + 1, day)  # of another seed: those before need not be drawn again
    for person in islice(more, last - before, None):
        yield _resident(person, before + person.id, centres[person.household % len(centres)])


def moved_text(text: str, centre: Centre) -> str:
    """An address as it would be in the centre's area."""
    return _DONG.sub(f"({centre.ko}", text)


def _resident(person: Person, number: int, centre: Centre) -> Resident:
    *before, home = person.addresses
    lived = (*before, replace(home, text_ko=moved_text(home.text_ko, centre)))
    row = {name: getattr(person, name, None) for name in RESIDENT} | {"centre": centre.code}
    document = resident_document(row, map(asdict, lived), crossings(person))
    return Resident(str(number), centre.code, document)
