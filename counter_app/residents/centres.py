"""Which centre is in charge of an address, by a table with effective dates.

A centre is that of a 행정동, an address names a 법정동, and of these some belong to several: then
all are told and none is guessed. The table that came with the program (resources/codes/areas.csv,
from the Ministry's list of both as of 2026-03-01) gives way to the district's as soon as it has
sent one; of offices, to what it says of each.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Self

from counter_app.residents import codes
from counter_app.residents.places import area_of, places
from counter_app.resources import RESOURCES
from counter_app.words import Twice

_WORDS = re.compile(r"[^\s,()]+")
_ORDINAL = re.compile(r"제(?=\d+동$)")
_QUARTER = re.compile(r"^[가-힣0-9.·]+?[동가리읍면](?=\d|$)")
_HOUSE = re.compile(r"(?:지하|산)?(\d+)")


@dataclass(frozen=True, slots=True)
class Area:
    """One line of the table. `kind`: road, building or quarter (법정동); a road from house number
    `first` to `last`, on one `side` (odd, even) or both. `until`: the last day, None for no end."""

    kind: str
    district: str
    name: str
    first: int
    last: int
    side: str
    centre: str
    since: date
    until: date | None

    @classmethod
    def from_row(cls, row: Mapping[str, str]) -> Self:
        """Raises ValueError for what cannot be meant."""
        if row["kind"] not in KINDS or row["side"] not in ("", "odd", "even"):
            raise ValueError(row["kind"])
        return cls(
            row["kind"],
            row["district"],
            row["name"],
            int(row["first"] or 0),
            int(row["last"] or _ENDLESS),
            row["side"],
            row["centre"],
            *_dates(row),
        )

    def on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def has(self, house: int) -> bool:
        sides = {"": (0, 1), "odd": (1,), "even": (0,)}
        return self.first <= house <= self.last and house % 2 in sides[self.side]


@dataclass(frozen=True, slots=True)
class Office:
    """Where a centre is and how it is called up; `address` and `phone` "" where not known."""

    code: str
    address: str
    phone: str
    since: date
    until: date | None

    @classmethod
    def from_row(cls, row: Mapping[str, str]) -> Self:
        """Raises ValueError for what cannot be meant."""
        return cls(row["code"], row["address"], row["phone"], *_dates(row))

    def on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


KINDS = ("road", "building", "quarter")
"""The exact first."""
_ENDLESS = 99_999
_learnt: tuple[tuple[Area, ...], tuple[Office, ...]] = (), ()


def learn(areas: Iterable[Area], offices: Iterable[Office]) -> None:
    """What the district has given counts from now on; what was learnt before is forgotten."""
    global _learnt  # noqa: PLW0603 - one district a process, as in codes
    given = tuple(areas), tuple(offices)
    if given != _learnt:
        _learnt = given
        _areas.cache_clear()
        _offices.cache_clear()
        _roads.cache_clear()
        _open.cache_clear()


def in_charge(registered: str, address: str, on: date) -> tuple[str, ...]:
    """The centre the register names, as long as there is one; after it is no more, those that the
    address may belong to now."""
    if _open(registered, on):
        return (registered,)
    return of_address(address, on) or (registered,)


def of_address(text: str, on: date) -> tuple[str, ...]:
    """Codes of the centres that an address, a building's name, a 법정동 or a 행정동 may belong to,
    of one if it is certain; none where the table does not know it."""
    area, words = area_of(text), _words(text)
    exact = _of_houses(text, on) if _roads() else []
    named = [one for word in words for kind in KINDS[1:] for one in _named(kind, word, area, on)]
    if agreed := [one for one in exact if one in named]:
        return tuple(dict.fromkeys(agreed))
    return tuple(dict.fromkeys((*exact, *named))) or _called(words, area, on)


def of_house(text: str, on: date) -> bool:
    """Whether the table names the very house, or its building, and not only the quarter."""
    area = area_of(text)
    building = any(_named("building", word, area, on) for word in _words(text))
    return building or bool(_roads() and _of_houses(text, on))


def elsewhere(text: str) -> tuple[Twice, ...]:
    """Other districts that have a quarter of the name that stands for one of this table, as far as
    what was said of the area leaves them possible; none where the district was said."""
    area = set(area_of(text))
    return tuple(
        Twice(ko, ko, en)
        for word in _words(text)
        for ko, en in _namesakes().get(word, ())
        if area <= set(ko.split())
    )


def known_names() -> set[str]:
    """Roads, buildings and quarters of the table, their districts, and the centres' own names."""
    districts = {
        word for rows in _areas().values() for row in rows for word in row.district.split()
    }
    own = {centre.ko for centre in codes.centres().values()}
    return {name for _, name in _areas()} | districts | own


def beyond(text: str) -> str:
    """The city and district that an address names, where the table has nothing of them; else ""."""
    area = area_of(text)
    known = any(_within(area, row) for rows in _areas().values() for row in rows)
    return "" if known else " ".join(area)


