"""Lines of digits: registration numbers, passports, telephones and birth dates."""

import re
from collections.abc import Callable
from datetime import date

from counter_app.errors import Refusal
from counter_app.residents import birth_dates, identity_numbers
from counter_app.residents.asked import Kind, Query
from counter_app.residents.terms import TAIL

LONGEST_PASSPORT = 9
NUMBER = 13

_HYPHENED = re.compile(r"([0-9]{6}) ?- ?(\w*)(\**)")
_SPACED = re.compile(r"[0-9][0-9 ./-]*[0-9]")
_PASSPORT = re.compile(
    r"(?=(?:[A-Z]*[0-9]){4})[A-Z]{1,2}[0-9][A-Z0-9]{5,7}|[0-9]{2}[A-Z]{2}[0-9]{5}"
)
_PARTED_PASSPORT = re.compile(r"([A-Z]{1,2}|[A-Z] [A-Z])[ -]?([0-9]{3,4}) ?([0-9]{4})")
_PARTED_LATER = re.compile(r"[A-Z]{1,2}[0-9]{1,3} [0-9]{4,7}")
"""`C6 201534`"""
_PREFIX = r"(?:\(?(?:\+|00)82\)?[-. ]?(?:\(0\)|0)?|82[-. ]|\(?0)"
_AREA = r"(?:1[016789]|2|[3-6][1-5]|[57]0)"
PHONE = re.compile(
    rf"(?<![0-9-])(?:{_PREFIX}{_AREA}[-. )]{{0,2}}[0-9]{{3,4}}[-. ]?[0-9]{{4}}"
    r"|10[-. ][0-9]{4}[-. ]?[0-9]{4}|[0-9]{3,4}-[0-9]{4})(?![0-9-])"
)
_ABROAD = re.compile(rf"(?:00)?82(?P<own>{_AREA}[0-9]{{7,8}})|(?P<cut>10[0-9]{{8}})")
"""Dialled from abroad, or without the 0 that a table of numbers has cut off."""
_LOCAL = re.compile(r"([0-9]{3,4})[ .]([0-9]{4})")


def shape(line: str, today: date) -> Query | None:
    """What a folded line is, if one of these and nothing else.

    Raises Refusal residents.number_*, residents.digits_length, residents.birth_*.
    """
    for read in _SHAPES:
        if query := read(line, today):
            return query
    return None


def _hyphened(line: str, today: date) -> Query | None:
    match = _HYPHENED.fullmatch(line)
    if not match:
        return None
    front, tail, masked = match.groups()
    digits = front + tail
    if digits.isascii() and digits.isdigit() and (masked or len(digits) < NUMBER - 1):
        return _front(digits, today)
    return number(digits, today)


def _parted_number(line: str, today: date) -> Query | None:
    """13 digits with whatever between them."""
    digits = re.sub(r"[^0-9]", "", line)
    whole = _SPACED.fullmatch(line) and len(digits) == NUMBER and line != digits
    return number(digits, today) if whole else None


def of_digits(line: str, today: date) -> Query | None:
    """Digits alone, by how many they are."""
    if not (line.isascii() and line.isdigit()):
        return None
    if len(line) < 6:
        phone = line if len(line) == TAIL else ""
        return Query(Kind.BIRTH, birth=line, phone=phone, unfound="residents.digits_few")
    phone = abroad(line)
    if len(line) > LONGEST_PASSPORT and not phone and not 12 <= len(line) <= 14:
        raise Refusal("residents.digits_length", length=len(line))
    if phone and len(line) != NUMBER:
        return Query(Kind.PHONE, phone=phone, nearly=line if len(line) > 11 else "")
    return _BY_LENGTH.get(len(line), number)(line, today)


def passport(line: str, _today: date) -> Query | None:
    """With or without blanks and hyphens, as it is printed."""
    said = line.rstrip(".,;")
    if parted := _PARTED_PASSPORT.fullmatch(said):
        said = "".join(parted.groups()).replace(" ", "")
    elif _PARTED_LATER.fullmatch(said):
        said = said.replace(" ", "")
    return Query(Kind.PASSPORT, passport=said) if _PASSPORT.fullmatch(said) else None


def _whole_date(line: str, today: date) -> Query | None:
    found = birth_dates.written(line, today)
    return born(found[1]) if found and found[0][0] == line else None


def _telephone(line: str, _today: date) -> Query | None:
    if not PHONE.fullmatch(line):
        return _local(line)
    passport = line if line.isdigit() and len(line) <= LONGEST_PASSPORT else ""
    return Query(Kind.PHONE, phone=dialled(line), passport=passport)


