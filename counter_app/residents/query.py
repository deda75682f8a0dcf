"""What a clerk's or scanner's one line of text asks for."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter_app.errors import Refusal
from counter_app.residents import identity_numbers, mrz, names

LONGEST = 200
"""Characters; both lines of a passport and any name fit twice."""
MOST_WORDS = 12


class Kind(StrEnum):
    NUMBER = "number"
    PASSPORT = "passport"
    BIRTH = "birth"
    HANGUL = "hangul"
    INITIALS = "initials"
    ROMAN = "roman"
    MIXED = "mixed"
    """A name with a birth year or date."""
    MRZ = "mrz"


@dataclass(frozen=True, slots=True)
class Query:
    kind: Kind
    words: tuple[str, ...] = ()
    """Folded words in Roman (or any other) letters, in the order typed."""
    hangul: str = ""
    initials: str = ""
    birth: str = ""
    """Digits that a birth date, as YYYYMMDD or YYMMDD, starts with."""
    born: tuple[date, ...] = ()
    """The whole dates that `birth` can mean."""
    number: str = ""
    """13 digits, or the 6 or 7 that a masked form shows."""
    passport: str = ""
    warning: str | None = None


_DASH = str.maketrans(dict.fromkeys("‐‑‒–—−－", "-"))
_HYPHENED = re.compile(r"([0-9]{6}) ?- ?(\w*)\**")
_SPACED_NUMBER = re.compile(r"([0-9]{6}) ([0-9]{7})")
_PASSPORT = re.compile(
    r"(?=(?:[A-Z]*[0-9]){4})[A-Z]{1,2}[0-9][A-Z0-9]{5,7}|[0-9]{2}[A-Z]{2}[0-9]{5}"
)
_PART = re.compile(r"[0-9]+|[가-힣]+|[^0-9가-힣]+")
_DATE = re.compile(
    r"(?<!\d)(\d{4}|\d{2}) ?[-./년] ?(\d{1,2}) ?[-./월] ?(\d{1,2})(?!\d) ?[.일]?", re.ASCII
)


def parse(text: str, today: date) -> Query:
    """Decide what `text` is and take it apart.

    Raises Refusal residents.query_* , residents.number_*, residents.birth_* or residents.mrz_*,
    each with its own sentence; no other exception, whatever the text.
    """
    if len(text) > LONGEST:
        raise Refusal("residents.query_long", longest=LONGEST)
    if mrz.looks_like(text):
        return _zone(text, today)
    seen = "".join(c for c in names.nfc(text) if unicodedata.category(c) != "Cf")
    line = " ".join(seen.translate(_DASH).split())
    if initials := names.typed_initials(line):
        return Query(Kind.INITIALS, initials=initials)
    line = names.fold(line)
    for read in _SHAPES:
        if query := read(line, today):
            return query
    return _name(line, today)


def _zone(text: str, today: date) -> Query:
    zone = mrz.read(text, today)
    return Query(
        Kind.MRZ,
        words=names.words(names.standard_roman(zone.surname, zone.given)),
        born=(zone.birth_date,),
        passport=zone.document_number,
        warning="residents.mrz_doubtful" if zone.doubtful else None,
    )


def _hyphened(line: str, today: date) -> Query | None:
    match = _HYPHENED.fullmatch(line)
    if not match:
        return None
    front, tail = match.groups()
    if tail in ("", *"0123456789"):
        return _front(front + tail, today)
    return _number(front + tail, today)


def _spaced_number(line: str, today: date) -> Query | None:
    match = _SPACED_NUMBER.fullmatch(line)
    return _number(match[1] + match[2], today) if match else None


def _digits(line: str, today: date) -> Query | None:
    if not (line.isascii() and line.isdigit()):
        return None
    if len(line) < 6:
        return Query(Kind.BIRTH, birth=line)
    return _BY_LENGTH.get(len(line), _number)(line, today)


def _passport(line: str, _today: date) -> Query | None:
    return Query(Kind.PASSPORT, passport=line) if _PASSPORT.fullmatch(line) else None


def _whole_date(line: str, today: date) -> Query | None:
    match = _DATE.fullmatch(line)
    return _born(match, today) if match else None


_SHAPES: tuple[Callable[[str, date], Query | None], ...] = (
    _hyphened,
    _spaced_number,
    _digits,
    _passport,
    _whole_date,
)


def _number(number: str, today: date) -> Query:
    if not number.isascii() or not number.isdigit():
        raise Refusal("residents.number_digits")
    if len(number) != 13:
        raise Refusal("residents.number_length", length=len(number))
    if number[6] in "90":
        raise Refusal("residents.number_seventh")
    checks = [
        identity_numbers.check(number, kind, today) for kind in identity_numbers.kinds(number)
    ]
    best = min(checks, key=lambda check: _ORDER[check.verdict])
    if best.verdict is identity_numbers.Verdict.ERROR:
        raise Refusal(best.code or "residents.number_digits")
    return Query(Kind.NUMBER, number=number, warning=best.code)


_ORDER = {
    identity_numbers.Verdict.OK: 0,
    identity_numbers.Verdict.WARNING: 1,
    identity_numbers.Verdict.ERROR: 2,
}


def _front(front: str, today: date) -> Query:
    """The part of a number that a masked form shows."""
    if len(front) == 7 and front[6] in "90":
        raise Refusal("residents.number_seventh")
    if not _dates(front[:6], today):
        raise Refusal("residents.number_date")
    return Query(Kind.NUMBER, number=front)


def _six(digits: str, today: date) -> Query:
    """YYMMDD, or YYYYMM when it can be nothing else."""
    born = _dates(digits, today)
    if born:
        return Query(Kind.BIRTH, birth=digits, born=born)
    if digits[:2] in ("19", "20") and 1 <= int(digits[4:]) <= 12:
        return Query(Kind.BIRTH, birth=digits)
    raise Refusal("residents.birth_impossible")


def _eight(digits: str, today: date) -> Query:
    if digits[:2] not in ("19", "20"):
        return _number(digits, today)
    born = _dates(digits, today)
    if not born:
        raise Refusal("residents.birth_impossible")
    return Query(Kind.BIRTH, birth=digits, born=born)


def _nine(digits: str, _today: date) -> Query:
    return Query(Kind.PASSPORT, passport=digits)


_BY_LENGTH: dict[int, Callable[[str, date], Query]] = {6: _six, 8: _eight, 9: _nine}


def _born(match: re.Match[str], today: date) -> Query:
    year, month, day = match.groups()
    digits = f"{year}{int(month):02d}{int(day):02d}"
    born = _dates(digits, today)
    if not born:
        raise Refusal("residents.birth_impossible")
    return Query(Kind.BIRTH, birth=digits, born=born)


def _dates(digits: str, today: date) -> tuple[date, ...]:
    """The days from 1900 to today that YYMMDD or YYYYMMDD can mean, latest first."""
    years = (digits[:4],) if len(digits) == 8 else ("20" + digits[:2], "19" + digits[:2])
    found = []
    for year in years:
        try:
            day = date(int(year), int(digits[-4:-2]), int(digits[-2:]))
        except ValueError:
            continue
        if date(1900, 1, 1) <= day <= today:
            found.append(day)
    return tuple(found)


def _name(line: str, today: date) -> Query:
    """A name, or a name and a birth year or date on either side of it."""
    match = _DATE.search(line)
    birth = _born(match, today) if match else None
    rest = line[: match.start()] + " " + line[match.end() :] if match else line
    parts = [part for word in names.words(rest) for part in _PART.findall(word)]
    letters = [part for part in parts if not part.isdecimal()]
    numbers = [part for part in parts if part.isdecimal()]
    if len(numbers) + bool(birth) > 1:
        raise Refusal("residents.birth_unclear")
    if numbers:
        birth = _beside_name(numbers[0], today)
    if not letters:
        return birth or _nothing()
    if len(letters) > MOST_WORDS:
        raise Refusal("residents.query_wordy", most=MOST_WORDS)
    hangul = "".join(part for part in letters if names.is_hangul(part[0]))
    roman = tuple(part for part in letters if not names.is_hangul(part[0]))
    kind = Kind.MIXED if birth else Kind.ROMAN if roman else Kind.HANGUL
    return Query(
        kind,
        words=roman,
        hangul=hangul,
        birth=birth.birth if birth else "",
        born=birth.born if birth else (),
    )


def _beside_name(digits: str, today: date) -> Query:
    if not (digits.isascii() and len(digits) in (1, 2, 3, 4, 5, 6, 8)):
        raise Refusal("residents.birth_unclear")
    query = _digits(digits, today)
    return query or _nothing()


def _nothing() -> Query:
    raise Refusal("residents.query_empty")