def office(code: str, on: date) -> Office | None:
    """As it is on a day, else as it was last."""
    known = _offices().get(code, ())
    return next((one for one in known if one.on(on)), known[-1] if known else None)


def district_of(text: str, on: date) -> str:
    """`서울.마포구`, as rules name a 시군구; where an address does not say it, by its quarter; ""
    where that is not certain either."""
    area = area_of(text)
    around = {
        row.district
        for centre in of_address(text, on)
        for rows in _areas().values()
        for row in rows
        if row.centre == centre and set(area) <= set(row.district.split())
    }
    found = around.pop().split() if len(around) == 1 else area
    return ".".join(found)


def fields(centres: Iterable[str], on: date) -> dict[str, object]:
    """What sentences about centres are filled with; `codes` for who speaks another language."""
    wanted = tuple(centres)
    found = office(wanted[0], on) if len(wanted) == 1 else None
    address, phone = (
        (found.address, codes.dialled(found.phone)) if found else ("", Twice("", "", ""))
    )
    contact = [" ".join(filter(None, (address, phone.said(one)))) for one in ("ko", "en")]
    return {
        "centre": codes.centre_names(wanted),
        "codes": wanted,
        "address": address,
        "phone": phone,
        "contact": Twice(contact[0], *contact),
    }


def _of_houses(text: str, on: date) -> list[str]:
    found = []
    for meaning in places(text):
        road, _, number = meaning.street.rpartition(" ")
        if road and (house := _HOUSE.match(number)):
            found += [
                row.centre
                for row in _areas().get(("road", road), ())
                if row.on(on) and row.has(int(house[1])) and _within(meaning.area, row)
            ]
    return found


def _named(kind: str, word: str, area: tuple[str, ...], on: date) -> list[str]:
    rows = _areas().get((kind, word), ())
    return [row.centre for row in rows if row.on(on) and _within(area, row)]


def _called(words: Iterable[str], area: tuple[str, ...], on: date) -> tuple[str, ...]:
    """Centres by their own names, which are those of 행정동."""
    asked = {_ORDINAL.sub("", word) for word in words}
    named = [code for code, centre in codes.centres().items() if centre.ko in asked]
    return tuple(code for code in named if _open(code, on) and set(area) <= _around(code))


def _around(centre: str) -> set[str]:
    """The words of the district that a centre is in, as far as the table knows."""
    rows = (row for rows in _areas().values() for row in rows if row.centre == centre)
    return {word for row in rows for word in row.district.split()}


def _within(area: tuple[str, ...], row: Area) -> bool:
    """Nothing that was said of the area is another's."""
    return set(area) <= set(row.district.split())


def _words(text: str) -> list[str]:
    """Each by itself, and the quarter in what was written as one word with district and number."""
    plain = unicodedata.normalize("NFKC", text)
    return [part for word in _WORDS.findall(plain) for part in (word, *_inside(word))]


def _inside(word: str) -> list[str]:
    starts = [at + 1 for at, letter in enumerate(word[:-1]) if letter in "시군구"]
    parts = [word[at:] for at in (0, *starts)]
    return [found[0] for part in parts for found in _QUARTER.finditer(part) if found[0] != word]


@lru_cache(maxsize=4096)
def _open(code: str, on: date) -> bool:
    known = _offices().get(code)
    return known is None or any(one.on(on) for one in known)


@cache
def _areas() -> Mapping[tuple[str, str], list[Area]]:
    rows = _learnt[0] or tuple(map(Area.from_row, _rows("areas")))
    found: dict[tuple[str, str], list[Area]] = {}
    for row in rows:
        found.setdefault((row.kind, row.name.replace(" ", "")), []).append(row)
    return found


@cache
def _namesakes() -> Mapping[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for row in _rows("namesakes"):
        found.setdefault(row["name"], []).append((row["ko"], row["en"]))
    return found


@cache
def _roads() -> bool:
    """Whether the table names any; an address need not be taken apart for nothing."""
    return any(kind == "road" for kind, _ in _areas())


@cache
def _offices() -> Mapping[str, tuple[Office, ...]]:
    """From the oldest on."""
    found: dict[str, list[Office]] = {}
    for own in map(Office.from_row, _rows("offices")):
        found.setdefault(own.code, []).append(own)
    told = {one.code for one in _learnt[1]}
    found = {code: rows for code, rows in found.items() if code not in told}
    for said in _learnt[1]:
        found.setdefault(said.code, []).append(said)
    return {code: tuple(sorted(rows, key=lambda one: one.since)) for code, rows in found.items()}


def _dates(row: Mapping[str, str]) -> tuple[date, date | None]:
    until = row["until"]
    return date.fromisoformat(row["since"]), date.fromisoformat(until) if until else None


def _rows(name: str) -> Iterable[dict[str, str]]:
    with (RESOURCES / "codes" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
