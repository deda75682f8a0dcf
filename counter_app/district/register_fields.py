"""What may stand in a register's line, so that every counter can take the record."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from counter_app.district.register_files import Bad, Kind, Line
from counter_app.sync.documents import ADDRESS, CROSSING, DATES
from db.identity import IdKind, Sex
from db.records import Direction

Check = Callable[[Any], bool]
PARTS = {Kind.ADDRESSES: ADDRESS, Kind.CROSSINGS: CROSSING}


def _text(least: int, most: int) -> Check:
    return lambda said: isinstance(said, str) and least <= len(said) <= most and said.isprintable()


def _digits(count: int) -> Check:
    return lambda said: (
        isinstance(said, str) and len(said) == count and said.isascii() and said.isdecimal()
    )


is_centre: Check = _digits(10)
"""Whether it is a centre's code by its form."""


def _one_of(allowed: Iterable[str]) -> Check:
    known = frozenset(allowed)
    return lambda said: isinstance(said, str) and said in known


def _day(said: Any) -> bool:
    try:
        return isinstance(said, str) and date.fromisoformat(said).isoformat() == said
    except ValueError:
        return False


def _number(said: Any) -> bool:
    return isinstance(said, int) and not isinstance(said, bool) and 0 < said < 2**63


def _former(said: Any) -> bool:
    return isinstance(said, str) and len(said) <= 200 and all(map(_digits(13), said.split(" ")))


_NEEDED: Mapping[str, Check] = {
    "id_kind": _one_of(IdKind),
    "number": _digits(13),
    "name_roman": _text(1, 200),
    "sex": _one_of(Sex),
    "birth_date": _day,
    "nationality": lambda said: _text(3, 3)(said) and said.isascii() and said.isupper(),
    "centre": is_centre,
    "household": _number,
    "moved_in": _day,
    "text_ko": _text(1, 300),
    "direction": _one_of(Direction),
    "day": _day,
    "port": _text(1, 10),
}
_EMPTY: Mapping[str, Check] = {"name_hangul": _text(0, 100), "name_original": _text(0, 200)}
"""Texts that may be empty."""
_NONE: Mapping[str, Check] = {
    "passport_number": _text(1, 12),
    "status_of_stay": _text(1, 10),
    "restricted": _text(1, 200),
    "phone": _text(1, 20),
    "former_numbers": _former,
    **dict.fromkeys(DATES - _NEEDED.keys(), _day),
}
"""What may be missing."""


def fitting(names: Iterable[str], line: Line, bad: Callable[[Bad], None]) -> dict[str, Any] | None:
    """The row that a line makes, None for one that is wrong, which is told with its column."""
    row: dict[str, Any] = {}
    for name in names:
        said = line.values.get(name)
        if name in _EMPTY:
            said = said if said is not None else ""
        elif name == "household" and isinstance(said, str) and said.isascii() and said.isdecimal():
            said = int(said)
        check = _NEEDED.get(name) or _EMPTY.get(name) or _NONE[name]
        if not check(said) and not (said is None and name in _NONE):
            bad(line.bad("value", name))
            return None
        row[name] = said
    return row
