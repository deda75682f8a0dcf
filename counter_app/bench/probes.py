"""What clerks type, drawn from the residents of a store: a seeded mixture of every kind."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from random import Random
from string import ascii_lowercase

from counter_app.residents import identity_numbers, mrz, names
from db.residents import ResidentRow


@dataclass(frozen=True, slots=True)
class Probe:
    """A text, and the one query that could not be left out to answer it, of 20 as the window
    shows."""

    kind: str
    text: str
    sql: str
    wanted: str


_MATCHING = "SELECT rowid FROM resident_search WHERE resident_search MATCH ? LIMIT 20"
_EQUAL = "SELECT id FROM resident WHERE {} = ? LIMIT 20"
_NUMBER, _PASSPORT = _EQUAL.format("number"), _EQUAL.format("passport_number")
_BIRTH, _KEY = _EQUAL.format("birth_date"), _EQUAL.format("name_key")
_HANGUL = _EQUAL.format("name_hangul")
_FRONT = "SELECT id FROM resident WHERE number BETWEEN ?1 || '0' AND ?1 || ':' LIMIT 20"
_COMMON = ("n", "k", "kim", "nguyen", "van", "이", "김", "ㅇ", "ㅇㅇ", "ㅇㅇㅇㅂㅇ", "1990", "9")

Query = tuple[str, str, str]
"""Text, SQL and its parameter."""


def probes(residents: Iterable[ResidentRow], random: Random) -> list[Probe]:
    """One of each kind for every resident that it fits, well shuffled."""
    found = [
        Probe(kind, *query)
        for row in residents
        for kind, draw in KINDS.items()
        for query in draw(row, random)
    ]
    random.shuffle(found)
    return found


def _number(row: ResidentRow, random: Random) -> list[Query]:
    hyphened = identity_numbers.formatted(row.number)
    return [(random.choice((row.number, hyphened)), _NUMBER, row.number)]


def _front(row: ResidentRow, _: Random) -> list[Query]:
    front = row.number[:6]
    return [(f"{front}-", _FRONT, front)]


def _name(row: ResidentRow, _: Random) -> list[Query]:
    return [(row.name_roman, _KEY, row.name_key)]


def _any_order(row: ResidentRow, random: Random) -> list[Query]:
    words = row.name_roman.lower().split()
    random.shuffle(words)
    return [(" ".join(words), _KEY, row.name_key)]


def _with_marks(row: ResidentRow, _: Random) -> list[Query]:
    words = names.words(row.name_original)
    return [(row.name_original, _MATCHING, _all(words))] if words else []


def _hangul(row: ResidentRow, _: Random) -> list[Query]:
    return [(row.name_hangul, _HANGUL, row.name_hangul)]


def _beginning(row: ResidentRow, random: Random) -> list[Query]:
    typed = row.name_roman.lower()[: random.randint(1, len(row.name_roman))].strip()
    *whole, last = names.words(typed)
    return [(typed, _MATCHING, _all((*whole, f"{last}*")))]


def _initials(row: ResidentRow, random: Random) -> list[Query]:
    typed = names.initials(row.name_hangul)[: random.randint(1, 5)]
    return [(typed, _MATCHING, _all((f"{typed}*",)))]


def _passport(row: ResidentRow, _: Random) -> list[Query]:
    number = row.passport_number
    return [(number, _PASSPORT, number)] if number else []


def _birth(row: ResidentRow, random: Random) -> list[Query]:
    born = row.birth_date
    text = random.choice((f"{born:%Y%m%d}", str(born), f"{born:%d.%m.%Y}"))
    return [(text, _BIRTH, str(born))]


def _zone(row: ResidentRow, _: Random) -> list[Query]:
    number = row.passport_number
    return [(zone(row), _PASSPORT, number)] if number else []


def _name_and_year(row: ResidentRow, _: Random) -> list[Query]:
    year = str(row.birth_date.year)
    return [(f"{row.name_roman} {year}", _MATCHING, _all((*names.words(row.name_roman), year)))]


def _nobody(_: ResidentRow, random: Random) -> list[Query]:
    letters = "".join(random.choices(ascii_lowercase, k=random.randint(4, 9)))
    return [(letters, _MATCHING, _all((letters.upper(),)))]


def _common(_: ResidentRow, random: Random) -> list[Query]:
    text = random.choice(_COMMON)
    return [(text, _MATCHING, _all((f"{text.upper()}*",)))]


KINDS: dict[str, Callable[[ResidentRow, Random], list[Query]]] = {
    "number": _number,
    "front": _front,
    "name": _name,
    "any_order": _any_order,
    "marks": _with_marks,
    "hangul": _hangul,
    "beginning": _beginning,
    "initials": _initials,
    "passport": _passport,
    "birth": _birth,
    "mrz": _zone,
    "name_year": _name_and_year,
    "nobody": _nobody,
    "common": _common,
}


def zone(row: ResidentRow, expiry: date = date(2032, 1, 31)) -> str:
    """Both lines of the passport a resident holds, as a scanner sends them (ICAO 9303 TD3)."""
    state = row.nationality.ljust(3, "<")
    surname, *given = names.words(row.name_roman)
    name = f"{surname}<<{'<'.join(given)}"
    number = (row.passport_number or "").ljust(9, "<")
    parts = [number, f"{row.birth_date:%y%m%d}", f"{expiry:%y%m%d}", "<" * 14]
    digits = [mrz.check_digit(part) for part in parts]
    checked = "".join(part + digit for part, digit in zip(parts, digits, strict=True))
    whole = mrz.check_digit(checked)
    second = f"{checked[:10]}{state}{checked[10:17]}{row.sex}{checked[17:]}{whole}"
    return f"P<{state}{name}"[:44].ljust(44, "<") + second


def _all(words: Iterable[str]) -> str:
    """`"NGUYEN" AND "VAN"*`; a trailing star stands for any ending."""
    quoted = (f'"{word[:-1]}"*' if word.endswith("*") else f'"{word}"' for word in words)
    return " AND ".join(quoted)
