"""Code tables of the field: nationalities, statuses of stay, centres, purposes of a view.

Those that came with the program, and over them what the district has given (`learn`): one district
a process, and screens look names up too often to ask a store.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from counter_app.errors import Refusal
from counter_app.residents import names
from counter_app.resources import RESOURCES
from counter_app.words import Twice

_STATUS = re.compile(r"([A-H])-?([1-9]\d?)(?:-?([0-9A-Z]{1,3}))?")
_RENAMED = {"C-2": "C-3"}
"""단기상용 was merged into 단기방문; old cards still carry it."""


@dataclass(frozen=True, slots=True)
class Nationality:
    code: str
    """ISO 3166-1 alpha-3, or a travel document's code (ICAO 9303) for those without a state."""
    ko: str
    en: str


@dataclass(frozen=True, slots=True)
class Status:
    code: str
    """`F-6`, or `F-6-1` with its sub-code."""
    ko: str
    en: str


@dataclass(frozen=True, slots=True)
class Centre:
    """A 행정동 and its community centre; `code` as in 행정표준코드, ten digits."""

    code: str
    ko: str
    en: str


@dataclass(frozen=True, slots=True)
class Port:
    """Where people enter Korea and depart; `code` is the airport's or the harbour's."""

    code: str
    ko: str
    en: str


@dataclass(frozen=True, slots=True)
class Purpose:
    code: str
    ko: str
    en: str


@dataclass(frozen=True, slots=True)
class Body:
    """An immigration office, by a word of ours; or who answers a telephone, by its number."""

    code: str
    ko: str
    en: str


_ALSO_CALLED = {"한국": "KOR", "KOREA": "KOR", "SOUTHKOREA": "KOR", "터키": "TUR"}

Named = Mapping[str, tuple[str, str]]
"""Korean and English names by code."""
_learnt: dict[str, Named] = {}


def learn(given: Mapping[str, Named]) -> None:
    """Names that count from now on, by the list's name; what was learnt before is forgotten."""
    if given != _learnt:
        _learnt.clear()
        _learnt.update(given)
        nationalities.cache_clear()
        nations_by_name.cache_clear()
        statuses.cache_clear()
        centres.cache_clear()
        ports.cache_clear()
        purposes.cache_clear()
        immigration.cache_clear()
        lines.cache_clear()


@cache
def nationalities() -> Mapping[str, Nationality]:
    return {row["code"]: Nationality(**row) for row in _rows("nationalities")}


@cache
def nations_by_name() -> Mapping[str, str]:
    """Codes of nationalities by code and by folded names, each written as one word."""
    said = ((one.code, name) for one in nationalities().values() for name in (one.ko, one.en))
    return (
        {"".join(names.words(name)): code for code, name in said}
        | {code: code for code in nationalities()}
        | _ALSO_CALLED
    )


@cache
def statuses() -> Mapping[str, Status]:
    return {row["code"]: Status(**row) for row in _rows("statuses")}


@cache
def centres() -> Mapping[str, Centre]:
    return {row["code"]: Centre(**row) for row in _rows("centres")}


@cache
def ports() -> Mapping[str, Port]:
    return {row["code"]: Port(**row) for row in _rows("ports")}


@cache
def districts() -> tuple[str, ...]:
    """Every 시, 군 and 구 there is, by name."""
    return tuple(row["code"] for row in _rows("districts"))


@cache
def purposes() -> tuple[Purpose, ...]:
    return tuple(Purpose(**row) for row in _rows("purposes"))


@cache
def immigration() -> Mapping[str, Body]:
    """Offices; where one is stands in offices.csv, of which districts in the rules."""
    return {row["code"]: Body(**row) for row in _rows("immigration")}


@cache
def lines() -> Mapping[str, Body]:
    """Telephones that are no office's own."""
    return {row["code"]: Body(**row) for row in _rows("lines")}


def nationality(code: str) -> Nationality:
    """An unknown code stands for itself."""
    return nationalities().get(code) or Nationality(code, code, code)


def port(code: str) -> Port:
    """An unknown code stands for itself."""
    return ports().get(code) or Port(code, code, "")


def status(code: str) -> Status:
    """A status or sub-status by its code in any spelling; a sub-code without a name of its own
    has its status's. Raises Refusal residents.status_unknown."""
    whole = normalised_status(code)
    known = statuses()
    if found := known.get(whole):
        return found
    main = known[whole.rsplit("-", 1)[0]]
    return Status(whole, main.ko, main.en)


def normalised_status(code: str) -> str:
    """`F6`, `f-6-1` and `E9-2` as `F-6`, `F-6-1` and `E-9-2`; abolished codes as today's.

    Raises Refusal residents.status_unknown.
    """
    match = _STATUS.fullmatch(code.strip().upper())
    if not match:
        raise Refusal("residents.status_unknown", status=code[:20])
    letter, figure, detail = match.groups()
    main = _RENAMED.get(f"{letter}-{figure}", f"{letter}-{figure}")
    if main not in statuses():
        raise Refusal("residents.status_unknown", status=code[:20])
    return f"{main}-{detail}" if detail else main


def centre_name(code: str) -> Twice:
    """`서교동`, said in English as Seogyo-dong; an unknown code stands for itself."""
    known = centres().get(code)
    return Twice(known.ko, known.ko, known.en) if known else Twice(code, code, code)


def centre_names(found: Iterable[str]) -> Twice:
    """Of several centres, one after the other."""
    names = [centre_name(code) for code in found]
    ko, en = (" · ".join(one.said(language) for one in names) for language in ("ko", "en"))
    return Twice(ko, ko, en)


def dialled(phone: str) -> Twice:
    """A telephone, said with whose it is where many offices share it."""
    line = lines().get(phone)
    named = (f"{phone} ({line.ko})", f"{phone} ({line.en})") if line else (phone, phone)
    return Twice(phone, *named)


def _rows(name: str) -> Iterable[dict[str, str]]:
    path = RESOURCES / "codes" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    for code, (ko, en) in _learnt.get(name, {}).items():
        rows[code] = {"code": code, "ko": ko, "en": en}
    return rows.values()
