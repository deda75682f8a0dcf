"""What a clerk's or scanner's one line of text asks for."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from counter_app.errors import Refusal
from counter_app.residents import birth_dates, identity_numbers, mrz, names
from counter_app.residents.places import area_word
from counter_app.residents.terms import TAIL

LONGEST = 200
"""Characters; both lines of a passport and any name fit twice."""
MOST_WORDS = 12
LONGEST_PASSPORT = 9


class Kind(StrEnum):
    NUMBER = "number"
    PASSPORT = "passport"
    BIRTH = "birth"
    HANGUL = "hangul"
    INITIALS = "initials"
    ROMAN = "roman"
    MIXED = "mixed"
    """A name with a birth year or date, a telephone number or an address."""
    PHONE = "phone"
    ADDRESS = "address"
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
    """Or the days that a whole one can mean."""
    parts: tuple[str, ...] = field(default=(), compare=False)
    """`hangul` as it was parted: of several parts some may be a road or quarter."""
    phone: str = ""
    """The last digits of a telephone number, or all; four may be a birth year instead."""
    street: str = ""
    """A road and number, as the keys of places begin."""
    number: str = ""
    """13 digits, or the 6 or 7 that a masked form shows."""
    passport: str = ""
    sex: str = ""
    """M or F, of a passport's lines; compared with who is found, not looked for."""
    warning: str | None = None
    unfound: str | None = None
    """What to add where nobody is found: for what the text was taken."""
    unless_found: str | None = None
    """The refusal to give when nobody has what would else make no sense."""


_DASH = str.maketrans(dict.fromkeys("‐‑‒–—−－", "-"))
_HYPHENED = re.compile(r"([0-9]{6}) ?- ?(\w*)\**")
_SPACED_NUMBER = re.compile(r"([0-9]{6}) ([0-9]{7})")
_PASSPORT = re.compile(
    r"(?=(?:[A-Z]*[0-9]){4})[A-Z]{1,2}[0-9][A-Z0-9]{5,7}|[0-9]{2}[A-Z]{2}[0-9]{5}"
)
_PHONE = re.compile(
    r"(?<![0-9-])(?:(?:\+82[-. ]?0?|0)(?:1[016789]|2|[3-6][1-5]|70)"
    r"[-. )]{0,2}[0-9]{3,4}[-. ]?[0-9]{4}"
    r"|[0-9]{3,4}-[0-9]{4})(?![0-9-])"
)
_STREET = re.compile(
    r"([가-힣A-Z0-9·.]*[가-힣0-9](?:로|길)) ?"
    r"((?:지하 ?)?(?!(?:19|20)[0-9]{2}(?![0-9-]))[0-9]{1,4}(?:-[0-9]+)?)"
    r"(?![0-9년월]|-|[가-힣]{0,2}길)"
)
_ROOM = re.compile(r"[0-9A-Z가-힣]*[0-9]+(?:호|동|층)")
_BRACKETS = re.compile(r"\([^)]*\)?")
_PART = re.compile(r"[가-힣]+로[0-9]+[가-힣]{0,2}길|[0-9]+|[가-힣]+|[^0-9가-힣]+")


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
        words=zone.words[:-1] if zone.cut else zone.words,
        born=(zone.birth_date,) if zone.birth_date else (),
        passport=zone.document_number,
        sex=zone.sex,
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
        phone = line if len(line) == TAIL else ""
        return Query(Kind.BIRTH, birth=line, phone=phone, unfound="residents.digits_few")
    if len(line) > LONGEST_PASSPORT and not 12 <= len(line) <= 14:
        raise Refusal("residents.digits_length", length=len(line))
    return _BY_LENGTH.get(len(line), _number)(line, today)


def _passport(line: str, _today: date) -> Query | None:
    return Query(Kind.PASSPORT, passport=line) if _PASSPORT.fullmatch(line) else None


def _whole_date(line: str, today: date) -> Query | None:
    found = birth_dates.written(line, today)
    return _born(found[1]) if found and found[0][0] == line else None


def _telephone(line: str, _today: date) -> Query | None:
    return Query(Kind.PHONE, phone=_dialled(line)) if _PHONE.fullmatch(line) else None


def _dialled(text: str) -> str:
    """As it is dialled in Korea, digits only."""
    digits = re.sub(r"[^0-9]", "", text)
    return "0" + digits[2:].lstrip("0") if text.startswith("+") else digits


