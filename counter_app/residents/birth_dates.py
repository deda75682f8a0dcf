"""Birth dates as people write them, read as every day they can mean.

Korean papers put the year first (1990-03-15, 900315, 1990년 3월 15일), most other countries the
day (15/03/1990, 15031990) and some the month (03/15/1990); passports spell it (15 MAR 1990).
"""

import re
from collections.abc import Callable
from datetime import date

EARLIEST = date(1900, 1, 1)

Days = tuple[date, ...]
"""What a text can mean, the latest day first; empty when there is no such day."""
Read = Callable[[str, str, str, date], Days]

_MONTHS = (
    *("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE"),
    *("JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"),
)
_SPELT = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in _MONTHS)
_NEXT = "(?: ?[-./] ?| )"


def month(word: str) -> int:
    """Of its folded English name, whole or of three letters; 0 for any other word."""
    found = (at for at, name in enumerate(_MONTHS, 1) if word in (name, name[:3]))
    return next(found, 0)


def year_first(digits: str, today: date) -> Days:
    """YYMMDD (of either century) or YYYYMMDD."""
    return _day(digits[:-4], digits[-4:-2], digits[-2:], today)


def of_digits(digits: str, today: date) -> Days:
    """Six or eight digits: the year first, or else last."""
    return year_first(digits, today) or _year_last(digits[:2], digits[2:4], digits[4:], today)


def written(line: str, today: date) -> tuple[re.Match[str], Days] | None:
    """The first date with signs or words between its parts in a folded line."""
    for pattern, read in _FORMS:
        if match := pattern.search(line):
            year_or_day, month, day_or_year = match.groups()
            return match, read(year_or_day, month, day_or_year, today)
    return None


def _day(year: str, month: str, day: str, today: date) -> Days:
    """Of a year of four digits, or two of either century; from EARLIEST to today."""
    found = []
    for century in ("20", "19") if len(year) == 2 else ("",):
        try:
            that = date(int(century + year), int(month), int(day))
        except ValueError:
            continue
        if EARLIEST <= that <= today:
            found.append(that)
    return tuple(found)


def _year_last(first: str, second: str, year: str, today: date) -> Days:
    """Day and month in either order."""
    either = {*_day(year, second, first, today), *_day(year, first, second, today)}
    return tuple(sorted(either, reverse=True))


def _in_numbers(first: str, second: str, third: str, today: date) -> Days:
    return _day(first, second, third, today) or _year_last(first, second, third, today)


def _day_spelt(day: str, month: str, year: str, today: date) -> Days:
    number = 1 + next(i for i, name in enumerate(_MONTHS) if name.startswith(month))
    return _day(year, str(number), day, today)


def _spelt_day(month: str, day: str, year: str, today: date) -> Days:
    return _day_spelt(day, month, year, today)


_FORMS: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(rf"(?<!\d){pattern}(?!\d)", re.ASCII), read)
    for pattern, read in (
        (r"(\d{4}|\d{2}) ?년 ?(\d{1,2}) ?월 ?(\d{1,2}) ?일?", _day),
        (rf"(\d{{4}}|\d{{1,2}}){_NEXT}(\d{{1,2}}){_NEXT}(\d{{4}}|\d{{1,2}})\.?", _in_numbers),
        (rf"(\d{{1,2}})[-./ ]?({_SPELT})[-./, ]{{0,2}}(\d{{4}}|\d{{2}})", _day_spelt),
        (rf"\b({_SPELT})[-. ]{{0,2}}(\d{{1,2}}),? (\d{{4}})", _spelt_day),
    )
)