def _local(line: str) -> Query | None:
    """`4360 6798`, unless one of both is a year."""
    parted = _LOCAL.fullmatch(line)
    if not parted or any(year.startswith(("19", "20")) for year in parted.groups()):
        return None
    return Query(Kind.PHONE, phone="".join(parted.groups()))


def dialled(text: str) -> str:
    """As it is dialled in Korea, digits only."""
    digits = re.sub(r"[^0-9]", "", text.replace("(0)", ""))
    return abroad(re.sub("^((?:00)?82)0", r"\1", digits)) or digits


def abroad(digits: str) -> str:
    """Digits with the country's number, or without the first 0, as they are dialled in Korea; ""
    for others."""
    match = _ABROAD.fullmatch(re.sub("^((?:00)?82)0", r"\1", digits))
    return f"0{match['own'] or match['cut']}" if match else ""


_SHAPES: tuple[Callable[[str, date], Query | None], ...] = (
    _hyphened,
    _parted_number,
    _telephone,
    of_digits,
    passport,
    _whole_date,
)


def number(digits: str, today: date) -> Query:
    """A registration number; one that cannot be is looked for as one mistyped, and refused by its
    sentence where nobody has nearly this."""
    if not digits.isascii() or not digits.isdigit():
        raise Refusal("residents.number_digits")
    flaw = _flaw(digits, today)
    if flaw in _DOUBTS:
        return Query(Kind.NUMBER, number=digits, warning=flaw, phone=abroad(digits))
    if not NUMBER - 1 <= len(digits) <= NUMBER + 1:
        raise Refusal("residents.number_length", length=len(digits))
    return Query(Kind.NUMBER, nearly=digits, phone=abroad(digits), unless_found=flaw)


_DOUBTS = (None, "residents.checksum")


def _flaw(digits: str, today: date) -> str | None:
    if len(digits) != NUMBER:
        return "residents.number_length"
    if digits[6] in "90":
        return "residents.number_seventh"
    kinds = identity_numbers.kinds(digits)
    checks = [identity_numbers.check(digits, kind, today) for kind in kinds]
    return min(checks, key=lambda check: _ORDER[check.verdict]).code


_ORDER = {
    identity_numbers.Verdict.OK: 0,
    identity_numbers.Verdict.WARNING: 1,
    identity_numbers.Verdict.ERROR: 2,
}


def _front(front: str, today: date) -> Query:
    """The part of a number that a masked form shows, or that is typed so far."""
    if front[6:7] in ("9", "0"):
        raise Refusal("residents.number_seventh")
    if not birth_dates.year_first(front[:6], today):
        raise Refusal("residents.number_date")
    return Query(Kind.NUMBER, number=front, unfound="residents.number_front")


def _six(digits: str, today: date) -> Query:
    """A whole birth date, or YYYYMM when it can be nothing else."""
    found = birth_dates.of_digits(digits, today)
    if not found and digits[:2] in ("19", "20") and 1 <= int(digits[4:]) <= 12:
        return Query(Kind.BIRTH, birth=digits)
    turned = not birth_dates.year_first(digits, today)
    return born(found, "residents.birth_turned" if turned else None)


def _seven(digits: str, today: date) -> Query:
    """A passport, a telephone number without its area, or a registration number as far as a masked
    form shows it."""
    shown = digits[6] not in "90" and birth_dates.year_first(digits[:6], today)
    number = digits if shown else ""
    return Query(Kind.PASSPORT, passport=digits, number=number, phone=digits)


def _eight(digits: str, today: date) -> Query:
    """A birth date, a passport or a telephone number; the passport may look like a date."""
    if found := birth_dates.of_digits(digits, today):
        return Query(Kind.BIRTH, born=found, passport=digits)
    meant = "residents.birth_impossible" if digits[:2] in ("19", "20") else None
    return Query(Kind.PASSPORT, passport=digits, phone=digits, unless_found=meant)


def _nine(digits: str, _today: date) -> Query:
    return Query(Kind.PASSPORT, passport=digits)


_BY_LENGTH: dict[int, Callable[[str, date], Query]] = {6: _six, 7: _seven, 8: _eight, 9: _nine}


def born(days: birth_dates.Days, unfound: str | None = None) -> Query:
    if not days:
        raise Refusal("residents.birth_impossible")
    return Query(Kind.BIRTH, born=days, unfound=unfound)