_SHAPES: tuple[Callable[[str, date], Query | None], ...] = (
    _hyphened,
    _telephone,
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
    if not birth_dates.year_first(front[:6], today):
        raise Refusal("residents.number_date")
    return Query(Kind.NUMBER, number=front, unfound="residents.number_front")


def _six(digits: str, today: date) -> Query:
    """A whole birth date, or YYYYMM when it can be nothing else."""
    born = birth_dates.of_digits(digits, today)
    if not born and digits[:2] in ("19", "20") and 1 <= int(digits[4:]) <= 12:
        return Query(Kind.BIRTH, birth=digits)
    return _born(born)


def _seven(digits: str, today: date) -> Query:
    """A passport, or a registration number as far as a masked form shows it."""
    shown = digits[6] not in "90" and birth_dates.year_first(digits[:6], today)
    return Query(Kind.PASSPORT, passport=digits, number=digits if shown else "")


def _eight(digits: str, today: date) -> Query:
    """A birth date, or a passport; the passport may look like a date."""
    if born := birth_dates.of_digits(digits, today):
        return Query(Kind.BIRTH, born=born, passport=digits)
    meant = "residents.birth_impossible" if digits[:2] in ("19", "20") else None
    return Query(Kind.PASSPORT, passport=digits, unless_found=meant)


def _nine(digits: str, _today: date) -> Query:
    return Query(Kind.PASSPORT, passport=digits)


_BY_LENGTH: dict[int, Callable[[str, date], Query]] = {6: _six, 7: _seven, 8: _eight, 9: _nine}


def _born(days: birth_dates.Days) -> Query:
    if not days:
        raise Refusal("residents.birth_impossible")
    return Query(Kind.BIRTH, born=days)


def _name(line: str, today: date) -> Query:
    """A name, or a name and a birth year or date on either side of it."""
    birth: Query | None = None
    phone, rest = _taken(_PHONE, line)
    street, rest = _lived_at(rest)
    line = rest
    if found := birth_dates.written(line, today):
        match, days = found
        birth, rest = _born(days), f"{line[: match.start()]} {line[match.end() :]}"
    said = [part for word in names.words(rest) for part in _PART.findall(word)]
    letters = [part for part in said if not part.isdecimal()]
    numbers = [part for part in said if part.isdecimal()]
    if len(numbers) + bool(birth) > 1:
        raise Refusal("residents.birth_unclear")
    if numbers:
        birth = _beside_name(numbers[0], today)
    beside = Query(
        Kind.PHONE if phone else Kind.ADDRESS,
        birth=birth.birth if birth else "",
        born=birth.born if birth else (),
        phone=_dialled(phone) if phone else birth.phone if birth else "",
        street=street,
    )
    if not letters:
        return beside if phone or street else birth or _nothing(line)
    if len(letters) > MOST_WORDS:
        raise Refusal("residents.query_wordy", most=MOST_WORDS)
    parts = tuple(part for part in letters if names.is_hangul(part[0]))
    roman = tuple(part for part in letters if not names.is_hangul(part[0]))
    kind = Kind.ROMAN if roman else Kind.HANGUL
    if birth or phone or street:
        kind = Kind.MIXED
    return replace(beside, kind=kind, words=roman, hangul="".join(parts), parts=parts)


def _taken(pattern: re.Pattern[str], line: str) -> tuple[str, str]:
    """What a pattern finds in a line, and the rest of it."""
    if match := pattern.search(line):
        return match[0], f"{line[: match.start()]} {line[match.end() :]}"
    return "", line


def _lived_at(line: str) -> tuple[str, str]:
    """The road and number of an address, and the line without the address."""
    match = _STREET.search(line)
    if not match:
        return "", line
    before = [word for word in line[: match.start()].split() if not area_word(word.strip(","))]
    behind = _BRACKETS.sub(" ", line[match.end() :]).replace(",", " ").split()
    after = [word for word in behind if not _ROOM.fullmatch(word)]
    return f"{match[1]} {match[2].replace(' ', '')}", " ".join((*before, *after))


def _beside_name(digits: str, today: date) -> Query:
    if not (digits.isascii() and len(digits) in (1, 2, 3, 4, 5, 6, 8)):
        raise Refusal("residents.birth_unclear")
    query = _digits(digits, today) or _nothing(digits)
    if query.kind is not Kind.BIRTH:
        raise Refusal(query.unless_found or "residents.birth_unclear")
    return query


def _nothing(line: str) -> Query:
    """No letter and no digit: signs, pictures, or nothing at all."""
    raise Refusal("residents.query_signs" if line else "residents.query_empty")
