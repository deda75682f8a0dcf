"""The 13-digit numbers of the resident and foreigner registers: `YYMMDD-SXXXXXX`.

The seventh digit tells citizen or foreigner, century and sex. The last was a check digit on all
numbers made before October 2020; later citizens' numbers end in six random digits, so a
mismatch is worth a word to the clerk and never a reason to refuse.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import mul

from db.identity import IdKind, Sex

_CENTURY: Mapping[str, int] = {
    "9": 1800,
    "0": 1800,
    "1": 1900,
    "2": 1900,
    "3": 2000,
    "4": 2000,
    "5": 1900,
    "6": 1900,
    "7": 2000,
    "8": 2000,
}
_SEVENTH: Mapping[IdKind, str] = {IdKind.FRN: "5678", IdKind.DRN: "5678", IdKind.RRN: "012349"}
_DIGIT = {
    (
        digit in _SEVENTH[IdKind.RRN],
        century // 100,
        Sex.MALE if int(digit) % 2 else Sex.FEMALE,
    ): digit
    for digit, century in _CENTURY.items()
}
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_BASE: Mapping[IdKind, int] = {IdKind.FRN: 13, IdKind.DRN: 13, IdKind.RRN: 11}
_LAST_REGION = "95"
"""Digits 8 and 9 of a citizen's number named the office, 00 to 95, until October 2020."""


class Verdict(StrEnum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Check:
    verdict: Verdict
    code: str | None = None
    """What to tell the clerk, a code of words; None when all is well."""


def check(number: str, kind: IdKind, today: date) -> Check:
    """Judge a number of 13 digits, without hyphen, as one of `kind`; the first flaw counts."""
    for verdict, code, flawed in _FLAWS:
        if flawed(number, kind, today):
            return Check(verdict, f"residents.{code}")
    return Check(Verdict.OK)


def _no_such_day(number: str) -> bool:
    try:
        birth_date(number)
    except ValueError:
        return True
    return False


_FLAWS: tuple[tuple[Verdict, str, Callable[[str, IdKind, date], bool]], ...] = (
    (Verdict.ERROR, "number_digits", lambda n, _, __: not (n.isascii() and n.isdigit())),
    (Verdict.ERROR, "number_length", lambda n, _, __: len(n) != 13),
    (Verdict.ERROR, "number_seventh", lambda n, kind, _: n[6] not in _SEVENTH[kind]),
    (Verdict.ERROR, "number_date", lambda n, _, __: _no_such_day(n)),
    (Verdict.ERROR, "number_future", lambda n, _, today: birth_date(n) > today),
    (Verdict.WARNING, "checksum", lambda n, kind, _: kind is IdKind.RRN and n[7:9] > _LAST_REGION),
    (Verdict.WARNING, "checksum", lambda n, kind, _: n[12] != check_digit(n[:12], kind)),
)


def check_digit(first: str, kind: IdKind) -> str:
    """The 13th digit that the first twelve call for."""
    total = sum(map(mul, map(int, first), _WEIGHTS))
    return str((_BASE[kind] - total % 11) % 10)


def birth_date(number: str) -> date:
    """The birth date in the first seven digits. Raises ValueError if there is no such day."""
    return date(_CENTURY[number[6]] + int(number[:2]), int(number[2:4]), int(number[4:6]))


def sex(number: str) -> Sex:
    """Odd in the seventh place is male, even female."""
    return Sex.MALE if int(number[6]) % 2 else Sex.FEMALE


def kinds(number: str) -> tuple[IdKind, ...]:
    """The kinds of number that the seventh digit allows."""
    return tuple(kind for kind, digits in _SEVENTH.items() if number[6] in digits)


def formatted(number: str) -> str:
    """`900101-5100001`"""
    return f"{number[:6]}-{number[6:]}"


def make(kind: IdKind, born: date, sex: Sex, serial: int) -> str:
    """A number with a right check digit; `serial` (0 to 99,999) fills places 8 to 12."""
    seventh = _DIGIT[kind is IdKind.RRN, born.year // 100, sex]
    first = f"{born.year % 100:02d}{born.month:02d}{born.day:02d}{seventh}{serial:05d}"
    return first + check_digit(first, kind)
