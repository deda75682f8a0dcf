"""Where the rows of a certificate's tables come from. A kind picks a source and its columns."""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from counter_app.certificates.content import Cell, written
from counter_app.certificates.requests import NOBODY
from counter_app.errors import Refusal
from counter_app.residents import buildings, masking, records
from counter_app.residents.buildings import Occupant
from counter_app.residents.codes import port
from counter_app.residents.views import Address, Resident
from db.records import Direction

Row = dict[str, Cell]
_NOW: Cell = ("현재", "present")
_DIRECTIONS: dict[Direction, Cell] = {
    Direction.ENTRY: ("입국", "Entry"),
    Direction.DEPARTURE: ("출국", "Departure"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a source may look at: the store, the answers, the day, and the person, None where no
    record is open."""

    session: Session
    resident: Resident | None
    answers: Mapping[str, str]
    mask_number: bool
    today: date


def residences(asked: Asked) -> Iterator[Row]:
    """The history as registered, newest first: a move not yet reported has not ended the address
    before it."""
    for place, address in enumerate(reported(asked.resident)):
        left = address.moved_out if place else None
        yield {
            "from": (written(address.moved_in), ""),
            "until": (written(left), "") if left else _NOW,
            "time": lasted(address.moved_in, left or asked.today),
            "address": (address.text_ko, ""),
        }


def crossings(asked: Asked) -> Iterator[Row]:
    since, until = (date.fromisoformat(asked.answers[key]) for key in ("from", "until"))
    person = asked.resident.id if asked.resident else NOBODY
    for row in records.crossings(asked.session, person, since, until):
        place, passport = port(row.port), row.passport_number or ""
        if asked.mask_number:
            passport = masking.mask_passport(passport)
        yield {
            "direction": _DIRECTIONS[row.direction],
            "day": (written(row.day), ""),
            "port": (place.ko, place.en),
            "passport_number": (passport, ""),
        }


def households(asked: Asked) -> Iterator[Row]:
    """The head of each household of citizens: who of it has been in the register longest."""
    heads: dict[int, Occupant] = {}
    for one in _occupants(asked):
        if one.citizen:
            heads.setdefault(one.household, one)
    for number, head in enumerate(heads.values(), 1):
        yield {
            "number": (str(number), ""),
            "part": ("세대주", "Head"),
            "name": _name(head),
            "from": (written(head.moved_in), ""),
        }


def foreigners(asked: Asked) -> Iterator[Row]:
    found = (one for one in _occupants(asked) if not one.citizen)
    for number, one in enumerate(found, 1):
        yield {
            "number": (str(number), ""),
            "name": _name(one),
            "from": (written(one.moved_in), ""),
        }


SOURCES: dict[str, Callable[[Asked], Iterator[Row]]] = {
    "residences": residences,
    "crossings": crossings,
    "households": households,
    "foreigners": foreigners,
}


def reported(resident: Resident | None) -> tuple[Address, ...]:
    return (
        tuple(address for address in resident.addresses if address.reported_on) if resident else ()
    )


def lasted(since: date, until: date) -> Cell:
    """ "2년 3개월 12일" and "2 y 3 m 12 d": whole years and months by the calendar, then days."""
    months = 12 * (until.year - since.year) + until.month - since.month
    months -= until.day < since.day
    months = max(0, months)
    year, month = divmod(since.month - 1 + months, 12)
    year, month = since.year + year, month + 1
    day = min(since.day, monthrange(year, month)[1])
    days = (until - date(year, month, day)).days
    parts = ((months // 12, "년", "y"), (months % 12, "개월", "m"), (days, "일", "d"))
    shown = [part for part in parts if part[0]] or [parts[-1]]
    ko = " ".join(f"{count}{unit}" for count, unit, _ in shown)
    return ko, " ".join(f"{count} {unit}" for count, _, unit in shown)


def _occupants(asked: Asked) -> tuple[Occupant, ...]:
    """Raises Refusal certificates.restricted_building: somebody there must not be found."""
    session, address = asked.session, asked.answers["building"]
    found = buildings.occupants(session, address)
    if any(one.restricted for one in found) or (
        not found and buildings.restricted_at(session, address)
    ):
        raise Refusal("certificates.restricted_building")
    return found


def _name(one: Occupant) -> Cell:
    if one.citizen or not one.name_roman:
        return one.name_hangul, ""
    return f"{one.name_roman} ({one.name_hangul})" if one.name_hangul else one.name_roman, ""
